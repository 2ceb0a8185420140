import GRDB

extension Migrations {
  /// Money that calls under way may cost, so that calls at once cannot pass a cap together; and what was written to a provider's cache.
  static func reservedSpend(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE reservations(
          row_id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, expires INTEGER NOT NULL, hunt TEXT NOT NULL,
          model TEXT NOT NULL, purpose TEXT NOT NULL, amount INTEGER NOT NULL);
        ALTER TABLE spend ADD COLUMN written INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX spend_by_hunt ON spend(hunt);
        """)
  }
}
