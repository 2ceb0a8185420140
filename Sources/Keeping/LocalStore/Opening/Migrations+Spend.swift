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

  /// What became of money that nobody settled: the line stands until somebody does.
  static func unsettledSpend(_ database: Database) throws {
    try database.execute(sql: "ALTER TABLE spend ADD COLUMN reservation INTEGER")
    try database.execute(sql: "CREATE INDEX spend_by_reservation ON spend(reservation) WHERE reservation IS NOT NULL")
  }
}
