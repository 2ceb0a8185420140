internal import Canvas
internal import Casefile
internal import HuntPipeline

/// The rows that prove findings, on one time axis and one below the other.
package enum TimelinePane {
  /// Bars and dates above the list.
  static let headLines = 2

  static func figures(_ model: Model) -> [Figure] {
    guard model.tab == .timeline else { return [] }
    let entries = model.timelineEntries
    guard let first = entries.first, let last = entries.last else { return [] }
    let length = Figures.length(last.time - first.time)
    return [
      Figure("\(Figures.grouped(entries.count)) in \(length)", model.theme[.titleFigure]), Figure(model.zone.label, model.theme[.title]),
    ]
  }

  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let entries = model.timelineEntries
    guard let first = entries.first, let last = entries.last else {
      surface.drawWrapped(Wording.timelineHint, in: rect.inset(1, 0), theme[.textDim])
      return
    }
    let bars = rect.row(0).inset(1, 0)
    let length = max(1, last.time.ticks - first.time.ticks)
    var counts = [Double](repeating: 0, count: max(1, bars.width))
    for entry in entries {
      let place = Double(entry.time.ticks - first.time.ticks) / Double(length) * Double(counts.count - 1)
      counts[min(counts.count - 1, max(0, Int(place)))] += 1
    }
    surface.sparkline(counts, in: bars, theme[.histogram])
    let dates = rect.row(1).inset(1, 0)
    let label = " " + model.zone.label
    surface.draw(Figures.full(first.time, zone: model.zone) + label, in: dates, theme[.textDim])
    if dates.width > 40 + 2 * label.cellWidth {
      surface.draw(Figures.full(last.time, zone: model.zone) + label, in: dates, theme[.textDim], align: .right)
    }
    let isThisYear = [first, last].allSatisfy { Figures.isThisYear($0.time, now: model.now, zone: model.zone) }
    for offset in headLines..<max(headLines, rect.height) {
      let place = model.timeline.top + offset - headLines
      guard entries.indices.contains(place) else { break }
      let time = Figures.moment(entries[place].time, now: model.now, zone: model.zone).fitted(cells: Figures.momentWidth(isThisYear) + 1)
      draw(entries[place], time, isCursor: place == model.timeline.cursor, model, theme, &surface, rect.row(offset))
    }
  }

  private static func draw(
    _ entry: TimelineEntry, _ time: String, isCursor: Bool, _ model: Model, _ theme: Theme, _ surface: inout Surface, _ row: Rect
  ) {
    guard let finding = model.hunt?.findings[entry.finding] else { return }
    CursorRow.draw(isCursor, isFocused: model.focus == .timeline, in: row, theme, &surface)
    let tactic = finding.mitre.tactic.isEmpty ? Wording.noTactic : TacticName.shown(finding.mitre.tactic)
    surface.draw(
      [
        Span(time, theme[.time]),
        Span(Figures.grouped(entry.row).fitted(cells: 7, align: .right) + " ", theme[.number]),
        Span("■ \(tactic.fitted(cells: 14)) ", theme[Role.tactic(tactic)]), Span(Defanging.defanged(finding.title), theme[.text]),
        Span("  " + Defanging.defanged(entry.about), theme[.textDim]),
      ], in: Rect(x: row.x + 2, y: row.y, width: row.width - 2, height: 1))
  }
}
