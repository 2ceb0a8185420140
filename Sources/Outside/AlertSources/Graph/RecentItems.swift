import Casefile

/// Which items came lately, and in which state, in bounded memory: of what is forgotten, nothing comes again in practice.
struct RecentItems {
  enum Novelty { case new, changed, known }

  private let capacity: Int
  private var recent: [String: Int64] = [:]
  private var older: [String: Int64] = [:]
  private var pinned: [String: Int64] = [:]

  init(capacity: Int = 20_000) { self.capacity = capacity }

  /// What is known now is not forgotten.
  mutating func pin() { pinned.merge(recent) { max($0, $1) } }

  /// Notes an item; one that comes again in a later state is changed, not new.
  mutating func note(_ id: String, updated: DateTime?) -> Novelty {
    let moment = updated?.ticks ?? 0
    let known = recent[id] ?? older[id] ?? pinned[id]
    if let known, known >= moment { return .known }
    if recent.count >= capacity {
      older = recent
      recent = [:]
    }
    recent[id] = moment
    return known == nil ? .new : .changed
  }
}
