package import Casefile
import Foundation
import GRDB

extension EmbeddedStore {
  /// What is in the store and how much of it.
  package struct Summary: Equatable, Sendable {
    /// A table and its rows; those of the sample are counted among them too.
    package struct Table: Equatable, Sendable {
      package var name: String
      package var rows: Int
      package var sampleRows: Int
      package var newest: DateTime?
    }

    package var path: String
    /// Bytes on the disk, the write-ahead log included.
    package var bytes: Int
    package var version: Int
    package var alerts: Int
    package var findings: Int
    package var resultSets: Int
    package var tables: [Table]
  }

  /// Counts what is stored.
  package func summary() async throws -> Summary {
    let path = self.path
    let bytes = [path, path + "-wal"].reduce(0) { sum, file in
      sum + ((try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0)
    }
    return try await read { database in
      func count(_ table: String) throws -> Int { try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0 }
      let tables = try TableRegistry.tables(database).map { table -> Summary.Table in
        let time = table.physicalTimeColumn.map { "max(\($0.quotedName))" } ?? "NULL"
        let row = try Row.fetchOne(database, sql: "SELECT count(*), count(_sample), \(time) FROM \(table.quoted)")
        let newest = (row?[2] as Int64?).map(DateTime.init(ticks:))
        return Summary.Table(name: table.name, rows: row?[0] ?? 0, sampleRows: row?[1] ?? 0, newest: newest)
      }
      return Summary(
        path: path, bytes: bytes, version: try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0, alerts: try count("alerts"),
        findings: try count("findings"), resultSets: try count("result_sets"), tables: tables)
    }
  }

  /// Deletes result sets that were begun before `moment` and gives their room back; answers how many they were.
  package func purgeResultSets(before moment: DateTime) async throws -> Int {
    try await write { database in
      let sql = "SELECT result_set FROM result_sets WHERE started < ?"
      let old = try String.fetchAll(database, sql: sql, arguments: [moment.ticks]).compactMap { ResultSetID($0) }
      for set in old { try EmbeddedStore.delete(set, database) }
      return old.count
    }
  }

  /// Looks through the whole file; throws the problem of a damaged store when SQLite finds a fault.
  package func check() async throws {
    let path = self.path
    try await read { database in
      guard try String.fetchOne(database, sql: "PRAGMA quick_check(1)") == "ok" else { throw StoreProblem.corrupt(path) }
    }
  }
}
