internal import Canvas
internal import Casefile
internal import HuntPipeline

/// What the meter says while nothing is paid: how much was read, what came of it, and where it is kept.
extension MeterPane {
  /// Whether rules on this machine read the rows; a model that is chosen or drafting has its tokens and its price.
  static func isOffline(_ model: Model) -> Bool {
    if let hunt = model.hunt, hunt.usage.input > 0 { return false }
    let chosen = model.hunt?.analysisChoice ?? model.hunt?.draftChoice
    return chosen?.model.isOffline ?? ((model.wantedModel ?? model.place.model) == Wording.offlineAnalyst)
  }

  static func drawOffline(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    surface.draw(reading(model) ?? Wording.noRowsRead, in: rect.row(0), theme[.text])
    surface.draw(outcome(model) ?? Wording.rulesRead, in: rect.row(1), theme[.text])
    if let today = model.spend.today, today.dollars > 0 {
      let words = "\(Wording.stays(model.place)) · \(Wording.today) "
      surface.draw([Span(words, theme[.textDim]), Span("\(today)", theme[.money])], in: rect.row(2))
    } else {
      surface.draw(Wording.costsNothing(model.place), in: rect.row(2), theme[.textDim])
    }
    if !model.place.keptIn.isEmpty { surface.draw(Wording.keptIn(model.place.keptIn), in: rect.row(3), theme[.textDim], cut: .middle) }
  }

  /// The same in the one line of narrow screens.
  static func offlineLine(_ model: Model, _ theme: Theme) -> [Span] {
    let parts = [reading(model), outcome(model)].compactMap { $0 }
    return [
      Span(" " + (parts.isEmpty ? Wording.rulesRead : parts.joined(separator: " · ")), theme[.text]),
      Span("  \(Wording.offlineAnalyst)", theme[.textDim]),
    ]
  }

  private static func reading(_ model: Model) -> String? {
    guard let hunt = model.hunt, let rows = hunt.reduction?.rowsIn ?? hunt.rows?.count else { return nil }
    return Wording.rowsRead(rows, lines: hunt.reduction?.groups)
  }

  private static func outcome(_ model: Model) -> String? {
    guard let hunt = model.hunt, hunt.rows != nil else { return nil }
    guard let spent = hunt.seconds.map(TimeSpan.seconds) ?? hunt.workStarted.map({ (hunt.ended ?? model.now) - $0 }) else { return nil }
    let time = Figures.elapsed(spent)
    return Wording.findingsIn(time, hunt.findings.count, proven: hunt.findings.count { $0.evidence == .verified })
  }
}
