internal import Canvas
internal import Casefile
internal import HuntPipeline

/// The query draft, what the guardrails say of it, and why it is so.
package enum QueryPane {
  static func figures(_ model: Model) -> [Figure] {
    let theme = model.theme
    // While it is typed there is no line for it.
    let place = model.query.isEditing ? [Figure(Wording.runsOn(model.queryPlace), theme[.title], isNeeded: true)] : []
    guard let hunt = model.hunt, hunt.request.subject == .logs || !model.query.editor.isEmpty else {
      return (model.query.editor.isEmpty ? [] : [Figure(Wording.edited, theme[.warning], isNeeded: true)]) + place
    }
    var spans: [Figure] = []
    if model.query.editor.text != hunt.draft, !model.query.editor.isEmpty {
      spans.append(Figure(Wording.edited, theme[.warning], isNeeded: true))
    } else if let verdict = verdict(hunt, theme) {
      spans.append(verdict)
    }
    spans += place
    if !hunt.subjectTable.isEmpty { spans.append(Figure(hunt.subjectTable, theme[.titleFigure])) }
    if let plan = model.query.plan {
      let isAsDrafted = !model.query.changedParts.contains(.range) && !plan.timeWords.isEmpty
      spans.append(Figure(isAsDrafted ? plan.timeWords : Figures.length(plan.range.length), theme[.title]))
    }
    return spans
  }

  private static func verdict(_ hunt: Hunt, _ theme: Theme) -> Figure? {
    switch (hunt.stage, hunt.review) {
    case (.choosingDraftModel, _), (.drafting, _): Figure(Wording.drafting, theme[.busy])
    case (.reviewing, _): Figure(Wording.reviewing, theme[.busy])
    case (_, .allowed?): Figure(Wording.allowed, theme[.good])
    case (_, .consent?): Figure(Wording.asksConsent, theme[.warning], isNeeded: true)
    case (_, .refused?): Figure(Wording.refusedVerdict, theme[.bad])
    default: nil
    }
  }

  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    if model.query.isEditing {
      QueryEditorPane.draw(model, theme, &surface, rect)
      return
    }
    let inside = rect.inset(1, 0)
    if model.query.editor.isEmpty, model.hunt?.drafted == nil {
      let words = emptyWords(model)
      let place = words == Wording.alertsNeedNoQuery ? "" : "\n" + Wording.runsOn(model.queryPlace)
      surface.drawWrapped(words + place, in: inside, theme[.textDim])
      return
    }
    let lines = content(model, width: inside.width)
    for (offset, line) in lines.dropFirst(model.query.scroll).prefix(rect.height).enumerated() {
      surface.draw(line, in: inside.row(offset))
    }
  }

  private static func emptyWords(_ model: Model) -> String {
    guard let hunt = model.hunt else { return Wording.queryHint }
    if case .alerts = hunt.request.subject { return Wording.alertsNeedNoQuery }
    return hunt.stage.isWorking ? Wording.drafting : Wording.queryHint
  }

  static func numberWidth(_ count: Int) -> Int { max(2, String(count).count) }

  /// About how many lines query and reasons want at a width, by arithmetic alone: it is asked for every key and frame.
  static func wantedLines(_ model: Model, width: Int) -> Int {
    let editor = model.query.editor
    guard width > 8, !editor.isEmpty else { return 0 }
    func lines(_ count: Int, _ width: Int) -> Int { max(1, (count + width - 1) / width) }
    let textWidth = max(8, width - numberWidth(editor.lineCount) - 1)
    let concerns = model.query.isEditing ? [] : model.hunt?.review?.concerns ?? []
    let objections = concerns.reduce(0) { $0 + lines($1.reason.utf8.count, width - 5) + lines($1.remedy.utf8.count, width - 5) }
    let query = 1 + objections + editor.lines.prefix(40).reduce(0) { $0 + lines($1.count, textWidth) }
    guard let reasons = model.hunt?.drafted?.rationale else { return query }
    let letters = PlanPart.allCases.reduce(3) { $0 + reasons[$1].utf8.count }
    return query + lines(letters, width - 8) + 2
  }

  /// Lines of query, verdict and reasons, broken to the pane's width.
  static func contentLines(_ model: Model) -> Int {
    content(model, width: ScreenLayout(model).inner(.query).width - 2).count
  }

  private static func content(_ model: Model, width: Int) -> [[Span]] {
    let theme = model.theme
    let editor = model.query.editor
    guard width > 8 else { return [] }
    let gutter = numberWidth(editor.lineCount)
    var lines: [[Span]] = []
    for index in 0..<editor.lineCount {
      let parts = SpanWrapping.wrapped(model.query.reading.spans(index, theme), width: width - gutter - 1)
      for (place, part) in parts.enumerated() {
        let number = (place == 0 ? String(index + 1) : "").fitted(cells: gutter, align: .right) + " "
        lines.append([Span(number, theme[.lineNumber])] + part)
      }
    }
    // Who reads a query must know first whose rows it will bring.
    let place = SpanWrapping.wrapped([Span(Wording.runsOn(model.queryPlace), theme[.textDim])], width: width)
    return place + concerns(model, width: width) + lines + remarks(model, width: width) + additions(model, width: width)
      + PlanReasons.lines(model, width: width)
  }

  /// What the parser says, unless the guardrails have said it already.
  private static func remarks(_ model: Model, width: Int) -> [[Span]] {
    guard model.hunt?.review == nil || model.query.editor.text != model.hunt?.draft else { return [] }
    let theme = model.theme
    return model.query.reading.remarks.flatMap { remark in
      let role: Role = remark.isError ? .bad : .warning
      return SpanWrapping.labelled(
        remark.isError ? "✗" : "!", Wording.remark(remark), label: theme[role], text: theme[role], width: width, indent: 3)
    }
  }

  /// Why the query may not run as it is, and what to do: it stands above the query, so that it is seen however long the query is.
  private static func concerns(_ model: Model, width: Int) -> [[Span]] {
    guard let hunt = model.hunt, model.query.editor.text == hunt.draft else { return [] }
    let theme = model.theme
    let isRefused = hunt.review?.verdict == "refused"
    var lines: [[Span]] = []
    for concern in hunt.review?.concerns ?? [] {
      lines += SpanWrapping.labelled(
        isRefused ? "✗" : "?", concern.reason, label: theme[isRefused ? .bad : .warning], text: theme[.text], width: width, indent: 3)
      lines += SpanWrapping.labelled(
        "→", concern.remedy, label: theme[.recommendation], text: theme[.recommendation], width: width, indent: 3)
    }
    if hunt.stage == .refused, hunt.review?.verdict != "refused", let problem = hunt.problem {
      lines += SpanWrapping.labelled("✗", Wording.line(problem), label: theme[.bad], text: theme[.text], width: width, indent: 3)
    }
    return lines
  }

  /// What the guardrails added to the query, default windows among it.
  private static func additions(_ model: Model, width: Int) -> [[Span]] {
    guard let hunt = model.hunt, model.query.editor.text == hunt.draft else { return [] }
    return (hunt.review?.additions ?? []).flatMap { addition in
      SpanWrapping.labelled("+", addition, label: model.theme[.note], text: model.theme[.textDim], width: width, indent: 3)
    }
  }
}
