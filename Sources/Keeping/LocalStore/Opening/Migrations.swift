import Casefile
import GRDB

/// The way from any older store to the present one. Steps are only ever added; `PRAGMA user_version` counts those taken.
enum Migrations {
  /// "LSPL": tells our files from other SQLite databases.
  static let applicationID = 0x4C53_504C
  static var latest: Int { steps.count }

  private static let steps: [@Sendable (Database) throws -> Void] = [
    first, rememberedImports, alertLines, countedSpend, keptHuntKeys, knownIdentities, reservedSpend, unsettledSpend,
  ]

  /// Brings the store to the latest version (or, for tests, to an older one), each step in a transaction of its own.
  static func run(_ database: Database, path: String, upTo goal: Int = latest) throws {
    var version = try check(database, path: path)
    while version < goal {
      let next = version
      try database.inTransaction(.immediate) {
        // Another process may have taken the step while we waited for the lock.
        guard try Int.fetchOne(database, sql: "PRAGMA user_version") == next else { return .rollback }
        try steps[next](database)
        try database.execute(sql: "PRAGMA user_version = \(next + 1)")
        return .commit
      }
      version = try check(database, path: path)
    }
  }

  /// The store's version; throws for files that are not ours or come from a newer program.
  @discardableResult
  static func check(_ database: Database, path: String) throws -> Int {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let mark = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    if mark != applicationID {
      let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
      guard tables == 0, version == 0 else { throw StoreProblem.notAStore(path, "it is a database of another program") }
    }
    guard version <= latest else { throw StoreProblem.newer(path, version: version) }
    return version
  }

  /// For stores that may not be changed: an older one cannot be brought up to date.
  static func checkIsCurrent(_ database: Database, path: String) throws {
    guard try check(database, path: path) < latest else { return }
    throw Problem(
      "The store is older than this program.", cause: "\(path) is open for reading only and cannot be brought up to date.",
      remedy: "Open it for writing once.")
  }

