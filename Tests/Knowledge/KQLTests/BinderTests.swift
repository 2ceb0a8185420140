import Casefile
import KQL
import Testing

@Suite("Binding KQL")
struct BinderTests {
  static let now = DateTime("2026-11-23T12:00:00Z") ?? .minimum
  static let tables = TableList([
    TableSchema(
      name: "DeviceProcessEvents",
      columns: [
        Column("TimeGenerated", .datetime), Column("DeviceName", .string), Column("FileName", .string), Column("ProcessId", .long),
        Column("AdditionalFields", .dynamic), Column("IsRemote", .bool),
      ]),
    TableSchema(
      name: "SigninLogs",
      columns: [Column("TimeGenerated", .datetime), Column("UserPrincipalName", .string), Column("DeviceName", .string)]),
  ])

  private func bind(_ text: String) -> BoundQuery { KQLBinder(catalogue: Self.tables, now: Self.now).bind(KQLQuery(parsing: text)) }

  private func columns(_ text: String) -> [String] { bind(text).resultColumns.map { "\($0.name):\($0.type.rawValue)" } }

  private func errors(_ text: String) -> [String] { bind(text).diagnostics.filter { $0.severity == .error }.map(\.message) }

  @Test("Columns and types follow every operator")
  func resultColumns() {
    #expect(
      columns("DeviceProcessEvents | project DeviceName, n = ProcessId * 2, tolower(FileName)") == [
        "DeviceName:string", "n:long", "Column1:string",
      ])
    #expect(
      columns("DeviceProcessEvents | project-away *Name, AdditionalFields, IsRemote") == ["TimeGenerated:datetime", "ProcessId:long"])
    #expect(
      columns(
        "DeviceProcessEvents | summarize count(), dcount(FileName), make_set(FileName), x = sum(ProcessId) / count() by DeviceName, bin(TimeGenerated, 1h)"
      )
        == ["DeviceName:string", "TimeGenerated:datetime", "count_:long", "dcount_FileName:long", "set_FileName:dynamic", "x:long"])
    #expect(
      columns("SigninLogs | summarize arg_max(TimeGenerated, *) by DeviceName") == [
        "DeviceName:string", "TimeGenerated:datetime", "UserPrincipalName:string",
      ])
    #expect(columns("SigninLogs | count") == ["Count:long"])
    #expect(columns("SigninLogs | distinct DeviceName | extend DeviceName = strlen(DeviceName)") == ["DeviceName:long"])
    #expect(
      columns("SigninLogs | join kind=inner (DeviceProcessEvents | project DeviceName, FileName) on DeviceName")
        == ["TimeGenerated:datetime", "UserPrincipalName:string", "DeviceName:string", "DeviceName1:string", "FileName:string"])
    #expect(
      columns("DeviceProcessEvents | project a = AdditionalFields.x.y, AdditionalFields['q'] | project-rename b = a") == [
        "b:dynamic", "AdditionalFields_q:dynamic",
      ])
    #expect(columns("union withsource=Where SigninLogs, (DeviceProcessEvents | project DeviceName, ProcessId)").first == "Where:string")
  }

  @Test("Time arithmetic is done while binding, from the given moment")
  func folding() {
    let bound = bind("let span = 2h; SigninLogs | where TimeGenerated > ago(span * 2) and TimeGenerated < now() - 1h")
    guard case .filter(let condition)? = bound.pipeline?.operators.first?.kind, case .all(let parts) = condition.kind,
      case .binary(.greater, _, let from) = parts[0].kind, case .binary(.less, _, let to) = parts[1].kind
    else {
      Issue.record("\(bound.diagnostics)")
      return
    }
    #expect(from.kind == .constant(.datetime(Self.now - .hours(4))))
    #expect(to.kind == .constant(.datetime(Self.now - .hours(1))))
  }

  @Test("What is read is what the query needs, through views, sub-queries and renames")
  func columnsRead() {
    let bound = bind(
      """
      let hosts = SigninLogs | where UserPrincipalName == 'a' | project DeviceName;
      DeviceProcessEvents | project-rename Host = DeviceName | where Host in (hosts) and IsRemote | summarize count() by FileName
      """)
    #expect(bound.isRunnable)
    #expect(bound.columnsRead["SigninLogs"] == ["UserPrincipalName", "DeviceName"])
    #expect(bound.columnsRead["DeviceProcessEvents"] == ["DeviceName", "IsRemote", "FileName"])
    #expect(bind("DeviceProcessEvents | count").columnsRead["DeviceProcessEvents"] == [])
    #expect(bind("SigninLogs | where * has 'x' | count").columnsRead["SigninLogs"]?.count == 3)
  }

  @Test("Unknown names are told with the nearest known ones, at their place")
  func unknownNames() {
    #expect(errors("DeviceProcesEvents | take 1") == ["unknown table 'DeviceProcesEvents'; did you mean 'DeviceProcessEvents'?"])
    #expect(errors("SigninLogs | where DeviceNam == 'x'") == ["unknown column 'DeviceNam'; did you mean 'DeviceName'?"])
    #expect(
      errors("SigninLogs | extend x = tolowr(DeviceName)").first?.hasPrefix("unknown function 'tolowr'; did you mean 'tolower'") == true)
    #expect(errors("signinlogs | take 1") == ["unknown table 'signinlogs'; did you mean 'SigninLogs'?"])
    let place = bind("SigninLogs\n| where Oops == 1").diagnostics.first
    #expect(place?.line == 2 && place?.column == 9)
  }

  @Test(
    "Types that do not fit are told",
    arguments: [
      "SigninLogs | where TimeGenerated > '2026-01-01'", "DeviceProcessEvents | where ProcessId == 'x'", "SigninLogs | where DeviceName",
      "DeviceProcessEvents | where ProcessId has 'x'", "SigninLogs | extend x = iff(true, 'a', 1)",
      "SigninLogs | extend x = DeviceName + 1",
      "SigninLogs | summarize sum(DeviceName)", "SigninLogs | summarize max(count())", "SigninLogs | summarize DeviceName",
      "SigninLogs | join kind=sideways SigninLogs on DeviceName", "DeviceProcessEvents | sort by AdditionalFields",
      "SigninLogs | extend x = substring(DeviceName)", "SigninLogs | project DeviceName | where UserPrincipalName == 'x'",
      "print x = count()", "let a = 5; a | take 1", "SigninLogs | where DeviceName in (datatable(n: long) [1])| extend y = toscalar()",
    ])
  func typeErrors(text: String) {
    #expect(KQLQuery(parsing: text).isWellFormed)
    #expect(!errors(text).isEmpty)
    #expect(bind(text).pipeline == nil)
  }

  @Test("What the engine cannot run yet is no error, and its tables and columns still count as read")
  func unsupported() {
    let bound = bind("SigninLogs | make-series n = count() on TimeGenerated step 1h by DeviceName")
    #expect(bound.diagnostics.map(\.severity) == [.unsupported])
    #expect(bound.pipeline == nil)
    #expect(bound.columnsRead["SigninLogs"] == ["TimeGenerated", "DeviceName"])
  }

  @Test("Without a catalogue every table has every column, and nothing is unknown")
  func openWorld() {
    let bound = KQLBinder(catalogue: nil, now: Self.now).bind(KQLQuery(parsing: "Anything | where Whatever.x == 1 | project y = Whatever"))
    #expect(bound.diagnostics.isEmpty)
    #expect(bound.tablesRead == ["Anything"])
    #expect(!bound.isRunnable)
  }

  @Test("A literal of another type is read as the column's, with a warning")
  func literalsOfOtherTypes() {
    let bound = bind("DeviceProcessEvents | where ProcessId == '42' and DeviceName in (1, 'x') and IsRemote == 'true' and IsRemote == True")
    #expect(bound.isRunnable)
    #expect(bound.diagnostics.map(\.severity) == [.warning, .warning, .warning])
  }

  @Test("The time asked of a table is found through views, renames and ago")
  func windows() {
    func windows(_ text: String) -> [String] {
      bind(text).windows.map {
        "\($0.table) \($0.from?.text(decimals: 0) ?? "-") \($0.to?.text(decimals: 0) ?? "-")"
      }
    }
    #expect(windows("SigninLogs | where TimeGenerated > ago(1d)") == ["SigninLogs 2026-11-22T12:00:00Z -"])
    #expect(
      windows(
        "let V = SigninLogs | project t = TimeGenerated, DeviceName; V | where t between (ago(1h) .. now()) | join DeviceProcessEvents on DeviceName"
      )
        == ["SigninLogs 2026-11-23T11:00:00Z 2026-11-23T12:00:00Z", "DeviceProcessEvents - -"])
    #expect(windows("SigninLogs | where TimeGenerated > ago(1d) or DeviceName == 'x'") == ["SigninLogs - -"])
    #expect(windows("SigninLogs | extend TimeGenerated = now() | where TimeGenerated > ago(1d)") == ["SigninLogs - -"])
    #expect(windows("union SigninLogs, DeviceProcessEvents | where datetime(2026-11-01) <= TimeGenerated").count == 2)
  }

  @Test("Functions of the query's own are put in the place of their calls")
  func functions() {
    #expect(columns("let f = (t: (DeviceName: string), n: long) { t | extend k = n * 2 }; f(SigninLogs, 3) | project k") == ["k:long"])
    #expect(columns("let twice = (x: long) { x * 2 }; DeviceProcessEvents | project d = twice(ProcessId)") == ["d:long"])
    #expect(errors("let f = (x: long) { x }; SigninLogs | extend y = f()") == ["the argument 'x' is missing"])
  }
}
