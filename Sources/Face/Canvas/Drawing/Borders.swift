/// The lines between panes, collected first and drawn once, so that neighbours share one line and every crossing gets the right joint.
///
/// Give two panes rectangles that overlap by one row or column; where their edges meet, ├ ┬ ┼ and the like come out by themselves.
package struct Borders: Sendable {
  /// Which way a line leaves a cell.
  struct Arms: OptionSet, Sendable {
    let rawValue: UInt8

    static let up = Arms(rawValue: 1)
    static let down = Arms(rawValue: 2)
    static let left = Arms(rawValue: 4)
    static let right = Arms(rawValue: 8)
  }

  private struct Label: Sendable {
    let spans: [Span]
    let rect: Rect
    let align: Alignment
  }

  private var arms: [Point: Arms] = [:]
  private var styles: [Point: Style] = [:]
  private var labels: [Label] = []

  /// Starts without any line.
  package init() {}

  /// Adds the edge of a rectangle of at least 2×2; a later one (the focused pane) gives the style where two share a line.
  package mutating func add(_ rect: Rect, _ style: Style) {
    guard rect.width >= 2, rect.height >= 2 else { return }
    line(from: Point(x: rect.x, y: rect.y), across: rect.width, style)
    line(from: Point(x: rect.x, y: rect.bottom - 1), across: rect.width, style)
    line(from: Point(x: rect.x, y: rect.y), down: rect.height, style)
    line(from: Point(x: rect.right - 1, y: rect.y), down: rect.height, style)
  }

  /// Adds a horizontal line over so many columns, its two ends included.
  package mutating func line(from start: Point, across columns: Int, _ style: Style) {
    for step in 0..<max(0, columns) {
      var arm: Arms = []
      if step > 0 { arm.insert(.left) }
      if step < columns - 1 { arm.insert(.right) }
      join(Point(x: start.x + step, y: start.y), arm, style)
    }
  }

  /// Adds a vertical line over so many rows, its two ends included.
  package mutating func line(from start: Point, down rows: Int, _ style: Style) {
    for step in 0..<max(0, rows) {
      var arm: Arms = []
      if step > 0 { arm.insert(.up) }
      if step < rows - 1 { arm.insert(.down) }
      join(Point(x: start.x, y: start.y + step), arm, style)
    }
  }

  /// Writes spans into the top edge of a rectangle, one space around them, cut where they do not fit.
  package mutating func title(_ spans: [Span], on rect: Rect, align: Alignment = .left) {
    title(spans, row: rect.y, on: rect, align: align)
  }

  /// Writes spans into the bottom edge of a rectangle, as `title` does at the top.
  package mutating func footer(_ spans: [Span], on rect: Rect, align: Alignment = .right) {
    title(spans, row: rect.bottom - 1, on: rect, align: align)
  }

  /// Draws all lines, then all titles.
  package func draw(on surface: inout Surface) {
    for (point, arm) in arms {
      let glyph = surface.glyphs.lines[Int(arm.rawValue & 15)]
      surface.put(glyph, width: 1, style: styles[point] ?? .plain, x: point.x, y: point.y)
    }
    for label in labels { surface.draw(label.spans, in: label.rect, align: label.align) }
  }

  private mutating func title(_ spans: [Span], row: Int, on rect: Rect, align: Alignment) {
    guard rect.width >= 6, !spans.isEmpty else { return }
    let room = rect.width - 4
    let width = spans.reduce(0) { $0 + $1.text.cellWidth }
    var padded = spans
    padded.insert(Span(" ", spans[0].style), at: 0)
    padded.append(Span(" ", spans[spans.count - 1].style))
    if width + 2 > room { padded.removeLast() }
    labels.append(Label(spans: padded, rect: Rect(x: rect.x + 2, y: row, width: room, height: 1), align: align))
  }

  private mutating func join(_ point: Point, _ arm: Arms, _ style: Style) {
    arms[point, default: []].formUnion(arm)
    styles[point] = style
  }
}
