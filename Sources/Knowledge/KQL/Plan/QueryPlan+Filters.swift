package import Casefile

extension QueryPlan {
  /// The plan's conditions as KQL, joined by `and`; empty when it has none.
  package func conditions(in schema: TableSchema) -> String {
    let conditions = filters.compactMap { PlanFilter.condition($0, type: schema.column(named: $0.field)?.type ?? .string) }
    return KQLFragment.joined(conditions, by: " and ").text
  }

  /// The filters that a text of conditions says; nil when it says more than filters can, e.g. `or`, a calculation, or a time range.
  package static func filters(of conditions: String, in schema: TableSchema) -> [Filter]? {
    guard conditions.contains(where: { !$0.isWhitespace }) else { return [] }
    // The analyst's own words are read as they stand; what they make of the query is looked at afterwards.
    let query = KQLQuery(parsing: KQLName.text(schema.name) + " | where " + conditions)
    guard query.isWellFormed, let shape = PlanShape(query, time: schema.timeColumn, now: .minimum) else { return nil }
    let isOnlyFilters = shape.fields.isEmpty && shape.limit == nil && shape.from == nil && shape.to == nil
    return isOnlyFilters ? shape.filters : nil
  }
}
