internal import Canvas
internal import Casefile
internal import HuntPipeline

/// Why the query is as it is: the reasons of the drafted plan, and what of it the analyst changed since.
enum PlanReasons {
  static func lines(_ model: Model, width: Int) -> [[Span]] {
    guard let drafted = model.hunt?.drafted else { return [] }
    let theme = model.theme
    let plan = model.query.plan
    let changed = model.query.changedParts
    // A reason for something that is no longer so would be a lie.
    let reasons = [PlanPart.table, .fields, .filters, .range].filter { !changed.contains($0) }.map { withoutBecause(drafted.rationale[$0]) }
    var range = Wording.beyondPlan
    if let plan { range = Figures.whole(plan.range, zone: model.zone) }
    // What is short and what changed comes first: the pane may not have room for every reason.
    var lines = SpanWrapping.labelled(
      Wording.rangeLabel, "\(range) · \(Wording.drafted(by: drafted.draftedBy))", label: theme[.field], text: theme[.textDim],
      width: width, indent: 6)
    if !changed.isEmpty {
      let words = Wording.youChanged(PlanPart.allCases.filter { changed.contains($0) })
      lines += SpanWrapping.labelled("", words, label: theme[.field], text: theme[.text], width: width, indent: 6)
    }
    lines += SpanWrapping.labelled(
      Wording.why, reasons.filter { !$0.isEmpty }.joined(separator: " "), label: theme[.field], text: theme[.textDim], width: width,
      indent: 6)
    return lines
  }

  /// A reason without the word that its label says already.
  private static func withoutBecause(_ reason: String) -> String {
    var rest = Substring(reason)
    while rest.lowercased().hasPrefix("because ") { rest = rest.dropFirst(8).drop(while: \.isWhitespace) }
    return rest.count == reason.count ? reason : rest.prefix(1).uppercased() + rest.dropFirst()
  }

  /// A plan in short: table, range, filters, fields, limit.
  static func figures(_ plan: QueryPlan, _ model: Model) -> [Span] {
    let theme = model.theme
    let parts = [
      plan.table, Figures.whole(plan.range, zone: model.zone), Wording.count(plan.filters.count, "filter"),
      plan.fields.isEmpty ? Wording.allFields : Wording.count(plan.fields.count, "field"), Wording.count(plan.limit, "row") + " at most",
    ]
    return [Span(parts.joined(separator: " · "), theme[.text])]
  }
}
