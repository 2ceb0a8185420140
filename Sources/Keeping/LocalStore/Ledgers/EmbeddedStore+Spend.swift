package import Casefile
import GRDB
package import HuntPipeline

extension EmbeddedStore: SpendLedger {
  /// Money spent since 00:00 UTC of the day of `moment`, by all processes; calls without a known price count nothing.
  package func spent(onDayOf moment: DateTime) async throws -> Money {
    try await read { database in
      let day = moment.startOfDay.ticks
      let sql = "SELECT coalesce(sum(cost), 0) FROM spend WHERE time >= ? AND time < ?"
      let total = try Int64.fetchOne(database, sql: sql, arguments: [day, day &+ DateTime.ticksPerDay])
      return Money(nanoDollars: total ?? 0)
    }
  }

  /// Adds a line to the ledger.
  package func record(_ spend: Spend) async throws {
    try await write { database in
      try database.execute(
        sql: """
          INSERT INTO spend(time, hunt, model, purpose, input, cached, output, reasoning, counted, cost)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          spend.time.ticks, spend.hunt.description, spend.model, spend.purpose.rawValue, spend.usage.input, spend.usage.cached,
          spend.usage.output, spend.usage.reasoning, spend.counted, spend.cost?.nanoDollars,
        ])
    }
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
