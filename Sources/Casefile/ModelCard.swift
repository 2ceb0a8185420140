/// What is known of a language model: limits, prices, encoding, dates. Unknown is nil, never zero.
package struct ModelCard: Equatable, Sendable {
  package enum Encoding: String, Sendable, CaseIterable {
    case o200k = "o200k_base"
    case cl100k = "cl100k_base"
  }

  /// Dollars per million tokens.
  package struct Price: Equatable, Sendable {
    package var input: Double
    package var cached: Double?
    /// For input that is written to the cache; nil where that costs no more than other input.
    package var written: Double?
    package var output: Double

    package init(input: Double, cached: Double? = nil, written: Double? = nil, output: Double) {
      self.input = input
      self.written = written
      self.cached = cached
      self.output = output
    }
  }

  package struct TierLimit: Equatable, Sendable {
    package var requestsPerMinute: Int
    package var tokensPerMinute: Int

    package init(requestsPerMinute: Int, tokensPerMinute: Int) {
      self.requestsPerMinute = requestsPerMinute
      self.tokensPerMinute = tokensPerMinute
    }
  }

  /// The name the provider knows, or `offline analyst`.
  package var name: String
  /// Input and output together; nil when unknown.
  package var contextWindow: Int?
  package var maxInput: Int?
  package var maxOutput: Int?
  package var price: Price?
  /// For requests with more than 272,000 input tokens; applies to the whole request.
  package var longContextPrice: Price?
  package var encoding: ModelCard.Encoding
  /// True when the encoding is taken for granted, not published: counts then carry `~`.
  package var isEncodingAssumed: Bool
  /// Multiplies counts of models whose tokenizer is not ours; 1 for OpenAI's.
  package var countFactor: Double
  /// What the configuration says of a model whose price nobody knows: true when calls are accepted although a budget is set.
  package var acceptsUnknownPrice = false
  package var reasoningEfforts: [String]
  /// The first day the model is gone, `2026-12-11`; nil when none is known.
  package var shutDown: String?
  package var limitsByTier: [String: TierLimit]
  package var takesChatCompletions: Bool
  /// False where the model takes functions only over the Responses API: it always reasons, and Chat Completions refuses both together.
  package var takesFunctionsInChat = true
  /// True for the offline analyst: nothing leaves the machine and nothing is paid.
  package var isOffline: Bool
  /// False for the offline analyst and for servers on the loopback: what is sent to them stays here.
  package var leavesMachine: Bool
  /// The host that calls go to; nil for the offline analyst.
  package var host: String?

  package init(
    name: String, contextWindow: Int? = nil, maxInput: Int? = nil, maxOutput: Int? = nil, price: Price? = nil,
    longContextPrice: Price? = nil, encoding: ModelCard.Encoding = .o200k, isEncodingAssumed: Bool = false, countFactor: Double = 1,
    reasoningEfforts: [String] = [], shutDown: String? = nil, limitsByTier: [String: TierLimit] = [:],
    takesChatCompletions: Bool = true, isOffline: Bool = false, leavesMachine: Bool = true
  ) {
    self.name = name
    self.contextWindow = contextWindow
    self.maxInput = maxInput
    self.maxOutput = maxOutput
    self.price = price
    self.longContextPrice = longContextPrice
    self.encoding = encoding
    self.isEncodingAssumed = isEncodingAssumed
    self.countFactor = countFactor
    self.reasoningEfforts = reasoningEfforts
    self.shutDown = shutDown
    self.limitsByTier = limitsByTier
    self.takesChatCompletions = takesChatCompletions
    self.isOffline = isOffline
    self.leavesMachine = leavesMachine && !isOffline
  }

  /// Rules in the place of a model: nothing leaves the machine and nothing is paid.
  package static let offline = ModelCard(name: "offline analyst", price: Price(input: 0, cached: 0, output: 0), isOffline: true)

  package static let longContextThreshold = 272_000

  /// What `usage` costs, rounded up to the next billionth; nil when no price is known. Cached input without a price of its own
  /// costs the full input price, so an estimate is never too low.
  package func cost(of usage: Usage) -> Money? {
    guard let price = usage.input > ModelCard.longContextThreshold ? longContextPrice ?? self.price : self.price else {
      return isOffline ? .zero : nil
    }
    let fresh = Double(max(0, usage.input - usage.cached - usage.written)) * price.input
    let cached = Double(usage.cached) * (price.cached ?? price.input)
    let written = Double(usage.written) * (price.written ?? price.input)
    let nano = (fresh + cached + written + Double(usage.output) * price.output) * 1000
    return nano.isFinite && nano >= 0 && nano < 9e18 ? Money(nanoDollars: Int64(nano.rounded(.up))) : nil
  }

  /// What a call is reckoned to cost before it is made: all input as if it were written to the cache, where that costs more.
  package func estimate(input: Int, output: Int) -> Money? {
    cost(of: Usage(input: input, written: price?.written == nil ? 0 : input, output: output))
  }

  /// Whether the model always reasons before it answers, which costs output tokens that nobody sees.
  package var alwaysReasons: Bool { !reasoningEfforts.isEmpty && !reasoningEfforts.contains("none") }

  /// Tokens of answer that a plan may take: a model that always reasons thinks before it writes one.
  package var draftLimit: Int { min(maxOutput ?? .max, alwaysReasons ? 6000 : 2000) }

  /// The day the model is shut down, when it is known and less than `days` away.
  package func shutDown(within days: Double, of moment: DateTime) -> String? {
    guard let shutDown, let date = DateTime(shutDown), date > moment, date < moment + .days(days) else { return nil }
    return shutDown
  }

  /// True once `moment` has reached the shut-down date.
  package func isShutDown(at moment: DateTime) -> Bool {
    guard let shutDown, let date = DateTime(shutDown) else { return false }
    return date <= moment
  }
}
