import HuntPipeline
import Locking

/// The orders of the views looked at last: four bytes a row, however wide the rows are.
///
/// One pass at a time goes through a view; its token tells it from an earlier one, whose rows are dropped.
final class RowOrders: Sendable {
  private struct Entry {
    var token: Int
    var view: RowView
    var rows: [UInt32] = []
    var isComplete = false
  }

  private struct Waiter {
    var number: Int
    var view: RowView
    var continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var entries: [Entry] = []
    var waiters: [Waiter] = []
    var last = 0

    mutating func number() -> Int {
      last += 1
      return last
    }

    mutating func takeWaiters(where isMeant: (Waiter) -> Bool) -> [Waiter] {
      let taken = waiters.filter(isMeant)
      waiters.removeAll(where: isMeant)
      return taken
    }
  }

  private static let most = 6
  private let state = Locked(State())

  /// Row numbers (0-based) of a part of a view; nil when the view is not known.
  func rows(of view: RowView, _ range: Range<Int>) -> [UInt32]? {
    state.withLock { state in
      guard let entry = state.entries.first(where: { $0.view == view }) else { return nil }
      let range = range.clamped(to: 0..<entry.rows.count)
      return Array(entry.rows[range])
    }
  }

  /// All rows of a view; nil unless they are all known.
  func all(of view: RowView) -> [UInt32]? {
    state.withLock { state in
      guard let place = state.entries.firstIndex(where: { $0.view == view && $0.isComplete }) else { return nil }
      let entry = state.entries.remove(at: place)
      state.entries.insert(entry, at: 0)
      return entry.rows
    }
  }

  /// Begins a view and gives the pass its token; nil while another pass goes through it, or when all of it is known.
  func begin(_ view: RowView) -> Int? {
    state.withLock { state in
      guard !state.entries.contains(where: { $0.view == view }) else { return nil }
      let token = state.number()
      state.entries.insert(Entry(token: token, view: view), at: 0)
      // What is under way is not given up: somebody waits for it.
      if state.entries.count > RowOrders.most, let oldest = state.entries.lastIndex(where: \.isComplete) {
        state.entries.remove(at: oldest)
      }
      return token
    }
  }

  /// Adds rows behind those the pass has found; those of a pass that ended are dropped.
  func add(_ rows: [UInt32], token: Int, isComplete: Bool) {
    state.withLock { state in
      guard let place = state.entries.firstIndex(where: { $0.token == token && !$0.isComplete }) else { return }
      state.entries[place].rows += rows
      state.entries[place].isComplete = isComplete
    }
  }

  /// Ends a pass: what it did not complete is forgotten, and whoever waits for it goes on.
  func end(_ token: Int) {
    let waiters = state.withLock { state -> [Waiter] in
      guard let place = state.entries.firstIndex(where: { $0.token == token }) else { return [] }
      let view = state.entries[place].view
      if !state.entries[place].isComplete { state.entries.remove(at: place) }
      return state.takeWaiters { $0.view == view }
    }
    for waiter in waiters { waiter.continuation.resume() }
  }

  /// Returns when no pass goes through the view any more, or when the task is cancelled.
  func wait(for view: RowView) async {
    let number = state.withLock { $0.number() }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let waits = state.withLock { state in
          // Under the lock, so that a cancelling that came before is seen and one that comes later finds the waiter.
          guard !Task.isCancelled, state.entries.contains(where: { $0.view == view && !$0.isComplete }) else { return false }
          state.waiters.append(Waiter(number: number, view: view, continuation: continuation))
          return true
        }
        if !waits { continuation.resume() }
      }
    } onCancel: {
      let waiters = state.withLock { state in state.takeWaiters { $0.number == number } }
      for waiter in waiters { waiter.continuation.resume() }
    }
  }
}
