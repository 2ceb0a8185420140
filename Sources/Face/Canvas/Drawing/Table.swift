/// Columns of a table: how wide each becomes and to which side its cells lean.
package struct Table: Sendable {
  /// How a column gets its width.
  package enum Width: Hashable, Sendable {
    case fixed(Int)
    /// As wide as its widest cell, within these bounds.
    case fitting(Int, Int)
    /// A share of what the others leave, by weight, but no less than the minimum.
    case share(weight: Int, least: Int)
  }

  /// One column.
  package struct Column: Hashable, Sendable {
    /// What stands above the column.
    package var title: String

    /// How the column gets its width.
    package var width: Width

    /// To which side its cells lean.
    package var align: Alignment

    /// Where cells that are too long are cut.
    package var cut: Cut

    /// Makes a column, left-aligned and cut at the end unless told otherwise.
    package init(_ title: String, _ width: Width, align: Alignment = .left, cut: Cut = .end) {
      self.title = title
      self.width = width
      self.align = align
      self.cut = cut
    }
  }

  /// The columns from left to right.
  package let columns: [Column]

  /// Blank columns between two neighbours.
  package let gap: Int

  /// Makes a table; a negative gap becomes 0.
  package init(_ columns: [Column], gap: Int = 1) {
    self.columns = columns
    self.gap = max(0, gap)
  }

  /// Widths for a table of `total` columns whose cells are `rows` (those on screen are enough); columns that no longer fit get 0.
  ///
  /// When too little room is left, the last columns go first.
  package func widths(total: Int, rows: [[String]] = []) -> [Int] {
    var widths = columns.indices.map { wanted($0, rows) }
    var count = columns.count
    while count > 0, widths[..<count].reduce(0, +) + gap * (count - 1) > total {
      let excess = widths[..<count].reduce(0, +) + gap * (count - 1) - total
      let last = count - 1
      if count == 1 {
        widths[last] = max(0, total)
        break
      }
      let smallest = min(widths[last], 4)
      if widths[last] - excess >= smallest {
        widths[last] -= excess
        break
      }
      widths[last] = 0
      count -= 1
    }
    share(total - widths.reduce(0, +) - gap * max(0, count - 1), among: count, &widths)
    return widths
  }

  private func wanted(_ index: Int, _ rows: [[String]]) -> Int {
    switch columns[index].width {
    case .fixed(let width): return max(0, width)
    case .share(_, let least): return max(0, least)
    case .fitting(let least, let most):
      let cells = rows.lazy.map {
        $0.indices.contains(index)
          ? $0[index].prefix(cells: most).endIndex == $0[index].endIndex
            ? $0[index].cellWidth : most : 0
      }
      return min(max(0, most), max(least, columns[index].title.cellWidth, cells.max() ?? 0))
    }
  }

  private func share(_ left: Int, among count: Int, _ widths: inout [Int]) {
    guard left > 0 else { return }
    let takers = columns.indices.prefix(count).compactMap { index -> (index: Int, weight: Int)? in
      guard case .share(let weight, _) = columns[index].width, weight > 0 else { return nil }
      return (index, weight)
    }
    var weights = takers.reduce(0) { $0 + $1.weight }
    var rest = left
    for taker in takers {
      let part = rest * taker.weight / weights
      widths[taker.index] += part
      rest -= part
      weights -= taker.weight
    }
  }
}

extension Surface {
  /// Draws one row of a table in the first row of `rect`; `widths` come from `Table.widths`, every cell brings its style.
  package mutating func draw(_ cells: [Span], of table: Table, widths: [Int], in rect: Rect) {
    var x = rect.x
    for (index, column) in table.columns.enumerated() where index < widths.count && widths[index] > 0 {
      let place = Rect(x: x, y: rect.y, width: min(widths[index], rect.right - x), height: min(1, rect.height))
      if index < cells.count {
        draw(cells[index].text, in: place, cells[index].style, align: column.align, cut: column.cut)
      }
      x += widths[index] + table.gap
    }
  }

  /// Draws the titles of a table's columns in the first row of `rect`.
  package mutating func drawTitles(of table: Table, widths: [Int], in rect: Rect, _ style: Style) {
    draw(table.columns.map { Span($0.title, style) }, of: table, widths: widths, in: rect)
  }
}
