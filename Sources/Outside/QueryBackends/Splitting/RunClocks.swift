import Casefile
import Locking

/// The time by which a run measures what it waits for.
struct RunClocks: Sendable {
  let now: @Sendable () -> DateTime
  /// Lets time really pass; not the waiting of the retries, which others replace.
  var pause: @Sendable (_ seconds: Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
}

/// For how long nothing came, waits that were told left out.
final class Silence: Sendable {
  /// Seconds between two looks.
  static let step = 30.0

  private let state = Locked((silent: 0.0, excused: 0.0))

  func begin() { state.withLock { $0.silent = 0 } }

  /// So many seconds nothing can come, and whoever waits knows why.
  func excuse(_ seconds: Double) { state.withLock { $0 = (0, max($0.excused, seconds)) } }

  /// A step more; nil while the silence is excused.
  func grow() -> Double? {
    state.withLock { state in
      guard state.excused <= 0 else {
        state.excused -= Silence.step
        return nil
      }
      state.silent += Silence.step
      return state.silent
    }
  }
}
