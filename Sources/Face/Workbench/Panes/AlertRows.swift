internal import Canvas
internal import Casefile
internal import HuntPipeline

/// The lines of the alert list: its columns, and what each shows of an alert or a group.
struct AlertRows {
  private let model: Model
  private let theme: Theme
  private let columns: [AlertColumns.Placed]

  /// Columns for a list of so many cells, its edges included.
  init(_ model: Model, _ theme: Theme, width: Int) {
    self.model = model
    self.theme = theme
    columns = model.alerts.columns.placed(in: width - 3, entityWidth: model.alerts.entityWidth)
  }

  func drawTitles(in rect: Rect, _ surface: inout Surface) {
    each(in: rect, columns.map(\.width)) { column, place in
      surface.draw(
        title(column), in: place, theme[.columnHead], align: AlertRows.isRight(column.column) ? .right : .left)
    }
  }

  /// A column's name; times say in which zone they are where that has room.
  private func title(_ placed: AlertColumns.Placed) -> String {
    let name = Wording.columnNames[placed.column] ?? ""
    guard placed.column == .time, placed.width >= 12 else { return name }
    let whole = "\(name) \(model.zone.label)"
    return whole.cellWidth <= placed.width ? whole : model.zone.label
  }

  func draw(_ line: AlertLine, isCursor: Bool, in rect: Rect, _ surface: inout Surface) {
    var widths = columns.map(\.width)
    let room = columns.firstIndex { $0.column == .entity }.map { widths[$0] } ?? 0
    let entity = BadgeSpans.marked(EntityLabel.short(line.entity), of: line.entity, room: room, model)
    // An address that was cut would be another one: its row's title gives way.
    if EntityLabel.isAddress(entity), let own = columns.firstIndex(where: { $0.column == .entity }),
      let title = columns.firstIndex(where: { $0.column == .title })
    {
      let excess = min(max(0, entity.cellWidth - widths[own]), max(0, widths[title] - 8))
      widths[title] -= excess
      widths[own] += excess
    }
    let spans = columns.map { cell($0, line, entity: entity, isCursor: isCursor) }
    // A group's name may go on over cells in which a group has nothing to say.
    if line.group != nil, let title = columns.firstIndex(where: { $0.column == .title }) {
      for next in spans.indices where next > title {
        guard spans[next].text.isEmpty else { break }
        widths[title] += widths[next] + 1
        widths[next] = -1
      }
    }
    var next = 0
    each(in: rect, widths) { column, place in
      let span = spans[next]
      next += 1
      surface.draw(span.text, in: place, span.style, align: AlertRows.isRight(column.column) ? .right : .left)
    }
  }

  private func each(in rect: Rect, _ widths: [Int], _ body: (AlertColumns.Placed, Rect) -> Void) {
    var x = rect.x
    for (column, width) in zip(columns, widths) {
      body(column, Rect(x: x, y: rect.y, width: max(0, min(width, rect.right - x)), height: 1))
      x += width + 1
    }
  }

  private static func isRight(_ column: AlertColumn) -> Bool { column == .time || column == .age }

  private func cell(_ placed: AlertColumns.Placed, _ line: AlertLine, entity: String, isCursor: Bool) -> Span {
    let grouping = model.alerts.listing.grouping
    // A group tells of itself only what all of its alerts have.
    func shared(_ text: String, _ shares: AlertListing.Grouping) -> String { line.group == nil || grouping == shares ? text : "" }
    switch placed.column {
    case .severity:
      let severity = SeverityMark(line.severity)
      return Span("\(severity.shape) \(severity.letter)", theme[severity.role])
    case .time: return Span(when(line.created, isLong: placed.width >= 12), theme[.time])
    case .age: return Span(Figures.age(model.now - line.created), theme[.time])
    case .title: return Span(title(line), theme[isCursor || line.group != nil ? .textStrong : .text])
    case .entity: return Span(shared(entity, .entity), theme[.text])
    case .tactic: return Span(shared(TacticName.shown(line.category), .tactic), theme[.textDim])
    case .status: return Span(line.group == nil ? line.status : "", theme[.textDim])
    case .source: return Span(line.group == nil ? line.source : "", theme[.textDim])
    }
  }

  /// A group's sign, count and name; what stands below one is set in.
  private func title(_ line: AlertLine) -> String {
    guard let group = line.group, let grouping = model.alerts.listing.grouping else {
      return (line.memberOf == nil ? "" : "  ") + line.title
    }
    let name =
      group.label.isEmpty
      ? Wording.noGroupName(grouping) : Wording.groupName(grouping, label(group, grouping))
    return "\(group.isUnfolded ? "▾" : "▸") \(Figures.grouped(group.count))× \(name)"
  }

  private func label(_ group: AlertGroup, _ grouping: AlertListing.Grouping) -> String {
    switch grouping {
    case .entity: EntityLabel.short(group.label)
    // Sources spell one tactic in several ways, and each is a group of its own.
    case .title, .tactic, .incident: group.label
    }
  }

  /// The time of day for today, the date before; both where there is room.
  private func when(_ moment: DateTime, isLong: Bool) -> String {
    guard isLong else { return Figures.brief(moment, now: model.now, zone: model.zone) }
    // Of another year the date alone tells enough, and fills the room.
    guard Figures.isThisYear(moment, now: model.now, zone: model.zone) else {
      return Figures.date(moment, now: model.now, zone: model.zone)
    }
    return "\(Figures.date(moment, zone: model.zone)) \(Figures.clock(moment, zone: model.zone).prefix(5))"
  }
}
