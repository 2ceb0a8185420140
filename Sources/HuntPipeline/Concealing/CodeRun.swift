/// A run of letters that is a text in base64 or hex, however short, padded or not, in the alphabet of mail or of addresses; or a row of
/// numbers that is one.
///
/// Far more runs can be read so than were written so; this is for looking what names a run would say, never for showing it.
struct CodeRun {
  private enum Writing {
    case base64
    case base64OfUTF16
    case hex
    case numbers(NumberRow)
  }

  /// The bytes of the run, its padding included.
  let range: Range<Int>
  /// What it says.
  let text: String
  private let writing: Writing
  private let isPadded: Bool
  private let isOfAddresses: Bool

  /// Three letters take so many.
  private static let shortest = 4

  /// The runs of a text that say something, from left to right.
  static func all(in bytes: TermBytes.Bytes) -> [CodeRun] {
    var runs: [CodeRun] = []
    var start = 0
    for place in 0...bytes.count where place == bytes.count || !isLetter(bytes[place]) {
      if place - start >= shortest { take(bytes, start..<place, &runs) }
      start = place + 1
    }
    let rows = NumberRow.all(in: bytes).map { row, range, text in
      CodeRun(range: range, text: text, writing: .numbers(row), isPadded: false, isOfAddresses: false)
    }
    return rows.isEmpty ? runs : (runs + rows).sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The whole run; where that says nothing, what stands between the signs that are letters of base64 and signs of paths too.
  private static func take(_ bytes: TermBytes.Bytes, _ range: Range<Int>, _ runs: inout [CodeRun]) {
    for stretches in stretches(of: bytes, range) {
      let found = stretches.flatMap { readings(bytes, $0) }
      if !found.isEmpty { return runs += found }
    }
  }

  /// A run as one, then without the signs of either alphabet, then without all of them; as far as these differ.
  static func stretches(of bytes: TermBytes.Bytes, _ range: Range<Int>) -> [[Range<Int>]] {
    guard bytes[range].contains(where: isSign) else { return [[range]] }
    let (mail, address) = (Array("+/".utf8), Array("-_".utf8))
    return [[range]]
      + [mail, address, mail + address].map { signs in
        var (parts, start): ([Range<Int>], Int) = ([], range.lowerBound)
        for place in range.lowerBound...range.upperBound where place == range.upperBound || signs.contains(bytes[place]) {
          if place - start >= shortest { parts.append(start..<place) }
          start = place + 1
        }
        return parts
      }
  }

  private static func readings(_ bytes: TermBytes.Bytes, _ range: Range<Int>) -> [CodeRun] {
    let end = paddedEnd(bytes, range)
    let isOfAddresses = bytes[range].contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    func run(_ text: String, _ writing: Writing) -> CodeRun {
      CodeRun(
        range: range.lowerBound..<end, text: text, writing: writing, isPadded: end > range.upperBound, isOfAddresses: isOfAddresses)
    }
    var runs: [CodeRun] = []
    if let raw = base64(bytes, range) {
      if let text = plain(raw) { runs.append(run(text, .base64)) } else if let text = wide(raw) { runs.append(run(text, .base64OfUTF16)) }
    }
    if let text = hex(bytes, range) { runs.append(run(text, .hex)) }
    return runs
  }

  static func paddedEnd(_ bytes: TermBytes.Bytes, _ range: Range<Int>) -> Int {
    var end = range.upperBound
    while end < bytes.count, end < range.upperBound + 2, bytes[end] == UInt8(ascii: "=") { end += 1 }
    return end
  }

  /// Another text in the same writing.
  func written(_ other: String) -> String {
    switch writing {
    case .hex:
      return other.utf8.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    case .numbers(let row): return row.written(other)
    case .base64: return base64(Array(other.utf8))
    case .base64OfUTF16:
      return base64(other.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
    }
  }

  private func base64(_ bytes: [UInt8]) -> String {
    var letters = DecodedWriting.base64(bytes)
    if !isPadded { while letters.last == UInt8(ascii: "=") { letters.removeLast() } }
    guard isOfAddresses else { return String(decoding: letters, as: UTF8.self) }
    return String(
      decoding: letters.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0 },
      as: UTF8.self)
  }

  static func isLetter(_ byte: UInt8) -> Bool { TermBytes.isASCIIWord(byte) || isSign(byte) }

  static func isSign(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  private static let values: [UInt8] = (0..<256).map { byte in
    switch UInt8(byte) {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8(byte) - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt8(byte) - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(byte) - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    default: 63
    }
  }

  /// The bytes that the letters stand for; nil as soon as they can be no text.
  private static func base64(_ bytes: TermBytes.Bytes, _ range: Range<Int>) -> [UInt8]? {
    guard range.count % 4 != 1 else { return nil }
    var out: [UInt8] = []
    var (bits, count): (UInt32, UInt32) = (0, 0)
    for place in range {
      bits = bits << 6 | UInt32(values[Int(bytes[place])])
      count += 6
      guard count >= 8 else { continue }
      count -= 8
      let byte = UInt8(truncatingIfNeeded: bits >> count)
      // Text begins with a sign of ASCII or with the first byte of a letter beyond it.
      guard !out.isEmpty || byte >= 0x20 && byte < 0x7F || byte >= 0xC2 && byte < 0xF5 else { return nil }
      guard byte != 0x7F, byte >= 0x20 || [0, 9, 10, 13].contains(byte) || out.count % 2 == 1 else { return nil }
      out.append(byte)
    }
    return out
  }

  private static func plain(_ bytes: [UInt8]) -> String? {
    guard bytes.count >= 3, bytes.allSatisfy({ $0 >= 0x20 || [9, 10, 13].contains($0) }) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func wide(_ bytes: [UInt8]) -> String? {
    guard bytes.count >= 6, bytes.count % 2 == 0, bytes[1] < 0x06 else { return nil }
    let units = stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
    guard units.allSatisfy({ $0 >= 0x20 || [9, 10, 13].contains($0) }) else { return nil }
    return String(validating: units, as: UTF16.self)
  }

  private static func hex(_ bytes: TermBytes.Bytes, _ range: Range<Int>) -> String? {
    guard range.count % 2 == 0, range.count >= 6 else { return nil }
    var out: [UInt8] = []
    for place in stride(from: range.lowerBound, to: range.upperBound, by: 2) {
      guard let high = LetterEscape.digit(bytes[place]), let low = LetterEscape.digit(bytes[place + 1]) else { return nil }
      let byte = UInt8(high << 4 | low)
      guard byte >= 0x20, byte < 0x7F else { return nil }
      out.append(byte)
    }
    return String(decoding: out, as: UTF8.self)
  }
}
