/// Cuts query text into tokens in one pass; every byte belongs to one token or to the gap before one.
struct Lexer {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let words = WordTable.shared
  private(set) var tokens: [Token] = []
  private(set) var faults: [Fault] = []
  private var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    tokens.reserveCapacity(bytes.count / 4 + 2)
  }

  mutating func run() {
    while true {
      skipTrivia()
      guard position < bytes.count else { break }
      let start = position
      let (kind, word) = next()
      append(kind, word, from: start)
    }
    append(.endOfText, .none, from: position)
  }

  private mutating func append(_ kind: TokenKind, _ word: Word, from start: Int) {
    tokens.append(Token(kind: kind, word: word, start: UInt32(start), end: UInt32(position)))
  }

  func byte(_ offset: Int) -> UInt8 {
    let place = position + offset
    return place < bytes.count ? bytes[place] : 0
  }

  mutating func fault(_ message: String, _ range: Range<Int>) {
    if faults.count < KQLLimits.diagnostics { faults.append(Fault(message: message, range: range)) }
  }

  private mutating func skipTrivia() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09...0x0D: position += 1
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
        while position < bytes.count, !CommentEnd.isAt(position, in: bytes) { position += 1 }
      case 0xC2 where byte(1) == 0xA0 || byte(1) == 0x85: position += 2
      case 0xE2 where byte(1) == 0x80 && ((0x80...0x8B).contains(byte(2)) || [0xA8, 0xA9, 0xAF].contains(byte(2))): position += 3
      case 0xE1 where byte(1) == 0x9A && byte(2) == 0x80 || byte(1) == 0xA0 && byte(2) == 0x8E: position += 3
      case 0xE3 where byte(1) == 0x80 && byte(2) == 0x80: position += 3
      case 0xEF where byte(1) == 0xBB && byte(2) == 0xBF: position += 3
      default: return
      }
    }
  }

  private mutating func next() -> (TokenKind, Word) {
    let first = bytes[position]
    switch first {
    case UInt8(ascii: "h"), UInt8(ascii: "H"):
      if let quote = stringStart(after: 1) { return (string(skipping: 1, quote), .none) }
      return identifier()
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "$"):
      return identifier()
    case 0x30...0x39: return number()
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "@"), UInt8(ascii: "`"), UInt8(ascii: "~"):
      if let quote = stringStart(after: 0) { return (string(skipping: 0, quote), .none) }
      return unknown()
    case 0x80...: return nameOutsideASCII()
    default: return punctuation(first)
    }
  }

  private mutating func punctuation(_ first: UInt8) -> (TokenKind, Word) {
    if let (kind, length) = pair(first, byte(1)) {
      position += length
      return (kind, .none)
    }
    if first == UInt8(ascii: "!"), isNameByte(byte(1)) { return negatedWord() }
    guard let kind = Lexer.single(first) else { return unknown() }
    position += 1
    return (kind, .none)
  }

  private func pair(_ first: UInt8, _ second: UInt8) -> (TokenKind, Int)? {
    switch (Unicode.Scalar(first), Unicode.Scalar(second)) {
    case ("=", "="): (.equal, 2)
    case ("=", "~"): (.equalTilde, 2)
    case ("=", ">"): (.arrow, 2)
    case ("!", "="), ("<", ">"): (.notEqual, 2)
    case ("!", "~"): (.notEqualTilde, 2)
    case ("<", "="): (.lessOrEqual, 2)
    case (">", "="): (.greaterOrEqual, 2)
    case (".", "."): (.dotDot, 2)
    default: nil
    }
  }

  private static func single(_ byte: UInt8) -> TokenKind? {
    switch Unicode.Scalar(byte) {
    case "|": .pipe
    case ";": .semicolon
    case ",": .comma
    case ":": .colon
    case ".": .dot
    case "(": .openParenthesis
    case ")": .closeParenthesis
    case "[": .openBracket
    case "]": .closeBracket
    case "{": .openBrace
    case "}": .closeBrace
    case "=": .assign
    case "+": .plus
    case "-": .minus
    case "*": .star
    case "/": .slash
    case "%": .percent
    case "<": .less
    case ">": .greater
    case "?": .question
    default: nil
    }
  }

  private mutating func unknown() -> (TokenKind, Word) {
    let start = position
    position += 1
    while position < bytes.count, bytes[position] & 0xC0 == 0x80 { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    fault("unexpected character \(KQLLiteral.visible(text))", start..<position)
    return (.unknown, .none)
  }

  /// A run of characters beyond ASCII; quotes that a word processor made get a hint of their own.
  private mutating func nameOutsideASCII() -> (TokenKind, Word) {
    let start = position
    while position < bytes.count, bytes[position] >= 0x80 || isNameByte(bytes[position]) {
      if bytes[position] >= 0x80, position > start, isTypographicQuote(position) { break }
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isTypographicQuote(start) {
      fault("typographic quotes do not quote; use \" or '", start..<position)
      return (.unknown, .none)
    }
    if text.unicodeScalars.allSatisfy({ $0.isASCII || $0.properties.isAlphabetic }) { return (.identifier, .none) }
    fault("unexpected character in \(KQLLiteral.visible(text)); quote such names as ['…']", start..<position)
    return (.unknown, .none)
  }

  private func isTypographicQuote(_ place: Int) -> Bool {
    place + 2 < bytes.count && bytes[place] == 0xE2 && bytes[place + 1] == 0x80 && (0x98...0x9F).contains(bytes[place + 2])
  }

  func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x30...0x39, UInt8(ascii: "_"): true
    default: false
    }
  }

  /// Moves over name bytes (letters beyond ASCII too) and says where they end.
  mutating func skipName() {
    while position < bytes.count, isNameByte(bytes[position]) || bytes[position] >= 0xC3 && isLetter(at: position) {
      position += bytes[position] < 0x80 ? 1 : scalarLength(bytes[position])
    }
    position = min(position, bytes.count)
  }

  private func scalarLength(_ lead: UInt8) -> Int { lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2 }

  private func isLetter(at place: Int) -> Bool {
    let end = min(place + scalarLength(bytes[place]), bytes.count)
    return String(decoding: bytes[place..<end], as: UTF8.self).unicodeScalars.allSatisfy { $0.properties.isAlphabetic }
  }

  func word(from start: Int) -> Word { words.word(Slice(base: bytes, bounds: start..<position)) }
  mutating func advance(_ count: Int) { position = min(position + count, bytes.count) }
  mutating func move(to place: Int) { position = place }
  var offset: Int { position }
  var isAtEnd: Bool { position >= bytes.count }
  var length: Int { bytes.count }
  func slice(_ range: Range<Int>) -> Slice<UnsafeBufferPointer<UInt8>> { Slice(base: bytes, bounds: range) }
}
