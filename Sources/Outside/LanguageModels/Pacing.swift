internal import Casefile
internal import HuntPipeline

/// Keeps calls of one model within what its provider lets through, as far as that is known. A value without a clock: the time is told.
///
/// What the server says in its answers counts: its windows fill again evenly, as OpenAI's and Anthropic's do, and a server that frees them
/// all at once says so by its refusal. Where it says nothing of tokens, the account's tier counts, over the minute before.
struct Pacing: Sendable {
  /// What a call takes.
  struct Need: Equatable, Sendable {
    var input: Int
    /// Output at most, which providers count before it is written.
    var output: Int
  }

  enum Verdict: Equatable, Sendable {
    case go
    case wait(seconds: Double, cause: String)
    /// One call alone is over the limit of a minute: no waiting helps.
    case never(limit: Int)
  }

  private struct Sending: Sendable {
    var time: DateTime
    var tokens: Int
    let ticket: Int
  }

  /// A window as it was told, and what was sent since.
  private struct Told: Sendable {
    var window: RateLimits.Window
    var heard: DateTime
    var sent = 0

    /// What is free at `now`, and how fast more comes, a second; nil where the window says nothing or is full again.
    func free(at now: DateTime) -> (count: Double, rate: Double)? {
      guard let remaining = window.remaining, let resets = window.resets, resets > now else { return nil }
      let rate = window.limit.map { Double(max(0, $0 - remaining)) / (resets - heard).totalSeconds } ?? 0
      return (Double(remaining - sent) + rate * (now - heard).totalSeconds, rate)
    }
  }

  private let tier: ModelCard.TierLimit?
  private var told: [RateLimits.Measure: Told] = [:]
  private var sendings: [Sending] = []
  private var lastTicket = 0

  private static let minute = 60.0
  /// Seconds that are waited longer than reckoned, so that what is needed is there.
  private static let grace = 0.1
  /// A longer wait is left to the server, which knows better when a place is free: its own refusal then says how long.
  static let longestWait = 120.0

  init(tier: ModelCard.TierLimit? = nil) { self.tier = tier }

  /// Tokens a minute, as the server says or as the tier has it.
  var tokenLimit: Int? { told[.tokens]?.window.limit ?? told[.inputTokens]?.window.limit ?? tier?.tokensPerMinute }

  /// Whether a call may go now.
  func verdict(_ need: Need, at now: DateTime) -> Verdict {
    if let limit = tokenLimit, need.input > limit { return .never(limit: limit) }
    var longest: (seconds: Double, cause: String)?
    func wait(_ seconds: Double, _ cause: String) {
      if seconds > longest?.seconds ?? 0 { longest = (seconds, cause) }
    }
    for measure in RateLimits.Measure.allCases {
      guard let told = told[measure], let free = told.free(at: now), let resets = told.window.resets else { continue }
      let lack = Double(Pacing.needed(need, of: measure, limit: told.window.limit)) - free.count
      guard lack > 0 else { continue }
      let whole = (resets - now).totalSeconds
      let left = max(0, Int(free.count)).grouped
      wait(
        free.rate > 0 ? min(whole, lack / free.rate + Pacing.grace) : whole,
        "\(left) \(Pacing.name(measure)) are left of \(told.window.limit?.grouped ?? "its limit")")
    }
    if let seconds = tierWait(need, now) {
      wait(seconds, "its tier takes \((tokenLimit ?? 0).grouped) tokens and \(tier?.requestsPerMinute.grouped ?? "some") calls a minute")
    }
    guard let longest else { return .go }
    return .wait(seconds: min(longest.seconds, Pacing.longestWait), cause: longest.cause)
  }

  /// Counts a call that goes now, so that another at the same time sees less. The ticket is for `settle`.
  mutating func send(_ need: Need, at now: DateTime) -> Int {
    forget(before: now)
    lastTicket += 1
    sendings.append(Sending(time: now, tokens: need.input + need.output, ticket: lastTicket))
    for (measure, window) in told { told[measure]?.sent += Pacing.needed(need, of: measure, limit: window.window.limit) }
    return lastTicket
  }

  /// What the call took in truth, where the provider said so.
  mutating func settle(_ ticket: Int, tokens: Int) {
    guard let place = sendings.firstIndex(where: { $0.ticket == ticket }) else { return }
    sendings[place].tokens = tokens
  }

  /// What the head of an answer says; what it leaves out stays as it was.
  mutating func hear(_ limits: RateLimits) {
    for (measure, window) in limits.windows { told[measure] = Told(window: window, heard: limits.heard) }
  }

  private mutating func forget(before now: DateTime) {
    sendings.removeAll { (now - $0.time).totalSeconds >= Pacing.minute }
  }

  /// Seconds until the sendings of the last minute leave room; nil where there is room, or where the server's own figures say it better.
  private func tierWait(_ need: Need, _ now: DateTime) -> Double? {
    guard told[.tokens]?.window.remaining == nil, told[.inputTokens]?.window.remaining == nil else { return nil }
    guard let limit = tokenLimit else { return nil }
    let recent = sendings.filter { (now - $0.time).totalSeconds < Pacing.minute }
    var tokens = recent.reduce(min(limit, need.input + need.output)) { $0 + $1.tokens }
    var calls = recent.count + 1
    let most = told[.requests]?.window.remaining == nil ? tier?.requestsPerMinute ?? .max : .max
    for sending in recent {
      if tokens <= limit, calls <= most { return nil }
      tokens -= sending.tokens
      calls -= 1
      if tokens <= limit, calls <= most { return Pacing.minute - (now - sending.time).totalSeconds }
    }
    return nil
  }

  /// Never more than the limit: a call that may write more than a minute holds can go when the minute is free.
  private static func needed(_ need: Need, of measure: RateLimits.Measure, limit: Int?) -> Int {
    let needed =
      switch measure {
      case .requests: 1
      case .tokens: need.input + need.output
      case .inputTokens: need.input
      // Counted as it is written, not before.
      case .outputTokens: 1
      }
    return min(needed, limit ?? .max)
  }

  private static func name(_ measure: RateLimits.Measure) -> String {
    switch measure {
    case .requests: "requests"
    case .tokens: "tokens"
    case .inputTokens: "tokens of input"
    case .outputTokens: "tokens of output"
    }
  }
}
