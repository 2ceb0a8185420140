internal import Canvas
internal import Casefile
internal import HuntPipeline

/// All that is stored about one entity: when it was seen and by how many, its tables on one time axis, its processes, its rows.
package enum EntityPane {
  /// Lines above the part that scrolls: the name, when it was seen, by how many and which window.
  static let headLines = 3
  /// Cells of a table's name and of its count.
  private static let nameWidth = 24
  private static let countWidth = 9

  static func figures(_ model: Model) -> [Figure] {
    guard let question = model.entity.question else { return [] }
    let window = Wording.windows[question.window] ?? ""
    return [Figure(window, model.theme[.titleFigure]), Figure(model.zone.label, model.theme[.title])]
  }

  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let inside = rect.inset(1, 0)
    guard let question = model.entity.question else {
      surface.drawWrapped(Wording.noEntityPage, in: inside, theme[.textDim])
      return
    }
    let subject = question.subject
    let badges = BadgeSpans.spans(model, subject.entityKind, subject.name)
    surface.draw(
      [Span(subject.kind.rawValue + "  ", theme[.field]), Span(Defanging.defanged(subject.name), theme[.textStrong])] + badges,
      in: inside.row(0))
    guard let page = model.entity.page else {
      let words = model.entity.problem ?? Wording.reading(model.entity.progress, model.keys.label(of: .back))
      surface.drawWrapped(words, in: inside.cutTop(1).rest, theme[model.entity.problem == nil ? .busy : .warning])
      return
    }
    drawHead(page, question, model, theme, &surface, inside)
    let (_, body) = rect.cutTop(headLines)
    for offset in 0..<max(0, body.height) {
      let place = model.entity.top + offset
      guard place < model.entity.lineCount else { break }
      let row = body.row(offset)
      CursorRow.draw(place == model.entity.cursor, isFocused: model.focus == .entity, in: row, theme, &surface)
      draw(model.entity.line(place), page, model, theme, &surface, row.inset(1, 0))
    }
  }

  private static func drawHead(
    _ page: EntityPage, _ question: EntityQuestion, _ model: Model, _ theme: Theme, _ surface: inout Surface, _ inside: Rect
  ) {
    guard let first = page.firstSeen, let last = page.lastSeen else {
      surface.draw(model.place.asksServices ? Wording.nothingHere : Wording.nothingStored, in: inside.row(1), theme[.warning])
      return
    }
    let label = model.zone.label
    surface.draw(
      [
        Span(Wording.firstSeen, theme[.field]), Span(Figures.full(first, zone: model.zone) + " " + label, theme[.time]),
        Span(Wording.lastSeen, theme[.field]), Span(Figures.full(last, zone: model.zone) + " " + label, theme[.time]),
      ], in: inside.row(1))
    let seen = page.count == 0 ? Wording.nothingInWindow : Wording.prevalence(page, of: question.subject.kind)
    let place = model.place.asksServices ? "  ·  " + Wording.rowsHereOnly : ""
    let window =
      page.axis.map {
        "  ·  \(Wording.windows[question.window] ?? ""): \(Figures.range($0.from, $0.to, now: model.now, zone: model.zone)) \(label)"
      } ?? ""
    surface.draw(
      [Span(seen, theme[page.count == 0 ? .warning : .text]), Span(place, theme[.warning]), Span(window, theme[.textDim])],
      in: inside.row(2))
  }

  private static func draw(
    _ line: EntityLine, _ page: EntityPage, _ model: Model, _ theme: Theme, _ surface: inout Surface, _ row: Rect
  ) {
    switch line {
    case .heading(let section): drawHeading(section, page, model, theme, &surface, row)
    case .table(let place): drawTable(page.tables[place], page, theme, &surface, row)
    case .note(let place): surface.draw(page.notes[place], in: row, theme[.warning])
    case .process(let place): surface.draw(process(place, page, model, theme), in: row)
    case .row(let place): surface.draw(rowSpans(place, model, theme), in: row)
    case .cell(let place):
      let cell = model.entity.cells[place]
      let name = "    " + cell.name.fitted(cells: min(30, max(10, row.width / 4))) + "  "
      surface.draw(
        [Span(name, theme[.field]), Span(String(cell.text.unicodeScalars.prefix(1000)), theme[.textStrong])], in: row)
    case .blank: break
    }
  }

  private static func drawHeading(
    _ section: EntitySection, _ page: EntityPage, _ model: Model, _ theme: Theme, _ surface: inout Surface, _ row: Rect
  ) {
    switch section {
    case .tree: surface.draw(Wording.treeHeading(page) + " · \(model.zone.label)", in: row, theme[.columnHead])
    case .rows:
      surface.draw(
        Wording.rowsHeading(page, isOldestFirst: model.entity.isOldestFirst) + " · \(model.zone.label)", in: row, theme[.columnHead])
    case .tables:
      surface.draw(Wording.tablesHeading, in: row, theme[.columnHead])
      guard let axis = page.axis, let bars = barsRect(row) else { return }
      let start = Figures.moment(axis.from, now: model.now, zone: model.zone, seconds: false)
      let end = Figures.moment(axis.to, now: model.now, zone: model.zone, seconds: false)
      surface.draw(start, in: bars, theme[.textDim])
      if bars.width > start.cellWidth + end.cellWidth { surface.draw(end, in: bars, theme[.textDim], align: .right) }
    }
  }

  /// Where the bars of all tables stand; nil where there is no room.
  private static func barsRect(_ row: Rect) -> Rect? {
    let x = row.x + nameWidth + countWidth + 2
    let width = min(60, row.right - x - 22)
    return width >= 8 ? Rect(x: x, y: row.y, width: width, height: 1) : nil
  }

  private static func drawTable(_ table: EntityPage.Table, _ page: EntityPage, _ theme: Theme, _ surface: inout Surface, _ row: Rect) {
    let count = Figures.grouped(table.count).fitted(cells: countWidth, align: .right)
    let style = theme[table.count == 0 ? .textDim : .text]
    surface.draw([Span(table.name.fitted(cells: nameWidth), style), Span(count, theme[.number])], in: row)
    let rest = table.total - table.count
    guard let bars = barsRect(row) else { return }
    surface.sparkline(Bars.spread(table.bars, over: bars.width), in: bars, theme[.histogram])
    guard rest > 0 else { return }
    surface.draw(
      Wording.elsewhere(rest), in: Rect(x: bars.right + 1, y: row.y, width: max(0, row.right - bars.right - 1), height: 1), theme[.textDim])
  }

  private static func process(_ place: Int, _ page: EntityPage, _ model: Model, _ theme: Theme) -> [Span] {
    guard model.entity.treeLines.indices.contains(place) else { return [] }
    let line = model.entity.treeLines[place]
    let node = page.tree.nodes[line.place]
    let sign = node.children.isEmpty ? "· " : model.entity.folded.contains(line.place) ? "▸ " : "▾ "
    let isNamed = model.isNamed(node)
    let name = node.name.isEmpty ? "?" : node.name
    var spans = [
      Span(String(repeating: "  ", count: min(16, line.depth)) + sign, theme[.textDim]),
      Span(name + (node.id.map { " \($0)" } ?? ""), theme[isNamed ? .bad : node.isSeen ? .textStrong : .textDim]),
    ]
    if isNamed { spans.append(Span("  ◀ " + Wording.named, theme[.bad])) }
    if node.isSeen {
      spans.append(Span("  \(Figures.moment(node.time, now: model.now, zone: model.zone))", theme[.time]))
      if !node.account.isEmpty { spans.append(Span("  " + node.account, theme[.textDim])) }
    } else {
      spans.append(Span("  " + Wording.notSeen, theme[.textDim]))
    }
    spans.append(Span("  " + Defanging.defanged(node.commandLine), theme[.text]))
    return spans
  }

  private static func rowSpans(_ place: Int, _ model: Model, _ theme: Theme) -> [Span] {
    guard let row = model.entity.row(at: place) else { return [Span("…", theme[.textDim])] }
    let sign = model.entity.unfolded == place ? "▾ " : "  "
    // The first row tells whether any year must be told, so that the column stands still.
    let isThisYear = model.entity.page?.firstSeen.map { Figures.isThisYear($0, now: model.now, zone: model.zone) } ?? true
    let time = Figures.moment(row.time, now: model.now, zone: model.zone).fitted(cells: Figures.momentWidth(isThisYear) + 1)
    return [
      Span(sign, theme[.textDim]), Span(time, theme[.time]), Span(row.table.fitted(cells: 22) + " ", theme[.field]),
      Span(Defanging.defanged(row.text), theme[.text]),
    ]
  }
}
