internal import Casefile

/// Keeps to what one service lets through, over everybody in this process who asks it: requests in a stretch of time, requests at work at
/// once, and the waits it asks for.
///
/// Requests leave in the order they came. A wait is told before it begins, and ends at once when its task is cancelled. Other programs of
/// the same user are not seen here; what they use up comes back as 429 and is waited out.
package actor RequestPacer {
  /// What a service documents.
  package struct Limits: Equatable, Sendable {
    /// The service, for people.
    package var service: String
    /// Requests in any stretch of so many seconds.
    package var requests: Int
    package var seconds: Double
    /// Requests at work at once, from the sending to the head of the answer; nil for any number.
    package var atOnce: Int?

    package init(service: String, requests: Int, seconds: Double, atOnce: Int? = nil) {
      self.service = service
      self.requests = max(1, requests)
      self.seconds = seconds
      self.atOnce = atOnce
    }
  }

  /// Hears of a wait before it begins; 0 seconds where nobody knows how long it will be.
  package typealias Telling = @Sendable (_ seconds: Double, _ cause: String) -> Void

  /// A wait that a service asks for is kept by everybody up to here, in seconds. A longer one ends the asking of each with its problem.
  package static let longestHold = 120.0
  /// Seconds that are added to the stretch, since requests do not arrive as evenly as they leave.
  package static let margin = 1.0

  private let limits: Limits
  private let surroundings: RetrySurroundings
  private let turns: Turns?
  /// When the last requests left or will leave, the earliest first.
  private var departures: [(ticket: Int, time: DateTime)] = []
  /// Until when nobody sends, and why.
  private var held: (until: DateTime, cause: String)?
  private var next = 0

  package init(_ limits: Limits, surroundings: RetrySurroundings) {
    self.limits = limits
    self.surroundings = surroundings
    turns = limits.atOnce.map { Turns(places: $0) }
  }

  /// Sends when it is this request's turn. A 429 that asks for a wait holds the others back too.
  package func send(_ request: HTTPRequest, through sender: any HTTPSending, telling: @escaping Telling) async throws -> HTTPResponse {
    guard let turns else { return try await depart(request, sender, telling) }
    if await !turns.takeAtOnce() {
      telling(0, "waits for its turn: \(limits.service) works on \(limits.atOnce ?? 1) queries at once")
      try await turns.take()
    }
    do {
      let response = try await depart(request, sender, telling)
      await turns.pass()
      return response
    } catch {
      await turns.pass()
      throw error
    }
  }

  /// Nobody sends for so many seconds; the cause is told to all who wait for it.
  package func hold(seconds: Double, cause: String) {
    let end = surroundings.now() + .seconds(seconds)
    if seconds > 0, held.map({ $0.until <= end }) ?? true { held = (end, cause) }
  }

  /// Requests that wait for another's answer.
  package var inLine: Int { get async { await turns?.waiting ?? 0 } }

  private func depart(_ request: HTTPRequest, _ sender: any HTTPSending, _ telling: Telling) async throws -> HTTPResponse {
    try await waitForDeparture(telling)
    let response = try await sender.send(request)
    if response.head.status == 429, let asked = RetryPolicy.askedWait(response.head.headers, now: surroundings.now()),
      asked <= RequestPacer.longestHold
    {
      hold(seconds: asked, cause: "\(limits.service) asked to wait")
    }
    return response
  }

  private func waitForDeparture(_ telling: Telling) async throws {
    var heeded = DateTime.minimum
    while true {
      let now = surroundings.now()
      if let held, held.until <= now { self.held = nil }
      let end = held?.until ?? .minimum
      // Who has waited for all that was asked for goes, whatever the clock says.
      let (ticket, departure) = reserve(now, after: end > heeded ? end : now)
      guard departure > now else { return }
      telling((departure - now).totalSeconds, departure == end ? held?.cause ?? "" : documented)
      heeded = max(heeded, end)
      do {
        try await surroundings.sleep((departure - now).totalSeconds)
      } catch {
        departures.removeAll { $0.ticket == ticket }
        throw error
      }
      // Somebody may have been told to wait meanwhile.
      guard let held, held.until > max(heeded, surroundings.now()) else { return }
      departures.removeAll { $0.ticket == ticket }
    }
  }

  private var documented: String { "\(limits.service) takes \(limits.requests) requests in \(Int(limits.seconds)) s" }

  /// The earliest moment that breaks no limit and lies behind all that were given before.
  private func reserve(_ now: DateTime, after start: DateTime) -> (ticket: Int, departure: DateTime) {
    let stretch = TimeSpan.seconds(limits.seconds + RequestPacer.margin)
    departures.removeAll { $0.time + stretch <= now }
    var time = max(now, start, departures.last?.time ?? now)
    if departures.count >= limits.requests { time = max(time, departures[departures.count - limits.requests].time + stretch) }
    next += 1
    departures.append((next, time))
    return (next, time)
  }
}

/// A sender whose requests wait for their turn.
package struct PacedSender: HTTPSending {
  private let sender: any HTTPSending
  private let pacer: RequestPacer
  private let telling: RequestPacer.Telling

  package init(_ sender: any HTTPSending, pacer: RequestPacer, telling: @escaping RequestPacer.Telling) {
    self.sender = sender
    self.pacer = pacer
    self.telling = telling
  }

  package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    try await pacer.send(request, through: sender, telling: telling)
  }
}
