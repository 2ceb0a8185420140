/// One cell of a surface: a grapheme cluster, how many columns it takes, and how it looks.
///
/// A cluster of width 2 is followed by a cell of width 0 with empty text. Nobody outside this module can put text into a cell.
package struct Cell: Hashable, Sendable {
  /// One safe grapheme cluster, or empty for the right half of a wide one.
  package let text: String

  /// 1 or 2 columns; 0 marks the right half of a wide cluster.
  package let width: Int8

  /// How the cluster and the space behind it look.
  package var style: Style

  init(_ text: String, width: Int8, style: Style) {
    self.text = text
    self.width = width
    self.style = style
  }

  /// An empty cell of that style.
  package static func blank(_ style: Style = .plain) -> Cell { Cell(" ", width: 1, style: style) }
}
