import Locking

/// Lets something happen at most once in a while; what comes between is left to who asks last.
final class Throttle: Sendable {
  private let last = Locked<ContinuousClock.Instant?>(nil)
  private let pause: Duration

  init(seconds: Double) { pause = .seconds(seconds) }

  /// True when enough time has passed since it was true before.
  var isDue: Bool {
    last.withLock { last in
      let now = ContinuousClock.now
      if let before = last, before.duration(to: now) < pause { return false }
      last = now
      return true
    }
  }
}
