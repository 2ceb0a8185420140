package import Casefile
import GRDB
package import HuntPipeline

extension EmbeddedStore: SpendLedger {
  /// Money spent since 00:00 UTC of the day of `moment`, by all processes; calls without a known price count nothing.
  package func spent(onDayOf moment: DateTime) async throws -> Money {
    try await read { try SpendRows.spent(onDayOf: moment, $0) }
  }

  /// Adds a line to the ledger.
  package func record(_ spend: Spend) async throws { try await write { try SpendRows.insert(spend, $0) } }

  package func reserve(_ order: SpendOrder) async throws -> Reservation {
    try await write { database in
      try SpendRows.bookExpired(at: order.time, database)
      let hunt = order.hunt.description
      let granted = try order.granted(
        today: SpendRows.spent(onDayOf: order.time, database),
        reservedToday: SpendRows.sum("SELECT sum(amount) FROM reservations", [], database),
        thisHunt: SpendRows.sum("SELECT sum(cost) FROM spend WHERE hunt = ?", [hunt], database),
        reservedThisHunt: SpendRows.sum("SELECT sum(amount) FROM reservations WHERE hunt = ?", [hunt], database))
      try database.execute(
        sql: "INSERT INTO reservations(time, expires, hunt, model, purpose, amount) VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [order.time.ticks, order.expires.ticks, hunt, order.model, order.purpose.rawValue, granted.nanoDollars])
      return Reservation(id: database.lastInsertedRowID, amount: granted)
    }
  }

  package func settle(_ reservation: Reservation, with spend: Spend?) async throws {
    try await write { database in
      try database.execute(sql: "DELETE FROM reservations WHERE row_id = ?", arguments: [reservation.id])
      // It may have been booked as spent meanwhile; now it is known what it came to.
      try database.execute(sql: "DELETE FROM spend WHERE reservation = ?", arguments: [reservation.id])
      if let spend { try SpendRows.insert(spend, database) }
    }
  }

  package func reserved(at moment: DateTime) async throws -> Money {
    try await read { try SpendRows.sum("SELECT sum(amount) FROM reservations WHERE expires > ?", [moment.ticks], $0) }
  }

  package func tokensWithinMinute(before moment: DateTime) async throws -> [String: Int] {
    try await read { database in
      let sql = "SELECT model, sum(input + output) FROM spend WHERE time > ? AND time <= ? GROUP BY model"
      let rows = try Row.fetchAll(database, sql: sql, arguments: [(moment - .seconds(60)).ticks, moment.ticks])
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as String, $0[1] as Int) })
    }
  }

  package func corrections() async throws -> [String: CountCorrection] {
    try await read { database in
      let sql = """
        SELECT model, count(*), sum(counted), sum(input) FROM (
          SELECT model, counted, input, row_number() OVER (PARTITION BY model ORDER BY time DESC) AS place
          FROM spend WHERE counted > 0 AND input > 0) WHERE place <= 20 GROUP BY model
        """
      return Dictionary(
        uniqueKeysWithValues: try Row.fetchAll(database, sql: sql).map { row in
          (row[0] as String, CountCorrection(calls: row[1], counted: row[2], reported: row[3]))
        })
    }
  }
}

/// Lines of the ledger within a transaction.
private enum SpendRows {
  static func sum(_ sql: String, _ arguments: StatementArguments, _ database: Database) throws -> Money {
    Money(nanoDollars: try Int64.fetchOne(database, sql: sql, arguments: arguments) ?? 0)
  }

  static func spent(onDayOf moment: DateTime, _ database: Database) throws -> Money {
    let day = moment.startOfDay.ticks
    let range = [day, day &+ DateTime.ticksPerDay]
    // What expired and was not booked yet is spent all the same.
    let expired = try sum(
      "SELECT sum(amount) FROM reservations WHERE time >= ? AND time < ? AND expires <= ?", StatementArguments(range + [moment.ticks]),
      database)
    return try expired + sum("SELECT sum(cost) FROM spend WHERE time >= ? AND time < ?", StatementArguments(range), database)
  }

  /// Books what was put aside by processes that never said what became of their calls: a call that was killed is paid for all the same, and
  /// as nobody knows how much, all that it might have cost is counted.
  static func bookExpired(at moment: DateTime, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO spend(time, hunt, model, purpose, input, cached, written, output, reasoning, counted, cost, reservation)
        SELECT time, hunt, model, purpose, 0, 0, 0, 0, 0, NULL, amount, row_id FROM reservations WHERE expires <= ?
        """, arguments: [moment.ticks])
    try database.execute(sql: "DELETE FROM reservations WHERE expires <= ?", arguments: [moment.ticks])
  }

  static func insert(_ spend: Spend, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO spend(time, hunt, model, purpose, input, cached, written, output, reasoning, counted, cost)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        spend.time.ticks, spend.hunt.description, spend.model, spend.purpose.rawValue, spend.usage.input, spend.usage.cached,
        spend.usage.written, spend.usage.output, spend.usage.reasoning, spend.counted, spend.cost?.nanoDollars,
      ])
  }
}
