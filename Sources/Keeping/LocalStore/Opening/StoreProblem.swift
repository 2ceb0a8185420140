import Casefile
import GRDB

/// What SQLite says, as the one shape the screen can show. Decided by result codes, never by words.
enum StoreProblem {
  /// Runs `body`; whatever SQLite throws leaves as a `Problem`, everything else unchanged.
  static func shaped<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as DatabaseError { throw problem(of: error, path) }
  }

  static func shaped<Result>(_ path: String, _ body: () async throws -> Result) async throws -> Result {
    do { return try await body() } catch let error as DatabaseError { throw problem(of: error, path) }
  }

  static func problem(of error: DatabaseError, _ path: String) -> Problem {
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return Problem(
        "The store is locked.", cause: "Another program has been writing to \(path) for longer than 5 seconds.",
        remedy: "Wait for it to finish or end it, then try again; nothing was changed.", retry: .after(seconds: 2))
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      return Problem(
        "The store can only be read.", cause: "\(path) or its folder may not be written to.",
        remedy: "Give yourself the right to write there, or name another file with --store; browsing works as it is.")
    case .SQLITE_FULL:
      return Problem(
        "The disk is full.", cause: "There is no room left where \(path) lies.",
        remedy: "Free some space and try again; what was kept before is safe.", retry: .after(seconds: 30))
    case .SQLITE_NOTADB: return notAStore(path, "it is not an SQLite database")
    case .SQLITE_CORRUPT: return corrupt(path)
    case .SQLITE_CANTOPEN:
      return Problem(
        "The store cannot be opened.", cause: "\(path) is missing, is a folder, or may not be read.",
        remedy: "Check the path and its permissions, or name another file with --store.")
    case .SQLITE_IOERR:
      return Problem(
        "The store cannot be read or written.",
        cause: "The disk reported an error at \(path) (SQLite \(error.extendedResultCode.rawValue)).",
        remedy: "Check the disk; copy the file elsewhere and open the copy with --store.", retry: .after(seconds: 5))
    default:
      return Problem(
        "The store could not do that.", cause: error.message ?? "SQLite \(error.extendedResultCode.rawValue)",
        remedy: "Run `logspotlight doctor`; the data in \(path) was not changed.")
    }
  }

  static func corrupt(_ path: String) -> Problem {
    Problem(
      "The store is damaged.", cause: "SQLite finds the content of \(path) corrupt.",
      remedy: "Keep the file, start with another one (--store FILE), and recover it with `sqlite3 \(path) .recover`.")
  }

  static func notAStore(_ path: String, _ reason: String) -> Problem {
    Problem(
      "This file is not a store.", cause: "\(path) was left as it is: \(reason).",
      remedy: "Name another file with --store, or move this one away.")
  }

  static func newer(_ path: String, version: Int) -> Problem {
    Problem(
      "The store was written by a newer LogSpotlight.",
      cause: "\(path) has version \(version), this program knows up to \(Migrations.latest).",
      remedy: "Update LogSpotlight, or name another file with --store; this file was not changed.")
  }

  static func readOnly(_ path: String) -> Problem {
    Problem(
      "The store is open for reading only.", cause: "\(path) or its folder may not be written to, or reading only was asked for.",
      remedy: "Give yourself the right to write there, or name another file with --store.")
  }
}
