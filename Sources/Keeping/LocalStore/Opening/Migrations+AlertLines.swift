import Casefile
import GRDB

extension Migrations {
  /// What filters look at gets a narrow table of its own: a look at every alert then reads a tenth of what it read, and a trigram index
  /// without positions is smaller and quicker to write.
  static func alertLines(_ database: Database) throws {
    try database.execute(sql: narrowTable)
    // Alerts that were stored before are no news: their moment is the beginning of time.
    let rows = try Row.fetchCursor(database, sql: "SELECT * FROM alerts")
    while let row = try rows.next() {
      try AlertWriter.keepLine(of: AlertCoding.alert(row), row["row_id"], stored: 0, isSample: row["_sample"], database)
    }
    try database.execute(sql: indexes)
  }

  private static let narrowTable = """
    DROP TRIGGER alerts_inserted;
    DROP TRIGGER alerts_deleted;
    DROP TRIGGER alerts_updated;
    DROP TABLE alert_text;
    ALTER TABLE alerts DROP COLUMN search;
    CREATE TABLE alert_lines(
      row_id INTEGER PRIMARY KEY, created INTEGER NOT NULL, severity INTEGER NOT NULL, stored INTEGER NOT NULL,
      _sample INTEGER NOT NULL, text TEXT NOT NULL);
    """

  /// `text` holds what words find, one value a line (`AlertText`); `stored` is when the alert was first kept.
  private static let indexes = """
    CREATE VIRTUAL TABLE alert_text USING fts5(
      text, content='alert_lines', content_rowid='row_id', detail='none', tokenize='trigram case_sensitive 1');
    INSERT INTO alert_text(alert_text) VALUES ('rebuild');
    CREATE TRIGGER alert_lines_inserted AFTER INSERT ON alert_lines BEGIN
      INSERT INTO alert_text(rowid, text) VALUES (new.row_id, new.text); END;
    CREATE TRIGGER alert_lines_deleted AFTER DELETE ON alert_lines BEGIN
      INSERT INTO alert_text(alert_text, rowid, text) VALUES ('delete', old.row_id, old.text); END;
    CREATE TRIGGER alert_lines_updated AFTER UPDATE OF text ON alert_lines WHEN old.text <> new.text BEGIN
      INSERT INTO alert_text(alert_text, rowid, text) VALUES ('delete', old.row_id, old.text);
      INSERT INTO alert_text(rowid, text) VALUES (new.row_id, new.text); END;
    CREATE TRIGGER alerts_deleted AFTER DELETE ON alerts BEGIN
      DELETE FROM alert_lines WHERE row_id = old.row_id; END;
    CREATE INDEX alert_lines_by_stored ON alert_lines(stored);
    CREATE INDEX alerts_by_category ON alerts(category COLLATE NOCASE, created);
    CREATE INDEX alerts_of_sample ON alerts(_sample) WHERE _sample = 1;
    """
}
