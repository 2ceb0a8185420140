extension QueryPlan {
  /// Reads a plan as `json` printed it; nil when it has no table or no sound range.
  package init?(json: JSONValue) {
    guard let table = json["table"]?.string, let from = DateTime(json["from"]?.string ?? ""), let to = DateTime(json["to"]?.string ?? ""),
      from < to
    else { return nil }
    func text(_ key: String) -> String { json[key]?.string ?? "" }
    func reason(_ key: String) -> String { json["rationale"]?[key]?.string ?? "" }
    self.init(
      subject: Subject(rawValue: text("subject")) ?? .table, table: table, fields: (json["fields"]?.array ?? []).compactMap(\.string),
      range: TimeRange(from: from, to: to), timeWords: text("time_words"),
      filters: (json["filters"]?.array ?? []).compactMap(Filter.init(json:)), limit: Int(clamping: json["limit"]?.integer ?? 0),
      rationale: Rationale(table: reason("table"), fields: reason("fields"), range: reason("range"), filters: reason("filters")),
      kql: text("kql"), draftedBy: text("drafted_by"))
  }
}

extension QueryPlan.Filter {
  fileprivate init?(json: JSONValue) {
    guard let field = json["field"]?.string, let op = Operator(rawValue: json["op"]?.string ?? "") else { return nil }
    self.init(field: field, op: op, values: json["value"]?.string.map { [$0] } ?? (json["value"]?.array ?? []).compactMap(\.string))
  }
}
