import Casefile

/// Reads the arguments of the plan tool into a plan, and says what is wrong with them.
struct PlanReader {
  /// Why arguments are no plan; told to the model once, then to the analyst.
  struct Rejection: Error, Equatable {
    var reasons: [String]
  }

  let brief: PlanningBrief
  /// On the second try names that no column has are left out and said, so that a poor model still gives something to edit.
  var leavesOutUnknown = false

  /// Values that models write when they mean "nothing in particular"; a filter on them would bring no rows.
  private static let emptyWords: Set<String> = ["", "*", "all", "any", "none", "n/a", "na", "null", "unknown", "-"]

  func plan(from arguments: String, draftedBy: String) throws(Rejection) -> QueryPlan {
    let root: JSONValue
    do {
      root = try JSONValue(parsing: arguments)
    } catch {
      throw Rejection(reasons: ["the arguments are not JSON: \(error.message) at byte \(error.offset)"])
    }
    guard root.object != nil else { throw Rejection(reasons: ["the arguments are not a JSON object"]) }
    let tableName = root["table_name"]?.string ?? ""
    guard let schema = brief.tables.first(where: { $0.name.lowercased() == tableName.lowercased() }) else {
      throw Rejection(reasons: [
        "there is no table '\(tableName)'; choose one of \(brief.tables.map(\.name).sorted().joined(separator: ", "))"
      ])
    }
    var reasons: [String] = []
    let fields = fields(root["fields"], of: schema, &reasons)
    var notes = subjectNotes(root)
    var filters = filters(root["filters"], of: schema, &reasons, &notes)
    guard reasons.isEmpty || leavesOutUnknown else { throw Rejection(reasons: reasons) }
    filters += subjectFilters(root, of: schema, beside: filters)
    let (range, words) = range(root)
    return QueryPlan(
      table: schema.name, fields: fields, range: range, timeWords: words, filters: filters,
      limit: limit(root["limit"]?.integer),
      rationale: rationale(root["rationale"], leftOut: reasons + notes), draftedBy: draftedBy)
  }

  /// Names set right in case; an invented one is a reason to ask again. An empty list means the table's own columns.
  private func fields(_ value: JSONValue?, of schema: TableSchema, _ reasons: inout [String]) -> [String] {
    var fields: [String] = []
    for name in texts(value) where !PlanReader.emptyWords.contains(name.lowercased()) {
      guard let column = column(name, of: schema) else {
        reasons.append("\(schema.name) has no column '\(name)'")
        continue
      }
      if !fields.contains(column.name) { fields.append(column.name) }
    }
    if fields.isEmpty { fields = schema.columns.prefix(20).map(\.name) }
    if let time = schema.timeColumn, !fields.contains(time) { fields.insert(time, at: 0) }
    return fields
  }

  private func filters(
    _ value: JSONValue?, of schema: TableSchema, _ reasons: inout [String], _ notes: inout [String]
  ) -> [QueryPlan.Filter] {
    var filters: [QueryPlan.Filter] = []
    for item in value?.array ?? [] {
      let name = item["field"]?.string ?? ""
      let values = texts(item["values"] ?? item["value"]).filter { !PlanReader.emptyWords.contains($0.lowercased()) }
      guard !values.isEmpty, !PlanReader.emptyWords.contains(name.lowercased()) else {
        if !name.isEmpty { notes.append("a filter on \(name) without a value that names anything") }
        continue
      }
      guard let column = column(name, of: schema) else {
        reasons.append("\(schema.name) has no column '\(name)'")
        continue
      }
      // The range has its own place in the plan; a second one here would only narrow it by accident.
      if column.name == schema.timeColumn {
        notes.append("a filter on \(column.name): the range stands for it")
        continue
      }
      guard let op = comparison(item["op"]) else {
        reasons.append("'\(item["op"]?.text ?? "")' is no comparison of the tool")
        continue
      }
      filters.append(
        QueryPlan.Filter(field: column.name, op: values.count > 1 && !takesSeveral(op) ? .isInIgnoringCase : op, values: values))
    }
    return filters
  }

