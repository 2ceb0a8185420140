import GRDB

extension Migrations {
  /// Names in rows and alerts, to be looked up. What is stored already is looked through when a hunt first needs it, since that may take a
  /// while: `known_until` says how far that has come.
  static func knownIdentities(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE known_identities(key TEXT PRIMARY KEY, kind TEXT NOT NULL, form INTEGER NOT NULL, text TEXT) WITHOUT ROWID;
        CREATE TABLE known_words(hash INTEGER PRIMARY KEY, lengths INTEGER NOT NULL);
        CREATE TABLE known_until(name TEXT PRIMARY KEY, columns TEXT NOT NULL, row_id INTEGER NOT NULL) WITHOUT ROWID;
        """)
  }
}
