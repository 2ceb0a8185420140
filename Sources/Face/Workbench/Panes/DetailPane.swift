internal import AttackCatalogue
internal import Canvas
internal import Casefile
internal import HuntPipeline

/// The alert under the cursor: its head, its techniques by name, its evidence as a tree, what happened, and its facts.
package enum DetailPane {
  private static let labelWidth = 12
  /// Entities that are drawn, and whose people count as the alert's own; the record has all.
  private static let mostEntities = 500

  static func figures(_ model: Model) -> [Figure] {
    guard let alert = model.detail.alert else { return [] }
    return [Figure(alert.title, model.theme[.titleFigure])]
  }

  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    guard model.detail.alert != nil else {
      let words = model.detail.problem.map(Wording.line) ?? Wording.noDetail
      surface.drawWrapped(words, in: rect.inset(1, 0), theme[model.detail.problem == nil ? .textDim : .bad])
      return
    }
    let inside = rect.inset(1, 0)
    let isFocused = model.focus == .detail
    for (offset, line) in lines(model, width: inside.width).dropFirst(model.detail.scroll).prefix(rect.height).enumerated() {
      if isFocused {
        CursorRow.draw(model.detail.scroll + offset == model.detail.cursor, isFocused: true, in: rect.row(offset), theme, &surface)
      }
      surface.draw(line.spans, in: inside.row(offset))
    }
  }

  static func lineCount(_ model: Model, width: Int) -> Int {
    guard model.detail.alert != nil, width > 2 else { return 0 }
    return lines(model, width: width - 2).count
  }

  static func lines(_ model: Model, width: Int) -> [DetailLine] {
    guard let alert = model.detail.alert else { return [] }
    let theme = model.theme
    var lines = [DetailLine(head(alert, model, theme))]
    lines += techniques(alert, theme, width: width, isWhole: model.isZoomed)
    // Hundreds of thousands may come with one alert, and this is drawn with every key.
    let entities = Array(alert.entities.prefix(mostEntities))
    let own = ownNames(alert)
    for line in EvidenceTree.lines(of: entities) {
      lines += entityLines(entities[line.entity], depth: line.depth, own, model, width: width).map { DetailLine($0, .entity(line.entity)) }
    }
    let rest = alert.entities.count - entities.count
    if rest > 0 { lines.append(DetailLine([Span(Wording.moreEntities(rest), theme[.textDim])])) }
    if !alert.summary.isEmpty { lines += [DetailLine([])] + paragraph(alert.summary, theme[.text], own: own, width: width) }
    if !alert.recommendedActions.isEmpty {
      lines += [DetailLine([])] + paragraph(alert.recommendedActions, theme[.recommendation], own: own, width: width)
    }
    return lines + comments(alert, model, width: width) + [DetailLine([])] + facts(alert, model, theme, width: width)
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

  /// `T1059.001 PowerShell`; the bare id where the catalogue does not know it.
  static func techniqueName(_ id: String) -> String {
    AttackMatrix.enterprise.technique(id: id).map { "\(id) \($0.name)" } ?? id
  }

  /// The tactic and the techniques in one line; where there is room each technique has its own.
  private static func techniques(_ alert: Alert, _ theme: Theme, width: Int, isWhole: Bool) -> [DetailLine] {
    guard !alert.category.isEmpty || !alert.techniques.isEmpty else { return [] }
    let tactic = Span(TacticName.shown(alert.category), theme[Role.tactic(TacticName.shown(alert.category))])
    let names = alert.techniques.prefix(isWhole ? 60 : 6).map(techniqueName)
    guard isWhole, names.count > 1 else {
      let ids = alert.techniques.prefix(6).joined(separator: " ")
      let whole = names.joined(separator: ", ")
      let text = names.count == 1 || tactic.text.cellWidth + 2 + whole.cellWidth <= width ? whole : ids
      return [DetailLine([tactic, Span(text.isEmpty ? "" : "  " + text, theme[.text])], alert.techniques.first.map { .technique($0) })]
    }
    return zip(alert.techniques, names).enumerated().map { place, technique in
      let label = place == 0 ? tactic : Span("", theme[.text])
      let blank = String(repeating: " ", count: max(1, labelWidth - label.text.cellWidth))
      return DetailLine([label, Span(blank + technique.1, theme[.text])], .technique(technique.0))
    }
  }

  private static func entityLines(_ entity: Entity, depth: Int, _ own: Set<String>, _ model: Model, width: Int) -> [[Span]] {
    let theme = model.theme
    let branch = depth == 0 ? "" : String(repeating: "  ", count: min(depth, 8) - 1) + "└ "
    let note = [entity.verdict, entity.role].filter { !$0.isEmpty && $0 != "unknown" }.joined(separator: ", ")
    let role: Role = entity.verdict == "malicious" ? .bad : entity.verdict == "suspicious" ? .warning : .textDim
    let badges = BadgeSpans.spans(model, entity.kind, entity.label)
    let told = badges + (note.isEmpty ? [] : [Span("  " + note, theme[role])])
    let toldRoom = told.reduce(0) { $0 + $1.text.cellWidth }
    // A name is told whole, on a line of its own where need be; a long command line leaves room for what is said of it.
    let text = Defanging.defanged(String(entity.label.unicodeScalars.prefix(longestText)), sparing: own)
    let room = max(8, width - labelWidth - branch.cellWidth)
    let isShort = text.cellWidth <= room
    let parts =
      model.isZoomed
      ? text.wrapped(cells: room).map(String.init) : [isShort ? text : text.truncated(cells: max(room / 2, room - toldRoom), cut: .middle)]
    let hasOwnLine = isShort && text.cellWidth + toldRoom > room
    let label = String((entity.kind.rawValue.split(separator: " ").last ?? "").prefix(labelWidth - 1)).fitted(cells: labelWidth)
    let blank = String(repeating: " ", count: labelWidth)
    let hang = String(repeating: " ", count: branch.cellWidth)
    var lines: [[Span]] = []
    for (index, part) in parts.enumerated() {
      let start = [Span(index == 0 ? label : blank, theme[.field]), Span(index == 0 ? branch : hang, theme[.textDim])]
      lines.append(start + [Span(part, theme[.textStrong])] + (index == 0 && !hasOwnLine ? told : []))
    }
    if hasOwnLine, let first = told.first {
      lines.append([Span(blank + hang, theme[.field]), Span(String(first.text.dropFirst(2)), first.style)] + told.dropFirst())
    }
    let left = entity.label.unicodeScalars.count - longestText
    if model.isZoomed, left > 0 { lines.append([Span(blank + Wording.moreCharacters(left, model.keys.label(of: .copy)), theme[.note])]) }
    return lines + (model.isZoomed ? details(entity, indent: blank + hang, own, model, width: width) : [])
  }

  private static func details(_ entity: Entity, indent: String, _ own: Set<String>, _ model: Model, width: Int) -> [[Span]] {
    let theme = model.theme
    return entity.details.filter { !$0.value.isEmpty }.map { detail in
      // A name that is cut may be another's; the value gives way.
      let name = Span(indent + detail.name.truncated(cells: max(24, width - indent.cellWidth - 20)) + "  ", theme[.textDim])
      let value = Defanging.defanged(String(detail.value.unicodeScalars.prefix(2000)), sparing: own)
      return [name, Span(value.truncated(cells: max(8, width - name.text.cellWidth), cut: .middle), theme[.text])]
    }
  }

  /// Names of people that the alert is about or is given to: they are the analyst's own, and no indicator.
  static func ownNames(_ alert: Alert?) -> Set<String> {
    guard let alert else { return [] }
    let people = alert.entities.prefix(mostEntities).filter { $0.kind == .user }
    let names = people.flatMap { [$0.label] + $0.details.map(\.value) } + [alert.assignedTo]
    return Set((names + alert.comments.map(\.author)).map { $0.lowercased() })
  }

  private static func paragraph(_ text: String, _ style: Style, own: Set<String>, width: Int) -> [DetailLine] {
    Defanging.defanged(text, sparing: own).wrapped(cells: max(8, width)).map { DetailLine([Span(String($0), style)]) }
  }

  private static let mostComments = 20
  private static let mostCommentsZoomed = 500
  /// Characters of one text of others that are drawn; whoever wants all of it copies.
  private static let longestText = 8000

  private static func note(_ words: String, _ theme: Theme) -> DetailLine { DetailLine([Span(words, theme[.note])]) }

  /// Who wrote when, and what: the words of others, drawn like all text of a log.
  private static func comments(_ alert: Alert, _ model: Model, width: Int) -> [DetailLine] {
    guard !alert.comments.isEmpty else { return [] }
    let (theme, own, key) = (model.theme, ownNames(alert), model.keys.label(of: .copy))
    var lines = [DetailLine([]), DetailLine([Span(Wording.count(alert.comments.count, "comment"), theme[.field])])]
    for comment in alert.comments.prefix(model.isZoomed ? mostCommentsZoomed : mostComments) {
      let time = comment.time.map { Figures.full($0, zone: model.zone) + " " + model.zone.label } ?? ""
      let author = comment.author.isEmpty ? Wording.somebody : comment.author.truncated(cells: max(8, width - time.cellWidth - 4))
      lines.append(
        DetailLine([Span(author, theme[.textStrong]), Span(time.isEmpty ? "" : "  " + time, theme[.time])]))
      lines += paragraph(String(comment.text.unicodeScalars.prefix(longestText)), theme[.text], own: own, width: width)
      let left = comment.text.unicodeScalars.count - longestText
      if left > 0 { lines += [note(Wording.moreCharacters(left, key), theme)] }
    }
    let rest = alert.comments.count - (model.isZoomed ? mostCommentsZoomed : mostComments)
    if rest > 0 { lines.append(note(model.isZoomed ? Wording.commentsLeft(rest, key) : Wording.olderComments(rest), theme)) }
    return lines
  }

  private static func facts(_ alert: Alert, _ model: Model, _ theme: Theme, width: Int) -> [DetailLine] {
    func moment(_ time: DateTime?) -> String { time.map { Figures.full($0, zone: model.zone) + " " + model.zone.label } ?? "" }
    let facts = [
      ("id", alert.id), ("first seen", moment(alert.firstActivity)), ("last seen", moment(alert.lastActivity)),
      ("updated", moment(alert.updated)),
      ("class", alert.classification), ("determined", alert.determination), ("assigned", alert.assignedTo), ("incident", alert.incidentID),
      ("portal", Defanging.defanged(alert.webLink)),
    ]
    return facts.filter { !$0.1.isEmpty && $0.1 != "unknown" }.flatMap { name, value -> [DetailLine] in
      let item: DetailLine.Item? = name == "portal" ? .link : nil
      guard model.isZoomed else {
        return [DetailLine([Span(name.fitted(cells: labelWidth), theme[.field]), Span(value, theme[.text])], item)]
      }
      return SpanWrapping.labelled(name, value, label: theme[.field], text: theme[.text], width: width, indent: labelWidth)
        .map { DetailLine($0, item) }
    }
  }

  /// The alert as it is handed on.
  static func copyText(_ alert: Alert, zone: ZoneDisplay) -> String {
    var lines = ["\(alert.title) (\(SeverityMark(alert.severity).word), \(alert.status))"]
    lines.append("\(Figures.full(alert.created, zone: zone)) \(zone.label) · \(alert.product) · \(alert.id)")
    lines.append(([TacticName.shown(alert.category)] + alert.techniques).filter { !$0.isEmpty }.joined(separator: " "))
    lines += EvidenceTree.lines(of: alert.entities).map { line in
      let entity = alert.entities[line.entity]
      return String(repeating: "  ", count: line.depth) + "\(entity.kind.rawValue): \(entity.label)"
    }
    if !alert.summary.isEmpty { lines.append(alert.summary) }
    lines += alert.comments.map { comment in
      let time = comment.time.map { " " + Figures.full($0, zone: zone) + " " + zone.label } ?? ""
      return "\(comment.author.isEmpty ? Wording.somebody : comment.author)\(time): \(comment.text)"
    }
    let own = ownNames(alert)
    return lines.map { Defanging.defanged($0, sparing: own) }.joined(separator: "\n")
  }
}
