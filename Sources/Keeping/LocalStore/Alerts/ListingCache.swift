import Casefile
import HuntPipeline
import Locking

/// What surrounds the pages of the latest listings: counts and histogram, which scrolling does not change.
final class ListingCache: Sendable {
  struct Key: Hashable {
    var filter: String
    var range: TimeRange?
    var includesSample: Bool
    var stamp: Int64
  }

  struct Surroundings: Equatable {
    var matching: Int
    var total: Int
    var histogram: [Int]
    var span: TimeRange?
  }

  private let entries = Locked<[(Key, Surroundings)]>([])

  func surroundings(_ key: Key, make: () throws -> Surroundings) rethrows -> Surroundings {
    if let known = entries.withLock({ $0.first { $0.0 == key }?.1 }) { return known }
    let made = try make()
    entries.withLock { entries in
      entries.insert((key, made), at: 0)
      if entries.count > 8 { entries.removeLast() }
    }
    return made
  }
}
