internal import Canvas
internal import Casefile
internal import HuntPipeline

/// What stands above the findings, or instead of them: what failed, why it is empty.
enum FindingsNotice {
  static func lines(_ model: Model, _ hunt: Hunt, width: Int) -> [[Span]] {
    guard width > 10 else { return [] }
    if hunt.stage == .failed, let problem = hunt.problem { return failure(problem, model, width: width) }
    if let empty = hunt.empty { return emptiness(empty, model, width: width) }
    let partial = incompleteness(hunt, model, width: width)
    if !partial.isEmpty { return partial + [[]] }
    if let left = hunt.reduction?.leftOut, !hunt.findings.isEmpty {
      return SpanWrapping.labelled("!", left, label: model.theme[.warning], text: model.theme[.warning], width: width, indent: 2)
    }
    return []
  }

  /// Why the rows that all of this rests on are not all rows.
  private static func incompleteness(_ hunt: Hunt, _ model: Model, width: Int) -> [[Span]] {
    guard let rows = hunt.rows, rows.isComplete, let partial = rows.partial else { return [] }
    let style = model.theme[.warning]
    let words = ToldTimes.shown(Wording.restsOnPart(partial), zone: model.zone)
    let lines = SpanWrapping.labelled("!", words, label: style, text: style, width: width, indent: 2)
    return clamped(lines, to: mostLines(model), model, width: width)
  }

  /// Lines for why rows are missing: the findings below must always be seen. Alone on the screen they leave it half.
  private static func mostLines(_ model: Model) -> Int {
    if model.isZoomed, model.focus == .findings { return max(3, model.size.height / 2) }
    return model.size.height <= 24 ? 2 : 3
  }

  private static func clamped(_ lines: [[Span]], to most: Int, _ model: Model, width: Int) -> [[Span]] {
    guard lines.count > most else { return lines }
    let end = Wording.moreOfReason(lines.count - most, model.isZoomed ? nil : model.keys.label(of: .zoom))
    let style = model.theme[.warning]
    var shown = Array(lines.prefix(most))
    let last = shown[most - 1].map(\.text).joined().truncated(cells: max(0, width - end.cellWidth - 1))
    shown[most - 1] = [Span(last + " " + end, style)]
    return shown
  }

  /// What, why, what to do, and the key that tries again.
  private static func failure(_ problem: Problem, _ model: Model, width: Int) -> [[Span]] {
    let theme = model.theme
    var lines = SpanWrapping.labelled("✗", problem.summary, label: theme[.bad], text: theme[.bad], width: width, indent: 2)
    if let cause = problem.cause {
      lines += SpanWrapping.labelled("", cause, label: theme[.text], text: theme[.text], width: width, indent: 2)
    }
    if let remedy = problem.remedy {
      lines += SpanWrapping.labelled("→", remedy, label: theme[.recommendation], text: theme[.recommendation], width: width, indent: 2)
    }
    var ways = [Span("  \(model.keys.label(of: .runQuery))", theme[.footerKey]), Span(" \(Wording.tryAgain)", theme[.footer])]
    if model.hunt?.offlineDraftUnavailable == nil {
      ways += [Span("  \(model.keys.label(of: .draftOffline))", theme[.footerKey]), Span(" \(Wording.draftOffline)", theme[.footer])]
    }
    lines.append(ways)
    return lines + [[]]
  }

  private static func emptiness(_ empty: EmptyResult, _ model: Model, width: Int) -> [[Span]] {
    let theme = model.theme
    var lines = [[Span("\(Wording.emptyTitle): \(empty.reason.rawValue)", theme[.warning])]]
    lines += ToldTimes.shown(empty.explanation, zone: model.zone).wrapped(cells: width).map { [Span(String($0), theme[.text])] }
    if let newest = empty.newestRow {
      lines.append([Span(Wording.newest("\(Figures.full(newest, zone: model.zone)) \(model.zone.label)"), theme[.text])])
    }
    if !empty.widen.isEmpty {
      lines.append([Span(Wording.widen, theme[.field])])
      for step in empty.widen {
        lines += SpanWrapping.labelled(
          "→", ToldTimes.shown(step, zone: model.zone), label: theme[.recommendation], text: theme[.recommendation], width: width, indent: 2
        )
      }
    }
    return lines + [[]]
  }
}
