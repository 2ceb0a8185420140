/// How a string literal is written.
enum StringStyle: Equatable {
  /// `"…"` or `'…'` with backslash escapes.
  case escaped(quote: UInt8)
  /// `@"…"`, the quote doubled inside.
  case verbatim(quote: UInt8)
  /// Three backquotes or three tildes on either side.
  case fenced(UInt8)

  /// Bytes before the content.
  var openerLength: Int {
    switch self {
    case .escaped: 1
    case .verbatim: 2
    case .fenced: 3
    }
  }
}

extension Lexer {
  /// The style of the string that begins `skipped` bytes ahead, if one does.
  func stringStart(after skipped: Int) -> StringStyle? {
    let first = byte(skipped)
    switch Unicode.Scalar(first) {
    case "\"", "'": return .escaped(quote: first)
    case "@":
      let quote = byte(skipped + 1)
      return quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") ? .verbatim(quote: quote) : nil
    case "`", "~": return byte(skipped + 1) == first && byte(skipped + 2) == first ? .fenced(first) : nil
    default: return nil
    }
  }

  mutating func string(skipping prefix: Int, _ style: StringStyle) -> TokenKind {
    let start = offset
    advance(prefix + style.openerLength)
    let isClosed =
      switch style {
      case .escaped(let quote): escapedBody(quote)
      case .verbatim(let quote): verbatimBody(quote)
      case .fenced(let mark): fencedBody(mark)
      }
    if !isClosed { fault("this string is not closed", start..<min(start + prefix + style.openerLength, length)) }
    return .string
  }

  private mutating func escapedBody(_ quote: UInt8) -> Bool {
    while !isAtEnd {
      switch byte(0) {
      case quote:
        advance(1)
        return true
      case 0x0A, 0x0D: return false
      case UInt8(ascii: "\\") where byte(1) != 0x0A && byte(1) != 0x0D: advance(2)
      default: advance(1)
      }
    }
    return false
  }

  private mutating func verbatimBody(_ quote: UInt8) -> Bool {
    while !isAtEnd {
      if byte(0) == 0x0A || byte(0) == 0x0D { return false }
      let isQuote = byte(0) == quote
      advance(1)
      guard isQuote else { continue }
      guard byte(0) == quote, !isAtEnd else { return true }
      advance(1)
    }
    return false
  }

  private mutating func fencedBody(_ mark: UInt8) -> Bool {
    while !isAtEnd {
      if byte(0) == mark, byte(1) == mark, byte(2) == mark {
        advance(3)
        return true
      }
      advance(1)
    }
    return false
  }
}
