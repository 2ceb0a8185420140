import Casefile
import HuntPipeline
import LocalStore

/// The rows that prove a finding, in short, as exports and reports show them.
enum ProvingRows {
  private static let most = 20
  private static let columns = [
    "DeviceName", "Computer", "AccountName", "UserPrincipalName", "InitiatingProcessAccountName", "RemoteIP", "IPAddress", "FileName",
    "ProcessCommandLine", "Entity", "Title",
  ]

  /// Number, time in UTC, and who, where and what; twenty rows at most, which is said, and so is why rows cannot be had. Throws only when
  /// the task is cancelled.
  static func lines(of finding: Finding, in store: EmbeddedStore) async throws -> [String] {
    guard let set = finding.resultSet else { return [] }
    var lines: [String] = []
    do {
      try await add(finding, set, in: store, to: &lines)
    } catch let cancelled as CancellationError {
      throw cancelled
    } catch {
      try Task.checkCancellation()
      let cause = (error as? Problem)?.summary ?? String(describing: error)
      lines.append(lines.isEmpty ? "the rows are missing here: \(cause)" : "further rows are missing here: \(cause)")
    }
    return lines
  }

  private static func add(_ finding: Finding, _ set: ResultSetID, in store: EmbeddedStore, to lines: inout [String]) async throws {
    let known = try await store.description(of: set)
    let schema = TableSchema(name: "", columns: known.columns)
    let timePlace = schema.timeColumn.flatMap { name in known.columns.firstIndex { $0.name == name } }
    let places = columns.compactMap { name in known.columns.firstIndex { $0.name == name } }
    for number in finding.rows.prefix(most) where number >= 1 {
      try Task.checkCancellation()
      guard let cells = try await store.rows(of: set, (number - 1)..<number).first else { continue }
      var parts = ["row \(number)"]
      if let timePlace, cells.indices.contains(timePlace), case .datetime(let time) = cells[timePlace] {
        parts.append(time.text(decimals: 0))
      }
      parts += places.filter(cells.indices.contains).map { String(cells[$0].text.prefix(200)) }.filter { !$0.isEmpty }
      lines.append(parts.joined(separator: " · "))
    }
    if finding.rows.count > most { lines.append("… and \(finding.rows.count - most) rows more") }
  }
}
