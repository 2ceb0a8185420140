import Casefile
import HuntPipeline
import Locking

/// Rows by their hashes, each as often as it came; 64 bits, so that two of a million different rows meet once in thirty million times.
struct RowCounts: Equatable, Sendable {
  private var counts: [Int: Int] = [:]
  private(set) var total = 0

  mutating func add(_ row: [Value]) {
    counts[row.hashValue, default: 0] += 1
    total += 1
  }

  /// True when the row was there; once less then.
  mutating func remove(_ row: [Value]) -> Bool {
    let hash = row.hashValue
    guard let count = counts[hash] else { return false }
    counts[hash] = count == 1 ? nil : count - 1
    total -= 1
    return true
  }

  mutating func add(_ other: RowCounts) {
    counts.merge(other.counts, uniquingKeysWith: +)
    total += other.total
  }
}

/// Lets each row through once: those that an earlier, incomplete answer brought are held back when they come again.
final class RowSieve: Sendable {
  private struct State {
    var known: RowCounts
    var passed = RowCounts()
    var delivered = 0
    var isOverLimit = false
  }

  private let state: Locked<State>
  private let remembers: Bool
  private let limit: Int

  /// `remembers` keeps what passes, where the same rows may have to be asked again. No more than `limit` rows pass.
  init(known: RowCounts, remembers: Bool, limit: Int) {
    state = Locked(State(known: known))
    self.remembers = remembers
    self.limit = limit
  }

  /// The rows of the batch that are new.
  func pass(_ batch: RowBatch) -> RowBatch {
    state.withLock { state in
      var batch = batch
      if state.known.total > 0 { batch.rows.removeAll { state.known.remove($0) } }
      let surplus = max(0, batch.rows.count - (limit - state.delivered))
      batch.rows.removeLast(surplus)
      state.isOverLimit = state.isOverLimit || surplus > 0
      if remembers { for row in batch.rows { state.passed.add(row) } }
      state.delivered += batch.rows.count
      return batch
    }
  }

  /// Rows let through so far.
  var delivered: Int { state.withLock { $0.delivered } }
  /// True when more new rows came than may pass.
  var isOverLimit: Bool { state.withLock { $0.isOverLimit } }
  /// What was delivered earlier and has not come again.
  var known: RowCounts { state.withLock { $0.known } }
  /// What was let through; empty where nothing is remembered.
  var passed: RowCounts { state.withLock { $0.passed } }
}
