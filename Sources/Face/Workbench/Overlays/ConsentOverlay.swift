internal import Canvas
internal import Casefile
internal import HuntPipeline

/// A question that must be read: what, with which model, how much, why; and a yes that counts only after a moment.
enum ConsentOverlay {
  static func draw(_ model: Model, _ state: ConsentState, _ theme: Theme, _ surface: inout Surface) {
    let width = min(84, surface.size.width - 4)
    let lines = facts(model, state, theme, width: width - 4)
    let inside = Window.open(Wording.questionTitle(state.question.kind), width: width, height: lines.count + 5, theme, &surface)
    let (answer, body) = inside.cutBottom(1)
    for (offset, line) in lines.prefix(body.height).enumerated() { surface.draw(line, in: body.row(offset)) }
    let yes = model.keys.keys(of: .consentYes).map(KeyMap.label).joined(separator: "/")
    let no = model.keys.keys(of: .consentNo).map(KeyMap.label).joined(separator: "/")
    if state.isArmed {
      surface.draw(Wording.yesNo(yes, no), in: answer, theme[.overlayTitle])
    } else {
      surface.draw("\(Wording.arming)   \(no) no", in: answer, theme[.textDim])
    }
  }

  private static func facts(_ model: Model, _ state: ConsentState, _ theme: Theme, width: Int) -> [[Span]] {
    var lines: [[Span]] = []
    func add(_ name: String, _ text: String, _ role: Role = .text) {
      lines += SpanWrapping.labelled(name, text, label: theme[.field], text: theme[role], width: width, indent: 10)
    }
    for (index, reason) in state.question.reasons.enumerated() { add(index == 0 ? Wording.reasonsLabel : "", reason, .warning) }
    guard let hunt = model.hunt else { return lines }
    lines.append([])
    if state.question.kind == .query {
      if case .consent(let request)? = hunt.review {
        add(Wording.tablesLabel, request.tables.joined(separator: ", "))
        if let range = request.range {
          add(
            Wording.rangeLabel,
            "\(Figures.full(range.from, zone: model.zone)) to \(Figures.full(range.to, zone: model.zone)) \(model.zone.label)")
        }
      }
      return lines
    }
    guard let choice = hunt.stage == .awaitingDraftConsent ? hunt.draftChoice : hunt.analysisChoice else { return lines }
    add(Wording.modelLabel, choice.model.name + (choice.model.host.map { " at \($0)" } ?? ""), .textStrong)
    add("", choice.reason, .textDim)
    let tilde = choice.isEstimated ? "~" : ""
    let window = choice.model.contextWindow.map { " of \(Figures.short($0))" } ?? ""
    add(Wording.tokensLabel, "\(tilde)\(Figures.grouped(choice.inputTokens)) in\(window), \(Wording.output(choice))")
    add(Wording.costLabel, choice.priceWords ?? Wording.priceUnknown, .money)
    let budget = model.spend.budget
    let spent = hunt.cost.map { "\($0)" } ?? Wording.unknown
    let hour = "\(spent) of \(budget.perHunt.map { "\($0)" } ?? Wording.noCap) this hunt"
    add(
      Wording.budgetLabel, "\(hour), \(model.spend.today.map { "\($0)" } ?? "–") of \(budget.perDay.map { "\($0)" } ?? Wording.noCap) today"
    )
    return lines
  }
}
