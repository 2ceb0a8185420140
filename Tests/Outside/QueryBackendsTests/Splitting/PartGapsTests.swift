import Testing

@testable import QueryBackends

@Suite("What is missing in the parts of a query") struct PartGapsTests {
  @Test("A reason that several parts share is said once, with how many and between when; another stays as it is")
  func shared() {
    let days = (1...4).map { "2026-11-0\($0)T00:00:00Z to 2026-11-0\($0 + 1)T00:00:00Z: " }
    let gaps = days.map { $0 + "cut at 64 MB" } + ["stopped after 10 rows, the limit"]
    #expect(
      PartGaps.told(gaps, of: 5)
        == "in 4 of 5 parts between 2026-11-01T00:00:00Z and 2026-11-05T00:00:00Z: cut at 64 MB; stopped after 10 rows, the limit")
    #expect(PartGaps.told(Array(gaps.prefix(2)), of: 5) == gaps.prefix(2).joined(separator: "; "))
    #expect(PartGaps.told([], of: 5) == nil)
  }
}
