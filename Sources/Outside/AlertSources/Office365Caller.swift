internal import Casefile
internal import HuntPipeline
internal import SignIn
internal import Transport

/// Calls the feed of one tenant and tries again as the service's codes ask for; all calls share one pace.
struct Office365Caller: Sendable {
  typealias Retrying = @Sendable (_ afterSeconds: Double, _ cause: String) -> Void

  /// A body that is JSON and no error, with the head it came with.
  struct Answer: Sendable {
    var head: HTTPResponseHead
    var json: JSONValue
  }

  let feed: Office365Feed
  let surroundings: RetrySurroundings
  private let sender: AuthorisedSender
  private let timeouts: HTTPRequest.Timeouts
  private let pacer: RequestPacer

  /// The share of every tenant; larger ones may have more.
  private static let limits = RequestPacer.Limits(service: "Office 365", requests: 2000, seconds: 60)
  private static let passingTries = 4
  private static let throttledTries = 5
  /// Seconds; the first pause after too many requests where the service asks for none, doubled from one to the next.
  private static let firstPause = 30.0
  private static let longestPause = 300.0
  private static let longestAsked = 900.0
  private static let largestBody = 256 << 20

  /// Throws a `Problem` where the cloud has no such service or an id is no GUID.
  init(
    _ configuration: Office365Configuration, clouds: CloudAddresses, tokens: any TokenSource, sender: any HTTPSending,
    surroundings: RetrySurroundings
  ) throws {
    feed = try Office365Feed(configuration, clouds)
    // Statuses are judged here together with the body's code; the sender below repeats only what brought no answer.
    pacer = RequestPacer(Office365Caller.limits, surroundings: surroundings)
    self.sender = AuthorisedSender(
      address: feed.address, scope: feed.scope, tokens: tokens, sender: sender, policy: RetryPolicy(statuses: []),
      surroundings: surroundings, pacer: pacer
    ) { head, body in
      // A code says more than the status: AF10001 is a missing permission, which no new sign-in brings.
      let failure = Office365Failure(head, body, now: surroundings.now())
      return failure.code.hasPrefix("AF") ? failure : nil
    }
    self.surroundings = surroundings
    timeouts = configuration.timeouts
  }

  /// Throws an `Office365Failure`, or `CancellationError`.
  func get(_ url: String, _ retrying: @escaping Retrying) async throws -> Answer {
    try await call(HTTPRequest(.get, url, headers: ["Accept": "application/json"], timeouts: timeouts), retrying)
  }

  /// An empty POST, repeated only where the service says that nothing was done.
  func post(_ url: String, _ retrying: @escaping Retrying) async throws -> Answer {
    try await call(HTTPRequest(.post, url, headers: ["Accept": "application/json"], body: [], timeouts: timeouts), retrying)
  }

  private func call(_ request: HTTPRequest, _ retrying: @escaping Retrying) async throws -> Answer {
    var (passing, throttled) = (1, 1)
    while true {
      let failure: Office365Failure
      do { return try await once(request, retrying) } catch let caught as Office365Failure { failure = caught }
      let wait: Double
      switch failure.hope {
      case .none: throw failure
      case .soon:
        guard passing < Office365Caller.passingTries, request.isIdempotent else { throw failure }
        wait = Double(1 << (passing - 1)) * (0.5 + surroundings.chance() / 2)
        passing += 1
      case .later(let asked):
        let isThrottled = failure.code == "AF429" || failure.status == 429
        guard throttled < Office365Caller.throttledTries, isThrottled || request.isIdempotent,
          asked ?? 0 <= Office365Caller.longestAsked
        else { throw failure }
        wait =
          asked ?? min(Office365Caller.longestPause, Office365Caller.firstPause * Double(1 << (throttled - 1)))
          * (1 + surroundings.chance() / 4)
        throttled += 1
        // Everybody waits, this call with them.
        await pacer.hold(seconds: wait, cause: failure.cause)
        continue
      }
      retrying(wait, failure.cause)
      try await surroundings.sleep(wait)
    }
  }

  private func once(_ request: HTTPRequest, _ retrying: @escaping Retrying) async throws -> Answer {
    let host = WebAddress(feed.address)?.host ?? "Office 365"
    return try await SilenceWatch.told(of: host, every: surroundings.patience, by: retrying) { try await answer(request, $0) }
  }

  private func answer(_ request: HTTPRequest, _ retrying: @escaping Retrying) async throws -> Answer {
    let response: HTTPResponse
    do { response = try await sender.send(request, retrying: retrying) } catch let problem as Problem { throw Office365Failure(problem) }
    let head = response.head
    let body: [UInt8]
    do { body = try await response.body.collect(upTo: Office365Caller.largestBody) } catch let failure as HTTPFailure {
      throw Office365Failure(failure.problem, status: head.status, hope: failure.isPassing && !failure.isOutOfTime ? .soon : .none)
    }
    guard head.isSuccess else { throw Office365Failure(head, body, now: surroundings.now()) }
    // Who asked judges what the status alone is worth.
    if request.method == .post, body.isEmpty { return Answer(head: head, json: .null) }
    return Answer(head: head, json: try json(head, body))
  }

  private func json(_ head: HTTPResponseHead, _ body: [UInt8]) throws -> JSONValue {
    let isPage = head.mediaType?.contains("html") == true || body.first { $0 > 0x20 } == UInt8(ascii: "<")
    if isPage { throw Office365Failure(unreadable: head.status, "A web page came instead of JSON", hope: .none) }
    var keptAsText = 0
    guard let json = try? JSONValue.exact(body[...], keptAsText: &keptAsText, most: JSONValue.mostValues) else {
      let reason = body.isEmpty ? "Nothing came" : "The JSON breaks off or is none"
      throw Office365Failure(unreadable: head.status, reason, hope: .soon)
    }
    if json["error"]?.object != nil { throw Office365Failure(head, body, now: surroundings.now()) }
    return json
  }
}
