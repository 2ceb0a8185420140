internal import Canvas
internal import Casefile
internal import Decoding
internal import HuntPipeline

/// The rows the query brought, as a table or one row unfolded.
package enum RowsPane {
  /// How many, and whether that is all, come first: that much is said in the narrowest title.
  static func figures(_ model: Model) -> [Figure] {
    let theme = model.theme
    guard let progress = model.hunt?.rows else { return [] }
    let rows = model.rows
    let shown = rows.filter.isEmpty ? nil : rows.problem == nil ? rows.progress.matching : 0
    let count = Wording.rowCount(shown, progress, isCounting: rows.isOrdering || rows.next != nil)
    let isEarlier = model.hunt?.resultsAreEarlier == true
    let isDoubtful = isEarlier || progress.partial != nil
    let words = isEarlier ? Wording.earlier(count) : count
    var spans = [Figure(words, theme[isDoubtful ? .warning : .titleFigure], isNeeded: isDoubtful)]
    if let sort = rows.sort, progress.columns.indices.contains(sort.column) {
      spans.append(Figure(Wording.sortedRows(progress.columns[sort.column].name, isDescending: sort.isDescending), theme[.title]))
    }
    return spans
  }

  /// What the line at the bottom says about the rows: news that was seen gives way to it, a warning does not.
  static func remark(_ model: Model) -> [Span]? {
    guard model.focus == .rows else { return nil }
    if let toast = model.toast, !toast.isSeen || (toast.kind != .good && toast.kind != .note) { return nil }
    if model.hunt?.resultsAreEarlier == true {
      return [Span("! ", model.theme[.warning]), Span(Wording.ofEarlierQuery, model.theme[.warning])]
    }
    if let words = unknownColumn(model) {
      return [Span("! ", model.theme[.warning]), Span(words, model.theme[.warning])]
    }
    if let row = model.rows.rowUnderCursor, model.rows.labels.talks(model.rows.cursor - model.rows.start) {
      return [Span("? ", model.theme[.warning]), Span(Wording.rowTalks(row.number), model.theme[.warning])]
    }
    return DecodedPreview.spans(model)
  }

  /// Says that the filter names a column that is none, and which one may be meant.
  private static func unknownColumn(_ model: Model) -> String? {
    guard let columns = model.hunt?.rows?.columns, let name = RowFilter(model.rows.filter, columns: columns).unknownColumn else {
      return nil
    }
    return Wording.noColumn(name, nearest: Spelling.nearest(to: name, among: columns.map(\.name), limit: 1).first)
  }

  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    guard let progress = model.hunt?.rows, progress.count > 0 else {
      let words = model.hunt?.empty == nil ? Wording.rowsHint : Wording.emptyTitle
      surface.drawWrapped(words, in: rect.inset(1, 0), theme[.textDim])
      return
    }
    if model.rows.isUnfolded, model.shownRows > 0 {
      UnfoldedRow.draw(model, progress, theme, &surface, rect)
      return
    }
    var rest = rect
    if model.hasRowStateLine {
      let (line, below) = rect.cutTop(1)
      RowsStateLine.draw(model, progress, theme, &surface, line.inset(1, 0))
      rest = below
    }
    drawTable(model, progress, theme, &surface, rest)
  }

  /// Cells for row numbers and the mark of proof.
  private static func gutter(_ model: Model) -> Int { max(3, Figures.grouped(model.hunt?.rows?.count ?? 0).count) + 2 }

  /// Cells that the columns have.
  static func tableWidth(_ model: Model, _ rect: Rect) -> Int { max(1, rect.width - gutter(model) - 1) }

  private static func drawTable(_ model: Model, _ progress: RowsProgress, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let gutter = gutter(model)
    let table = Rect(x: rect.x + gutter + 1, y: rect.y, width: tableWidth(model, rect), height: rect.height)
    let places = model.rows.layout.places(from: model.rows.leftColumn, width: table.width)
    drawHead(model, progress, places, theme, &surface, table.row(0))
    let count = model.shownRows
    if count == 0, !model.rows.isOrdering, model.rows.problem == nil {
      let none = Wording.noRowMatches(model.rows.filter, isTyping: model.rows.filterEditor != nil)
      let words = [none, unknownColumn(model)].compactMap { $0 }.joined(separator: " ")
      surface.drawWrapped(words, in: rect.cutTop(1).rest.inset(2, 0), theme[.textDim])
    }
    let proving = Set(model.provingRows)
    for offset in 1..<max(1, rect.height) {
      let place = model.rows.top + offset - 1
      let index = place - model.rows.start
      guard place < count else { break }
      let line = rect.row(offset)
      let isCursor = place == model.rows.cursor
      CursorRow.draw(isCursor, isFocused: model.focus == .rows, in: line, theme, &surface)
      guard let row = model.rows.row(at: place) else {
        surface.draw(model.rows.isGone(place) ? Wording.rowNotStored : "…", in: table.row(offset), theme[.textDim])
        continue
      }
      let number = Rect(x: line.x + 1, y: line.y, width: gutter - 2, height: 1)
      surface.draw(Figures.grouped(row.number), in: number, theme[.lineNumber], align: .right)
      if proving.contains(row.number) { surface.draw("✓", at: Point(x: line.x + gutter - 1, y: line.y), theme[.proving]) }
      if model.rows.labels.talks(index) { surface.draw("?", at: Point(x: line.x + gutter, y: line.y), theme[.warning]) }
      for place in places where row.cells.indices.contains(place.column) {
        var style = theme[role(progress.columns, place.column)]
        if isCursor, place.index == model.rows.column, model.focus == .rows { style = style.adding(.underline) }
        let text = model.rows.labels.text(index, place.column, showsDecoded: model.rows.showsDecoded)
        draw(text, place, progress.columns, style, in: table.row(offset), &surface)
      }
    }
    drawRule(places, theme, &surface, Rect(x: table.x, y: table.y, width: table.width, height: min(table.height, count + 1)))
  }

  private static func draw(
    _ text: String, _ place: ColumnLayout.Place, _ columns: [Column], _ style: Style, in line: Rect, _ surface: inout Surface
  ) {
    let isLast = place.x + place.width >= line.width
    let isRight = columns.indices.contains(place.column) && columns[place.column].type.isNumeric && !isLast
    let cell = Rect(x: line.x + place.x, y: line.y, width: place.width, height: 1)
    surface.draw(text, in: cell, style, align: isRight ? .right : .left)
  }

  /// Names; the current column is pointed at, the sorted one has its arrow, which stay when the name is cut.
  private static func drawHead(
    _ model: Model, _ progress: RowsProgress, _ places: [ColumnLayout.Place], _ theme: Theme, _ surface: inout Surface, _ line: Rect
  ) {
    for place in places where progress.columns.indices.contains(place.column) {
      let isCurrent = place.index == model.rows.column && model.focus == .rows
      let sort = model.rows.sort.flatMap { $0.column == place.column ? ($0.isDescending ? "↓" : "↑") : nil } ?? ""
      let point = isCurrent ? "▸" : ""
      let room = max(0, place.width - point.count - sort.count)
      let name = progress.columns[place.column].name.truncated(cells: room, ellipsis: surface.glyphs.ellipsis)
      let style = isCurrent ? theme[.titleFocus].over(theme[.columnHead]).adding(.underline) : theme[.columnHead]
      draw(point + name + sort, place, progress.columns, style, in: line, &surface)
    }
  }

  /// A line between the columns that stay and those that move.
  private static func drawRule(_ places: [ColumnLayout.Place], _ theme: Theme, _ surface: inout Surface, _ table: Rect) {
    guard let last = places.last(where: \.isFrozen), places.contains(where: { !$0.isFrozen }) else { return }
    for y in table.y..<table.bottom { surface.draw("│", at: Point(x: table.x + last.x + last.width + 1, y: y), theme[.border]) }
  }

  private static func role(_ columns: [Column], _ index: Int) -> Role {
    guard columns.indices.contains(index) else { return .text }
    switch columns[index].type {
    case .datetime, .timespan: return .time
    case .int, .long, .real, .decimal: return .number
    default: return .text
    }
  }

  /// A value as a table has room for it: seconds are enough, and a long value is cut before it is drawn.
  static func cell(_ value: Value) -> String {
    switch value {
    case .datetime(let moment): moment.text(decimals: moment.ticks % DateTime.ticksPerSecond == 0 ? 0 : 3)
    case .string(let text): String(text.unicodeScalars.prefix(400))
    default: String(value.text.unicodeScalars.prefix(400))
    }
  }
}