  /// A comparison that is left out means equality; one the tool does not have is never taken for another.
  private func comparison(_ value: JSONValue?) -> QueryPlan.Filter.Operator? {
    guard let name = value?.string else { return value == nil || value == .null ? .equalsIgnoringCase : nil }
    return name.isEmpty ? .equalsIgnoringCase : QueryPlan.Filter.Operator(rawValue: name.lowercased())
  }

  private func takesSeveral(_ op: QueryPlan.Filter.Operator) -> Bool {
    op == .isIn || op == .isInIgnoringCase || op == .hasAny
  }

  /// Zero and less mean nothing; the usual number of rows is taken.
  private func limit(_ wanted: Int64?) -> Int {
    let rows = wanted.map(Int.init(clamping:)) ?? 0
    return min(rows > 0 ? rows : 1000, brief.policy.maxRows)
  }

  /// Subjects that the model wrote and that name nobody: `*`, `all`, a number. Nothing is filtered by them, and that is said.
  private func subjectNotes(_ root: JSONValue) -> [String] {
    ["device_name", "user_principal_name", "caller"].compactMap { key in
      guard let value = root[key], value != .null else { return nil }
      guard let text = value.string else { return "\(key) \(value.text), which is no name" }
      let isSilent = ["", "none", "n/a", "na", "null", "unknown", "-"].contains(text.lowercased())
      return PlanReader.emptyWords.contains(text.lowercased()) && !isSilent ? "\(key) '\(text)', which names nobody" : nil
    }
  }

  /// The named host, user and caller become filters when the table has a column for them and no filter names it yet.
  private func subjectFilters(_ root: JSONValue, of schema: TableSchema, beside filters: [QueryPlan.Filter]) -> [QueryPlan.Filter] {
    let subjects = [
      ("device_name", ["DeviceName", "Computer", "VM_s"]),
      ("user_principal_name", ["UserPrincipalName", "AccountUpn", "AccountName"]),
      ("caller", ["Caller"]),
    ]
    return subjects.compactMap { key, columns in
      guard let value = root[key]?.string, !PlanReader.emptyWords.contains(value.lowercased()),
        let column = columns.first(where: { schema.column(named: $0) != nil }), !filters.contains(where: { $0.field == column })
      else { return nil }
      let isWhole = value.contains("@") || value.contains(".")
      // A short name is a term of the full one; as a prefix, web-1 would take web-10 too.
      return QueryPlan.Filter(field: column, op: isWhole ? .equalsIgnoringCase : .has, value: value)
    }
  }

  /// The range of the arguments; where they hold none that is sound, the words of the request decide, else the default.
  private func range(_ root: JSONValue) -> (TimeRange, String) {
    let words = TimeWords(in: brief.request.text, asked: brief.request.asked, zoneOffsetMinutes: brief.request.zoneOffsetMinutes)
    if let words { return (words.range, words.words) }
    guard let from = DateTime(root["from"]?.string ?? ""), let to = DateTime(root["to"]?.string ?? ""), from < to,
      let written = root["time_words"]?.string, !written.isEmpty, brief.request.text.lowercased().contains(written.lowercased())
    else {
      return (TimeRange(from: brief.request.asked - brief.policy.defaultRange, to: brief.request.asked), "")
    }
    return (TimeRange(from: from, to: to), written)
  }

  private func rationale(_ value: JSONValue?, leftOut: [String]) -> QueryPlan.Rationale {
    let note = leftOut.isEmpty ? "" : " Left out: \(leftOut.joined(separator: "; "))."
    return QueryPlan.Rationale(
      table: value?["table"]?.string ?? "", fields: (value?["fields"]?.string ?? "") + note, range: value?["range"]?.string ?? "",
      filters: value?["filters"]?.string ?? "")
  }

  private func column(_ name: String, of schema: TableSchema) -> Column? {
    schema.column(named: name) ?? schema.columns.first { $0.name.lowercased() == name.lowercased() }
  }

  /// A list of texts, or one text where a list was asked for.
  private func texts(_ value: JSONValue?) -> [String] {
    switch value {
    case .array(let items)?: items.compactMap { $0.string ?? $0.integer.map(String.init) }
    case .string(let text)?: [text]
    case .integer(let number)?: [String(number)]
    default: []
    }
  }
}
