/// Cuts bytes into lines without their ends (LF or CRLF), in flat memory: of a line that is too long only its number is handed out.
struct LineSplitter {
  private var rest: [UInt8] = []
  private var isTooLong = false
  private let longest: Int
  /// 1-based number of the line handed out last.
  private(set) var number = 0

  init(longest: Int = ImportLimits.recordBytes) { self.longest = longest }

  /// `line` gets nil for a line that is too long.
  mutating func feed(_ piece: [UInt8], _ line: (ArraySlice<UInt8>?, Int) throws -> Void) rethrows {
    var start = 0
    while let end = piece[start...].firstIndex(of: 0x0A) {
      if rest.isEmpty, !isTooLong, end - start <= longest {
        number += 1
        try line(LineSplitter.trimmed(piece[start..<end]), number)
      } else {
        keep(piece[start..<end])
        try close(line)
      }
      start = end + 1
    }
    keep(piece[start...])
  }

  /// What stands behind the last line end.
  mutating func finish(_ line: (ArraySlice<UInt8>?, Int) throws -> Void) rethrows {
    if !rest.isEmpty || isTooLong { try close(line) }
  }

  private mutating func keep(_ piece: ArraySlice<UInt8>) {
    if isTooLong || rest.count + piece.count > longest {
      isTooLong = true
      rest = []
    } else {
      rest.append(contentsOf: piece)
    }
  }

  private mutating func close(_ line: (ArraySlice<UInt8>?, Int) throws -> Void) rethrows {
    let (whole, wasTooLong) = (rest, isTooLong)
    (rest, isTooLong) = ([], false)
    number += 1
    try line(wasTooLong ? nil : LineSplitter.trimmed(whole[...]), number)
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> { line.last == 0x0D ? line.dropLast() : line }
}
