/// Closes the cut beginning of a JSON value so that its whole parts can be read.
///
/// An unfinished member, number or word is dropped; an unfinished string that is a value keeps the text it has.
package enum RepairedJSON {
  fileprivate struct Scan {
    var stack: [UInt8] = []
    var expectsKey = false
    var wholeEnd = 0
    var stringStart: Int?
    var isKey = false
    /// Where a string can be cut without breaking an escape or a pair of surrogates.
    var stringEnd = 0
    var isEscaped = false
    var unitDigits = 0
    var unit: UInt32 = 0
    var scalarStart: Int?
  }

  /// Nil when nothing whole has come; `prefix` must be the beginning of valid JSON, as `JSONReader` hands it out.
  package static func closing(_ prefix: [UInt8]) -> [UInt8]? {
    var scan = Scan()
    for (position, byte) in prefix.enumerated() {
      if scan.stringStart != nil {
        scan.inString(byte, at: position)
      } else {
        scan.outside(byte, at: position)
      }
    }
    scan.endOfInput(prefix)
    var closed: [UInt8]
    if scan.stringStart != nil, !scan.isKey {
      let text = prefix[..<scan.stringEnd]
      closed = Array(text.dropLast(TextDecoder.unfinishedTail(of: text))) + [UInt8(ascii: "\"")]
    } else if scan.wholeEnd > 0 {
      closed = Array(prefix[..<scan.wholeEnd])
    } else {
      return nil
    }
    closed.append(contentsOf: scan.stack.reversed())
    return closed
  }
}

extension RepairedJSON.Scan {
  fileprivate mutating func outside(_ byte: UInt8, at position: Int) {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      stack.append(byte == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]"))
      expectsKey = byte == UInt8(ascii: "{")
      wholeEnd = position + 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      scalarStart = nil
      if !stack.isEmpty { stack.removeLast() }
      wholeEnd = position + 1
    case UInt8(ascii: ","):
      endScalar(at: position)
      expectsKey = stack.last == UInt8(ascii: "}")
    case UInt8(ascii: ":"):
      expectsKey = false
    case UInt8(ascii: "\""):
      stringStart = position
      stringEnd = position + 1
      isKey = expectsKey
    case 0x20, 0x09, 0x0A, 0x0D:
      endScalar(at: position)
    default:
      if scalarStart == nil { scalarStart = position }
    }
  }

  private mutating func endScalar(at position: Int) {
    guard scalarStart != nil else { return }
    scalarStart = nil
    wholeEnd = position
  }

  fileprivate mutating func inString(_ byte: UInt8, at position: Int) {
    if unitDigits > 0 {
      unit = unit << 4 | UInt32(JSONReader.hexValue(of: byte) ?? 0)
      unitDigits -= 1
      if unitDigits == 0, !(0xD800...0xDBFF).contains(unit) { stringEnd = position + 1 }
    } else if isEscaped {
      isEscaped = false
      if byte == UInt8(ascii: "u") {
        unitDigits = 4
        unit = 0
      } else {
        stringEnd = position + 1
      }
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      stringStart = nil
      if !isKey { wholeEnd = position + 1 }
    } else {
      stringEnd = position + 1
    }
  }

  /// A word that came whole counts; a number may have had more digits and does not.
  fileprivate mutating func endOfInput(_ prefix: [UInt8]) {
    guard let start = scalarStart else { return }
    let word = prefix[start...]
    if LiteralWord.allCases.contains(where: { word.elementsEqual($0.rawValue.utf8) }) { wholeEnd = prefix.count }
  }
}
