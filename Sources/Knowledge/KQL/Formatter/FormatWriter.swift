/// Puts a layout's tokens and comments together.
struct FormatWriter {
  private let layout: FormatLayout
  private let tree: SyntaxTree
  private var out: [UInt8] = []
  private var indent = 0

  init(_ layout: FormatLayout) {
    self.layout = layout
    tree = layout.tree
    out.reserveCapacity(tree.bytes.count + tree.bytes.count / 4)
  }

  func text() -> String {
    var writer = self
    for place in tree.tokens.indices {
      writer.gap(before: place)
      writer.out += tree.bytes[tree.tokens[place].range]
    }
    return String(decoding: writer.out, as: UTF8.self)
  }

  private mutating func gap(before place: Int) {
    let token = tree.tokens[place]
    let range = (place == 0 ? 0 : tree.tokens[place - 1].range.upperBound)..<token.range.lowerBound
    if let line = layout.breaks[place] { indent = line }
    if layout.spacing.isVerbatim(place), layout.breaks[place] == nil, token.kind != .endOfText {
      out += tree.bytes[range]
      return
    }
    let trivia = FormatTrivia(tree, range, isFirst: place == 0)
    let keepsBlanks = layout.statementStarts.contains(place) || place == 0 || token.kind == .endOfText
    guard !trivia.comments.isEmpty else {
      if token.kind == .endOfText { return end(after: trivia.lineEnds) }
      if layout.breaks[place] != nil { return newLine(indent, isBlankBefore: keepsBlanks && trivia.lineEnds > 1) }
      if layout.spacing.hasBlank(before: place) { out.append(0x20) }
      return
    }
    let inner = layout.breaks[place] ?? (token.kind == .endOfText || place == 0 ? 0 : indent + FormatLayout.step)
    for comment in trivia.comments {
      if comment.isOnOwnLine { newLine(inner, isBlankBefore: keepsBlanks && comment.hasBlankBefore) } else { out.append(0x20) }
      out += tree.bytes[comment.range]
    }
    if token.kind == .endOfText { return end(after: trivia.lineEnds) }
    newLine(inner, isBlankBefore: keepsBlanks && trivia.lineEnds > 1)
  }

  /// A text that ended its last line still does.
  private mutating func end(after lineEnds: Int) { if lineEnds > 0, !out.isEmpty { out.append(0x0A) } }

  private mutating func newLine(_ indent: Int, isBlankBefore: Bool) {
    guard !out.isEmpty else { return }
    out += Array(repeating: 0x0A, count: isBlankBefore ? 2 : 1)
    out += Array(repeating: 0x20, count: indent)
  }
}
