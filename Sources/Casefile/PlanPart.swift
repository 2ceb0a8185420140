/// A part of a plan that can be changed by itself.
package enum PlanPart: String, CaseIterable, Sendable {
  case table
  case fields
  case range
  case filters
  case limit
}

extension QueryPlan {
  /// The parts in which this plan says something else than another.
  package func parts(differingFrom other: QueryPlan) -> Set<PlanPart> {
    var parts: Set<PlanPart> = []
    if table != other.table { parts.insert(.table) }
    if fields != other.fields { parts.insert(.fields) }
    if range != other.range { parts.insert(.range) }
    if filters != other.filters { parts.insert(.filters) }
    if limit != other.limit { parts.insert(.limit) }
    return parts
  }
}

extension QueryPlan.Rationale {
  /// The sentence about a part; the limit has none.
  package subscript(part: PlanPart) -> String {
    switch part {
    case .table: table
    case .fields: fields
    case .range: range
    case .filters: filters
    case .limit: ""
    }
  }
}
