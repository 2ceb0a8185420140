import HuntPipeline
import Testing

@Suite("What a query tells meanwhile") struct QueryProgressTests {
  @Test("An outcome holds what was done to get the rows")
  func notes() {
    #expect(QueryOutcome(rows: 3, notes: ["Asked in two parts."]).notes == ["Asked in two parts."])
  }
}
