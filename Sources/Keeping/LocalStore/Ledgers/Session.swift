import Casefile
import GRDB
package import HuntPipeline

/// Keys that the store itself keeps beside the workbench's.
enum Session {
  /// Counts changes of the alerts, for cached listings.
  static let alertStamp = "store.alert-stamp"
  /// When the sample was made; `removed` when the analyst took it out.
  static let sampleTime = "store.sample-time"

  static func value(_ key: String, _ database: Database) throws -> String? {
    try String.fetchOne(database, sql: "SELECT value FROM session WHERE key = ?", arguments: [key])
  }

  static func set(_ key: String, to value: String?, _ database: Database) throws {
    guard let value else { return try database.execute(sql: "DELETE FROM session WHERE key = ?", arguments: [key]) }
    let sql = "INSERT INTO session(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value"
    try database.execute(sql: sql, arguments: [key, value.withoutNUL])
  }

  static func bump(_ key: String, _ database: Database) throws {
    try database.execute(
      sql: "INSERT INTO session(key, value) VALUES (?, '1') ON CONFLICT(key) DO UPDATE SET value = CAST(value AS INTEGER) + 1",
      arguments: [key])
  }
}

extension EmbeddedStore {
  /// What the workbench kept under a key of its own; nil when it kept nothing.
  package func sessionValue(for key: String) async throws -> String? {
    try await read { try Session.value("workbench." + key, $0) }
  }

  /// Keeps the workbench's state under a key; nil forgets it.
  package func setSessionValue(_ value: String?, for key: String) async throws {
    try await write { try Session.set("workbench." + key, to: value, $0) }
  }
}

extension EmbeddedStore: StandInKeeper {
  package func standIns(of workspace: String) async throws -> [StandIn] {
    try await read { database in
      let sql = "SELECT identity, kind, stand_in FROM pseudonyms WHERE workspace = ? ORDER BY stand_in"
      return try Row.fetchAll(database, sql: sql, arguments: [workspace]).map { StandIn(identity: $0[0], kind: $0[1], standIn: $0[2]) }
    }
  }

  /// An identity that already has a stand-in keeps it, and a stand-in that another process gave away meanwhile stays with whom it has.
  package func keep(_ standIns: [StandIn], of workspace: String) async throws {
    guard !standIns.isEmpty, !isReadOnly else { return }
    try await write { database in
      let insert = "INSERT OR IGNORE INTO pseudonyms(workspace, identity, kind, stand_in) VALUES (?, ?, ?, ?)"
      for entry in standIns {
        try database.execute(sql: insert, arguments: [workspace, entry.identity, entry.kind, entry.standIn])
      }
    }
  }
}
