package import HuntPipeline

/// What reading one entry of a source showed, for `doctor`: a token that looks right proves nothing of the list itself.
package struct SourceProof: Equatable, Sendable {
  package enum Outcome: String, Sendable {
    case ok
    case warn
    case fail
  }

  package var outcome: Outcome
  package var text: String
  package var remedy: String?

  package init(outcome: Outcome, text: String, remedy: String?) {
    self.outcome = outcome
    self.text = text
    self.remedy = remedy
  }

  init(_ outcome: Outcome, _ text: String, remedy: String? = nil) {
    self.outcome = outcome
    self.text = text
    self.remedy = remedy
  }
}

/// A source that can be tried without reading it.
package protocol ProvableSource: AlertSource {
  /// Asks for as little as the source has. `progress` hears of waits. Throws a `Problem` or `CancellationError`.
  func proof(progress: @escaping @Sendable (AlertProgress) -> Void) async throws -> SourceProof
}
