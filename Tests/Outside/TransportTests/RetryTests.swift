import Casefile
import Locking
import Testing

@testable import Transport

private let now = DateTime(unixSeconds: 784_111_777)

@Suite("Trying again")
struct RetryTests {
  private func decision(
    _ status: Int, _ headers: HTTPHeaders = [:], code: String? = nil, attempt: Int = 1, isIdempotent: Bool = true, waited: Double = 0,
    policy: RetryPolicy = RetryPolicy(hopelessCodes: ["insufficient_quota"])
  ) -> RetryPolicy.Decision {
    policy.decision(
      after: .answer(HTTPResponseHead(status: status, headers: headers), code: code), attempt: attempt, isIdempotent: isIdempotent,
      waited: waited, now: now, chance: 0.5)
  }

  @Test("Status and code decide")
  func statuses() {
    #expect(decision(503) == .wait(seconds: 0.25))
    #expect(decision(400) == .giveUp)
    #expect(decision(429) == .wait(seconds: 0.25))
    #expect(decision(429, code: "insufficient_quota") == .giveUp)
    #expect(decision(503, isIdempotent: false) == .giveUp)
    #expect(decision(429, isIdempotent: false) == .wait(seconds: 0.25))
    #expect(decision(400, ["x-should-retry": "true"]) == .wait(seconds: 0.25))
    #expect(decision(503, ["x-should-retry": "false"]) == .giveUp)
  }

  @Test(
    "A wish is never longer than a day, and never no number",
    arguments: [
      ("99999999999999999999", 86_400), ("1e300", 86_400), ("nan", nil), ("inf", nil), ("-3", 0), ("7", 7),
      ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400), ("Sun, 06 Nov 1994 08:50:00 GMT", 23),
    ] as [(String, Double?)])
  func wishes(text: String, seconds: Double?) {
    #expect(RetryPolicy.askedWait(["retry-after": text], now: now) == seconds)
    #expect(RetryPolicy.askedWait(["retry-after-ms": "1e300"], now: now) == 86_400)
  }

  @Test("Waits double up to the longest, with chance from nothing to all of it")
  func waits() {
    #expect(decision(503, attempt: 3) == .wait(seconds: 1))
    #expect(decision(503, attempt: 4) == .giveUp)
    #expect(decision(503, attempt: 20, policy: RetryPolicy(attempts: 99)) == .wait(seconds: 4))
    #expect(decision(503, waited: 179.9) == .giveUp)
  }

  @Test(
    "What the server asks for is kept",
    arguments: [
      (HTTPHeaders(dictionaryLiteral: ("Retry-After", "7")), RetryPolicy.Decision.wait(seconds: 7)),
      (["retry-after": "1.5"], .wait(seconds: 1.5)), (["retry-after-ms": "250", "retry-after": "9"], .wait(seconds: 0.25)),
      (["retry-after": "Sun, 06 Nov 1994 08:49:47 GMT"], .wait(seconds: 10)),
      (["retry-after": "Sunday, 06-Nov-94 08:49:47 GMT"], .wait(seconds: 10)),
      (["retry-after": "Sun Nov  6 08:49:47 1994"], .wait(seconds: 10)),
      (["retry-after": "Sun, 06 Nov 1994 08:00:00 GMT"], .wait(seconds: 0)), (["retry-after": "-3"], .wait(seconds: 0)),
      (["retry-after": "3600"], .giveUp), (["retry-after": "soon"], .wait(seconds: 0.25)), (["retry-after": "nan"], .wait(seconds: 0.25)),
    ] as [(HTTPHeaders, RetryPolicy.Decision)])
  func askedWaits(headers: HTTPHeaders, expected: RetryPolicy.Decision) {
    #expect(decision(429, headers) == expected)
  }

  @Test("Failures on the way there may be tried again even when the request must not run twice")
  func failures() {
    func decision(_ reason: HTTPFailure.Reason, isIdempotent: Bool) -> RetryPolicy.Decision {
      RetryPolicy().decision(
        after: .failure(HTTPFailure(reason, host: "h")), attempt: 1, isIdempotent: isIdempotent, waited: 0, now: now, chance: 1)
    }
    #expect(decision(.refused, isIdempotent: false) == .wait(seconds: 0.5))
    #expect(decision(.cut, isIdempotent: false) == .giveUp)
    #expect(decision(.cut, isIdempotent: true) == .wait(seconds: 0.5))
    #expect(decision(.notTrusted, isIdempotent: true) == .giveUp)
  }

  @Test(
    "Dates that are none are refused", arguments: ["", "tomorrow", "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994", "1:2:3 nov a b c"])
  func badDates(text: String) {
    #expect(HTTPDate.parse(text) == nil)
  }

  /// Answers from a list.
  private struct Script: HTTPSending {
    let answers: Locked<[Result<Int, HTTPFailure>]>

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
      let status = try answers.withLock { $0.removeFirst() }.get()
      return HTTPResponse(head: HTTPResponseHead(status: status), body: HTTPBody(chunks: []), url: request.url)
    }
  }

  @Test("The sender tries until it works or must give up, and tells every wait")
  func sender() async throws {
    let waits = Locked<[Double]>([])
    let causes = Locked<[String]>([])
    let surroundings = RetrySurroundings(
      now: { now }, chance: { 1 }, sleep: { seconds in waits.withLock { $0.append(seconds) } },
      onRetry: { _, cause in causes.withLock { $0.append(cause) } })
    let refused = HTTPFailure(.refused, host: "logs.example")
    let answers: Locked<[Result<Int, HTTPFailure>]> = Locked([.failure(refused), .success(503), .success(200), .success(404)])
    let sender = RetryingSender(Script(answers: answers), surroundings: surroundings)
    #expect(try await sender.send(HTTPRequest(.get, "http://x/")).head.status == 200)
    #expect(waits.withLock { $0 } == [0.5, 1])
    #expect(causes.withLock { $0 } == ["logs.example refused the connection", "the service is busy or down (HTTP 503)"])
    #expect(try await sender.send(HTTPRequest(.get, "http://x/")).head.status == 404)
    answers.withLock { $0 = Array(repeating: .failure(refused), count: 4) }
    await #expect(throws: refused) { _ = try await sender.send(HTTPRequest(.get, "http://x/")) }
  }
}

