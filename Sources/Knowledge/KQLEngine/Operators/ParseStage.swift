import Casefile
import KQL
import Patterns

/// `parse` and `parse-where`: the pattern becomes one regular expression with a group a column.
final class ParseStage: Stage {
  private let parse: BoundParse
  private let subject: Scalar
  private let pattern: Pattern
  private let columns: [(output: Int, type: ColumnType)]
  private let output: [Column]
  private let next: any Stage

  init(_ parse: BoundParse, subject: Scalar, output: [Column], range: Range<Int>, next: any Stage) throws {
    self.parse = parse
    self.subject = subject
    self.output = output
    self.next = next
    columns = parse.parts.compactMap { part in
      if case .column(let output, let type) = part { (output, type) } else { nil }
    }
    do { pattern = try Pattern(PatternText.unicode(ParseStage.expression(for: parse))) } catch {
      throw EngineError.badPattern(error.pattern, error.reason, range)
    }
  }

  func receive(_ batch: ColumnBatch) async throws -> Demand {
    let texts = try subject(batch)
    var rows: [Int] = []
    var cells = columns.map { _ in [Value]() }
    for row in 0..<batch.count {
      let found = captured(Conversion.text(texts[row]))
      if found == nil, parse.dropsUnmatched { continue }
      rows.append(row)
      for place in columns.indices {
        cells[place].append(found?[place] ?? (columns[place].type == .string ? .string("") : .null))
      }
    }
    guard !rows.isEmpty else { return .more }
    let vectors = output.enumerated().map { place, column -> ColumnVector in
      if let item = columns.firstIndex(where: { $0.output == place }) { return ColumnVector(cells[item], type: column.type) }
      guard place < parse.kept.count, let from = parse.kept[place] else { return .absent(column.type, count: rows.count) }
      return batch.columns[from].gathered(rows)
    }
    return try await next.receive(ColumnBatch(count: rows.count, columns: vectors))
  }

  func finish() async throws { try await next.finish() }

  /// Nil when the text does not match; a column whose text is not of its type spoils the match unless the mode is relaxed.
  private func captured(_ text: String) -> [Value]? {
    guard let match = pattern.firstMatch(in: text) else { return nil }
    var values: [Value] = []
    for (place, column) in columns.enumerated() {
      let name = ParseStage.groupName(place)
      let piece = pattern.groupNumber(named: name).flatMap { match.text(of: $0, in: text) } ?? ""
      let value = Conversion.convert(.string(piece), to: column.type)
      if value.isNull, parse.mode != .relaxed, column.type != .dynamic { return nil }
      values.append(value)
    }
    return values
  }

  private static func groupName(_ place: Int) -> String { "column\(place)" }

  private static func expression(for parse: BoundParse) -> String {
    var result = parse.mode == .regex && parse.regexFlags.isEmpty ? "" : "(?s)"
    if parse.mode == .regex, !parse.regexFlags.isEmpty { result = "(?\(parse.regexFlags))" }
    if parse.mode != .regex { result += "^" }
    var column = 0
    for (place, part) in parse.parts.enumerated() {
      let isLast = place == parse.parts.count - 1
      switch part {
      case .text(let text): result += parse.mode == .regex ? text : PatternText.quoted(text)
      case .skip: result += isLast || parse.mode == .regex ? ".*" : ".*?"
      case .column(_, let type):
        let isBeforeSkip = !isLast && parse.parts[place + 1] == .skip
        let isNumeric = parse.mode != .relaxed || isBeforeSkip
        let any = isLast || parse.mode == .regex ? ".*" : ".*?"
        result += "(?P<\(groupName(column))>\((isNumeric ? numberShape(of: type) : nil) ?? any))"
        column += 1
      }
    }
    return result + (parse.mode == .regex ? "" : "$")
  }

  /// Numbers take only what a number can be, so that text behind them is left for what follows; nil for other types.
  private static func numberShape(of type: ColumnType) -> String? {
    switch type {
    case .int, .long: "\\s*[-+]?[0-9]+\\s*"
    case .real, .decimal: "\\s*[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?\\s*"
    default: nil
    }
  }
}
