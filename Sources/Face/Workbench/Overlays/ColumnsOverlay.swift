internal import Canvas
internal import HuntPipeline

/// The alert list's columns, to show, order, widen and sort by; it stands at the right, so that the list is seen behind it.
enum ColumnsOverlay {
  static func draw(_ model: Model, _ place: Int, _ theme: Theme, _ surface: inout Surface) {
    let entries = model.alerts.columns.entries
    let inside = Window.open(Wording.columnsTitle, width: 46, height: entries.count + 2, isAtRight: true, theme, &surface)
    for (offset, entry) in entries.prefix(inside.height).enumerated() {
      let line = inside.row(offset)
      let isCursor = offset == place
      let isOnScreen = model.isOnScreen(entry)
      if isCursor { surface.fill(line, theme[.selection]) }
      let style = theme[isCursor ? .selection : isOnScreen ? .text : .textDim]
      let isSort = entry.column.sortKey == model.alerts.listing.sort && entry.column != .age
      let arrow = isSort ? (model.alerts.listing.isDescending ? "↓" : "↑") : " "
      let name =
        "\(isCursor ? "›" : " ") \(isOnScreen ? "✓" : entry.isShown ? "·" : " ") \(Wording.columnNames[entry.column] ?? "") \(arrow)"
      surface.draw(name, in: line, style)
      let width = isOnScreen ? String(model.width(of: entry)) : ""
      surface.draw(width, in: Rect(x: line.x + 13, y: line.y, width: 4, height: 1), style, align: .right)
      let note = isOnScreen || !entry.isShown ? Wording.columnNotes[entry.column] ?? "" : Wording.whereThereIsRoom
      surface.draw(note, in: line.cutLeft(19).rest, theme[isCursor ? .selection : .textDim])
    }
  }
}
