/// Tokens a provider says it counted for one call. `cached` is part of `input`, `reasoning` part of `output`.
package struct Usage: Equatable, Sendable {
  package var input: Int
  package var cached: Int
  package var output: Int
  package var reasoning: Int

  package init(input: Int, cached: Int = 0, output: Int, reasoning: Int = 0) {
    self.input = input
    self.cached = cached
    self.output = output
    self.reasoning = reasoning
  }

  package static let none = Usage(input: 0, output: 0)
  package static func + (left: Usage, right: Usage) -> Usage {
    Usage(
      input: left.input + right.input, cached: left.cached + right.cached, output: left.output + right.output,
      reasoning: left.reasoning + right.reasoning)
  }
}
