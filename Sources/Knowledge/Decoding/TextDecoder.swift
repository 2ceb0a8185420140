/// Finds and undoes what hides a text.
package enum TextDecoder {
  /// The decoded parts of a text in the order they stand there, each layer behind the one it was found in; empty for ordinary text.
  ///
  /// Takes time in proportion to the text, and never more than the limits say.
  package static func decoded(_ text: String) -> [DecodedText] {
    guard text.utf8.count >= 8 else { return [] }
    var copy = text
    return copy.withUTF8 { decoded($0) }
  }

  /// The same for bytes that are UTF-8.
  package static func decoded(_ bytes: UnsafeBufferPointer<UInt8>) -> [DecodedText] {
    var budget = Budget()
    let seen = UnsafeBufferPointer(rebasing: bytes.prefix(DecodingLimits.inputBytes))
    var found: [DecodedText] = []
    for piece in pieces(of: seen, isCut: bytes.count > seen.count, &budget) {
      found.append(DecodedText(layers: [piece.layer], text: piece.text, range: piece.range, isCut: piece.isCut))
      deepen(found[found.count - 1], &found, &budget)
    }
    return found
  }

  private struct Budget {
    var bytes = DecodingLimits.totalBytes
    var pieces = DecodingLimits.pieces
  }

  private struct Piece {
    var layer: String
    var text: String
    var range: Range<Int>
    var isCut: Bool
  }

  private static func deepen(_ outer: DecodedText, _ found: inout [DecodedText], _ budget: inout Budget) {
    guard outer.layers.count < DecodingLimits.depth, budget.pieces > 0 else { return }
    var text = outer.text
    let inner = text.withUTF8 { bytes in
      pieces(
        of: UnsafeBufferPointer(rebasing: bytes.prefix(DecodingLimits.inputBytes)), isCut: bytes.count > DecodingLimits.inputBytes, &budget)
    }
    for piece in inner {
      let deeper = DecodedText(
        layers: outer.layers + [piece.layer], text: piece.text, range: outer.range, isCut: outer.isCut || piece.isCut)
      found.append(deeper)
      deepen(deeper, &found, &budget)
    }
  }

  private static func pieces(of bytes: UnsafeBufferPointer<UInt8>, isCut: Bool, _ budget: inout Budget) -> [Piece] {
    let candidates = CandidateScan(bytes).candidates
    guard !candidates.isEmpty else { return [] }
    var found: [Piece] = []
    let isDeflate = namesDeflate(bytes)
    for candidate in candidates where budget.pieces > 0 && budget.bytes > 0 {
      guard var piece = piece(candidate, bytes, isDeflate, most: min(DecodingLimits.outputBytes, budget.bytes)) else { continue }
      if isCut, candidate.range.upperBound == bytes.count { piece.isCut = true }
      budget.pieces -= 1
      budget.bytes -= piece.text.utf8.count
      found.append(piece)
    }
    return found
  }

  private static func piece(
    _ candidate: CandidateScan.Candidate, _ bytes: UnsafeBufferPointer<UInt8>, _ isDeflate: Bool, most: Int
  ) -> Piece? {
    let range = candidate.range
    switch candidate.kind {
    case .base64, .token: return base64(candidate, bytes, isDeflate, most: most)
    case .hex: return hex(range, bytes)
    case .escapes:
      let out = stride(from: range.lowerBound, to: range.upperBound, by: 4).map { place in
        (HexDigits.value(bytes[place + 2]) ?? 0) << 4 | (HexDigits.value(bytes[place + 3]) ?? 0)
      }
      return PlainText.utf8(out, isSure: true).map { Piece(layer: "hex", text: $0, range: range, isCut: false) }
    case .percent: return percent(range, bytes).map { Piece(layer: "URL", text: $0, range: range, isCut: false) }
    case .html: return html(bytes).map { Piece(layer: "HTML", text: $0, range: range, isCut: false) }
    }
  }

  private static func hex(_ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Piece? {
    let out = stride(from: range.lowerBound, to: range.upperBound, by: 2).map { place in
      (HexDigits.value(bytes[place]) ?? 0) << 4 | (HexDigits.value(bytes[place + 1]) ?? 0)
    }
    if let text = PlainText.utf16(out, isSure: false) { return Piece(layer: "hex UTF-16", text: text, range: range, isCut: false) }
    guard out.allSatisfy({ $0 < 0x7F }) else { return nil }
    return PlainText.utf8(out, isSure: false).map { Piece(layer: "hex", text: $0, range: range, isCut: false) }
  }

  private static func base64(
    _ candidate: CandidateScan.Candidate, _ bytes: UnsafeBufferPointer<UInt8>, _ isDeflate: Bool, most: Int
  ) -> Piece? {
    guard let raw = Base64.bytes(bytes[candidate.range]) else { return nil }
    if let text = PlainText.utf16(raw, isSure: candidate.isCommand) {
      return Piece(layer: "base64 UTF-16", text: text, range: candidate.range, isCut: false)
    }
    let isBare = Inflation.format(of: raw) == nil && raw.count >= 24 && isDeflate
    if let format = Inflation.format(of: raw) ?? (isBare ? .deflate : nil), let inside = Inflation.unpacked(raw, format, most: most),
      let text = PlainText.utf16(inside.bytes, isSure: false) ?? PlainText.utf8(whole(inside), isSure: true)
    {
      return Piece(layer: "base64 \(format.name)", text: text, range: candidate.range, isCut: inside.isCut)
    }
    let isText = candidate.kind == .token || raw.count >= 512
    return PlainText.utf8(raw, isSure: isText).map { Piece(layer: "base64", text: $0, range: candidate.range, isCut: false) }
  }

  /// Without the beginning of a character that the cut went through.
  private static func whole(_ inside: (bytes: [UInt8], isCut: Bool)) -> [UInt8] {
    guard inside.isCut else { return inside.bytes }
    var bytes = inside.bytes
    for _ in 0..<3 { if let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() } }
    if let last = bytes.last, last >= 0xC0 { bytes.removeLast() }
    return bytes
  }

  /// True where the text speaks of deflate, as a script that unpacks it does; bare deflate cannot be told by its bytes.
  private static func namesDeflate(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let wanted = Array("deflate".utf8)
    guard bytes.count >= wanted.count else { return false }
    for start in 0...(bytes.count - wanted.count) where bytes[start] | 0x20 == wanted[0] {
      if (1..<wanted.count).allSatisfy({ bytes[start + $0] | 0x20 == wanted[$0] }) { return true }
    }
    return false
  }

  private static func percent(_ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    var out: [UInt8] = []
    var place = range.lowerBound
    while place < range.upperBound {
      if bytes[place] == UInt8(ascii: "%"), let (value, length) = HexDigits.percent(bytes, at: place) {
        if length == 3 {
          out.append(UInt8(value))
        } else {
          guard let scalar = Unicode.Scalar(value) else { return nil }
          out += Array(String(Character(scalar)).utf8)
        }
        place += length
      } else {
        out.append(bytes[place])
        place += 1
      }
    }
    return PlainText.utf8(out, isSure: true)
  }

  /// The text with `&#65;` and `&#x41;` as the characters they stand for.
  private static func html(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    var out: [UInt8] = []
    var place = 0
    var count = 0
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "&"), let (scalar, length) = number(bytes, at: place) {
        out += Array(String(Character(scalar)).utf8)
        place += length
        count += 1
      } else {
        out.append(bytes[place])
        place += 1
      }
    }
    return count > 1 ? PlainText.utf8(out, isSure: true) : nil
  }

  private static func number(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> (Unicode.Scalar, Int)? {
    guard place + 3 < bytes.count, bytes[place + 1] == UInt8(ascii: "#") else { return nil }
    let isHex = bytes[place + 2] | 0x20 == UInt8(ascii: "x")
    var position = place + (isHex ? 3 : 2)
    var value: UInt32 = 0
    let start = position
    while position < bytes.count, position - start < 7, let digit = HexDigits.value(bytes[position]), isHex || digit < 10 {
      value = value * (isHex ? 16 : 10) + UInt32(digit)
      position += 1
    }
    guard position > start, position < bytes.count, bytes[position] == UInt8(ascii: ";") else { return nil }
    return Unicode.Scalar(value).map { ($0, position + 1 - place) }
  }
}
