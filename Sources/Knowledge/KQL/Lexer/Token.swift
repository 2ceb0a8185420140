/// What a token is, apart from its spelling.
package enum TokenKind: UInt8, Sendable {
  case endOfText
  /// A name or a word of the grammar, `project-away`, `in~` and `!has` included.
  case identifier
  case long
  case real
  case timespan
  /// `datetime(…)`, `guid(…)`, `int(…)` and the like, whole.
  case typed
  case string
  case pipe
  case semicolon
  case comma
  case colon
  case dot
  case dotDot
  case openParenthesis
  case closeParenthesis
  case openBracket
  case closeBracket
  case openBrace
  case closeBrace
  case assign
  case arrow
  case plus
  case minus
  case star
  case slash
  case percent
  case equal
  case notEqual
  case less
  case lessOrEqual
  case greater
  case greaterOrEqual
  case equalTilde
  case notEqualTilde
  case question
  /// Bytes the language has no use for.
  case unknown
}

/// A stretch of text; blanks and comments before it are the gap since the token before.
struct Token: Sendable {
  var kind: TokenKind
  var word: Word
  var start: UInt32
  var end: UInt32

  var range: Range<Int> { Int(start)..<Int(end) }
}
