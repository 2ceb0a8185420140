import Casefile
import HuntPipeline
import KQL
import Locking
import Transport

/// Finds out why a query brought nothing, by cheap questions to each of its tables.
struct EmptyProbe {
  let query: ApprovedQuery
  let timeColumn: (String) -> String
  let now: DateTime
  /// How young rows may still be on their way.
  let latency: TimeSpan
  /// What a reader of the tables needs, in words.
  let permission: String
  /// Sends a question about the rows of a range; nil asks about all there are.
  let send: (_ text: String, _ range: TimeRange?) async throws -> HTTPResponse
  let read: (_ response: HTTPResponse, _ deliver: @Sendable (RowBatch) async throws -> Void) async throws -> PartAnswer

  /// What a table told of itself.
  private struct Extent {
    var table: String
    var newest: DateTime?
    var inside: Int64
  }

  /// Throws a `Problem` when the questions themselves fail.
  func explain() async throws -> EmptyResult {
    do { return try await ask() } catch let refusal as ServiceRefusal { throw refusal.problem }
  }

  private func ask() async throws -> EmptyResult {
    var extents: [Extent] = []
    for table in query.tables {
      var response = try await send(question(table), asked)
      switch response.head.status {
      case 200:
        var extent = try await extent(of: table, response)
        // Nothing since the range began: only now all that is kept is worth looking through, for the newest row before it.
        if extent.newest == nil, asked != nil {
          response = try await send(question(table), nil)
          if response.head.status == 200 { extent.newest = try await self.extent(of: table, response).newest }
        }
        extents.append(extent)
      case 204: extents.append(Extent(table: table, inside: 0))
      case 403:
        // A token for another service is refused with the same status, and is nobody's lack of permission.
        do { _ = try await read(response) { _ in } } catch let refusal as ServiceRefusal where refusal.problem.kind != .refused {
          throw refusal
        } catch is ServiceRefusal {}
        return noPermission(table)
      case 400: return unknown(table)
      default:
        _ = try await read(response) { _ in }
        extents.append(Extent(table: table, inside: 0))
      }
      if let last = extents.last, let result = emptiness(of: last) { return result }
    }
    let newest = extents.compactMap(\.newest).min()
    return EmptyResult(
      reason: .tooNarrow, explanation: "There are rows in that time, but none meets every condition.", newestRow: newest,
      widen: ["Leave out one condition at a time.", "Use has or contains instead of ==.", "Look for the name without its domain."])
  }

  /// From the range's begin to now, so that the service need not look through all that it keeps.
  private var asked: TimeRange? { query.range.map { TimeRange(from: $0.from, to: max($0.to, now)) } }

  /// `T | summarize Newest = max(time), Inside = countif(…)`: one row, whatever the table's size.
  private func question(_ table: String) -> String {
    let column: KQLFragment = "\(name: timeColumn(table))"
    guard let range = query.range else {
      return ("\(name: table) | summarize Newest = max(\(column)), Inside = count()" as KQLFragment).text
    }
    let question: KQLFragment =
      "\(name: table) | summarize Newest = max(\(column)), Inside = countif(\(column) >= \(range.from) and \(column) < \(range.to))"
    return question.text
  }

  private func extent(of table: String, _ response: HTTPResponse) async throws -> Extent {
    let row = Locked<[Value]>([])
    _ = try await read(response) { batch in if let first = batch.rows.first { row.withLock { $0 = first } } }
    let cells = row.withLock { $0 }
    var extent = Extent(table: table, inside: 0)
    if case .datetime(let moment)? = cells.first { extent.newest = moment }
    if cells.count > 1, case .long(let count) = cells[1] { extent.inside = count }
    return extent
  }

  /// Why this table alone is reason enough; nil when it has rows in the range.
  private func emptiness(of extent: Extent) -> EmptyResult? {
    guard let newest = extent.newest else {
      return EmptyResult(
        reason: .tableNotConnected, explanation: "\(extent.table) has no rows at all.",
        widen: ["Connect the source of \(extent.table).", "Ask another table for the same."])
    }
    guard extent.inside == 0, let range = query.range else { return nil }
    let moment = newest.text(decimals: 0)
    let lookBack = "Ask for an earlier time: the newest row of \(extent.table) is from \(moment)."
    // A source that has been silent for a day is not late; nothing is there.
    let isLate = newest < range.to && range.to > now - latency && newest > now - .hours(24)
    if isLate || range.from > now - latency {
      return EmptyResult(
        reason: .lag,
        explanation: isLate
          ? "The newest row of \(extent.table) is from \(moment), before \(range.to.text(decimals: 0)): later rows may be on their way."
          : "The range is younger than the time rows of \(extent.table) take to arrive.",
        newestRow: newest, widen: [lookBack, "Ask again later.", "If it stays, check whether the source still sends."])
    }
    return EmptyResult(
      reason: .nothingInRange,
      explanation: "\(extent.table) has nothing between \(range.from.text(decimals: 0)) and \(range.to.text(decimals: 0)).",
      newestRow: newest, widen: ["Ask for a longer time.", "Ask for other times: the newest row of \(extent.table) is from \(moment)."])
  }

  private func noPermission(_ table: String) -> EmptyResult {
    EmptyResult(
      reason: .noPermission, explanation: "This sign-in may not read \(table).", widen: ["Ask for \(permission).", "Ask another table."])
  }

  private func unknown(_ table: String) -> EmptyResult {
    EmptyResult(
      reason: .tableNotConnected, explanation: "\(table), or its time column, is not known there.",
      widen: ["Check the table's name.", "Connect its source; a table appears with its first rows."])
  }
}
