import HuntPipeline
import Testing

@Suite("What to try when no row meets the conditions") struct EmptyAdviceTests {
  @Test("A query that uses has is not told to use it, and a name without a domain keeps its name")
  func has() {
    let steps = EmptyAdvice("T | where TimeGenerated > ago(1d) | where Host has \"ws-104\" and File has \"x.exe\"").steps
    #expect(steps == ["Leave out one condition at a time.", "Use contains instead of has."])
  }

  @Test("Whole comparisons are told what finds more, by their own operator, and names with a domain what they are without")
  func whole() {
    let steps = EmptyAdvice("T | where Host == \"ws-104.contoso.com\" and User in (\"alice\", \"bob\")").steps
    #expect(
      steps == [
        "Leave out one condition at a time.", "Use has or contains instead of ==.", "Use has_any instead of in.",
        "Look for the name without its domain: ws-104",
      ])
  }

  @Test("One condition is named, numbers are given no text's advice, and a query without any is looked at step by step")
  func few() {
    #expect(EmptyAdvice("T | where Id == 4625").steps == ["Leave out its only condition: Id == 4625"])
    #expect(
      EmptyAdvice("T | where TimeGenerated >= datetime(2026-11-23) | join (U) on Id").steps
        == ["Run it step by step, to see which one leaves no row."])
  }
}
