/// Reads delimiter-separated records (RFC 4180) piece by piece: quotes, doubled quotes, line ends within quotes, LF, CR and CRLF.
///
/// Of a record that is too long only its line is handed out; it is never gathered.
struct CSVReader {
  private let separator: UInt8
  private var cell: [UInt8] = []
  private var cells: [String] = []
  private var state = State.start
  private var line = 1
  private var firstLine = 1
  private var sawReturn = false
  /// Bytes of the record in hand, also of one that is too long.
  private var size = 0
  private let longest: Int

  private enum State {
    /// At the beginning of a cell.
    case start
    case bare
    case quoted
    /// Behind a quote within a quoted cell: another makes one quote, anything else ends the quoting.
    case quote
  }

  init(separator: UInt8, longest: Int = ImportLimits.recordBytes) {
    self.separator = separator
    self.longest = longest
  }

  /// True in the middle of a quoted cell; at the end of a file it says that the file is cut.
  var isInsideQuotes: Bool { state == .quoted }

  /// `record` gets nil for a record that is too long.
  mutating func feed(_ piece: some Sequence<UInt8>, _ record: ([String]?, Int) throws -> Void) rethrows {
    for byte in piece {
      if sawReturn {
        sawReturn = false
        if byte == 0x0A { continue }
      }
      if state == .quoted {
        if byte == 0x22 { state = .quote } else { keep(byte) }
        if byte == 0x0A { line += 1 }
        continue
      }
      switch byte {
      case 0x22 where state == .start: state = .quoted
      case 0x22 where state == .quote:
        keep(0x22)
        state = .quoted
      case separator: endCell()
      case 0x0A, 0x0D:
        sawReturn = byte == 0x0D
        line += 1
        try endRecord(record)
      default:
        keep(byte)
        state = .bare
      }
    }
  }

  /// The last record, when no line end closed it.
  mutating func finish(_ record: ([String]?, Int) throws -> Void) rethrows {
    if size > 0 || state == .quote { try endRecord(record) }
  }

  private mutating func keep(_ byte: UInt8) {
    size += 1
    guard size <= longest else {
      (cell, cells) = ([], [])
      return
    }
    cell.append(byte)
  }

  private mutating func endCell() {
    size += 1
    if size <= longest { cells.append(String(decoding: cell, as: UTF8.self)) }
    cell.removeAll(keepingCapacity: true)
    state = .start
  }

  private mutating func endRecord(_ record: ([String]?, Int) throws -> Void) rethrows {
    let isBlank = size == 0 && state == .start
    endCell()
    let (done, begin) = (size > longest ? nil : cells, firstLine)
    (cells, size) = ([], 0)
    firstLine = line
    if !isBlank { try record(done, begin) }
  }
}
