import Casefile
import HuntPipeline
import Locking
import Testing
import Transport

@testable import LanguageModels

@Suite("Limits in the heads of answers") struct RateLimitTests {
  private let now = DateTime(unixSeconds: 1_795_000_000)

  @Test(
    "Durations are read as Go writes them",
    arguments: [
      ("1s", 1.0), ("6m0s", 360), ("120ms", 0.12), ("1h2m3s", 3723), ("1h2m3.5s", 3723.5), ("1d1h", 90_000), ("0s", 0), ("7", 7),
      ("500us", 0.0005), ("20µs", 0.00002),
    ])
  func durations(text: String, seconds: Double) throws {
    #expect(abs(try #require(RateLimits.seconds(text)) - seconds) < 1e-9)
  }

  @Test("Anything else is no duration", arguments: ["", "s", "5x", "-1s", "1s2", "soon", "nan", "inf", "1..2s"])
  func noDurations(text: String) {
    #expect(RateLimits.seconds(text) == nil)
  }

  @Test("OpenAI's and Anthropic's headers are understood, and strange ones left alone")
  func headers() throws {
    let open = RateLimits(
      [
        "x-ratelimit-limit-requests": "500", "x-ratelimit-remaining-requests": "499", "x-ratelimit-reset-requests": "120ms",
        "x-ratelimit-limit-tokens": "30000", "x-ratelimit-remaining-tokens": "1000", "x-ratelimit-reset-tokens": "6m0s",
      ], now: now)
    #expect(open.windows[.tokens] == .init(limit: 30_000, remaining: 1000, resets: now + .seconds(360)))
    #expect(open.windows[.requests] == .init(limit: 500, remaining: 499, resets: now + .seconds(0.12)))
    let anthropic = RateLimits(
      [
        "anthropic-ratelimit-input-tokens-limit": "50000", "anthropic-ratelimit-input-tokens-remaining": "0",
        "anthropic-ratelimit-input-tokens-reset": "2026-11-18T13:47:07Z", "anthropic-ratelimit-output-tokens-remaining": "-3",
      ], now: now)
    #expect(anthropic.windows[.inputTokens] == .init(limit: 50_000, remaining: 0, resets: DateTime("2026-11-18T13:47:07Z")))
    #expect(anthropic.windows[.outputTokens] == nil)
    #expect(RateLimits(["x-ratelimit-limit-tokens": "many", "x-ratelimit-reset-tokens": "later"], now: now).windows.isEmpty)
  }
}

@Suite("Pacing") struct PacingTests {
  private let now = DateTime(unixSeconds: 1_795_000_000)
  private func need(_ input: Int, _ output: Int = 0) -> Pacing.Need { Pacing.Need(input: input, output: output) }

  @Test("Nothing known lets everything through")
  func unknown() {
    #expect(Pacing().verdict(need(.max / 2, 9), at: now) == .go)
  }

  @Test("What the server says is left holds, fills again evenly, and is shared by calls at the same time")
  func told() {
    var pacing = Pacing()
    pacing.hear(RateLimits(heads(limit: 30_000, remaining: 6000, reset: "10s"), now: now))
    #expect(pacing.verdict(need(4000, 2000), at: now) == .go)
    _ = pacing.send(need(4000, 1000), at: now)
    // 1,000 are left and 2,400 come a second.
    #expect(pacing.verdict(need(4000, 3000), at: now) == .wait(seconds: 2.6, cause: "1,000 tokens are left of 30,000"))
    #expect(pacing.verdict(need(4000, 3000), at: now + .seconds(2.6)) == .go)
    #expect(pacing.verdict(need(29_000, 5000), at: now + .seconds(9)) == .wait(seconds: 1, cause: "22,600 tokens are left of 30,000"))
    #expect(pacing.verdict(need(29_000, 5000), at: now + .seconds(10)) == .go)
  }