@Suite("Secrets")
struct SecretsTests {
  @Test("Nothing that prints a request shows a secret")
  func masked() {
    let request = HTTPRequest(
      .post, "https://user:pw0rd@host/a?q=1&Sig=s3cret#s3cret",
      headers: ["Authorization": "Bearer s3cret", "api-key": "s3cret", "X-API-Key": "s3cret"],
      body: Array("s3cret".utf8))
    var dumped = ""
    dump(request, to: &dumped)
    dump(request.headers, to: &dumped)
    for text in ["\(request)", String(reflecting: request), dumped, "\(request.headers)", String(reflecting: request.headers)] {
      #expect(!text.contains("s3cret"))
      #expect(!text.contains("pw0rd"))
    }
    var answer = HTTPResponseHead(status: 302, headers: ["Set-Cookie": "s3cret", "Location": "https://host/?sig=s3cret"])
    answer.headers.add("x-functions-key", "s3cret")
    let response = HTTPResponse(head: answer, body: HTTPBody(chunks: []), url: "https://user:pw0rd@host/?sig=s3cret")
    for text in ["\(response)", String(reflecting: response), "\(answer)", "\(answer.headers.fields)"] {
      #expect(!text.contains("s3cret") && !text.contains("pw0rd"))
    }
    #expect(request.description.contains("q=1"))
    #expect(request.isAuthorised)
    #expect(!HTTPRequest(.get, "https://host/a?q=1", headers: ["Accept": "x"]).isAuthorised)
    #expect(Secrets.shown(url: "https://h/p?a=1&b") == "https://h/p?a=1&b")
  }

  @Test("Header names are compared without regard to case, and setting replaces all")
  func headers() {
    var headers: HTTPHeaders = ["A": "1", "b": "2"]
    headers.add("a", "3")
    #expect(headers.values("a") == ["1", "3"])
    headers["a"] = "4"
    #expect(headers.fields.map(\.value) == ["4", "2"])
    headers["B"] = nil
    #expect(headers.fields.count == 1)
  }
}
