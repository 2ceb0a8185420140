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
          INSERT INTO spend(time, hunt, model, purpose, input, cached, output, reasoning, cost) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          spend.time.ticks, spend.hunt.description, spend.model, spend.purpose.rawValue, spend.usage.input, spend.usage.cached,
          spend.usage.output, spend.usage.reasoning, spend.cost?.nanoDollars,
        ])
    }
  }
}
