import Casefile
import Foundation
import GRDB

/// What was imported before, by its bytes, so that rows are not doubled in silence.
struct ImportMemory {
  let store: EmbeddedStore
  /// The table that the user named; the same bytes may go to another one.
  let table: String?

  /// The earlier import of a file's bytes; nil when there was none. Only files of a size that was met are read for it.
  func earlier(_ path: String) -> ImportReport.Earlier? {
    guard let size = ByteSource.length(of: path), size > 0 else { return nil }
    let isKnownSize = try? store.readNow { database in
      try Bool.fetchOne(
        database, sql: "SELECT EXISTS(SELECT 1 FROM imports WHERE bytes = ? AND destination = ?)", arguments: [size, table ?? ""])
    }
    guard isKnownSize == true, let digest = ByteSource.fingerprint(of: path) else { return nil }
    let sql = "SELECT time, rows FROM imports WHERE digest = ? AND bytes = ? AND destination = ?"
    let row = try? store.readNow { try Row.fetchOne($0, sql: sql, arguments: [digest, size, table ?? ""]) }
    return row.map { ImportReport.Earlier(time: DateTime(ticks: $0[0]), rows: $0[1]) }
  }

  /// Remembers a file that was read to where it ends or breaks.
  func remember(digest: String, bytes: Int, rows: Int) throws {
    let now = DateTime(unixSeconds: Date().timeIntervalSince1970).ticks
    try store.writeNow { database in
      try database.execute(
        sql: """
          INSERT INTO imports(digest, bytes, destination, time, rows) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT(digest, bytes, destination) DO UPDATE SET time = excluded.time, rows = excluded.rows
          """, arguments: [digest, bytes, table ?? "", now, rows])
    }
  }
}
