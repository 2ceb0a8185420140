import Casefile

/// Which items came, and in which state for those that came lately; of older ones little more than their number is held.
struct RecentItems {
  enum Novelty { case new, changed, known }

  private let capacity: Int
  private var recent: [String: Int64] = [:]
  private var older: [String: Int64] = [:]
  private var pinned: [String: Int64] = [:]
  /// Hashes of the ids whose state is forgotten: such an item is no news, but may have changed.
  private var faded: Set<Int> = []

  init(capacity: Int = 20_000) { self.capacity = capacity }

  /// The state of what came lately is not forgotten.
  mutating func pin() {
    for known in [older, recent] { pinned.merge(known) { max($0, $1) } }
  }

  /// Notes an item; one that comes again in a later state is changed, not new.
  mutating func note(_ id: String, updated: DateTime?) -> Novelty {
    let moment = updated?.ticks ?? 0
    let known = [recent[id], older[id], pinned[id]].compactMap { $0 }.max()
    if let known, known >= moment { return .known }
    let isNew = known == nil && !faded.contains(id.hashValue)
    if recent.count >= capacity {
      for id in older.keys where pinned[id] == nil { faded.insert(id.hashValue) }
      older = recent
      recent = [:]
    }
    recent[id] = moment
    return isNew ? .new : .changed
  }
}
