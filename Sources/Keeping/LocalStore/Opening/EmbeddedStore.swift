import Casefile
import Foundation
import GRDB

/// The embedded store: one SQLite file, opened by as many processes as like.
///
/// All methods may be called from anywhere. Reading sees one moment of the file; writing is one transaction and, once begun, is not
/// undone by cancelling the task. Errors are `Problem`s.
package final class EmbeddedStore: Sendable {
  /// Whether the store may be changed.
  package enum Access: Sendable {
    /// Reads and writes; falls back to reading when the file may not be written to.
    case readWrite
    /// Never changes a byte.
    case readOnly
  }

  /// Where the file lies.
  package let path: String
  /// True when nothing can be kept; browsing and querying work.
  package let isReadOnly: Bool
  private let pool: DatabasePool
  let listings = ListingCache()
  let orders = RowOrders()
  let identities = IdentityMemory()

  /// Opens the store, makes it where it is missing, and brings an older one up to date. Throws a `Problem` that names the remedy when
  /// the file is locked, damaged, foreign, too new, or cannot be made.
  package init(at path: String, access: Access = .readWrite) throws {
    let file = StoreFile(path: path)
    if access == .readWrite { try file.prepare() }
    try file.checkHeader()
    let isReadOnly = access == .readOnly || !file.isWritable
    self.path = path
    self.isReadOnly = isReadOnly
    pool = try StoreProblem.shaped(path) {
      let pool = try DatabasePool(path: path, configuration: EmbeddedStore.configuration(readOnly: isReadOnly))
      if isReadOnly {
        try pool.read { try Migrations.checkIsCurrent($0, path: path) }
      } else {
        try pool.writeWithoutTransaction { try Migrations.run($0, path: path) }
      }
      return pool
    }
  }

  /// Closes the file; the store is of no use afterwards.
  package func close() throws { try StoreProblem.shaped(path) { try pool.close() } }

  private static func configuration(readOnly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readOnly
    configuration.busyMode = .timeout(5)
    configuration.maximumReaderCount = 4
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000")
      if !readOnly { try database.execute(sql: "PRAGMA journal_size_limit = 67108864") }
    }
    return configuration
  }
}

extension EmbeddedStore {
  /// Reads one moment of the store.
  func read<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws -> Result {
    try await StoreProblem.shaped(path) { try await pool.read(body) }
  }

  /// One transaction. It runs in a task of its own, so that cancelling the caller cannot lose what was to be kept.
  func write<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws -> Result {
    guard !isReadOnly else { throw StoreProblem.readOnly(path) }
    let (pool, path) = (pool, path)
    return try await Task { try await StoreProblem.shaped(path) { try await pool.write(body) } }.value
  }

  /// The same as `read`, for callers that have a thread of their own.
  func readNow<Result>(_ body: (Database) throws -> Result) throws -> Result { try StoreProblem.shaped(path) { try pool.read(body) } }

  /// The same as `write`, for callers that have a thread of their own.
  func writeNow<Result>(_ body: (Database) throws -> Result) throws -> Result {
    guard !isReadOnly else { throw StoreProblem.readOnly(path) }
    return try StoreProblem.shaped(path) { try pool.write(body) }
  }

  /// Moves what was written into the main file, so that the next opening has no log to go through; skipped while someone reads.
  func settle() { _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) } }

  /// A snapshot that stays the same over many reads, as a scan needs it.
  func snapshot() throws -> DatabaseSnapshot { try StoreProblem.shaped(path) { try pool.makeSnapshot() } }
}
