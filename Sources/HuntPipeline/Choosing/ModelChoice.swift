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
  /// What may be spent at most, all calls with the longest answers that they ask for; nil when the price is unknown.
  package var most: Money?
  /// True where our count is the model's own.
  package var countsExactly = false
  /// Input tokens of each call, where the rows are read in parts; one otherwise. `inputTokens` is their sum, `maxOutput` holds for each.
  package var callTokens: [Int]
  /// What has to be asked before the call; nil when nothing has.
  package var question: ConsentQuestion?

  /// Calls that it takes.
  package var calls: Int { callTokens.count }

  /// `~$0.01, at most $0.04`; nil when the price is unknown.
  package var priceWords: String? {
    estimate.map { estimate in "~\(estimate)" + (most.map { $0 > estimate ? ", at most \($0.ceiling)" : "" } ?? "") }
  }

  /// Tokens by which a second call of a draft is longer at most: it says what was wrong with the first plan.
  private static let correctionTokens = 1000

  /// What one call costs whose answer is as long as it may be before it is stopped. Counts may be too low, those that are estimates more so.
  func cost(input: Int, output: Int) -> Money? {
    model.estimate(
      input: input + input / (isEstimated ? 10 : 50), output: CallMeter.allowance(of: output, isExact: countsExactly))
  }

  /// What a draft costs at most, and what another call costs where its plan cannot be used.
  var draftCosts: (first: Money, second: Money)? {
    let limit = model.draftLimit
    guard let first = cost(input: inputTokens, output: limit),
      let second = cost(input: inputTokens + ModelChoice.correctionTokens + limit, output: limit)
    else { return nil }
    return (first, second)
  }

  /// What all calls of an analysis cost at most.
  var analysisCost: Money? {
    let costs = callTokens.map { cost(input: $0, output: maxOutput) }
    return costs.contains(nil) ? nil : costs.reduce(Money.zero) { $0 + ($1 ?? .zero) }
  }

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
