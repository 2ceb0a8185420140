import Casefile
import HuntPipeline
import KQL
import Locking
import Transport

/// Finds out why a query brought nothing, by cheap questions to each of its tables.
struct EmptyProbe {
  /// How a service answers one question.
  enum Reply: Equatable, Sendable {
    /// Its first row.
    case row([Value])
    case noRow
    /// This sign-in may not read the table.
    case forbidden
    /// The service does not know the table, or a column of it.
    case unknown
  }

  let query: ApprovedQuery
  /// Nil for a table without one.
  let timeColumn: (String) -> String?
  let now: DateTime
  /// How young rows may still be on their way.
  let latency: TimeSpan
  /// Where the tables are, as the end of a sentence: `the workspace`.
  let place: String
  /// What a reader of the tables needs, in words.
  let permission: String
  /// The column of a table that a range beside the question is about; nil where a range must stand in it.
  let rangeColumn: (_ table: String) -> String?
  /// Asks about the rows of a range; nil asks about all there are.
  let ask: (_ text: String, _ range: TimeRange?) async throws -> Reply

  /// What a table told of itself.
  fileprivate struct Extent {
    var table: String
    var newest: DateTime?
    var inside: Int64
    /// Rows that were looked through, whatever their time.
    var rows: Int64 = 0
  }

  /// Throws a `Problem` when the questions themselves fail.
  func explain() async throws -> EmptyResult {
    do { return try await look() } catch let refusal as ServiceRefusal { throw refusal.problem }
  }

  private func look() async throws -> EmptyResult {
    var extents: [Extent] = []
    for table in query.tables {
      // A range beside the question hides rows without a time, and those whose other time column is out of it.
      let beside = takesRange(table) ? asked : nil
      switch try await ask(question(table, asked), beside) {
      case .row(let row):
        var extent = Extent(table: table, row)
        // Nothing since the range began: only now all that is kept is worth looking through, for the newest row before it.
        if extent.newest == nil, asked != nil, timeColumn(table) != nil, case .row(let row) = try await ask(question(table, nil), nil) {
          let whole = Extent(table: table, row)
          (extent.newest, extent.rows) = (whole.newest, whole.rows)
        }
        extents.append(extent)
      case .noRow: extents.append(Extent(table: table, inside: 0))
      case .forbidden: return noPermission(table)
      case .unknown: return unknown(table)
      }
      if let last = extents.last, let result = emptiness(of: last) { return result }
    }
    let newest = extents.compactMap(\.newest).min()
    let timeless = query.tables.filter { timeColumn($0) == nil }
    let times = timeless.isEmpty ? " in that time" : ""
    let unknown =
      timeless.isEmpty ? "" : " No time column of \(timeless.joined(separator: ", ")) is known, so its times were not looked at."
    return EmptyResult(
      reason: .tooNarrow, explanation: "There are rows\(times), but none meets every condition.\(unknown)", newestRow: newest,
      widen: EmptyAdvice(query.text).steps)
  }

  /// From the range's begin to now, so that the service need not look through all that it keeps.
  private var asked: TimeRange? { query.range.map { TimeRange(from: $0.from, to: max($0.to, now)) } }

  private func takesRange(_ table: String) -> Bool { rangeColumn(table).map { $0 == timeColumn(table) } ?? false }

  /// `T | summarize Newest = max(time), Inside = countif(…), Rows = count()`: one row, whatever the table's size.
  private func question(_ table: String, _ asked: TimeRange?) -> String {
    guard let time = timeColumn(table) else {
      return ("\(name: table) | take 1 | summarize Newest = datetime(null), Inside = count()" as KQLFragment).text
    }
    let column: KQLFragment = "\(name: time)"
    guard let range = query.range else {
      return ("\(name: table) | summarize Newest = max(\(column)), Inside = count(), Rows = count()" as KQLFragment).text
    }
    let question: KQLFragment =
      "summarize Newest = max(\(column)), Inside = countif(\(column) >= \(range.from) and \(column) < \(range.to)), Rows = count()"
    guard let asked, !takesRange(table) else { return ("\(name: table) | \(question)" as KQLFragment).text }
    return ("\(name: table) | where \(column) >= \(asked.from) | \(question)" as KQLFragment).text
  }

  /// Why this table alone is reason enough; nil when it has rows in the range.
  private func emptiness(of extent: Extent) -> EmptyResult? {
    guard let newest = extent.newest else {
      // Rows without a time are in no range, and in every answer about a table that has no times.
      guard extent.inside == 0 else { return nil }
      if extent.rows > 0, let time = timeColumn(extent.table) { return timeless(extent, time) }
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

  /// Rows that no range can find.
  private func timeless(_ extent: Extent, _ time: String) -> EmptyResult {
    let rows = extent.rows == 1 ? "1 row, without a time" : "\(extent.rows) rows, none with a time"
    return EmptyResult(
      reason: .nothingInRange, explanation: "\(extent.table) has \(rows) in \(time), so that no range of time finds any.",
      widen: ["Ask by another time column of \(extent.table).", "Check how its source fills \(time)."])
  }

  private func noPermission(_ table: String) -> EmptyResult {
    EmptyResult(
      reason: .noPermission, explanation: "This sign-in may not read \(table).", widen: ["Ask for \(permission).", "Ask another table."])
  }

  private func unknown(_ table: String) -> EmptyResult {
    EmptyResult(
      reason: .tableNotConnected, explanation: "\(table), or its time column, is not known to \(place).",
      widen: ["Check the table's name.", "Connect its source; a table appears with its first rows."])
  }
}

extension EmptyProbe.Extent {
  /// From the row that answers a question.
  fileprivate init(table: String, _ row: [Value]) {
    self.init(table: table, inside: 0)
    if case .datetime(let moment)? = row.first { newest = moment }
    if row.count > 1, case .long(let count) = row[1] { inside = count }
    if row.count > 2, case .long(let count) = row[2] { rows = count }
  }
}

extension EmptyProbe.Reply {
  /// The reply of a service that tells by status. Throws `ServiceRefusal`.
  init(
    _ response: HTTPResponse,
    read: (_ response: HTTPResponse, _ deliver: @Sendable (RowBatch) async throws -> Void) async throws -> PartAnswer
  ) async throws {
    switch response.head.status {
    case 204: self = .noRow
    case 400: self = .unknown
    case 403:
      // A token for another service is refused with the same status, and is nobody's lack of permission.
      do { _ = try await read(response) { _ in } } catch let refusal as ServiceRefusal where refusal.problem.kind != .refused {
        throw refusal
      } catch is ServiceRefusal {}
      self = .forbidden
    default:
      let row = Locked<[Value]?>(nil)
      _ = try await read(response) { batch in if let first = batch.rows.first { row.withLock { $0 = $0 ?? first } } }
      self = row.withLock { $0 }.map { .row($0) } ?? .noRow
    }
  }
}