extension DecodedCell {
  /// The value with what is encoded replaced by what it says, each behind its sign; of several layers the innermost.
  func inPlace(of original: String) -> String {
    let bytes = Array(original.utf8.prefix(4_000))
    var text = ""
    var end = 0
    var innermost: [DecodedText] = []
    for found in texts {
      if innermost.last?.range == found.range { innermost.removeLast() }
      innermost.append(found)
    }
    for found in innermost where found.range.lowerBound >= end && found.range.lowerBound <= bytes.count {
      // A table has room for little: what stands before the first one gives way to it.
      let isLong = text.isEmpty && found.range.lowerBound > 12
      text += isLong ? "… " : String(decoding: bytes[end..<found.range.lowerBound], as: UTF8.self)
      text += Wording.decodedSign + found.text.prefix(2_000)
      end = max(end, min(bytes.count, found.range.upperBound))
      if found.range.isEmpty { end = bytes.count }
    }
    return text + String(decoding: bytes[end...], as: UTF8.self)
  }
}

/// The line above the table: the filter, what is being done, and what is missing.
enum RowsStateLine {
  static func draw(_ model: Model, _ progress: RowsProgress, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    var spans = news(model, progress, theme)
    guard let editor = model.rows.filterEditor else {
      if !model.rows.filter.isEmpty { spans.insert(Span("/" + model.rows.filter, theme[.warning]), at: 0) }
      surface.draw(joined(spans, theme), in: rect)
      return
    }
    spans.insert(
      Span(
        Wording.rowCount(model.rows.filter.isEmpty ? nil : model.rows.progress.matching, progress, isCounting: model.rows.isOrdering),
        theme[.titleFigure]), at: 0)
    let right = joined(spans, theme)
    let wide = min(rect.width * 3 / 5, right.reduce(0) { $0 + $1.text.cellWidth })
    let (news, line) = rect.cutRight(wide + 1)
    surface.draw(Wording.filterPrompt, in: line, theme[.inputPrompt])
    let (_, text) = line.cutLeft(2)
    if editor.isEmpty { surface.draw(Wording.rowFilterHint, in: text, theme[.inputHint]) }
    EditorLine.draw(editor, line: 0, isFocused: model.overlay == nil, in: text, theme[.input], &surface)
    surface.draw(right, in: Rect(x: news.x + 1, y: news.y, width: news.width - 1, height: 1))
  }

