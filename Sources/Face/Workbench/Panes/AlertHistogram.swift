internal import Canvas
internal import Casefile
internal import HuntPipeline

/// The bars over the list: how many alerts each slice of time has, and where one stands among them.
enum AlertHistogram {
  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let bars = rect.row(0).inset(1, 0)
    let counts = model.alerts.histogram
    surface.sparkline(Bars.spread(counts, over: bars.width), in: bars, theme[.histogram])
    let walked = model.alerts.walk.map { columns(of: $0.slices, count: counts.count, width: bars.width) }
    if let walked {
      surface.fill(Rect(x: bars.x + walked.lowerBound, y: bars.y, width: walked.count, height: 1), theme[.selection])
      // An empty slice has no bar to be seen by.
      let values = Bars.spread(counts, over: bars.width)
      surface.sparkline(
        Array(values[walked]), in: Rect(x: bars.x + walked.lowerBound, y: bars.y, width: walked.count, height: 1), theme[.selection],
        top: values.max())
      for column in walked where values[column] == 0 { surface.draw("_", at: Point(x: bars.x + column, y: bars.y), theme[.selection]) }
    }
    guard rect.height > 1, let span = model.alerts.span else { return }
    drawDates(span, model, theme, &surface, rect.row(1).inset(1, 0))
    if let walked {
      for column in walked { surface.draw("^", at: Point(x: bars.x + column, y: rect.y + 1), theme[.mark]) }
    }
  }

  /// The columns that slices take where each has a column or more, or shares one.
  private static func columns(of slices: ClosedRange<Int>, count: Int, width: Int) -> Range<Int> {
    guard count > 0, width > 0 else { return 0..<0 }
    let mine = (0..<width).filter { column in
      let lower = column * count / width
      let upper = max(lower + 1, (column + 1) * count / width)
      return lower <= slices.upperBound && slices.lowerBound < upper
    }
    return (mine.first ?? 0)..<((mine.last ?? 0) + 1)
  }

  private static func drawDates(_ span: TimeRange, _ model: Model, _ theme: Theme, _ surface: inout Surface, _ dates: Rect) {
    let middle = DateTime(ticks: span.from.ticks / 2 + span.to.ticks / 2)
    // Within a day the date tells nothing.
    let isShort = span.length < .days(2)
    func label(_ moment: DateTime) -> String {
      let date = Figures.date(moment, now: model.now, zone: model.zone)
      guard isShort else { return date }
      let time = String(Figures.clock(moment, zone: model.zone).prefix(5))
      return Figures.isThisYear(moment, now: model.now, zone: model.zone) ? time : "\(date) \(time)"
    }
    let room = label(span.from).cellWidth + label(middle).cellWidth + label(span.to).cellWidth + 6
    surface.draw(label(span.from), in: dates, theme[.textDim])
    if dates.width > max(30, room) { surface.draw(label(middle), in: dates, theme[.textDim], align: .centre) }
    surface.draw(label(span.to), in: dates, theme[.textDim], align: .right)
  }
}
