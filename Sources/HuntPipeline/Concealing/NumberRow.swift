/// How a text is written as a row of numbers, one a byte, with the same sign between them: `7a 65 62`, `0x7a,0x65`, `122, 101, 98`.
struct NumberRow: Equatable, Sendable {
  private var separator: [UInt8]
  private var hasPrefix: Bool
  private var isHex: Bool

  /// Fewer are no name.
  private static let fewest = 3
  private static let separators = [", ", ",", " ", ":", "-", ";", "_"].map { Array($0.utf8) }

  private struct Number {
    var range: Range<Int>
    var hasPrefix: Bool
    /// As hex; nil where it does not have two digits.
    var hex: UInt32?
    var decimal: UInt32?
  }

  /// The rows of a text that say something, from left to right; one that can be read in two ways is there twice.
  static func all(in bytes: TermBytes.Bytes) -> [(NumberRow, Range<Int>, String)] {
    var found: [(NumberRow, Range<Int>, String)] = []
    var place = 0
    while place < bytes.count {
      guard isStart(bytes, place), let first = number(bytes, place) else {
        place += 1
        continue
      }
      var row = [first]
      let separator = separators.first { bytes[first.range.upperBound...].starts(with: $0) } ?? []
      while !separator.isEmpty, let last = row.last, bytes[last.range.upperBound...].starts(with: separator),
        let next = number(bytes, last.range.upperBound + separator.count), next.hasPrefix == first.hasPrefix
      {
        row.append(next)
      }
      if row.count >= fewest { found += readings(row, separator) }
      place = row.last?.range.upperBound ?? place + 1
    }
    return found
  }

  private static func readings(_ row: [Number], _ separator: [UInt8]) -> [(NumberRow, Range<Int>, String)] {
    guard let first = row.first, let last = row.last else { return [] }
    return [(true, row.compactMap(\.hex)), (false, row.compactMap(\.decimal))].compactMap { isHex, values in
      guard values.count == row.count, isHex || !first.hasPrefix else { return nil }
      // Every second byte is a zero where letters take two.
      let text = values.filter { $0 != 0 }
      guard text.count >= fewest, text.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || (9...13).contains($0) }) else { return nil }
      let bytes = text.map { UInt8($0) }
      return (
        NumberRow(separator: separator, hasPrefix: first.hasPrefix, isHex: isHex), first.range.lowerBound..<last.range.upperBound,
        String(decoding: bytes, as: UTF8.self)
      )
    }
  }

  private static func isStart(_ bytes: TermBytes.Bytes, _ place: Int) -> Bool {
    LetterEscape.digit(bytes[place]) != nil && (place == 0 || !TermBytes.isASCIIWord(bytes[place - 1]))
  }

  private static func number(_ bytes: TermBytes.Bytes, _ place: Int) -> Number? {
    let hasPrefix = place + 1 < bytes.count && bytes[place] == UInt8(ascii: "0") && bytes[place + 1] | 0x20 == UInt8(ascii: "x")
    let start = hasPrefix ? place + 2 : place
    var (end, hex, decimal): (Int, UInt32, UInt32?) = (start, 0, 0)
    while end < bytes.count, end - start < 4, let digit = LetterEscape.digit(bytes[end]) {
      hex = hex << 4 | digit
      decimal = digit < 10 ? decimal.map { $0 * 10 + digit } : nil
      end += 1
    }
    guard (2...3).contains(end - start), end == bytes.count || !TermBytes.isASCIIWord(bytes[end]) else { return nil }
    return Number(range: place..<end, hasPrefix: hasPrefix, hex: end - start == 2 ? hex : nil, decimal: decimal)
  }

  /// Another text in the same writing.
  func written(_ other: String) -> String {
    let numbers = other.utf8.map { byte in
      isHex ? (hasPrefix ? "0x" : "") + (byte < 16 ? "0" : "") + String(byte, radix: 16) : String(byte)
    }
    return numbers.joined(separator: String(decoding: separator, as: UTF8.self))
  }
}
