extension Surface {
  /// Fills the first row of `rect` from the left to `fraction` (0 to 1, clamped; NaN is 0) in eighths of a column.
  ///
  /// Any fraction above 0 shows at least an eighth, and only 1 or more shows a full bar.
  package mutating func gauge(_ fraction: Double, in rect: Rect, filled: Style, empty: Style) {
    guard !rect.isEmpty else { return }
    let eighths = Self.eighths(fraction, columns: rect.width)
    for column in 0..<rect.width {
      let part = min(8, max(0, eighths - column * 8))
      let glyph = part == 0 ? glyphs.gaugeGround : glyphs.horizontalEighths[part - 1]
      put(glyph, width: 1, style: part == 0 ? empty : filled.over(empty), x: rect.x + column, y: rect.y)
    }
  }

  /// Draws one column for each value in the last row of `rect`, the newest (last) values where there are more than columns.
  ///
  /// The highest bar is `top`, or the largest value shown; 0 is blank, any value above 0 shows at least an eighth.
  package mutating func sparkline(_ values: [Double], in rect: Rect, _ style: Style, top: Double? = nil) {
    guard !rect.isEmpty else { return }
    let shown = values.suffix(rect.width)
    let highest = top ?? shown.max() ?? 0
    for (column, value) in shown.enumerated() {
      let eighths = highest > 0 ? Self.eighths(value / highest, columns: rect.height) : 0
      for row in 0..<rect.height {
        let part = min(8, max(0, eighths - row * 8))
        let glyph = part == 0 ? " " : glyphs.verticalEighths[part - 1]
        put(glyph, width: 1, style: style, x: rect.x + column, y: rect.bottom - 1 - row)
      }
    }
  }

  private static func eighths(_ fraction: Double, columns: Int) -> Int {
    guard fraction > 0 else { return 0 }
    let whole = columns * 8
    if fraction >= 1 { return whole }
    return min(whole - 1, max(1, Int(fraction * Double(whole) + 0.5)))
  }
}
