import Casefile
package import HuntPipeline
import KQL
import Locking
import Transport

extension DataExplorerBackend {
  /// Rows younger than this may still be on their way: Data Explorer gathers what it takes in for five minutes by default.
  private static let latency = TimeSpan.minutes(10)

  /// Looks at each table of the query with questions that cost little: does it exist and may it be read, when is its newest row from,
  /// has it one in the range.
  package func explainEmpty(_ query: ApprovedQuery) async throws -> EmptyResult {
    var newest: DateTime?
    for table in query.tables {
      let seen: Look
      do {
        seen = try await look(at: table, in: query.range)
      } catch let refusal as KustoRefusal {
        guard let result = explanation(of: refusal, table) else { throw refusal.problem(cluster) }
        return result
      }
      if !seen.hasRows { return empty(table) }
      if let range = query.range, seen.hasRowsInRange == false { return nothing(in: range, of: table, seen) }
      newest = [newest, seen.newest].compactMap { $0 }.min()
    }
    return EmptyResult(
      reason: .tooNarrow, explanation: "There are rows in that time, but none meets every condition.", newestRow: newest,
      widen: ["Leave out one condition at a time.", "Use has or contains instead of ==.", "Look for the name without its domain."])
  }

  /// What the cheap questions told.
  private struct Look {
    var hasRows: Bool
    var newest: DateTime?
    /// Nil where the table has no time column, or no range was asked.
    var hasRowsInRange: Bool?
  }

  private func look(at table: String, in range: TimeRange?) async throws -> Look {
    let described = try await rows("\(name: table) | getschema | project ColumnName, ColumnType", limit: 2000)
    let columns = described.compactMap { row in row.count == 2 ? Column(row[0].text, ColumnType(name: row[1].text) ?? .string) : nil }
    guard let time = TableSchema(name: table, columns: columns).timeColumn else {
      return Look(hasRows: try await !rows("\(name: table) | take 1 | project Found = 1", limit: 1).isEmpty)
    }
    guard case .datetime(let newest)? = try await rows("\(name: table) | summarize Newest = max(\(name: time))", limit: 1).first?.first
    else {
      return Look(hasRows: try await !rows("\(name: table) | take 1 | project Found = 1", limit: 1).isEmpty)
    }
    guard let range else { return Look(hasRows: true, newest: newest) }
    let inside = try await rows(
      "\(name: table) | where \(name: time) >= \(range.from) and \(name: time) < \(range.to) | take 1 | project Found = 1", limit: 1)
    return Look(hasRows: true, newest: newest, hasRowsInRange: !inside.isEmpty)
  }

  /// The rows of a question of our own. Throws a `KustoRefusal` where the service refuses it, else a `Problem`.
  private func rows(_ question: KQLFragment, limit: Int) async throws -> [[Value]] {
    let rows = Locked<[[Value]]>([])
    do {
      try await ask(question.text, limit: limit) { batch in rows.withLock { $0 += batch.rows } }
    } catch let failed as KustoAttempt {
      if let refusal = failed.refusal { throw refusal }
      throw failed.problem
    }
    return rows.withLock { $0 }
  }

  private func explanation(of refusal: KustoRefusal, _ table: String) -> EmptyResult? {
    switch refusal.status {
    case 400 where refusal.error?.innerCode.hasPrefix("SEM") == true:
      return EmptyResult(
        reason: .tableNotConnected, explanation: "The database \(cluster.database) has no table \(table).",
        widen: ["Ask a table of this database.", "Check the database of the workspace in the configuration."])
    case 401, 403:
      return EmptyResult(
        reason: .noPermission, explanation: "\(table) may not be read with this sign-in.",
        widen: ["Ask for the role Database Viewer on \(cluster.database)."])
    default: return nil
    }
  }

  private func empty(_ table: String) -> EmptyResult {
    EmptyResult(
      reason: .tableNotConnected, explanation: "\(table) has no rows in the database \(cluster.database).",
      widen: ["Check that something still sends to \(table).", "Ask a table that has rows."])
  }

  private func nothing(in range: TimeRange, of table: String, _ look: Look) -> EmptyResult {
    let words = "\(table) has nothing between \(range.from.text(decimals: 0)) and \(range.to.text(decimals: 0))"
    let newest = look.newest?.text(decimals: 0) ?? "unknown"
    let now = surroundings.now()
    if let row = look.newest, row < range.from, range.from > now - Self.latency {
      return EmptyResult(
        reason: .lag, explanation: words + "; its newest row is from \(newest), and rows of the last minutes may still be on their way.",
        newestRow: look.newest, widen: ["Wait some minutes and run it again.", "Ask for the last hour."])
    }
    let side = (look.newest ?? .minimum) < range.from ? "earlier" : "other times"
    return EmptyResult(
      reason: .nothingInRange, explanation: words + ".", newestRow: look.newest,
      widen: ["Ask for \(side): its newest row is from \(newest)."])
  }
}
