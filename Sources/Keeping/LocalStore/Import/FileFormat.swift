import Casefile
import MicrosoftData

/// Reads the bytes of a file as rows or alerts and hands them to its import.
protocol FileFormat: AnyObject {
  func feed(_ piece: [UInt8], _ file: FileImport) throws
  /// Called once, when no more bytes come; `isCut` when the file is known to go on.
  func finish(_ file: FileImport, isCut: Bool) throws
}

/// Tells a file's format by its first bytes. No byte of a growing head is looked at twice.
struct FormatSniffer {
  /// Blanks the head begins with, as far as it was looked through.
  private var blanks = 0
  /// Bytes of the head that are known to hold no end of the first line.
  private var seen = 0

  /// True when the format can be told: of JSON the whole first line is wanted, unless it is longer than any row should be. `head` is the one
  /// of the last call, with more bytes behind it.
  mutating func isEnough(_ head: [UInt8]) -> Bool {
    guard head.count >= 1 << 16 else { return false }
    // A document may begin with megabytes of blanks.
    while blanks < head.count, head[blanks] <= 0x20 { blanks += 1 }
    guard blanks < head.count else { return head.count >= FormatSniffer.mostBlanks }
    guard head[blanks] == UInt8(ascii: "{"), head.count < 1 << 25 else { return true }
    defer { seen = head.count }
    return head[max(blanks, seen)...].contains(0x0A)
  }

  /// Bytes without a sign after which no file is read on.
  private static let mostBlanks = 1 << 25

  static func format(of head: [UInt8], path: String) throws -> any FileFormat {
    guard let first = head.firstIndex(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) else {
      let cause = head.count >= mostBlanks ? "\(path) begins with \(head.count >> 20) MB of blanks." : "\(path) holds no rows."
      throw Problem("The file is empty.", cause: cause, remedy: "Check that the export was complete.")
    }
    if head.prefix(4096).contains(0) {
      throw Problem(
        "The file is of no kind that can be imported.", cause: "\(path) holds binary data.",
        remedy: "Import JSON, JSONL, CSV, or gzip of these.")
    }
    guard head[first] == UInt8(ascii: "{") || head[first] == UInt8(ascii: "[") else {
      guard let separator = separator(head[first...]) else {
        throw Problem(
          "The file is of no kind that can be imported.",
          cause: "\(path) begins neither as JSON nor with a line of column names parted by commas, tabs or semicolons.",
          remedy: "Import JSON, JSONL, CSV, or gzip of these.")
      }
      return CSVFormat(separator: separator)
    }
    let line = head[first...].prefix { $0 != 0x0A }
    let isOneObject = head[first] == UInt8(ascii: "{") && (try? JSONValue(parsing: line)) != nil
    let goesOn = head[(first + line.count)...].contains { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return isOneObject && goesOn ? LinesFormat() : DocumentFormat()
  }

  /// The likeliest one in the first line, outside of quotes; nil when there is none.
  private static func separator(_ head: ArraySlice<UInt8>) -> UInt8? {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in head {
      if byte == 0x22 { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A || byte == 0x0D { break }
      if [0x2C, 0x09, 0x3B].contains(byte) { counts[byte, default: 0] += 1 }
    }
    return counts.max { $0.value < $1.value }?.key
  }
}

/// One JSON object a line. A line that cannot be read is refused, the others are kept.
final class LinesFormat: FileFormat {
  private var splitter = LineSplitter()
  /// True when the first line was a body of a service, or an item of its lists, and not a plain row.
  private var isBodies: Bool?

  func feed(_ piece: [UInt8], _ file: FileImport) throws {
    try splitter.feed(piece) { try read($0, $1, file, isLast: false) }
  }

  func finish(_ file: FileImport, isCut: Bool) throws {
    try splitter.finish { try read($0, $1, file, isLast: true) }
  }

  private func read(_ line: ArraySlice<UInt8>?, _ number: Int, _ file: FileImport, isLast: Bool) throws {
    guard let line else { return file.refuse(line: number, ImportLimits.tooLong(ImportLimits.recordBytes)) }
    guard line.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return }
    do {
      let json = try file.json(line)
      guard case .object(let object) = json else { return file.refuse(line: number, "it is not an object") }
      if isBodies == nil { isBodies = (try? MicrosoftBody.read(json, source: FileImport.source)) != nil }
      if isBodies == true { return try BodyReader.read(json, line: number, file) }
      try file.add(SourceRow(object, line: number))
    } catch let error as JSONSyntaxError {
      file.refuse(line: number, "\(error.message) at byte \(error.offset + 1) of the line")
      guard isLast else { return }
      file.note(
        Problem(
          "The file is cut.", cause: "Its last line, \(number), ends in the middle of an object.",
          remedy: "Fetch it again; the lines before were kept.", kind: .partial))
    }
  }
}

/// Records parted by commas, tabs or semicolons, the first one naming the columns.
///
/// A leading column without a name is a data frame's index: while its cells just count the rows it is left out; from the first one
/// that does not, it is kept as `column_1`.
final class CSVFormat: FileFormat {
  private var reader: CSVReader
  private var names: [String]?
  private var indexStart: Int?
  private var hasIndex = false
  private var count = 0

  init(separator: UInt8) { reader = CSVReader(separator: separator) }

  func feed(_ piece: [UInt8], _ file: FileImport) throws { try reader.feed(piece) { try record($0, $1, file) } }

  func finish(_ file: FileImport, isCut: Bool) throws {
    if reader.isInsideQuotes {
      return file.note(
        Problem(
          "The file is cut.", cause: "It ends within a quoted cell.", remedy: "Fetch it again; the records before were kept.",
          kind: .partial))
    }
    // What a cut left of the last record may be half a cell.
    if !isCut { try reader.finish { try record($0, $1, file) } }
  }

  private func record(_ found: [String]?, _ line: Int, _ file: FileImport) throws {
    guard var cells = found else { return file.refuse(line: line, ImportLimits.tooLong(ImportLimits.recordBytes)) }
    guard var names = self.names else { return header(cells) }
    if hasIndex, isRowNumber(cells.first ?? "") {
      names.removeFirst()
      cells.removeFirst()
    }
    while names.count < cells.count { names.append("column_\(names.count + 1)") }
    count += 1
    try file.add(
      SourceRow(
        names: cells.count == names.count ? names : Array(names.prefix(cells.count)), cells: cells.map(JSONValue.string), line: line))
  }

  private func header(_ cells: [String]) {
    hasIndex = cells.first?.isEmpty ?? false
    names = RowBatch.uniqueNames(cells.enumerated().map { $1.isEmpty ? "column_\($0 + 1)" : $1 })
  }

  /// True while the index only counts; the first that does not ends it for good.
  private func isRowNumber(_ cell: String) -> Bool {
    if count == 0 { indexStart = Int(cell).flatMap { [0, 1].contains($0) ? $0 : nil } }
    if let indexStart, cell == String(indexStart + count) { return true }
    hasIndex = false
    return false
  }
}
