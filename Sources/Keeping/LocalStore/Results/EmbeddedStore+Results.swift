package import Casefile
import Foundation
import GRDB
import HuntPipeline

extension EmbeddedStore: RowArchive, RecordPages {
  /// Opens a result set; opening it again empties it.
  package func begin(_ resultSet: ResultSetID, hunt: HuntID, query: String, columns: [Casefile.Column]) async throws {
    let shape = JSONValue.array(columns.map { .array([.string($0.name), .string($0.type.rawValue)]) }).text
    let started = DateTime(unixSeconds: Date().timeIntervalSince1970)
    try await write { database in
      try EmbeddedStore.delete(resultSet, database)
      try database.execute(
        sql: "INSERT INTO result_sets(result_set, hunt, query, columns, started) VALUES (?, ?, ?, ?, ?)",
        arguments: [resultSet.description, hunt.description, query.withoutNUL, shape, started.ticks])
    }
  }

  /// Adds rows behind those the set has.
  package func append(_ batch: RowBatch, to resultSet: ResultSetID) async throws {
    try await write { database in
      let set = try EmbeddedStore.set(resultSet, database)
      var number = try Int.fetchOne(database, sql: "SELECT max(number) FROM result_rows WHERE set_id = ?", arguments: [set.id]) ?? -1
      let statement = try database.cachedStatement(sql: "INSERT INTO result_rows(set_id, number, cells) VALUES (?, ?, ?)")
      for row in batch.rows {
        number += 1
        try statement.execute(arguments: [set.id, number, RowCodec.bytes(row)])
      }
    }
  }

  /// Closes the set; `partial` says why rows are missing.
  package func finish(_ resultSet: ResultSetID, rows: Int, partial: String?) async throws {
    try await write { database in
      try database.execute(
        sql: "UPDATE result_sets SET rows = ?, partial = ? WHERE result_set = ?",
        arguments: [rows, partial, resultSet.description])
    }
  }

  /// Rows `range` (0-based, clamped) of a result set.
  package func rows(of resultSet: ResultSetID, _ range: Range<Int>) async throws -> [[Value]] {
    let path = self.path
    return try await read { database in
      let set = try EmbeddedStore.set(resultSet, database)
      let sql = "SELECT cells FROM result_rows WHERE set_id = ? AND number >= ? AND number < ? ORDER BY number"
      return try Data.fetchAll(database, sql: sql, arguments: [set.id, range.lowerBound, range.upperBound]).map { data in
        guard let cells = RowCodec.cells(data, count: set.width) else { throw StoreProblem.corrupt(path) }
        return cells
      }
    }
  }

  /// The columns of a result set and why rows of it are missing, nil when it is whole.
  package func description(of resultSet: ResultSetID) async throws -> (columns: [Casefile.Column], rows: Int?, partial: String?) {
    try await read { database in
      let sql = "SELECT columns, rows, partial FROM result_sets WHERE result_set = ?"
      guard let row = try Row.fetchOne(database, sql: sql, arguments: [resultSet.description]) else {
        throw EmbeddedStore.unknown(resultSet)
      }
      let shape = (try? JSONValue(parsing: row[0] as String))?.array ?? []
      let columns = shape.map { Casefile.Column($0[0]?.string ?? "", ColumnType(rawValue: $0[1]?.string ?? "") ?? .string) }
      return (columns, row[1], row[2])
    }
  }

  private static func set(_ resultSet: ResultSetID, _ database: Database) throws -> (id: Int64, width: Int) {
    let sql = "SELECT set_id, json_array_length(columns) FROM result_sets WHERE result_set = ?"
    guard let row = try Row.fetchOne(database, sql: sql, arguments: [resultSet.description]) else { throw unknown(resultSet) }
    return (row[0], row[1])
  }

  static func delete(_ resultSet: ResultSetID, _ database: Database) throws {
    let rows = "DELETE FROM result_rows WHERE set_id IN (SELECT set_id FROM result_sets WHERE result_set = ?)"
    try database.execute(sql: rows, arguments: [resultSet.description])
    try database.execute(sql: "DELETE FROM result_sets WHERE result_set = ?", arguments: [resultSet.description])
  }

  static func unknown(_ resultSet: ResultSetID) -> Problem {
    Problem(
      "That result is no longer stored.", cause: "Result set \(resultSet) is not in the store; it may have been purged.",
      remedy: "Run the query again.")
  }
}
