import Casefile

/// Writes rows as they arrive: one object a line, a JSON array, CSV or a table.
struct RowPrinter {
  private let format: OutputFormat
  private var names: [String] = []
  private var count = 0
  private var pending: [[String]] = []

  init(format: OutputFormat) { self.format = format }

  mutating func take(_ batch: RowBatch) {
    if names.isEmpty { begin(batch.columns) }
    for row in batch.rows {
      count += 1
      switch format {
      case .json, .jsonl: writeObject(row)
      case .csv: Output.write(RowPrinter.csv(row.map(\.text)))
      case .table, .text: pending.append(row.map { Output.harmless(RowPrinter.oneLine($0.text)) })
      }
    }
  }

  mutating func finish() {
    switch format {
    case .json: Output.write(count == 0 ? "[]\n" : "\n]\n")
    case .table, .text: Output.write(TextTable(header: names, rows: pending).text)
    case .jsonl, .csv: break
    }
  }

  private mutating func begin(_ columns: [Column]) {
    names = RowBatch.uniqueNames(columns.map(\.name))
    if format == .csv { Output.write(RowPrinter.csv(names)) }
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

  static func csv(_ cells: [String]) -> String {
    cells.map { cell in
      guard cell.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return cell }
      return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }.joined(separator: ",") + "\r\n"
  }

  static func oneLine(_ text: String) -> String { text.replacing("\n", with: "␊").replacing("\r", with: "␍").replacing("\t", with: " ") }
}
