import Casefile
import Foundation

/// Holds rows of ours against rows as a service or a recording wrote them.
enum KustoComparison {
  struct Table {
    var names: [String]
    /// KQL's names; empty where they are not told.
    var types: [String]
    var rows: [[JSONValue]]
  }

  /// What differs first; nil where nothing does. Numbers may differ by rounding, moments and spans in how many zeros they are written with.
  static func difference(_ columns: [Column], _ rows: [[Value]], _ table: Table, types: [String]?, isOrdered: Bool) -> String? {
    let names = RowBatch.uniqueNames(table.names)
    if columns.map(\.name) != names { return "columns \(columns.map(\.name)), not \(names)" }
    if let types, columns.map(\.type.rawValue) != types { return "types \(columns.map(\.type.rawValue)), not \(types)" }
    if rows.count != table.rows.count { return "\(rows.count) rows, not \(table.rows.count)" }
    var ours = rows.map { $0.map { plain($0.json) } }
    // A missing text is the empty text; some servers write null.
    var theirs = table.rows.map { row in
      zip(row, columns).map { cell, column in cell == .null && column.type == .string ? .string("") : plain(cell) }
    }
    if !isOrdered {
      ours.sort { "\($0)" < "\($1)" }
      theirs.sort { "\($0)" < "\($1)" }
    }
    for (place, (own, other)) in zip(ours, theirs).enumerated() where !zip(own, other).allSatisfy(isSame) {
      let cell = zip(own, other).enumerated().first { !isSame($1.0, $1.1) }
      return "row \(place), \(cell.map { "\(names[$0.offset]): \($0.element.0.text), not \($0.element.1.text)" } ?? "")"
    }
    return nil
  }

  /// Moments and spans without trailing zeros, decimals and other numbers in texts as they are.
  private static func plain(_ json: JSONValue) -> JSONValue {
    switch json {
    case .string(let text): return .string(DateTime(text).map { text.contains("T") ? $0.description : text } ?? span(text))
    case .array(let items): return .array(items.map(plain))
    case .object(let object):
      return .object(object.pairs.sorted { $0.0 < $1.0 }.reduce(into: JSONObject()) { $0[$1.0] = plain($1.1) })
    default: return json
    }
  }

  private static func span(_ text: String) -> String { text.contains(":") ? TimeSpan(text)?.description ?? text : text }

  /// Decimals are texts, and large numbers too.
  private static func number(_ json: JSONValue) -> Double? {
    json.double ?? json.string.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
  }

  private static func isSame(_ left: JSONValue, _ right: JSONValue) -> Bool {
    switch (left, right) {
    case (.array(let left), .array(let right)): return left.count == right.count && zip(left, right).allSatisfy(isSame)
    case (.object(let left), .object(let right)): return left.keys == right.keys && zip(left.values, right.values).allSatisfy(isSame)
    default:
      if let left = number(left), let right = number(right) {
        return left == right || abs(left - right) <= 1e-9 * max(abs(left), abs(right))
      }
      return left == right
    }
  }
}

extension KustoComparison.Table {
  /// The result a recorded case expects; nil where it expects an error.
  init?(case item: JSONValue) {
    guard let names = item["columns"]?.array?.compactMap(\.string), let rows = item["rows"]?.array?.compactMap(\.array) else { return nil }
    self.init(names: names, types: [], rows: rows)
  }
}
