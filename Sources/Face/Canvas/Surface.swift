/// A grid of cells to draw on: what one frame of the screen shows.
///
/// Text gets in only through `draw`, which makes it safe; see `SafeClusters` for the marks. Coordinates may lie outside: what does not
/// fit into the surface and the current clip is left out. A style whose background is `.standard` keeps the background that is there.
package struct Surface: Equatable, Sendable {
  package let size: Size

  /// The characters that lines and marks are made of.
  package let glyphs: GlyphSet

  /// Where the text cursor blinks; nil hides it.
  package var cursor: Point?

  /// The rectangle that drawing may touch; always inside the surface.
  package private(set) var clip: Rect

  private var cells: [Cell]

  package init(size: Size, style: Style = .plain, glyphs: GlyphSet = .unicode) {
    self.size = size
    self.glyphs = glyphs
    clip = Rect(size)
    cells = [Cell](repeating: .blank(style), count: size.width * size.height)
  }

  /// The whole surface.
  package var bounds: Rect { Rect(size) }

  /// The cell at a place; a blank one outside.
  package subscript(x: Int, y: Int) -> Cell {
    guard bounds.contains(Point(x: x, y: y)) else { return .blank() }
    return cells[y * size.width + x]
  }

  /// The cells of one row, from the left; empty outside.
  package func row(_ y: Int) -> ArraySlice<Cell> {
    guard y >= 0 && y < size.height else { return [] }
    return cells[y * size.width..<(y + 1) * size.width]
  }

  /// Lets `body` draw inside `rect` only.
  package mutating func clipped(to rect: Rect, _ body: (inout Surface) -> Void) {
    let outer = clip
    clip = outer.intersection(rect)
    body(&self)
    clip = outer
  }

  /// Empties a rectangle and gives it a style.
  package mutating func fill(_ rect: Rect, _ style: Style) {
    let area = rect.intersection(clip)
    guard !area.isEmpty else { return }
    for y in area.y..<area.bottom {
      for x in area.x..<area.right { place(Cell.blank(style), x: x, y: y) }
    }
  }

  /// Changes the look of what is drawn already, as for a raised row or a dimmed background behind an overlay.
  package mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    let area = rect.intersection(clip)
    guard !area.isEmpty else { return }
    for y in area.y..<area.bottom {
      for x in area.x..<area.right { change(&cells[y * size.width + x].style) }
    }
  }
}

extension Surface {
  /// Puts a cluster into the grid and returns nothing outside the clip; a wide cluster that is cut in half leaves a blank.
  mutating func put(_ text: String, width: Int, style: Style, x: Int, y: Int) {
    guard y >= clip.y, y < clip.bottom, x < clip.right, x + width > clip.x else { return }
    if width == 1 {
      place(Cell(text, width: 1, style: merged(style, x, y)), x: x, y: y)
    } else if x >= clip.x, x + 1 < clip.right {
      let merged = merged(style, x, y)
      place(Cell(text, width: 2, style: merged), x: x, y: y)
      place(.rightHalf(merged), x: x + 1, y: y)
    } else {
      let column = x < clip.x ? x + 1 : x
      place(.blank(merged(style, column, y)), x: column, y: y)
    }
  }

  private func merged(_ style: Style, _ x: Int, _ y: Int) -> Style {
    guard style.background == .standard else { return style }
    var copy = style
    copy.background = cells[y * size.width + x].style.background
    return copy
  }

  /// Writes one cell; what is left of a wide cluster that it overwrites becomes blank.
  private mutating func place(_ cell: Cell, x: Int, y: Int) {
    let index = y * size.width + x
    let old = cells[index]
    if old.width == 2, cell.width != 2, x + 1 < size.width { cells[index + 1] = .blank(cells[index + 1].style) }
    if old.width == 0, cell.width != 0, x > 0 { cells[index - 1] = .blank(cells[index - 1].style) }
    if cell.width == 0, old.width == 2, x + 1 < size.width { cells[index + 1] = .blank(cells[index + 1].style) }
    cells[index] = cell
  }
}
