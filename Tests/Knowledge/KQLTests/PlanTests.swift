import Casefile
import KQL
import Testing

@Suite("Plans and queries")
struct PlanTests {
  private static let schema = TableSchema(
    name: "DeviceNetworkEvents",
    columns: [
      Column("TimeGenerated", .datetime), Column("DeviceName", .string), Column("RemotePort", .long), Column("odd name", .string),
      Column("AdditionalFields", .dynamic),
    ])

  private static func plan(_ filters: [QueryPlan.Filter], fields: [String] = ["TimeGenerated", "DeviceName"]) -> QueryPlan {
    let from = DateTime("2026-11-22T03:00:00Z") ?? .minimum
    return QueryPlan(
      table: "DeviceNetworkEvents", fields: fields, range: TimeRange(from: from, to: from + .days(1)), filters: filters, limit: 500,
      draftedBy: "test")
  }

  @Test("A plan becomes one step a line, newest rows first")
  func text() {
    let plan = Self.plan([
      .init(field: "DeviceName", op: .equalsIgnoringCase, value: "WS-123"),
      .init(field: "RemotePort", op: .isIn, values: ["4444", "8080"]),
      .init(field: "AdditionalFields", op: .contains, value: "x"),
    ])
    let query = KQLQuery(plan: plan, schema: Self.schema)
    #expect(query.diagnostics.isEmpty)
    #expect(
      query.text == """
        DeviceNetworkEvents
        | where TimeGenerated >= datetime(2026-11-22T03:00:00Z) and TimeGenerated < datetime(2026-11-23T03:00:00Z)
        | where DeviceName =~ "WS-123"
        | where RemotePort in (4444, 8080)
        | where tostring(AdditionalFields) contains "x"
        | top 500 by TimeGenerated desc
        | project TimeGenerated, DeviceName
        """)
    #expect(KQLBinder(catalogue: TableList([Self.schema]), now: .minimum).bind(query).isRunnable)
    #expect(query.rowLimit == 500 && query.limitsRows)
  }

  @Test("An empty value never becomes a prefix, a term or a part of a text")
  func emptyValues() {
    for op in [QueryPlan.Filter.Operator.startsWith, .endsWith, .contains, .has, .hasAny, .isInIgnoringCase, .equalsIgnoringCase] {
      let query = KQLQuery(plan: Self.plan([.init(field: "DeviceName", op: op, values: ["", "  "])]), schema: Self.schema)
      #expect(!query.text.contains("DeviceName \(op.rawValue)"))
    }
    let none = KQLQuery(plan: Self.plan([.init(field: "DeviceName", op: .startsWith, values: [])]), schema: Self.schema)
    #expect(none.text.components(where: "| where") == 1)
  }

  @Test("Values and names that try to break out stay values and names")
  func injection() {
    let hostile = "\" or 1==1 or DeviceName startswith \""
    let query = KQLQuery(
      plan: Self.plan(
        [.init(field: "DeviceName", op: .startsWith, value: hostile), .init(field: "odd name", op: .equals, value: "\\")],
        fields: ["odd name", "x | take 1"]), schema: Self.schema)
    #expect(query.diagnostics.isEmpty)
    #expect(query.syntax.subtree.filter { $0.kind == .whereOperator }.count == 3)
    #expect(query.syntax.subtree.contains { $0.stringValue == hostile })
    #expect(query.references.tableNames == ["DeviceNetworkEvents"])
  }

  @Test("A plan's query reads back as the plan")
  func roundTrip() {
    let plan = Self.plan([
      .init(field: "DeviceName", op: .startsWith, value: "a\"b\\"), .init(field: "RemotePort", op: .greater, value: "1024"),
      .init(field: "odd name", op: .hasAny, values: ["x", "y"]), .init(field: "AdditionalFields", op: .has, value: "z"),
    ])
    var expected = plan
    let query = KQLQuery(plan: plan, schema: Self.schema)
    expected.kql = query.text
    #expect(plan.edited(by: query, schema: Self.schema, now: .minimum) == expected)
  }

  @Test("A default window is put behind every table that has none, and nowhere else")
  func defaultWindow() {
    let tables = TableList([Self.schema, TableSchema(name: "B", columns: [Column("Timestamp", .datetime), Column("DeviceName", .string)])])
    let from = DateTime("2026-11-22T00:00:00Z") ?? .minimum
    func windowed(_ text: String) -> String {
      let query = KQLQuery(parsing: text)
      let bound = KQLBinder(catalogue: tables, now: from).bind(query)
      let result = query.windowed(to: TimeRange(from: from, to: from + .days(1)), in: bound)
      #expect(KQLBinder(catalogue: tables, now: from).bind(result.query).isRunnable)
      return result.query.text
    }
    let window = "where Timestamp >= datetime(2026-11-22T00:00:00Z) and Timestamp < datetime(2026-11-23T00:00:00Z)"
    #expect(windowed("B | take 5 // x") == "B | \(window) | take 5 // x")
    #expect(windowed("B | where Timestamp > ago(90d) | take 5") == "B | where Timestamp > ago(90d) | take 5")
    #expect(
      windowed("B | where Timestamp > ago(1d) | join B on DeviceName")
        == "B | where Timestamp > ago(1d) | join (B | \(window)) on DeviceName")
    #expect(windowed("let x = B; x | count") == "let x = B | \(window); x | count")
  }

  @Test("Edits of the text show in the plan; a query that says more is no plan")
  func edits() {
    let now = DateTime("2026-11-23T00:00:00Z") ?? .minimum
    let plan = Self.plan([])
    let edited = plan.edited(
      by: KQLQuery(parsing: "SigninLogs | where TimeGenerated between (ago(2h) .. now()) and User == 'x' | take 7"),
      schema: Self.schema, now: now)
    #expect(edited?.table == "SigninLogs")
    #expect(edited?.limit == 7)
    #expect(edited?.filters == [.init(field: "User", op: .equals, value: "x")])
    #expect(edited?.range.from == now - .hours(2))
    for text in ["T | where a == 1 or b == 2", "T | summarize count()", "let x = 1; T | where a == x", "T | project a = b", "T | where"] {
      #expect(plan.edited(by: KQLQuery(parsing: text), schema: Self.schema, now: now) == nil, "\(text)")
    }
  }

  @Test("A text of conditions becomes filters and back; what is more than filters is not taken")
  func conditions() {
    let text = "DeviceName startswith \"WS-1\" and RemotePort in (4444, 8080)"
    let filters = QueryPlan.filters(of: text, in: Self.schema)
    #expect(
      filters == [
        .init(field: "DeviceName", op: .startsWith, value: "WS-1"), .init(field: "RemotePort", op: .isIn, values: ["4444", "8080"]),
      ])
    #expect(Self.plan(filters ?? []).conditions(in: Self.schema) == text)
    #expect(QueryPlan.filters(of: "  ", in: Self.schema) == [])
    let more = [
      "DeviceName == \"a\" or RemotePort == 1", "RemotePort + 1 == 2", "DeviceName == \"a\" | take 1", "DeviceName == \"a\"; T",
      "TimeGenerated > ago(1d)", "DeviceName ==",
    ]
    for text in more { #expect(QueryPlan.filters(of: text, in: Self.schema) == nil, "\(text)") }
  }

  @Test("Declared parameters become lets with values of their type, whatever the values are")
  func parameters() throws {
    let text = "declare query_parameters(host:string = \"WS-1\", since:timespan = 2d, port:long);\nT | where a == host"
    let query = KQLQuery(parsing: text)
    #expect(query.parameters.map(\.name) == ["host", "since", "port"])
    #expect(query.parameters.map(\.value) == ["WS-1", "2.00:00:00", ""])
    #expect(query.setting([:]) == nil, "a parameter without default needs a value")
    let hostile = "\\\" ; print 1 | "
    let filled = try #require(query.setting(["host": hostile, "since": "6h", "port": "22"]))
    #expect(filled.isWellFormed)
    #expect(filled.parameters.isEmpty)
    #expect(filled.syntax.children.filter { $0.kind == .letStatement }.count == 3)
    #expect(filled.text.hasSuffix("T | where a == host"))
    #expect(query.setting(["port": "many"]) == nil)
    #expect(KQLQuery(parsing: "T").setting([:])?.text == "T")
  }
}

extension String {
  fileprivate func components(where part: String) -> Int { ranges(of: part).count }
}
