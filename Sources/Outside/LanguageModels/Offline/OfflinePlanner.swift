import Casefile
package import HuntPipeline
import MicrosoftData

/// Plans a query from the words of a request, without a model. It says of itself that it is the offline planner.
package struct OfflinePlanner: PlanDrafter {
  package static let name = "offline planner"

  private let names: @Sendable () async -> KnownNames

  /// `names` are users and hosts of the workspace, asked for once a request.
  package init(names: @escaping @Sendable () async -> KnownNames = { KnownNames() }) { self.names = names }

  package func draft(
    _ brief: PlanningBrief, retrying: @escaping @Sendable (_ afterSeconds: Double, _ cause: String) -> Void
  ) async throws -> DraftedPlan {
    let text = brief.request.text
    let entities = RequestEntities(in: text, names: await names())
    let time = TimeWords(in: text, asked: brief.request.asked, zoneOffsetMinutes: brief.request.zoneOffsetMinutes)
    guard let (schema, words) = RequestIntent(tables: brief.tables).table(for: text, entities) else {
      throw Problem(
        "No table may be read.", cause: "The guardrails allow none of the tables this workspace has.",
        remedy: "Allow tables in the guardrails file, or ask about marked alerts.", kind: .refused)
    }
    if words.first != schema.name, let missing = OfflinePlanner.tableNotHere(text, brief.tables) {
      throw Problem(
        "\(missing) cannot be asked here.", cause: "The request names that table, and it has no rows or may not be read.",
        remedy: "Import rows of it and open the workbench again, allow it in the guardrails file, or leave its name out.", kind: .refused)
    }
    let meant = RequestIntent.meant(by: text, entities)
    let missing = words.first == schema.name || meant == nil || brief.tables.contains { $0.name == meant } ? nil : meant
    // Who or what was named still says where to look.
    if let missing, words.isEmpty, entities == RequestEntities(in: "") { throw OfflinePlanner.notConnected(missing, brief) }
    let profile = TableReference.standard.profile(of: schema.name) ?? TableProfile(guessing: schema)
    let unread = UnreadWords(of: text, entities: entities, time: time, signs: words, table: profile)
    if words.isEmpty, entities == RequestEntities(in: ""), time == nil, !unread.words.isEmpty { throw OfflinePlanner.notUnderstood(unread) }
    var filters = SubjectFilters(schema: schema, profile: profile).filters(for: entities)
    filters += IntentFilters.filters(for: text.lowercased(), schema, entities)
    let range = time?.range ?? TimeRange(from: brief.request.asked - brief.policy.defaultRange, to: brief.request.asked)
    var plan = QueryPlan(
      table: schema.name, fields: fields(schema, profile, filters), range: range, timeWords: time?.words ?? "", filters: filters,
      limit: min(5000, brief.policy.maxRows), draftedBy: OfflinePlanner.name)
    plan.rationale = PlanRationale(plan: plan, words: words, entities: entities, profile: profile, unread: unread).text
    if let missing {
      plan.rationale.table =
        "\(OfflinePlanner.lacks(missing, brief)) \(schema.name) is asked in its place, which tells something else: "
        + "ask it, choose another table, or connect \(missing). " + plan.rationale.table
    }
    plan.kql = PlanText.kql(of: plan, brief)
    return DraftedPlan(plan: plan)
  }

  /// A table that the request names as Microsoft writes it, and that is not among those that may be read.
  private static func tableNotHere(_ text: String, _ tables: [TableSchema]) -> String? {
    let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
    return words.first { word in
      // A plain word such as Update or Event is one; a name of two humps is not.
      let isName = word.dropFirst().contains { $0.isUppercase } && word.first?.isUppercase == true
      return isName && TableReference.standard.schema(named: word)?.name == word && !tables.contains { $0.name == word }
    }
  }

  /// The table that a request is about is not among those that may be read.
  private static func lacks(_ table: String, _ brief: PlanningBrief) -> String {
    let count = brief.tables.count == 1 ? "1 table is" : "\(brief.tables.count) tables are"
    let read = brief.tablesRead.map { ", read at \($0.text(decimals: 0))" } ?? ""
    return "The workspace '\(brief.request.workspace)' has no \(table) to read, which the request is about; \(count) known\(read)."
  }

  /// Nothing in the request speaks for a table that is here.
  private static func notConnected(_ table: String, _ brief: PlanningBrief) -> Problem {
    Problem(
      "\(table) cannot be asked here.", cause: lacks(table, brief),
      remedy: "Connect its source, allow it in the guardrails file, or name another table of the workspace in the request.", kind: .refused)
  }

  /// A plan made of nothing would look like an answer.
  private static func notUnderstood(_ unread: UnreadWords) -> Problem {
    Problem(
      "The offline planner does not understand this request.",
      cause: "It knows none of these words: \(unread.words.prefix(8).joined(separator: ", ")).",
      remedy: "Name a host, user, address, file or time, or say what to look for (sign-ins, PowerShell, registry, blocked traffic …); "
        + "write KQL yourself; or configure a model.", kind: .usage)
  }

  /// The time first, then what the table's profile shows, then whatever is filtered by.
  private func fields(_ schema: TableSchema, _ profile: TableProfile, _ filters: [QueryPlan.Filter]) -> [String] {
    var fields: [String] = []
    let wanted = [schema.timeColumn].compactMap { $0 } + profile.fields + filters.map(\.field)
    for name in wanted where schema.column(named: name) != nil && !fields.contains(name) { fields.append(name) }
    // `Timestamp` beside `TimeGenerated` says the same twice.
    if fields.contains("TimeGenerated") { fields.removeAll { $0 == "Timestamp" } }
    return fields.isEmpty ? schema.columns.prefix(12).map(\.name) : fields
  }
}