  @Test("A window without its size is waited for whole, and never longer than two minutes")
  func sizeless() {
    var pacing = Pacing()
    pacing.hear(RateLimits(["x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1h0m0s"], now: now))
    #expect(pacing.verdict(need(1), at: now) == .wait(seconds: 120, cause: "0 requests are left of its limit"))
    pacing.hear(RateLimits(["x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "2s"], now: now))
    #expect(pacing.verdict(need(1), at: now) == .wait(seconds: 2, cause: "0 requests are left of its limit"))
  }

  @Test("A call over the minute by its input never goes; one that only may write too much goes when the minute is free")
  func tooLarge() {
    var pacing = Pacing(tier: .init(requestsPerMinute: 500, tokensPerMinute: 30_000))
    #expect(pacing.verdict(need(30_001), at: now) == .never(limit: 30_000))
    #expect(pacing.verdict(need(29_000, 8000), at: now) == .go)
    pacing.hear(RateLimits(heads(limit: 20_000, remaining: 20_000, reset: "1s"), now: now))
    #expect(pacing.verdict(need(29_000), at: now) == .never(limit: 20_000))
    #expect(pacing.verdict(need(19_000, 8000), at: now) == .go)
  }

  @Test("A run of hunts stays under the tier's tokens and calls a minute, whatever is asked")
  func tier() {
    var pacing = Pacing(tier: .init(requestsPerMinute: 5, tokensPerMinute: 30_000))
    var clock = now
    var sent: [(time: DateTime, tokens: Int)] = []
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<300 {
      let call = need(Int.random(in: 100...20_000, using: &generator), Int.random(in: 100...8000, using: &generator))
      while case .wait(let seconds, _) = pacing.verdict(call, at: clock) { clock = clock + .seconds(max(seconds, 0.001)) }
      let ticket = pacing.send(call, at: clock)
      // What was written is mostly less than what was allowed.
      let used = call.input + Int.random(in: 0...call.output, using: &generator)
      pacing.settle(ticket, tokens: used)
      sent.append((clock, used))
      let minute = sent.filter { (clock - $0.time).totalSeconds < 60 }
      #expect(minute.reduce(0) { $0 + $1.tokens } <= 30_000)
      #expect(minute.count <= 5)
      clock = clock + .seconds(Double.random(in: 0...5, using: &generator))
    }
    #expect((clock - now).totalSeconds < 60 * 300)
  }

  private func heads(limit: Int, remaining: Int, reset: String) -> HTTPHeaders {
    ["x-ratelimit-limit-tokens": "\(limit)", "x-ratelimit-remaining-tokens": "\(remaining)", "x-ratelimit-reset-tokens": reset]
  }

  private func answer(_ headers: HTTPHeaders) -> ScriptedServer.Answer {
    var answer = ScriptedServer.Answer(chunks: [Dialogue(parts: [.say(["yes"])]).bytes(.chatCompletions)])
    for (name, value) in headers.fields.map({ ($0.name, $0.value) }) { answer.headers[name] = value }
    return answer
  }

  @Test("A call waits as the last answer's head says, and tells why")
  func waits() async throws {
    let stage = Stage([answer(heads(limit: 30_000, remaining: 500, reset: "12s")), answer([:])])
    var call = ModelCall.question
    call.inputTokens = 400
    _ = try await stage.answer(call)
    _ = try await stage.answer(call)
    // 800 of 1,300 are lacking, and 29,500 come in 12 seconds.
    let waited = try #require(stage.waits.withLock { $0.first })
    #expect(abs(waited - (800 * 12 / 29_500 + 0.1)) < 1e-6)
    #expect(stage.deltas.withLock { $0 }.contains(.retrying(afterSeconds: waited, cause: "luna: 500 tokens are left of 30,000")))
  }

  @Test("A call over its minute is refused before it is sent, or when the server says so, and never waited for")
  func refused() async throws {
    var call = ModelCall.question
    call.inputTokens = 40_000
    var configuration = ProviderConfiguration(name: "luna", dialect: .openAI, baseURL: "https://api.example", credential: .none)
    configuration.tierLimit = .init(requestsPerMinute: 500, tokensPerMinute: 30_000)
    let stage = Stage([], configuration)
    let problem = try #require(try await stage.problem(call))
    #expect(problem.summary == "The request is larger than luna takes in a minute.")
    #expect(problem.cause == "40,000 tokens are needed, 30,000 a minute are let through for m-1.")
    #expect(stage.server.bodies.isEmpty)
    call.inputTokens = 29_500
    let told = ScriptedServer.Answer.json(
      429, #"{"error":{"message":"Request too large","type":"tokens","code":"rate_limit_exceeded","param":null}}"#,
      heads(limit: 30_000, remaining: 30_000, reset: "0s"))
    let late = Stage([told])
    #expect(try await late.problem(call)?.summary == problem.summary)
    #expect(late.waits.withLock { $0 }.isEmpty)
  }
}
