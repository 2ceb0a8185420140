internal import Canvas
internal import Casefile
internal import Decoding
internal import HuntPipeline

/// One row with a cell below the other, long values wrapped, and beneath each what it says when it is decoded.
enum UnfoldedRow {
  static func draw(_ model: Model, _ progress: RowsProgress, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let inside = rect.inset(1, 0)
    guard let row = row(model) else {
      let words = model.rows.isGone(model.rows.cursor) ? Wording.rowNotStored : Wording.loadingRows
      surface.draw(words, in: inside.row(0), theme[.textDim])
      return
    }
    var head = Wording.rowPlace(row.number, progress.count) + (progress.partial == nil ? "" : "+ \(Wording.partialRows)")
    if !model.rows.filter.isEmpty || model.rows.sort != nil {
      head += " · \(Figures.grouped(model.rows.cursor + 1)) of \(Figures.grouped(model.shownRows))"
    }
    surface.draw(head, in: inside.row(0), theme[.columnHead])
    let lines = lines(of: row, progress.columns, model, width: inside.width, enough: model.rows.unfoldedScroll + rect.height)
    for (offset, line) in lines.dropFirst(model.rows.unfoldedScroll).prefix(max(0, rect.height - 1)).enumerated() {
      surface.draw(line, in: inside.row(offset + 1))
    }
  }

  /// Lines of the row that is unfolded, counted up to a hundred screens.
  static func lineCount(_ model: Model, width: Int) -> Int {
    guard let progress = model.hunt?.rows, let row = row(model), width > 2 else { return 0 }
    let enough = min(10_000, model.rows.unfoldedScroll + model.size.height)
    return lines(of: row, progress.columns, model, width: width - 2, enough: enough).count
  }

  /// The row under the cursor, with its decoded texts whole where they are here.
  private static func row(_ model: Model) -> NumberedRow? {
    guard let row = model.rows.rowUnderCursor else { return nil }
    return model.rows.whole?.number == row.number ? model.rows.whole : row
  }

  /// No more lines are made than are enough.
  private static func lines(of row: NumberedRow, _ columns: [Column], _ model: Model, width: Int, enough: Int) -> [[Span]] {
    let theme = model.theme
    let cells = Array(zip(columns, row.cells).enumerated())
    let longest = cells.map { $0.element.0.name.cellWidth }.max() ?? 8
    let indent = min(longest, max(8, width / 3)) + 2
    var lines: [[Span]] = []
    func add(_ name: String, _ text: String, _ label: Role, _ role: Role) {
      // A cell of megabytes is wrapped only as far as the screen can show.
      let shown = String(text.unicodeScalars.prefix((enough - lines.count + 1) * max(1, width)))
      lines += SpanWrapping.labelled(name, shown, label: theme[label], text: theme[role], width: width, indent: indent)
    }
    for (place, (column, value)) in cells where !value.isEmpty && lines.count < enough {
      let texts = model.rows.unfolded.texts
      add(column.name.truncated(cells: indent - 2), texts.indices.contains(place) ? texts[place] : value.text, .field, .textStrong)
      guard !model.rows.hidesDecoded, let decoded = row.decoded.first(where: { $0.column == place }) else { continue }
      for found in decoded.texts where lines.count < enough {
        let cut = found.isCut ? " " + Wording.cutDecoded : ""
        add("", "\(Wording.decodedSign) \(found.label): \(found.text)\(cut)", .field, .quote)
      }
    }
    return lines
  }
}
