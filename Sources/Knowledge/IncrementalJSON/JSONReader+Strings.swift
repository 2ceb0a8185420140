extension JSONReader {
  /// Runs over plain text up to a quote, a backslash, a stray control or the end of the chunk.
  mutating func scanString(_ chunk: Chunk, from start: Int) -> Int {
    var position = start
    while position < chunk.count {
      let byte = chunk[position]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
      position += 1
    }
    if textWatch != nil, !isKey, position > start {
      decoder.appendPlain(UnsafeBufferPointer(rebasing: chunk[start..<position]))
    }
    guard position < chunk.count else { return position }
    switch chunk[position] {
    case UInt8(ascii: "\""):
      if isKey { endKey(chunk, at: position) } else { endText(chunk, at: position) }
    case UInt8(ascii: "\\"):
      state = .escape
    default:
      fail(.controlInString(byte: chunk[position]), at: position)
    }
    return position + 1
  }

  mutating func scanEscape(_ byte: UInt8, at position: Int) {
    switch byte {
    case UInt8(ascii: "u"):
      unit = 0
      unitDigits = 0
      state = .unicode
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"):
      if textWatch != nil, !isKey { decoder.appendEscape(byte) }
      state = .string
    default:
      fail(.badEscape, at: position)
    }
  }

  mutating func scanUnit(_ byte: UInt8, at position: Int) {
    guard let digit = JSONReader.hexValue(of: byte) else { return fail(.badEscape, at: position) }
    unit = unit << 4 | UInt32(digit)
    unitDigits += 1
    guard unitDigits == 4 else { return }
    if textWatch != nil, !isKey { decoder.appendUnit(unit) }
    state = .string
  }

  static func hexValue(of byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }

  private mutating func endKey(_ chunk: Chunk, at position: Int) {
    state = .colon
    guard let from = keyFrom else { return }
    keyFrom = nil
    let piece = UnsafeBufferPointer(rebasing: chunk[from..<position])
    guard keyBytes.count + piece.count <= limits.keyBytes else { return fail(.keyTooLong, at: position) }
    keyBytes.append(contentsOf: piece)
    key = TextDecoder.text(inside: keyBytes[...])
    keyBytes.removeAll(keepingCapacity: true)
  }

  private mutating func endText(_ chunk: Chunk, at position: Int) {
    if let watch = textWatch {
      let rest = decoder.finish()
      if !rest.isEmpty { events.append(.text(watch: watch, delta: rest)) }
      events.append(.textEnded(watch: watch))
      textWatch = nil
    }
    endValue(chunk, at: position + 1)
  }

  /// Hands out what the chunk added to an open text.
  mutating func flushText() {
    guard let watch = textWatch else { return }
    let delta = decoder.take()
    if !delta.isEmpty { events.append(.text(watch: watch, delta: delta)) }
  }
}
