/// Takes the pieces of a text, one after the other.
protocol PieceVisitor {
  /// The piece lies between two byte offsets of the text that is being split.
  mutating func visit(_ start: Int, _ end: Int)
  /// The same where at least 16 bytes can be read at `start`.
  mutating func visitInside(_ start: Int, _ end: Int)
}

/// Cuts a whole text into pieces and shows each to a visitor.
enum PieceSplitter<Rule: SplittingRule> {
  /// A window is used while this much text is left: itself, and what a visitor may read at its last byte.
  private static var needed: Int { PieceWindow<Rule>.length &+ 32 }

  static func split<Visitor: PieceVisitor>(_ text: ScalarText, _ classes: ByteClasses, _ visitor: inout Visitor) {
    var start = 0
    var carefulUntil = 0
    while start < text.count {
      if start >= carefulUntil && text.count &- start >= needed {
        let window = PieceWindow<Rule>(text.bytes + start, classes)
        let from = start
        start = visitPieces(window.starts, from: start, &visitor)
        if window.doubt < 64 { carefulUntil = from &+ window.doubt &+ 1 }
        // Windows that bring little cost more than they save: foreign text is taken scalar by scalar for a while.
        if start &- from < 16 { carefulUntil = max(carefulUntil, from &+ 64) }
        if start > from { continue }
      }
      let end = Rule.endOfPiece(text, at: start)
      visitor.visit(start, end)
      start = end
    }
  }

  /// Shows the pieces between the starts of a window; returns the last start, where the next piece is not yet known.
  @inline(__always)
  private static func visitPieces<Visitor: PieceVisitor>(_ starts: UInt64, from base: Int, _ visitor: inout Visitor) -> Int {
    var left = starts & ~1
    var start = base
    while left != 0 {
      let end = base &+ left.trailingZeroBitCount
      left &= left &- 1
      visitor.visitInside(start, end)
      start = end
    }
    return start
  }
}
