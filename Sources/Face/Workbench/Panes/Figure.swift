package import Canvas

/// A figure in a title line: it stands whole or not at all, but a needed one, which is cut where enough of it is left to be read.
package struct Figure: Sendable {
  package var span: Span
  /// True for what limits or qualifies what the pane shows.
  package var isNeeded: Bool

  package init(_ text: String, _ style: Style, isNeeded: Bool = false) {
    span = Span(text, style)
    self.isNeeded = isNeeded
  }

  /// What parts two figures.
  static let separator = " ─ "
  /// Cells that a needed figure is worth being shown in, the separator included.
  private static let fewest = 11

  private var width: Int { Figure.separator.cellWidth + span.text.cellWidth }

  /// The figures that have room in so many cells, each with a separator before it, in their order. What is needed has its room before
  /// what is not; one that has no room leaves it to those behind it.
  static func fitting(_ figures: [Figure], in room: Int) -> [Span] {
    var left = room
    var kept = figures.filter(\.isNeeded).reduce(0) { $0 + min($1.width, fewest) }
    var spans: [Span] = []
    for figure in figures {
      if figure.isNeeded { kept -= min(figure.width, fewest) }
      let free = figure.isNeeded ? max(left - kept, min(left, fewest)) : left - kept
      guard figure.width <= free || figure.isNeeded && free >= fewest else { continue }
      // The last one is cut by the edge.
      let text = figure.width > free && kept > 0 ? figure.span.text.truncated(cells: free - separator.cellWidth) : figure.span.text
      left -= min(figure.width, free)
      spans.append(Span(text, figure.span.style))
    }
    return spans
  }
}
