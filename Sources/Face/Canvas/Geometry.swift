/// A width and a height in cells; never negative.
package struct Size: Hashable, Sendable {
  /// Columns.
  package let width: Int

  /// Rows.
  package let height: Int

  /// Makes a size; a negative measure becomes 0.
  package init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
  }
}

/// One cell's place: column and row counted from 0 at the top left.
package struct Point: Hashable, Sendable {
  /// The column, from the left.
  package var x: Int

  /// The row, from the top.
  package var y: Int

  /// Makes a place, which may lie anywhere.
  package init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}

/// A rectangle of cells; its origin may lie outside a surface, its size is never negative.
package struct Rect: Hashable, Sendable {
  /// The first column.
  package var x: Int

  /// The first row.
  package var y: Int

  /// Columns.
  package let width: Int

  /// Rows.
  package let height: Int

  /// Makes a rectangle; a negative measure becomes 0.
  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The rectangle of that size at the top left.
  package init(_ size: Size) { self.init(x: 0, y: 0, width: size.width, height: size.height) }

  /// The first column to the right of the rectangle.
  package var right: Int { x + width }

  /// The first row below the rectangle.
  package var bottom: Int { y + height }

  /// Width and height alone.
  package var size: Size { Size(width: width, height: height) }

  /// Whether there is no cell in it.
  package var isEmpty: Bool { width == 0 || height == 0 }

  /// Whether a cell lies in it.
  package func contains(_ point: Point) -> Bool {
    point.x >= x && point.x < right && point.y >= y && point.y < bottom
  }
}

extension Rect {
  /// The cells in both rectangles; empty where they do not meet.
  package func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(x: left, y: top, width: min(right, other.right) - left, height: min(bottom, other.bottom) - top)
  }

  /// The rectangle without that many columns and rows at every side; one cell for what lies inside a border.
  package func inset(_ columns: Int = 1, _ rows: Int = 1) -> Rect {
    Rect(x: x + columns, y: y + rows, width: width - 2 * columns, height: height - 2 * rows)
  }

  /// The upper `rows` rows and what is left below them.
  package func cutTop(_ rows: Int) -> (top: Rect, rest: Rect) {
    let cut = min(max(0, rows), height)
    return (Rect(x: x, y: y, width: width, height: cut), Rect(x: x, y: y + cut, width: width, height: height - cut))
  }

  /// The lower `rows` rows and what is left above them.
  package func cutBottom(_ rows: Int) -> (bottom: Rect, rest: Rect) {
    let (rest, bottom) = cutTop(height - min(max(0, rows), height))
    return (bottom, rest)
  }

  /// The left `columns` columns and what is left beside them.
  package func cutLeft(_ columns: Int) -> (left: Rect, rest: Rect) {
    let cut = min(max(0, columns), width)
    return (Rect(x: x, y: y, width: cut, height: height), Rect(x: x + cut, y: y, width: width - cut, height: height))
  }

  /// The right `columns` columns and what is left beside them.
  package func cutRight(_ columns: Int) -> (right: Rect, rest: Rect) {
    let (rest, right) = cutLeft(width - min(max(0, columns), width))
    return (right, rest)
  }

  /// One row of the rectangle, counted from its top; empty when there is no such row.
  package func row(_ index: Int) -> Rect {
    Rect(x: x, y: y + index, width: width, height: index >= 0 && index < height ? 1 : 0)
  }

  /// A rectangle of that size (or what fits) in the middle, for overlays.
  package func centred(width wanted: Int, height tall: Int) -> Rect {
    let wide = min(wanted, width)
    let high = min(tall, height)
    return Rect(x: x + (width - wide) / 2, y: y + (height - high) / 2, width: wide, height: high)
  }
}
