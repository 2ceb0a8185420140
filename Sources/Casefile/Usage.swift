/// Tokens a provider says it counted for one call. `cached` and `written` are parts of `input`, `reasoning` is part of `output`.
package struct Usage: Equatable, Sendable {
  package var input: Int
  package var cached: Int
  /// Input that was written to the provider's cache, which some charge more for.
  package var written: Int
  package var output: Int
  package var reasoning: Int
  /// True when the figures are our own count, because the provider reported none that can be believed.
  package var isEstimated = false

  package init(input: Int, cached: Int = 0, written: Int = 0, output: Int, reasoning: Int = 0, isEstimated: Bool = false) {
    self.isEstimated = isEstimated
    self.written = written
    self.input = input
    self.cached = cached
    self.output = output
    self.reasoning = reasoning
  }

  package static let none = Usage(input: 0, output: 0)
  package static func + (left: Usage, right: Usage) -> Usage {
    Usage(
      input: sum(left.input, right.input), cached: sum(left.cached, right.cached), written: sum(left.written, right.written),
      output: sum(left.output, right.output), reasoning: sum(left.reasoning, right.reasoning),
      isEstimated: left.isEstimated || right.isEstimated)
  }

  /// A server may report anything; a sum that does not fit is the largest there is.
  private static func sum(_ left: Int, _ right: Int) -> Int {
    let (sum, hasOverflown) = left.addingReportingOverflow(right)
    return hasOverflown ? .max : sum
  }
}
