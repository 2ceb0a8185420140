extension Surface {
  /// The characters on screen, one line a row, without blanks at the ends of lines: what a snapshot compares.
  package func plainText() -> String {
    (0..<size.height).map { y in Self.trimmed(row(y).map(\.text).joined()) }.joined(separator: "\n")
  }

  /// The role letters of the cells (`Style.letter`), one line a row, aligned with the columns of the screen.
  package func roleText() -> String {
    (0..<size.height).map { y in
      Self.trimmed(String(decoding: row(y).map(\.style.letter), as: UTF8.self))
    }.joined(separator: "\n")
  }

  /// The characters in a rectangle, one line a row, trimmed like `plainText()`.
  package func plainText(in rect: Rect) -> String {
    let area = rect.intersection(bounds)
    return (area.y..<area.bottom).map { y in
      Self.trimmed((area.x..<area.right).map { self[$0, y].text }.joined())
    }.joined(separator: "\n")
  }

  private static func trimmed(_ line: String) -> String {
    var text = Substring(line)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
