/// Takes the pieces of a text, one after the other.
protocol PieceVisitor {
  /// The piece lies between two byte offsets of the text that is being split.
  mutating func visit(_ start: Int, _ end: Int)
}

/// Cuts a whole text into pieces and shows each to a visitor.
enum PieceSplitter<Rule: SplittingRule> {
  static func split<Visitor: PieceVisitor>(_ text: ScalarText, _ visitor: inout Visitor) {
    var start = 0
    while start < text.count {
      let end = Rule.endOfPiece(text, at: start)
      visitor.visit(start, end)
      start = end
    }
  }
}
