/// Cuts bytes into lines without their ends (LF or CRLF), in flat memory.
struct LineSplitter {
  private var rest: [UInt8] = []
  /// 1-based number of the line handed out last.
  private(set) var number = 0

  mutating func feed(_ piece: [UInt8], _ line: (ArraySlice<UInt8>, Int) throws -> Void) rethrows {
    var start = 0
    while let end = piece[start...].firstIndex(of: 0x0A) {
      number += 1
      if rest.isEmpty {
        try line(LineSplitter.trimmed(piece[start..<end]), number)
      } else {
        rest.append(contentsOf: piece[start..<end])
        let whole = rest
        rest = []
        try line(LineSplitter.trimmed(whole[...]), number)
      }
      start = end + 1
    }
    rest.append(contentsOf: piece[start...])
  }

  /// What stands behind the last line end.
  mutating func finish(_ line: (ArraySlice<UInt8>, Int) throws -> Void) rethrows {
    guard !rest.isEmpty else { return }
    number += 1
    let whole = rest
    rest = []
    try line(LineSplitter.trimmed(whole[...]), number)
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> { line.last == 0x0D ? line.dropLast() : line }
}
