package import Casefile

/// Which model will be asked, why, and what it will cost.
package struct ModelChoice: Equatable, Sendable {
  package var model: ModelCard
  /// One sentence, for people.
  package var reason: String
  package var inputTokens: Int
  /// The input by its parts, before any factor or correction.
  package var parts = CallTokens()
  /// What corrected the count; nil when no call was compared yet.
  package var correction: CountCorrection?
  /// True when the count is an estimate (an assumed or foreign tokenizer); shown with `~`.
  package var isEstimated: Bool
  /// Output tokens assumed in the estimate, and the bound that is sent.
  package var outputTokens: Int
  package var maxOutput: Int
  /// Nil when the price is unknown; never guessed.
  package var estimate: Money?
  /// Input tokens of each call, where the rows are read in parts; one otherwise. `inputTokens` is their sum, `maxOutput` holds for each.
  package var callTokens: [Int]
  /// What has to be asked before the call; nil when nothing has.
  package var question: ConsentQuestion?

  /// Calls that it takes.
  package var calls: Int { callTokens.count }

  package init(
    model: ModelCard, reason: String, inputTokens: Int, isEstimated: Bool, outputTokens: Int, maxOutput: Int, estimate: Money?,
    question: ConsentQuestion? = nil
  ) {
    self.model = model
    self.reason = reason
    self.inputTokens = inputTokens
    self.isEstimated = isEstimated
    self.outputTokens = outputTokens
    self.maxOutput = maxOutput
    self.estimate = estimate
    callTokens = [inputTokens]
    self.question = question
  }
}
