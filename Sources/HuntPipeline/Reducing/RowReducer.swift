package import Casefile
internal import Decoding

/// Makes rows short without losing a value: columns that never vary are said once, rows that differ only in time are folded.
///
/// What is encoded in a cell is written decoded at the end of its line, so that a model need not undo it. Feed it all rows in delivery
/// order, then `finish`. Memory is bounded by the distinct rows.
package struct RowReducer {
  /// One distinct row, time aside.
  private struct Group {
    var cells: [String]
    /// What its cells say decoded, by place; empty for most rows.
    var decoded: [Int: String]
    var rows: [Int]
    var first: DateTime?
    var last: DateTime?
  }

  private let columns: [Column]
  private let timeColumn: Int?
  /// Other columns that hold the same moments (`Timestamp` beside `TimeGenerated`), left out of the lines.
  private let twinTimeColumns: Set<Int>
  private let countTokens: @Sendable (String) -> Int
  private var groups: [Group] = []
  private var places: [[String]: Int] = [:]
  private var isConstant: [Bool]
  private var sample: [String]?
  private var rowCount = 0
  private var tokensBefore = 0

  /// Counting is given as a function, so that any tokenizer will do.
  package init(columns: [Column], countTokens: @escaping @Sendable (String) -> Int) {
    self.columns = columns
    self.countTokens = countTokens
    let names = ["TimeGenerated", "Timestamp"]
    let time = names.compactMap { name in columns.firstIndex { $0.name == name && $0.type == .datetime } }
    self.timeColumn = time.first ?? columns.firstIndex { $0.type == .datetime }
    self.twinTimeColumns = Set(time.dropFirst())
    self.isConstant = Array(repeating: true, count: columns.count)
  }

  package mutating func add(_ rows: [[Value]]) {
    var plain = ""
    for row in rows {
      rowCount += 1
      let texts = row.map { RowReducer.oneLine($0.text) }
      plain += texts.joined(separator: ",") + "\n"
      if let sample {
        for place in texts.indices where isConstant[place] && texts[place] != sample[place] { isConstant[place] = false }
      } else {
        sample = texts
      }
      fold(row, texts)
    }
    tokensBefore += countTokens(plain)
  }

  private mutating func fold(_ row: [Value], _ texts: [String]) {
    var key = texts
    var moment: DateTime?
    if let timeColumn {
      key[timeColumn] = ""
      if case .datetime(let time) = row[timeColumn] { moment = time }
    }
    for place in twinTimeColumns where row[place] == timeColumn.map({ row[$0] }) { key[place] = "" }
    if let place = places[key] {
      groups[place].rows.append(rowCount)
      groups[place].first = [groups[place].first, moment].compactMap { $0 }.min()
      groups[place].last = [groups[place].last, moment].compactMap { $0 }.max()
    } else {
      places[key] = groups.count
      groups.append(Group(cells: key, decoded: RowReducer.decoded(row), rows: [rowCount], first: moment, last: moment))
    }
  }

  /// Lines in order of first appearance. When they do not fit `maxTokens`, the rarest are kept and the rest is said to be left out.
  package func finish(maxTokens: Int?) -> Reduction {
    let shown = columns.indices.filter { !(isConstant[$0] && rowCount > 1) && !twinTimeColumns.contains($0) && $0 != timeColumn }
    let legend = legend(shown)
    var lines = groups.map { line($0, shown) }
    var used = countTokens(legend)
    let costs = lines.map { countTokens($0.text) + 1 }
    var leftOut: String?
    if let maxTokens, used + costs.reduce(0, +) > maxTokens {
      lines = rarest(lines, costs, within: maxTokens - used)
      let sent = lines.reduce(0) { $0 + $1.rows.count }
      leftOut = "\((rowCount - sent).grouped) of \(rowCount.grouped) rows do not fit the model; the commonest were left out"
    }
    used += lines.reduce(0) { $0 + countTokens($1.text) + 1 }
    let summary = ReductionSummary(
      rowsIn: rowCount, rowsSent: lines.reduce(0) { $0 + $1.rows.count }, groups: lines.count, tokensBefore: tokensBefore,
      tokensAfter: used, leftOut: leftOut)
    return Reduction(legend: legend, lines: lines, summary: summary)
  }

  private func rarest(_ lines: [Reduction.Line], _ costs: [Int], within room: Int) -> [Reduction.Line] {
    var left = room
    var kept: [Int] = []
    for place in lines.indices.sorted(by: { (lines[$0].rows.count, $0) < (lines[$1].rows.count, $1) }) {
      guard costs[place] <= left else { continue }
      left -= costs[place]
      kept.append(place)
    }
    return kept.sorted().map { lines[$0] }
  }

  private func legend(_ shown: [Int]) -> String {
    var text = "columns: row|" + (timeColumn == nil ? "" : "time|") + shown.map { columns[$0].name }.joined(separator: "|") + "\n"
    guard rowCount > 1, let sample else { return text }
    let constant = columns.indices.filter { isConstant[$0] && $0 != timeColumn && !twinTimeColumns.contains($0) }
    var same = constant.filter { !sample[$0].isEmpty }.map { "\(columns[$0].name)=\(sample[$0])" }
    same += constant.compactMap { place in groups.first?.decoded[place].map { "\(columns[place].name) (decoded)=\($0)" } }
    let empty = constant.filter { sample[$0].isEmpty }.map { columns[$0].name }
    if !same.isEmpty { text += "same in every row: \(same.joined(separator: "; "))\n" }
    if !empty.isEmpty { text += "empty in every row: \(empty.joined(separator: ", "))\n" }
    return text
  }

  private func line(_ group: Group, _ shown: [Int]) -> Reduction.Line {
    var parts = [RowReducer.numbers(group.rows)]
    if timeColumn != nil { parts.append(RowReducer.times(group.first, group.last)) }
    parts += shown.map { group.cells[$0] }
    parts += shown.compactMap { place in group.decoded[place].map { "\(columns[place].name) (decoded): \($0)" } }
    return Reduction.Line(rows: group.rows, text: parts.joined(separator: "|"))
  }

  /// The decoded texts of a row's cells on one line each, the layers of one cell behind one another.
  private static func decoded(_ row: [Value]) -> [Int: String] {
    var found: [Int: String] = [:]
    for (place, value) in row.enumerated() {
      let texts = value.decodedLines
      if !texts.isEmpty { found[place] = texts.joined(separator: " ; ") }
    }
    return found
  }

  /// `3`, `3-5`, `3,7,9-12`; long lists end with how many more there are.
  static func numbers(_ rows: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for row in rows {
      if let last = runs.last, last.upperBound + 1 == row { runs[runs.count - 1] = last.lowerBound...row } else { runs.append(row...row) }
    }
    var text = runs.prefix(12).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
    let more = runs.dropFirst(12).reduce(0) { $0 + $1.count }
    if more > 0 { text += ",+\(more) more" }
    return rows.count > 1 ? "\(text) (\(rows.count) rows)" : text
  }

  private static func times(_ first: DateTime?, _ last: DateTime?) -> String {
    guard let first, let last else { return "" }
    return first == last ? first.text(decimals: 0) : "\(first.text(decimals: 0))..\(last.text(decimals: 0))"
  }

  /// A cell on one line: line breaks and the separator are written as escapes, so that a row cannot pretend to be two.
  package static func oneLine(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "|") || $0 == 0x7F }) else { return text }
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case "|": out += "\\|"
      case "\u{0}"..."\u{1F}", "\u{7F}": out += "\\x" + String(scalar.value, radix: 16)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
