import GRDB
import Locking

/// What this process took in already, so that a value that stands in a million rows is looked at once.
///
/// It holds hashes only, and forgets all of them when they become too many: then values are taken in anew, which changes nothing.
final class IdentityMemory: Sendable {
  private static let most = 500_000

  private let seen = Locked<Set<Int>>([])

  /// The hash of a text in a kind of column; another one in every process, so that no log can be made to collide.
  static func hash(_ text: String, group: Int) -> Int {
    var hasher = Hasher()
    hasher.combine(group)
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    return hasher.finalize()
  }

  func holds(_ hash: Int) -> Bool { seen.withLock { $0.contains(hash) } }

  /// Remembers what a transaction took in, once it is committed.
  func remember(_ hashes: Set<Int>, when database: Database) {
    guard !hashes.isEmpty else { return }
    database.afterNextTransaction { [self] _ in
      seen.withLock { seen in
        if seen.count + hashes.count > IdentityMemory.most { seen = [] }
        seen.formUnion(hashes)
      }
    }
  }
}
