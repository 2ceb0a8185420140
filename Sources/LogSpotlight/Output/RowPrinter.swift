import Casefile

/// Writes rows as they arrive: one object a line, a JSON array, CSV or a table.
///
/// CSV in a file or pipe is exact; on a terminal it bears the same marks as a table.
struct RowPrinter {
  private let format: OutputFormat
  private var names: [String] = []
  private var count = 0
  private var pending: [[String]] = []
  private let isTerminal: Bool

  init(format: OutputFormat, isTerminal: Bool = Output.isTerminal) {
    self.format = format
    self.isTerminal = isTerminal
  }

  mutating func take(_ batch: RowBatch) {
    if names.isEmpty { begin(batch.columns) }
    for row in batch.rows {
      count += 1
      switch format {
      case .json, .jsonl: writeObject(row)
      case .csv: Output.write(RowPrinter.csv(row.map { isTerminal ? Output.shown($0.text) : $0.text }))
      case .table, .text: pending.append(row.map { Output.shown($0.text) })
      }
    }
  }

  mutating func finish() {
    switch format {
    case .json: Output.write(count == 0 ? "[]\n" : "\n]\n")
    case .table, .text: Output.write(TextTable(header: names.map(Output.shown), rows: pending, room: Output.terminalWidth).text)
    case .jsonl, .csv: break
    }
  }

  private mutating func begin(_ columns: [Column]) {
    names = RowBatch.uniqueNames(columns.map(\.name))
    if format == .csv { Output.write(RowPrinter.csv(isTerminal ? names.map(Output.shown) : names)) }
  }

  private func writeObject(_ row: [Value]) {
    var bytes: [UInt8] = Array((format == .json ? (count == 1 ? "[\n" : ",\n") : "").utf8)
    bytes.append(UInt8(ascii: "{"))
    for (place, name) in names.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      JSONValue.write(name, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      row[place].json.write(to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
    if format == .jsonl { bytes.append(UInt8(ascii: "\n")) }
    Output.write(bytes)
  }

  /// One line of CSV, each cell exactly as it is; what goes to a terminal is made harmless on its way there.
  static func csv(_ cells: [String]) -> String {
    cells.map { cell in
      guard cell.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return cell }
      return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }.joined(separator: ",") + "\r\n"
  }
}