  /// Files by their bytes, for a word when one is imported again.
  private static func rememberedImports(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE imports(
          digest TEXT NOT NULL, bytes INTEGER NOT NULL, destination TEXT NOT NULL, time INTEGER NOT NULL, rows INTEGER NOT NULL,
          PRIMARY KEY(digest, bytes, destination)) WITHOUT ROWID;
        CREATE INDEX imports_by_size ON imports(bytes);
        """)
  }

  /// Our own count beside what a provider reported, so that one corrects the other.
  private static func countedSpend(_ database: Database) throws {
    try database.execute(sql: "ALTER TABLE spend ADD COLUMN counted INTEGER")
  }

  private static func first(_ database: Database) throws {
    try database.execute(sql: "PRAGMA application_id = \(applicationID)")
    try database.execute(sql: alertTables)
    try database.execute(sql: rowTables)
    try database.execute(sql: ledgers)
  }

  /// `search` is all that words can find, case folded; the trigram index makes finding part of a word quick.
  private static let alertTables = """
    CREATE TABLE alerts(
      row_id INTEGER PRIMARY KEY, source TEXT NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL,
      severity INTEGER NOT NULL, status TEXT NOT NULL, category TEXT NOT NULL, techniques TEXT NOT NULL, product TEXT NOT NULL,
      created INTEGER NOT NULL, updated INTEGER, first_activity INTEGER, last_activity INTEGER, classification TEXT NOT NULL,
      determination TEXT NOT NULL, assigned_to TEXT NOT NULL, incident_id TEXT NOT NULL, web_link TEXT NOT NULL,
      recommended_actions TEXT NOT NULL, entity TEXT NOT NULL, entities TEXT NOT NULL, raw TEXT NOT NULL, search TEXT NOT NULL,
      _sample INTEGER NOT NULL DEFAULT 0, UNIQUE(source, id));
    CREATE INDEX alerts_by_id ON alerts(id);
    CREATE INDEX alerts_by_time ON alerts(created);
    CREATE INDEX alerts_by_severity ON alerts(severity, created);
    CREATE INDEX alerts_by_title ON alerts(title COLLATE NOCASE, created);
    CREATE INDEX alerts_by_entity ON alerts(entity COLLATE NOCASE, created);
    CREATE INDEX alerts_by_status ON alerts(status COLLATE NOCASE, created);
    CREATE INDEX alerts_by_source ON alerts(source COLLATE NOCASE, created);
    CREATE VIRTUAL TABLE alert_text USING fts5(
      search, content='alerts', content_rowid='row_id', tokenize='trigram case_sensitive 1');
    CREATE TRIGGER alerts_inserted AFTER INSERT ON alerts BEGIN
      INSERT INTO alert_text(rowid, search) VALUES (new.row_id, new.search); END;
    CREATE TRIGGER alerts_deleted AFTER DELETE ON alerts BEGIN
      INSERT INTO alert_text(alert_text, rowid, search) VALUES ('delete', old.row_id, old.search); END;
    CREATE TRIGGER alerts_updated AFTER UPDATE OF search ON alerts BEGIN
      INSERT INTO alert_text(alert_text, rowid, search) VALUES ('delete', old.row_id, old.search);
      INSERT INTO alert_text(rowid, search) VALUES (new.row_id, new.search); END;
    """

  /// `is_plain` is true while every text in the column is ASCII without NUL; SQLite may then ignore case as KQL does.
  private static let rowTables = """
    CREATE TABLE stored_tables(
      table_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, physical TEXT NOT NULL COLLATE NOCASE UNIQUE);
    CREATE TABLE stored_columns(
      table_id INTEGER NOT NULL, ordinal INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
      physical TEXT NOT NULL COLLATE NOCASE, is_plain INTEGER NOT NULL DEFAULT 1,
      PRIMARY KEY(table_id, ordinal), UNIQUE(table_id, name), UNIQUE(table_id, physical)) WITHOUT ROWID;
    CREATE TABLE result_sets(
      set_id INTEGER PRIMARY KEY, result_set TEXT NOT NULL UNIQUE, hunt TEXT NOT NULL, query TEXT NOT NULL, columns TEXT NOT NULL,
      started INTEGER NOT NULL, rows INTEGER, partial TEXT);
    CREATE TABLE result_rows(
      set_id INTEGER NOT NULL, number INTEGER NOT NULL, cells BLOB NOT NULL, PRIMARY KEY(set_id, number)) WITHOUT ROWID;
    """

  private static let ledgers = """
    CREATE TABLE findings(
      id TEXT NOT NULL, hunt TEXT NOT NULL, result_set TEXT NOT NULL, time INTEGER NOT NULL, workspace TEXT NOT NULL,
      technique TEXT NOT NULL, confidence TEXT NOT NULL, evidence TEXT NOT NULL, title TEXT NOT NULL, query TEXT NOT NULL,
      model TEXT NOT NULL, cost INTEGER, body TEXT NOT NULL, PRIMARY KEY(id, hunt)) WITHOUT ROWID;
    CREATE INDEX findings_by_time ON findings(time);
    CREATE TABLE spend(
      row_id INTEGER PRIMARY KEY, time INTEGER NOT NULL, hunt TEXT NOT NULL, model TEXT NOT NULL, purpose TEXT NOT NULL,
      input INTEGER NOT NULL, cached INTEGER NOT NULL, output INTEGER NOT NULL, reasoning INTEGER NOT NULL, cost INTEGER);
    CREATE INDEX spend_by_time ON spend(time);
    CREATE TABLE pseudonyms(
      workspace TEXT NOT NULL, identity TEXT NOT NULL, kind TEXT NOT NULL, stand_in TEXT NOT NULL,
      PRIMARY KEY(workspace, identity, kind), UNIQUE(workspace, stand_in)) WITHOUT ROWID;
    CREATE TABLE session(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    """
}
