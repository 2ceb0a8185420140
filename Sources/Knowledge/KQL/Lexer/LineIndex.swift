/// A remark before its line and column are known.
struct Fault {
  var severity = KQLDiagnostic.Severity.error
  var message: String
  var construct: SyntaxKind?
  var range: Range<Int>
}

/// Turns UTF-8 offsets into lines and columns, in one pass over the text for any number of ascending offsets.
enum LineIndex {
  static func diagnostics(_ faults: [Fault], in bytes: UnsafeBufferPointer<UInt8>) -> [KQLDiagnostic] {
    let sorted = faults.sorted { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    var walker = Walker(bytes: bytes)
    return sorted.map { fault in
      let (line, column) = walker.move(to: fault.range.lowerBound)
      return KQLDiagnostic(
        severity: fault.severity, message: fault.message, construct: fault.construct, range: fault.range, line: line, column: column)
    }
  }

  /// A cursor that only moves forward; lines end at LF, CR or both, columns count Unicode scalars.
  struct Walker {
    let bytes: UnsafeBufferPointer<UInt8>
    private var offset = 0
    private var line = 1
    private var column = 1

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func move(to target: Int) -> (line: Int, column: Int) {
      while offset < min(target, bytes.count) {
        let byte = bytes[offset]
        let isCarriageReturnOfPair = byte == 0x0D && offset + 1 < bytes.count && bytes[offset + 1] == 0x0A
        if byte == 0x0A || byte == 0x0D && !isCarriageReturnOfPair {
          line += 1
          column = 1
        } else if byte & 0xC0 != 0x80 {
          column += 1
        }
        offset += 1
      }
      return (line, column)
    }
  }
}
