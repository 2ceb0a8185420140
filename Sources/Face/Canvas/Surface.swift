/// A grid of cells to draw on: what one frame of the screen shows.
///
/// Text gets in only through `draw`, which makes it safe; see `SafeClusters` for the marks. Coordinates may lie outside: what does not
/// fit into the surface and the current clip is left out. A style whose background is `.standard` keeps the background that is there.
package struct Surface: Sendable {
  /// Width and height in cells.
  package let size: Size

  /// The characters that lines and marks are made of.
  package let glyphs: GlyphSet

  /// Where the text cursor blinks; nil hides it.
  package var cursor: Point?

  /// The rectangle that drawing may touch; always inside the surface.
  package private(set) var clip: Rect

  private var cells: [PackedCell]

  /// Clusters of several scalars, which cells refer to by number.
  private var clusters: [String] = []

  /// Makes a blank surface.
  package init(size: Size, style: Style = .plain, glyphs: GlyphSet = .unicode) {
    self.size = size
    self.glyphs = glyphs
    clip = Rect(size)
    cells = [PackedCell](repeating: .blank(style), count: size.width * size.height)
  }

  /// The whole surface.
  package var bounds: Rect { Rect(size) }

  /// The cell at a place; a blank one outside.
  package subscript(x: Int, y: Int) -> Cell {
    guard bounds.contains(Point(x: x, y: y)) else { return .blank() }
    return unpacked(cells[y * size.width + x])
  }

  /// The cells of one row, from the left; empty outside.
  package func row(_ y: Int) -> [Cell] {
    guard y >= 0 && y < size.height else { return [] }
    return cells[y * size.width..<(y + 1) * size.width].map(unpacked)
  }

  /// Whether a row shows the same here and there; false for surfaces of different widths.
  package func row(_ y: Int, isSameAsIn other: Surface) -> Bool {
    guard size.width == other.size.width, y >= 0, y < size.height, y < other.size.height else { return false }
    let start = y * size.width
    for index in start..<start + size.width {
      let (mine, theirs) = (cells[index], other.cells[index])
      if mine.isCluster || theirs.isCluster {
        if !mine.looksLike(theirs) || unpacked(mine).text != other.unpacked(theirs).text { return false }
      } else if mine != theirs {
        return false
      }
    }
    return true
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
    let blank = PackedCell.blank(style)
    for y in area.y..<area.bottom {
      // Only a wide cluster across an edge of the area needs care.
      place(blank, x: area.x, y: y)
      place(blank, x: area.right - 1, y: y)
      for index in y * size.width + area.x..<y * size.width + area.right { cells[index] = blank }
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

extension Surface: Equatable {
  /// Whether both show the same, cursor included; clips do not count.
  package static func == (left: Surface, right: Surface) -> Bool {
    left.size == right.size && left.glyphs == right.glyphs && left.cursor == right.cursor
      && (0..<left.size.height).allSatisfy { left.row($0, isSameAsIn: right) }
  }
}

extension Surface {
  /// Puts a cluster into the grid, or nothing outside the clip; a wide cluster that is cut in half leaves a blank.
  mutating func put(_ text: String, width: Int, style: Style, x: Int, y: Int) {
    guard y >= clip.y, y < clip.bottom, x < clip.right, x + width > clip.x else { return }
    if width == 1 {
      draw(packed(text, width: 1, style: style), x: x, y: y)
    } else if x >= clip.x, x + 1 < clip.right {
      draw(packed(text, width: 2, style: style), x: x, y: y)
      draw(PackedCell(code: PackedCell.rightHalf, width: 0, style: style), x: x + 1, y: y)
    } else {
      draw(.blank(style), x: x < clip.x ? x + 1 : x, y: y)
    }
  }

  /// Puts printable ASCII into the grid, one byte a column, clipped; the caller has made sure of it.
  mutating func putPlain(_ bytes: UnsafeBufferPointer<UInt8>, style: Style, x: Int, y: Int) {
    guard y >= clip.y, y < clip.bottom else { return }
    let first = max(0, clip.x - x)
    let end = min(bytes.count, clip.right - x)
    guard first < end else { return }
    let blank = PackedCell.blank(style)
    for index in first..<end { draw(blank.with(code: UInt32(bytes[index])), x: x + index, y: y) }
  }

  private mutating func draw(_ cell: PackedCell, x: Int, y: Int) {
    place(cell.over(cells[y * size.width + x]), x: x, y: y)
  }

  /// Writes one cell; what is left of a wide cluster that it overwrites becomes blank.
  private mutating func place(_ cell: PackedCell, x: Int, y: Int) {
    let index = y * size.width + x
    let old = cells[index].width
    cells[index] = cell
    if old == 1 { return }
    if old == 2, x + 1 < size.width, cells[index + 1].width == 0 { cells[index + 1] = .blank(cells[index + 1].style) }
    if old == 0, cell.width != 0, x > 0, cells[index - 1].width == 2 { cells[index - 1] = .blank(cells[index - 1].style) }
  }

  private mutating func packed(_ text: String, width: Int8, style: Style) -> PackedCell {
    let scalars = text.unicodeScalars
    if let first = scalars.first, scalars.index(after: scalars.startIndex) == scalars.endIndex {
      return PackedCell(code: first.value, width: width, style: style)
    }
    clusters.append(text)
    return PackedCell(code: PackedCell.clusterFlag | UInt32(clamping: clusters.count - 1), width: width, style: style)
  }

  private func unpacked(_ cell: PackedCell) -> Cell {
    if cell.isCluster { return Cell(clusters[Int(cell.code & ~PackedCell.clusterFlag)], width: cell.width, style: cell.style) }
    if cell.width == 0 { return Cell("", width: 0, style: cell.style) }
    return Cell(Unicode.Scalar(cell.code).map(String.init) ?? " ", width: cell.width, style: cell.style)
  }
}
