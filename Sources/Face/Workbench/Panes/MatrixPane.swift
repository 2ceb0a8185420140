internal import Canvas
internal import AttackCatalogue
internal import Casefile
internal import HuntPipeline

/// ATT&CK by tactic: what findings and the alerts shown name, counted and shaded.
package enum MatrixPane {
  static func figures(_ model: Model) -> [Figure] {
    guard model.tab == .matrix else { return [] }
    let tactics = Figure("\(model.matrixColumns.count)/15", model.theme[.titleFigure])
    let most = model.matrixColumns.flatMap(\.cells).map(\.count).max() ?? 1
    return [tactics, Figure("tactics of v\(AttackMatrix.version)", model.theme[.title]), Figure(legend(most), model.theme[.title])]
  }

  /// What the shades mean: the most seen beside each.
  private static func legend(_ most: Int) -> String {
    guard most > 3 else { return most > 1 ? "█ \(most) seen" : "█ seen once" }
    return zip(["░", "▒", "▓", "█"], 1...4).map { "\($0) ≤\(max(1, most * $1 / 4))" }.joined(separator: " ")
  }

  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let columns = model.matrixColumns
    guard !columns.isEmpty else {
      surface.drawWrapped(Wording.matrixHint, in: rect.inset(1, 0), theme[.textDim])
      return
    }
    let footLines = rect.height >= 8 ? min(5, rect.height / 3) : 0
    let fitting = max(1, min(columns.count, (rect.width - 1) / 18))
    let width = max(8, (rect.width - 1) / fitting)
    let first = min(max(0, model.matrix.column - fitting + 1), max(0, columns.count - fitting))
    let last = min(columns.count, first + fitting)
    let (foot, above) = rect.cutBottom(footLines)
    let (edges, grid) = above.cutTop(fitting < columns.count && above.height >= 4 ? 1 : 0)
    if edges.height > 0 {
      if first > 0 { surface.draw(Wording.hiddenLeft(first), in: edges.inset(1, 0), theme[.warning]) }
      if last < columns.count {
        surface.draw(Wording.hiddenRight(columns.count - last), in: edges.inset(1, 0), theme[.warning], align: .right)
      }
    }
    let most = columns.flatMap(\.cells).map(\.count).max() ?? 1
    for (offset, column) in columns.dropFirst(first).prefix(fitting).enumerated() {
      let area = Rect(x: grid.x + offset * width, y: grid.y, width: width, height: grid.height)
      draw(column, place: first + offset, most: most, model, theme, &surface, area)
    }
    if footLines > 0 { drawFoot(model, theme, &surface, foot) }
  }

  private static func draw(
    _ column: MatrixColumn, place: Int, most: Int, _ model: Model, _ theme: Theme, _ surface: inout Surface, _ area: Rect
  ) {
    let head = area.row(0)
    let count = Figures.short(column.count)
    surface.draw(
      column.tactic.name, in: Rect(x: head.x + 1, y: head.y, width: area.width - 3 - count.count, height: 1),
      theme[Role.tactic(column.tactic.shortName)].adding(.bold))
    surface.draw(count, in: Rect(x: head.right - 1 - count.count, y: head.y, width: count.count, height: 1), theme[.number])
    let visible = max(1, area.height - 1)
    let isColumn = place == model.matrix.column
    let top = isColumn ? max(0, model.matrix.line - visible + 1) : 0
    for (offset, cell) in column.cells.dropFirst(top).prefix(visible).enumerated() {
      let row = Rect(x: area.x, y: area.y + 1 + offset, width: area.width - 1, height: 1)
      CursorRow.draw(isColumn && top + offset == model.matrix.line, isFocused: model.focus == .matrix, in: row, theme, &surface)
      surface.draw(shade(cell.count, of: most), at: Point(x: row.x + 1, y: row.y), theme[Role.tactic(column.tactic.shortName)])
      surface.draw("\(cell.id) \(cell.name)", in: Rect(x: row.x + 3, y: row.y, width: row.width - 3, height: 1), theme[.text])
    }
  }

  private static func shade(_ count: Int, of most: Int) -> String {
    let step = most <= 1 ? 3 : min(3, (count * 4 - 1) / max(1, most))
    return ["░", "▒", "▓", "█"][max(0, step)]
  }

  private static func drawFoot(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    guard let cell = model.techniqueUnderCursor else { return }
    let inside = rect.inset(1, 0)
    surface.draw(
      [Span("\(cell.id) \(cell.name)", theme[.textStrong]), Span("  " + Wording.technique(cell), theme[.textDim])], in: inside.row(0))
    for (offset, place) in model.findingPlaces(of: cell).prefix(max(0, rect.height - 1)).enumerated() {
      guard let finding = model.hunt?.findings[place] else { continue }
      let mark = EvidenceMark(finding.evidence)
      surface.draw(
        [
          Span("\(mark.sign) ", theme[mark.role]), Span("\(finding.mitre.id) ", theme[.textDim]),
          Span(Defanging.defanged(finding.title), theme[.text]),
        ],
        in: inside.row(offset + 1))
    }
  }
}
