internal import Casefile
internal import Transport

/// What a provider says in the head of an answer about its limits: OpenAI's and Azure's `x-ratelimit-*`, Anthropic's `anthropic-ratelimit-*`.
struct RateLimits: Equatable, Sendable {
  enum Measure: String, Sendable, CaseIterable {
    case requests
    /// Input and output together.
    case tokens
    case inputTokens = "input-tokens"
    case outputTokens = "output-tokens"
  }

  struct Window: Equatable, Sendable {
    var limit: Int?
    var remaining: Int?
    /// When it is full again; nil when the server does not say.
    var resets: DateTime?
  }

  var windows: [Measure: Window] = [:]
  /// When the head came.
  let heard: DateTime

  init(_ headers: HTTPHeaders, now: DateTime) {
    heard = now
    for measure in Measure.allCases {
      let name = measure.rawValue
      let window = Window(
        limit: RateLimits.count(headers["x-ratelimit-limit-\(name)"] ?? headers["anthropic-ratelimit-\(name)-limit"]),
        remaining: RateLimits.count(headers["x-ratelimit-remaining-\(name)"] ?? headers["anthropic-ratelimit-\(name)-remaining"]),
        resets: headers["x-ratelimit-reset-\(name)"].flatMap(RateLimits.seconds).map { now + .seconds($0) }
          ?? headers["anthropic-ratelimit-\(name)-reset"].flatMap { DateTime($0) })
      if window != Window() { windows[measure] = window }
    }
  }

  private static func count(_ text: String?) -> Int? { text.flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil } }

  /// Seconds of a duration as Go writes it: `1s`, `6m0s`, `120ms`, `1h2m3.5s`; a bare number is seconds. Nil for anything else.
  static func seconds(_ text: String) -> Double? {
    if let plain = Double(text) { return plain.isFinite && plain >= 0 ? plain : nil }
    let units: [String: Double] = ["d": 86_400, "h": 3600, "m": 60, "s": 1, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ns": 1e-9]
    var rest = text[...]
    var sum = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(unit.count)
      guard let number = Double(digits), let factor = units[String(unit)] else { return nil }
      sum += number * factor
    }
    return text.isEmpty || !sum.isFinite ? nil : sum
  }
}
