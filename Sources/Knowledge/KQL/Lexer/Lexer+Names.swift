extension Lexer {
  /// A name or word; hyphenated words, `in~` and typed literals are one token each.
  mutating func identifier() -> (TokenKind, Word) {
    let start = offset
    advance(1)
    skipName()
    if isTyped(start..<offset), let end = typedLiteralEnd() {
      move(to: end)
      return (.typed, .none)
    }
    if byte(0) == UInt8(ascii: "-"), let word = hyphenatedWord(from: start) { return (.identifier, word) }
    let word = word(from: start)
    if word == .in, byte(0) == UInt8(ascii: "~") {
      advance(1)
      return (.identifier, .inTilde)
    }
    return (.identifier, word)
  }

  /// `!in`, `!has_any` …; anything else after `!` is not of the language.
  mutating func negatedWord() -> (TokenKind, Word) {
    let start = offset
    advance(1)
    skipName()
    if byte(0) == UInt8(ascii: "~") { advance(1) }
    let word = word(from: start)
    if word == .none {
      fault("unknown operator \(KQLLiteral.visible(String(decoding: slice(start..<offset), as: UTF8.self)))", start..<offset)
      return (.unknown, .none)
    }
    return (.identifier, word)
  }

  /// The longest of the hyphenated words that starts here, taken only as a whole word.
  private mutating func hyphenatedWord(from start: Int) -> Word? {
    let back = offset
    var longest: (word: Word, end: Int)?
    for _ in 0..<2 {
      guard byte(0) == UInt8(ascii: "-"), isNameByte(byte(1)) else { break }
      advance(1)
      skipName()
      let word = word(from: start)
      if word != .none { longest = (word, offset) }
    }
    move(to: longest?.end ?? back)
    return longest?.word
  }

  private func isTyped(_ range: Range<Int>) -> Bool {
    guard (3...8).contains(range.count) else { return false }
    switch String(decoding: slice(range), as: UTF8.self) {
    case "datetime", "date", "timespan", "time", "guid", "int", "long", "real", "double", "decimal", "bool", "boolean", "uuid",
      "uniqueid", "int32", "int64", "float":
      return true
    default: return false
    }
  }

  /// Where a literal such as `datetime(…)` ends, when a bracket follows at all.
  private mutating func typedLiteralEnd() -> Int? {
    let back = offset
    defer { move(to: back) }
    while byte(0) == 0x20 || byte(0) == 0x09 { advance(1) }
    guard byte(0) == UInt8(ascii: "(") else { return nil }
    advance(1)
    var quote: UInt8 = 0
    while !isAtEnd {
      let next = byte(0)
      if quote == 0, next == UInt8(ascii: ")") { return offset + 1 }
      if quote == 0, [UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: ";"), UInt8(ascii: "|")].contains(next) { return nil }
      if next == 0x0A, quote != 0 { return nil }
      if next == quote { quote = 0 } else if quote == 0, next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") { quote = next }
      advance(1)
    }
    return nil
  }

  /// Long, hexadecimal, real, timespan, or a name that begins with digits.
  mutating func number() -> (TokenKind, Word) {
    let start = offset
    if byte(0) == UInt8(ascii: "0"), byte(1) | 0x20 == UInt8(ascii: "x"), isHex(byte(2)) {
      advance(2)
      while isHex(byte(0)) { advance(1) }
      return isNameByte(byte(0)) ? nameFrom(start) : (.long, .none)
    }
    skipDigits()
    var kind = TokenKind.long
    if byte(0) == UInt8(ascii: "."), byte(1) != UInt8(ascii: "."), !isNameByte(byte(1)) || isDigit(byte(1)) {
      kind = .real
      advance(1)
      skipDigits()
    }
    let hasSign = byte(1) == UInt8(ascii: "-") || byte(1) == UInt8(ascii: "+")
    if byte(0) | 0x20 == UInt8(ascii: "e"), isDigit(byte(1)) || hasSign && isDigit(byte(2)) {
      kind = .real
      advance(hasSign ? 2 : 1)
      skipDigits()
      return isNameByte(byte(0)) ? nameFrom(start) : (kind, .none)
    }
    guard isNameByte(byte(0)) else { return (kind, .none) }
    let unit = offset
    skipName()
    if TimespanUnit.ticks(String(decoding: slice(unit..<offset), as: UTF8.self)) != nil { return (.timespan, .none) }
    if kind == .long { return (.identifier, .none) }
    fault("unknown unit in \(KQLLiteral.visible(String(decoding: slice(start..<offset), as: UTF8.self)))", start..<offset)
    return (.unknown, .none)
  }

  private mutating func nameFrom(_ start: Int) -> (TokenKind, Word) {
    skipName()
    return (.identifier, .none)
  }

  private mutating func skipDigits() { while isDigit(byte(0)) { advance(1) } }
  private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private func isHex(_ byte: UInt8) -> Bool { isDigit(byte) || (0x61...0x66).contains(byte | 0x20) }
}

/// Units of timespan literals.
enum TimespanUnit {
  /// Ticks of 100 ns in one of the unit; nil when there is no such unit.
  static func ticks(_ name: String) -> Double? {
    switch name {
    case "d", "day", "days": 864_000_000_000
    case "h", "hr", "hrs", "hour", "hours": 36_000_000_000
    case "m", "min", "minute", "minutes": 600_000_000
    case "s", "sec", "second", "seconds": 10_000_000
    case "ms", "milli", "millis", "millisecond", "milliseconds", "millisec": 10_000
    case "micro", "micros", "microsecond", "microseconds", "microsec": 10
    case "nano", "nanos", "nanosecond", "nanoseconds", "nanosec": 0.01
    case "tick", "ticks": 1
    default: nil
    }
  }
}