  private static func joined(_ spans: [Span], _ theme: Theme) -> [Span] {
    spans.enumerated().flatMap { $0 == 0 ? [$1] : [Span(" · ", theme[.textDim]), $1] }
  }

  private static func news(_ model: Model, _ progress: RowsProgress, _ theme: Theme) -> [Span] {
    var spans: [Span] = []
    let rows = model.rows
    if let problem = rows.problem {
      spans.append(Span(problem.summary, theme[.bad]))
    } else if rows.isOrdering {
      spans.append(Span(Wording.ordering(rows.progress, of: progress.count, isSorting: rows.sort != nil), theme[.busy]))
      if rows.sort != nil, rows.filterEditor == nil {
        spans.append(Span("\(model.keys.label(of: .back)) \(Wording.stop)", theme[.footerKey]))
      }
    }
    if let partial = progress.partial { spans.append(Span(Wording.partial(partial), theme[.warning])) }
    if let scanned = progress.scanned { spans.append(Span(Wording.scanned(scanned), theme[.textDim])) }
    spans += progress.notes.map { Span($0, theme[.textDim]) }
    if !rows.layout.hidden.isEmpty {
      spans.append(Span(Wording.hiddenColumns(rows.layout.hidden.count, model.keys.label(of: .showAllColumns)), theme[.textDim]))
    }
    return spans
  }
}
