internal import Casefile
internal import HuntPipeline
internal import KQL

extension Model {
  /// Why no part of the plan can be changed by itself; nil when it can.
  var whyNoPlan: String? {
    guard hunt?.drafted != nil else { return Wording.noPlan }
    return query.plan == nil ? Wording.planBeyond(keys.label(of: .editQuery)) : nil
  }

  mutating func performPlan(_ command: Command) -> [Effect] {
    let parts: [Command: PlanPart] = [
      .editTable: .table, .editFields: .fields, .editRange: .range, .editFilters: .filters, .editLimit: .limit,
    ]
    guard let part = parts[command], let plan = query.plan else { return [] }
    overlay = .prompt(PromptState(.plan(part), text(of: part, plan)))
    return []
  }

  private func text(of part: PlanPart, _ plan: QueryPlan) -> String {
    switch part {
    case .table: plan.table
    case .fields: plan.fields.joined(separator: ", ")
    case .range:
      !query.changedParts.contains(.range) && !plan.timeWords.isEmpty
        ? plan.timeWords : "\(Figures.iso(plan.range.from, zone: zone)) to \(Figures.iso(plan.range.to, zone: zone))"
    case .filters: tables.schema(named: plan.table).map { plan.conditions(in: $0) } ?? ""
    case .limit: String(plan.limit)
    }
  }

  /// The range that words or dates name; an ISO interval `a/b` counts as `a to b`.
  func range(reading text: String) -> TimeRange? {
    TimeWords(in: text.replacing("/", with: " to "), asked: queryMoment, zoneOffsetMinutes: zone.offsetMinutes)?.range
  }

  /// Takes what was typed for a part of the plan: the query is written anew from the plan and reviewed. What cannot be read is said, and
  /// the window stays.
  mutating func acceptPlan(_ part: PlanPart, _ state: PromptState) -> [Effect] {
    guard var plan = query.plan else { return [] }
    let text = state.editor.text.trimmed
    if let problem = change(part, of: &plan, to: text) {
      var state = state
      state.problem = problem
      overlay = .prompt(state)
      return []
    }
    overlay = nil
    guard let schema = tables.schema(named: plan.table) else { return [] }
    query.editor.replace(with: KQLQuery(plan: plan, schema: schema).text)
    followQuery()
    return leaveQueryEditor()
  }

  /// Nil when the part was changed; else why not.
  private func change(_ part: PlanPart, of plan: inout QueryPlan, to text: String) -> String? {
    switch part {
    case .table:
      guard let schema = tables.schema(named: text) else { return unknown(text, among: tables.list?.tableNames ?? []) }
      plan.table = text
      plan.fields.removeAll { schema.column(named: $0) == nil }
      plan.filters.removeAll { schema.column(named: $0.field) == nil }
    case .fields:
      let names = text.split { $0 == "," || $0.isWhitespace }.map(String.init)
      let columns = tables.schema(named: plan.table)?.columns.map(\.name) ?? []
      if let wrong = names.first(where: { !columns.contains($0) }) { return unknown(wrong, among: columns) }
      plan.fields = names
    case .range:
      guard let range = range(reading: text), range.from < range.to else { return Wording.rangeUnread }
      plan.range = range
      plan.timeWords = text
    case .filters:
      guard let schema = tables.schema(named: plan.table), let filters = QueryPlan.filters(of: text, in: schema) else {
        return Wording.filtersUnread
      }
      if let wrong = filters.first(where: { schema.column(named: $0.field) == nil }) {
        return unknown(wrong.field, among: schema.columns.map(\.name))
      }
      plan.filters = filters
    case .limit:
      guard let limit = Int(text.filter { $0 != "," && $0 != "_" }), limit > 0 else { return Wording.limitUnread }
      plan.limit = limit
    }
    return nil
  }

  private func unknown(_ name: String, among names: [String]) -> String {
    Wording.unknownName(name, nearest: Spelling.nearest(to: name, among: names, limit: 3))
  }
}
