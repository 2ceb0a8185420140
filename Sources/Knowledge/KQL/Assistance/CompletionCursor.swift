/// A place in a query where text is being typed: what is typed already, and the tree as it would be with a name there.
///
/// A half-typed query is read once more with a stand-in name at the cursor. Where the parser puts the stand-in tells what could stand there,
/// and the recovery of the parser, not a second grammar, copes with what is missing around it.
struct CompletionCursor {
  /// What is typed of the word or string so far.
  let prefix: String
  /// UTF-8 offsets of the text that a completion takes the place of.
  let replaced: Range<Int>
  /// The query with the stand-in.
  let query: KQLQuery
  /// The stand-in's token.
  let token: SyntaxToken
  /// Nodes that hold the stand-in, the innermost first.
  let ancestors: [SyntaxNode]
  /// True when a string is being typed.
  let isString: Bool

  static let standIn = "stand_in_at_the_cursor"

  /// Nil where nothing can be completed: in comments and numbers.
  init?(_ original: KQLQuery, at offset: Int) {
    let bytes = original.tree.bytes
    let offset = min(max(offset, 0), bytes.count)
    guard !original.tree.isComment(at: offset) else { return nil }
    if let string = CompletionCursor.string(in: original.tree, at: offset) {
      prefix = LiteralReading.string(bytes[string.lowerBound..<offset])
      replaced = string
      isString = true
    } else {
      let start = CompletionCursor.wordStart(in: bytes, before: offset)
      if start < offset, (0x30...0x39).contains(bytes[start]) { return nil }
      prefix = String(decoding: bytes[start..<offset], as: UTF8.self)
      replaced = start..<(start == offset ? offset : CompletionCursor.wordEnd(in: bytes, after: offset))
      isString = false
    }
    let isGlued = replaced.upperBound < bytes.count && CompletionCursor.isNameByte(bytes[replaced.upperBound])
    let name = Array((CompletionCursor.standIn + (isGlued ? " " : "")).utf8)
    query = KQLQuery(parsing: String(decoding: bytes[..<replaced.lowerBound] + name + bytes[replaced.upperBound...], as: UTF8.self))
    guard let token = query.tree.token(around: replaced.lowerBound), token.text == CompletionCursor.standIn else { return nil }
    self.token = token
    ancestors = query.tree.ancestors(of: token)
  }

  /// The token before the stand-in.
  var before: SyntaxToken? { token.place > 0 ? SyntaxToken(tree: query.tree, place: token.place - 1) : nil }

  /// The range to replace when an offset lies inside a string: to its end, or to the offset where the string is not closed.
  private static func string(in tree: SyntaxTree, at offset: Int) -> Range<Int>? {
    guard let token = tree.token(at: offset), token.kind == .string, offset > token.range.lowerBound else { return nil }
    let isClosed = LiteralReading.isClosed(tree.bytes[token.range])
    if offset == token.range.upperBound, isClosed { return nil }
    return token.range.lowerBound..<(isClosed ? token.range.upperBound : offset)
  }

  /// Where the word that ends at an offset begins; hyphens belong to it right after a pipe, `!` and `$` before it do.
  private static func wordStart(in bytes: [UInt8], before offset: Int) -> Int {
    var start = nameStart(in: bytes, before: offset)
    var whole = start
    while whole > 0, bytes[whole - 1] == UInt8(ascii: "-") { whole = nameStart(in: bytes, before: whole - 1) }
    var blank = whole
    while blank > 0, bytes[blank - 1] == 0x20 || (0x09...0x0D).contains(bytes[blank - 1]) { blank -= 1 }
    if whole < start, blank > 0, bytes[blank - 1] == UInt8(ascii: "|") { start = whole }
    if start > 0, bytes[start - 1] == UInt8(ascii: "!") || bytes[start - 1] == UInt8(ascii: "$") { start -= 1 }
    return start
  }

  private static func nameStart(in bytes: [UInt8], before offset: Int) -> Int {
    var start = offset
    while start > 0, isNameByte(bytes[start - 1]) { start -= 1 }
    return start
  }

  private static func wordEnd(in bytes: [UInt8], after offset: Int) -> Int {
    var end = offset
    while end < bytes.count, isNameByte(bytes[end]) { end += 1 }
    return end
  }

  /// Letters beyond ASCII count, blanks beyond ASCII do too: the parse that follows tells them apart.
  private static func isNameByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte >= 0x80
  }
}

extension LiteralReading {
  /// True for a whole string token whose closing quote is there.
  static func isClosed(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { buffer in
      var lexer = Lexer(buffer)
      lexer.run()
      return lexer.faults.isEmpty
    }
  }
}