/// Filters for who and what was named, on the columns where the table keeps such things.
struct SubjectFilters {
  let schema: TableSchema
  let profile: TableProfile

  func filters(for entities: RequestEntities) -> [QueryPlan.Filter] {
    [
      filter(entities.hosts, in: profile.hosts), filter(users(entities.users), in: profile.users),
      filter(entities.addresses, in: profile.addresses), ports(entities.ports), filter(entities.hashes, in: hashColumns(entities.hashes)),
      filter(entities.files, in: profile.files),
    ].compactMap { $0 }
  }

  /// One name is matched as a whole term, so that web-1 never takes web-10; several by any of them.
  private func filter(_ values: [String], in columns: [String]) -> QueryPlan.Filter? {
    guard !values.isEmpty, let column = columns.first(where: { schema.column(named: $0) != nil }) else { return nil }
    if values.count > 1 { return QueryPlan.Filter(field: column, op: .hasAny, values: values) }
    let isWhole = values[0].contains("@") || values[0].contains(":") || Double(values[0].prefix { $0 != "." }) != nil
    return QueryPlan.Filter(
      field: column, op: isWhole && schema.column(named: column)?.type == .string ? .equalsIgnoringCase : .has, value: values[0])
  }

  /// Tables of devices keep `mlopez` where the directory keeps `mlopez@contoso.com`.
  private func users(_ users: [String]) -> [String] {
    guard let column = profile.users.first(where: { schema.column(named: $0) != nil }), column == "AccountName" || column == "Account"
    else {
      return users
    }
    return users.map { String($0.prefix { $0 != "@" }) }
  }

  private func ports(_ ports: [Int]) -> QueryPlan.Filter? {
    guard !ports.isEmpty, let column = profile.ports.first(where: { schema.column(named: $0) != nil }) else { return nil }
    return QueryPlan.Filter(field: column, op: ports.count == 1 ? .equals : .isIn, values: ports.map(String.init))
  }

  private func hashColumns(_ hashes: [String]) -> [String] {
    let wanted = hashes.first.map { $0.count == 64 ? "SHA256" : $0.count == 40 ? "SHA1" : "MD5" }
    return profile.hashes.filter { $0 == wanted } + profile.hashes
  }
}

/// Filters for what was asked to be looked for, where a column says it outright.
enum IntentFilters {
  static func filters(for text: String, _ schema: TableSchema, _ entities: RequestEntities) -> [QueryPlan.Filter] {
    rules.filter { rule in
      rule.table == schema.name && rule.words.contains(where: text.contains) && schema.column(named: rule.filter.field) != nil
    }.map(\.filter)
  }

  /// True when this word, alone or with others of the text, made a filter of this table; both in lower case.
  static func filters(by word: String, of text: String, _ table: String) -> Bool {
    rules.contains { rule in
      rule.table == table && rule.words.contains { text.contains($0) && $0.split(separator: " ").contains { word.contains($0) } }
    }
  }

  /// True when some table's filter is made of this word.
  static func knows(_ lower: String) -> Bool { rules.contains { rule in rule.words.contains { lower.hasPrefix($0) } } }

  private struct Rule {
    var table: String
    var words: [String]
    var filter: QueryPlan.Filter
  }

  private static let failed = ["failed", "failure", "unsuccessful", "failing"]
  private static let rules = [
    Rule(
      table: "DeviceProcessEvents", words: ["powershell", "pwsh"],
      filter: QueryPlan.Filter(field: "FileName", op: .isInIgnoringCase, values: ["powershell.exe", "pwsh.exe", "powershell_ise.exe"])),
    Rule(table: "SigninLogs", words: failed, filter: QueryPlan.Filter(field: "ResultType", op: .notEquals, value: "0")),
    Rule(
      table: "DeviceLogonEvents", words: failed, filter: QueryPlan.Filter(field: "ActionType", op: .equals, value: "LogonFailed")),
    Rule(
      table: "DeviceLogonEvents", words: ["rdp", "remote desktop"],
      filter: QueryPlan.Filter(field: "LogonType", op: .equals, value: "RemoteInteractive")),
    Rule(
      table: "AzureNetworkAnalytics_CL", words: ["block", "denied", "deny", "refused"],
      filter: QueryPlan.Filter(field: "FlowStatus_s", op: .equals, value: "D")),
    Rule(
      table: "AzureNetworkAnalytics_CL", words: ["outbound", "outgoing", "egress"],
      filter: QueryPlan.Filter(field: "FlowDirection_s", op: .equals, value: "O")),
    Rule(
      table: "AzureNetworkAnalytics_CL", words: ["inbound", "incoming", "ingress"],
      filter: QueryPlan.Filter(field: "FlowDirection_s", op: .equals, value: "I")),
    Rule(table: "AuditLogs", words: ["consent"], filter: QueryPlan.Filter(field: "OperationName", op: .has, value: "consent")),
    Rule(
      table: "AzureActivity", words: failed,
      filter: QueryPlan.Filter(field: "ActivityStatusValue", op: .equalsIgnoringCase, value: "Failure")),
    Rule(
      table: "AlertInfo", words: ["high severity", "high-severity", "severe", "critical"],
      filter: QueryPlan.Filter(field: "Severity", op: .equalsIgnoringCase, value: "High")),
  ]
}
