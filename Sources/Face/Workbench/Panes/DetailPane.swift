internal import Canvas
internal import Casefile
internal import HuntPipeline

/// The alert under the cursor: its head, what happened, its evidence, and the source's own record.
package enum DetailPane {
  static func figures(_ model: Model) -> [Span] {
    guard let alert = model.detail.alert else { return [] }
    let title = Span(alert.title, model.theme[.titleFigure])
    return model.detail.showsRaw ? [Span(Wording.rawRecord, model.theme[.warning]), title] : [title]
  }

  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    guard model.detail.alert != nil else {
      surface.draw(Wording.noDetail, in: rect.inset(1, 0), theme[.textDim])
      return
    }
    let inside = rect.inset(1, 0)
    if model.detail.showsRaw {
      for (offset, line) in model.detail.rawLines.dropFirst(model.detail.scroll).prefix(rect.height).enumerated() {
        // A record of one endless line is cut before it is measured.
        surface.draw(String(line.unicodeScalars.prefix(1000)), in: inside.row(offset), theme[.text])
      }
      return
    }
    for (offset, line) in lines(model, width: inside.width).dropFirst(model.detail.scroll).prefix(rect.height).enumerated() {
      surface.draw(line, in: inside.row(offset))
    }
  }

  static func lineCount(_ model: Model, width: Int) -> Int {
    guard model.detail.alert != nil, width > 2 else { return 0 }
    return model.detail.showsRaw ? model.detail.rawLines.count : lines(model, width: width - 2).count
  }

  static func lines(_ model: Model, width: Int) -> [[Span]] {
    guard let alert = model.detail.alert else { return [] }
    let theme = model.theme
    var lines = [head(alert, model, theme)]
    let techniques = alert.techniques.prefix(6).joined(separator: " ")
    if !alert.category.isEmpty || !techniques.isEmpty {
      lines.append([
        Span(alert.category, theme[Role.tactic(alert.category)]), Span(techniques.isEmpty ? "" : "  " + techniques, theme[.text]),
      ])
    }
    for entity in alert.entities { lines += entityLines(entity, theme, width: width, isWhole: model.isZoomed) }
    if !alert.summary.isEmpty { lines += [[]] + paragraph(alert.summary, theme[.text], width: width) }
    if !alert.recommendedActions.isEmpty { lines += [[]] + paragraph(alert.recommendedActions, theme[.recommendation], width: width) }
    lines += [[]] + facts(alert, model, theme)
    return lines
  }

  private static func head(_ alert: Alert, _ model: Model, _ theme: Theme) -> [Span] {
    let severity = SeverityMark(alert.severity)
    let time = Figures.full(alert.created, zone: model.zone) + " " + model.zone.label
    let rest = [alert.status, time, alert.product.isEmpty ? alert.source : alert.product]
    return [
      Span("\(severity.shape) \(severity.word)", theme[severity.role]),
      Span(" · " + rest.filter { !$0.isEmpty }.joined(separator: " · "), theme[.text]),
    ]
  }

  private static func entityLines(_ entity: Entity, _ theme: Theme, width: Int, isWhole: Bool) -> [[Span]] {
    let label = String(entity.kind.rawValue.prefix(11)).fitted(cells: 12)
    let note = [entity.verdict, entity.role].filter { !$0.isEmpty && $0 != "unknown" }.joined(separator: ", ")
    let role: Role = entity.verdict == "malicious" ? .bad : entity.verdict == "suspicious" ? .warning : .textDim
    let text = Defanging.defanged(entity.label)
    var lines: [[Span]] = []
    let room = max(8, width - 12)
    let noteRoom = note.isEmpty ? 0 : note.cellWidth + 2
    let isShort = text.cellWidth <= room
    // A name is told whole, on a line of its own where need be; a long command line leaves room for what is said of it.
    let parts =
      isWhole
      ? text.wrapped(cells: room).map(String.init) : [isShort ? text : text.truncated(cells: max(room / 2, room - noteRoom), cut: .middle)]
    let hasOwnLine = isShort && text.cellWidth + noteRoom > room
    let blank = String(repeating: " ", count: 12)
    for (index, part) in parts.enumerated() {
      var spans = [Span(index == 0 ? label : blank, theme[.field]), Span(part, theme[.textStrong])]
      if index == 0, !note.isEmpty, !hasOwnLine { spans.append(Span("  " + note, theme[role])) }
      lines.append(spans)
    }
    if hasOwnLine { lines.append([Span(blank, theme[.field]), Span(note, theme[role])]) }
    guard isWhole else { return lines }
    for detail in entity.details where !detail.value.isEmpty {
      let name = Span("            " + detail.name.truncated(cells: 24) + "  ", theme[.textDim])
      lines.append([
        name, Span(Defanging.defanged(detail.value).truncated(cells: max(8, width - name.text.cellWidth), cut: .middle), theme[.text]),
      ])
    }
    return lines
  }

  private static func paragraph(_ text: String, _ style: Style, width: Int) -> [[Span]] {
    Defanging.defanged(text).wrapped(cells: max(8, width)).map { [Span(String($0), style)] }
  }

  private static func facts(_ alert: Alert, _ model: Model, _ theme: Theme) -> [[Span]] {
    func moment(_ time: DateTime?) -> String { time.map { Figures.full($0, zone: model.zone) + " " + model.zone.label } ?? "" }
    let facts = [
      ("id", alert.id), ("first seen", moment(alert.firstActivity)), ("last seen", moment(alert.lastActivity)),
      ("updated", moment(alert.updated)),
      ("class", alert.classification), ("determined", alert.determination), ("assigned", alert.assignedTo), ("incident", alert.incidentID),
      ("portal", Defanging.defanged(alert.webLink)),
    ]
    return facts.filter { !$0.1.isEmpty && $0.1 != "unknown" }.map {
      [Span($0.0.fitted(cells: 12), theme[.field]), Span($0.1, theme[.text])]
    }
  }

  /// The alert as it is handed on.
  static func copyText(_ alert: Alert, zone: ZoneDisplay) -> String {
    var lines = ["\(alert.title) (\(SeverityMark(alert.severity).word), \(alert.status))"]
    lines.append("\(Figures.full(alert.created, zone: zone)) \(zone.label) · \(alert.product) · \(alert.id)")
    lines.append(([alert.category] + alert.techniques).filter { !$0.isEmpty }.joined(separator: " "))
    lines += alert.entities.map { "\($0.kind.rawValue): \($0.label)" }
    if !alert.summary.isEmpty { lines.append(alert.summary) }
    return lines.map(Defanging.defanged).joined(separator: "\n")
  }
}
