import Casefile
import Locking

/// What waits to be journalled and shown for one hunt, in order. Adjacent texts are merged, so a slow disk never piles up pieces.
final class EventQueue: Sendable {
  private struct State {
    var events: [(attempt: Int, event: HuntEvent)] = []
    var waiter: CheckedContinuation<Void, Never>?
    var isClosed = false
  }

  private let state = Locked(State())

  func put(_ event: HuntEvent, attempt: Int) {
    let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
      if case .textArrived(let more) = event, let last = state.events.indices.last, state.events[last].attempt == attempt,
        case .textArrived(var text) = state.events[last].event
      {
        // Taken out before it grows: otherwise each piece would copy all that waits.
        state.events[last].event = .begun
        text += more
        state.events[last].event = .textArrived(text)
      } else {
        state.events.append((attempt, event))
      }
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume()
  }

  func close() {
    let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
      state.isClosed = true
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume()
  }

  /// All that waits; suspends while nothing does. Nil once closed and empty. One reader only.
  func take() async -> [(attempt: Int, event: HuntEvent)]? {
    while true {
      let (taken, isClosed) = state.withLock { state -> ([(attempt: Int, event: HuntEvent)], Bool) in
        defer { state.events = [] }
        return (state.events, state.isClosed)
      }
      if !taken.isEmpty { return taken }
      if isClosed { return nil }
      await withCheckedContinuation { continuation in
        let resumesNow = state.withLock { state in
          if !state.events.isEmpty || state.isClosed { return true }
          state.waiter = continuation
          return false
        }
        if resumesNow { continuation.resume() }
      }
    }
  }
}
