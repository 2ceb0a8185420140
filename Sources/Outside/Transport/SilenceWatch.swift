internal import Foundation
internal import Locking

/// Tells, again and again, that nothing useful has come for a while: a server that stalls must not look like a program that hangs.
package final class SilenceWatch: Sendable {
  /// Hears of a wait; 0 seconds where nobody knows how long it will be.
  package typealias Teller = @Sendable (_ afterSeconds: Double, _ cause: String) -> Void

  /// Seconds of silence before it is told, and between two tellings.
  package static let patience = 8.0

  /// Lets time pass; by default it really does, whatever the clock of the retries.
  package typealias Sleep = @Sendable (_ until: ContinuousClock.Instant) async throws -> Void

  package static let realSleep: Sleep = { try await Task.sleep(until: $0, clock: .continuous) }

  private let heardLast = Locked(ContinuousClock.now)
  private let sleep: Sleep

  package init(sleep: @escaping Sleep = SilenceWatch.realSleep) { self.sleep = sleep }

  /// Something useful came, or will not be waited for before so many seconds are over.
  package func heard(waiting seconds: Double = 0) {
    heardLast.withLock { $0 = ContinuousClock.now.advanced(by: .seconds(min(max(0, seconds), 1e6))) }
  }

  /// From now on somebody waits; a wait that was told before stands.
  package func begin() { heardLast.withLock { $0 = max($0, .now) } }

  /// Tells how many seconds nothing came, until its task is cancelled or telling fails. By the time that really passes, not by the clock of
  /// the retries.
  package func run(every pause: Double = patience, _ tell: (_ silent: Int) async throws -> Void) async throws {
    var told = min(heardLast.withLock { $0 }, .now)
    while true {
      let heard = heardLast.withLock { $0 }
      let next = max(told, heard).advanced(by: .seconds(pause))
      if next > .now {
        // What was to be waited for may come sooner than was told.
        try await sleep(min(next, .now.advanced(by: .seconds(pause))))
        continue
      }
      told = .now
      let (seconds, attoseconds) = heard.duration(to: told).components
      try await tell(Int(seconds) + (attoseconds >= 500_000_000_000_000_000 ? 1 : 0))
    }
  }

  /// Runs `body`; as long as it lasts and tells of no wait of its own, it is told that the subject lets wait.
  package static func told<Value: Sendable>(
    of subject: String, every pause: Double = patience, by tell: @escaping Teller, _ body: (@escaping Teller) async throws -> Value
  ) async throws -> Value {
    let silence = SilenceWatch()
    let watch = Task { try await silence.run(every: pause) { tell(0, words(subject, $0)) } }
    defer { watch.cancel() }
    return try await body { seconds, cause in
      silence.heard(waiting: seconds)
      tell(seconds, cause)
    }
  }

  /// `waiting for HOST, 16 s`.
  package static func words(_ subject: String, _ seconds: Int) -> String { "waiting for \(subject), \(seconds) s" }
}
