import Casefile
import HuntPipeline
import KQL
import Testing

@Suite("Guardrails") struct GuardrailTests {
  private func range(_ days: Double) -> TimeRange { TimeRange(from: GuardrailDesk.now - .days(days), to: GuardrailDesk.now) }

  @Test("Tables on the list are read under any of their names")
  func allowed() {
    for text in [
      "Events", "['Events']", "table('Events')", "(Events)", "let e = Events; e | take 1", "List | take 1", "union Events, Logons",
    ] {
      #expect(GuardrailDesk.rules(text) == [], "\(text)")
    }
    #expect(GuardrailDesk.approved("let e = Events; e | union (Logons)")?.tables == ["Events", "Logons"])
  }

  @Test("What the embedded engine does not run is refused in the review, at its place in the analyst's own text")
  func runsHere() {
    let text = "Events\n| where Port == 1\n| make-series n = count() default = 0 on TimeGenerated step 1h by Device"
    func review(_ text: String, isEmbedded: Bool) -> Review {
      Guardrails(
        policy: GuardrailDesk.policy, tables: TableList(GuardrailDesk.tables), now: GuardrailDesk.now, isEmbedded: isEmbedded
      ).review(KQLQuery(parsing: text))
    }
    let concerns = review(text, isEmbedded: true).concerns
    #expect(concerns.map(\.rule) == ["runs-here"])
    #expect(concerns.first?.reason.hasPrefix("Line 3, column 3: 'make-series'") ?? false, "\(concerns)")
    #expect(concerns.first?.remedy.contains("bin(") ?? false)
    if case .refused = review(text, isEmbedded: false) { Issue.record("a service runs it") }
    #expect(review("Events | summarize count() by bin(TimeGenerated, 1h)", isEmbedded: true).concerns.isEmpty)
  }

  @Test("Without a list every known table is allowed and every other is not")
  func open() {
    let policy = GuardrailPolicy()
    #expect(GuardrailDesk.rules("SecretTable", policy) == [])
    #expect(GuardrailDesk.rules("Unheard", policy) == ["tables-allowed"])
    #expect(GuardrailDesk.rules("union isfuzzy=true Events, Unheard", policy) == [])
    #expect(GuardrailDesk.rules("_GetWatchlist('vips')", policy) == [])
    #expect(GuardrailDesk.rules("let w = _GetWatchlist('vips') | project SearchKey; Events | where User in (w)", policy) == [])
  }

  @Test(
    "Fields that are not on a table's list cannot be read",
    arguments: [
      "Partly", "Partly | where Command has 'x' | count", "Partly | project c = Command", "Partly | extend x = User | project x",
      "Partly | summarize by Command", "Partly | summarize arg_max(Port, *) by Device", "Partly | project-keep Us*",
      "Partly | where * has 'x'",
      "Partly | extend p = pack_all() | project p", "Partly | project x = column_ifexists('Command', '')", "Partly | distinct *",
      "let p = Partly | project Device, q = User; p | where q == 'x' | count", "union (Partly | project User), Events",
      "Events | join (Partly | project Device, Command) on Device", "Events | where User in ((Partly | project User))",
      "Events | extend x = toscalar(Partly | summarize max(Command))",
      "let f = (c: string) { Partly | where Command == c | count }; f('x')",
      "Partly | sort by User asc | project Device", "search in (Partly) 'x'", "find in (Partly) where Port == 1", "Partly | search 'x'",
      "Partly | mv-apply m = More on (where tostring(m) == 'x') | project Device", "Partly | evaluate pivot(Device) | project Device",
      "let f = (T: (Command: string)) { T | where Command == 'x' }; Partly | invoke f() | project Device",
      "Partly | project Device, Port | union Partly", "Events | join kind=leftanti Partly on User",
      "Partly | parse Command with * 'a' b | project b",
      "Partly | evaluate bag_unpack(More) | project Device", "materialize(Partly) | summarize count() by User",
      "Events | mv-apply m = More on (join (Partly) on Device)", "let unused = () { Partly | where User == 'x' }; print 1",
    ])
  func fields(text: String) { #expect(GuardrailDesk.rules(text).contains("fields-allowed"), "\(GuardrailDesk.review(text))") }

  @Test("Fields on the list can, and a count reads none")
  func allowedFields() {
    for text in [
      "Partly | project Device, Port", "Partly | count", "Partly | where Port == 1 | summarize by Device", "Partly | project D = Device",
      "Partly | where TimeGenerated > ago(1d) | project Device | distinct *", "Partly | project-keep Device",
    ] { #expect(GuardrailDesk.rules(text) == [], "\(text)") }
  }

  @Test("A table without a window gets the default one, in the text and in words")
  func defaultWindow() throws {
    let query = try #require(GuardrailDesk.approved("Events | take 5"))
    #expect(
      query.text
        == "Events | where TimeGenerated >= datetime(2026-11-22T12:00:00Z) and TimeGenerated < datetime(2026-11-23T12:00:00Z) | take 5")
    #expect(
      query.additions == ["Events: only the last 24 hours, 2026-11-22T12:00:00Z to 2026-11-23T12:00:00Z, because the query gives no time."])
    #expect(query.range == range(1))
    #expect(GuardrailDesk.approved("List | take 5")?.text == "List | take 5")
    #expect(
      GuardrailDesk.approved("Events | where TimeGenerated < datetime(2026-01-02)")?.additions
        == ["Events: only 2026-01-01T00:00:00Z to 2026-01-02T00:00:00Z, because the query gives no beginning."])
    var policy = GuardrailDesk.policy
    policy.defaultRange = .days(7)
    #expect(GuardrailDesk.approved("Events", policy)?.range == range(7))
    policy.maxRange = .days(2)
    #expect(GuardrailDesk.approved("Events", policy)?.range == range(2))
  }

  @Test("A window of the text's own is left as it is, in every spelling")
  func ownWindow() {
    for condition in [
      "TimeGenerated > ago(2d)", "Timestamp >= ago(2d)", "ago(2d) < TimeGenerated", "TimeGenerated between (ago(2d) .. now())",
      "TimeGenerated between (ago(2d) .. 1d)", "now() - TimeGenerated < 2d", "bin(TimeGenerated, 1h) >= ago(2d)",
      "ingestion_time() > ago(2d)",
      "TimeGenerated > ago(2d) and User == 'x'", "TimeGenerated > datetime(2026-11-21)",
      "startofday(TimeGenerated) == datetime(2026-11-21)",
    ] {
      let query = GuardrailDesk.approved("Events | where \(condition)")
      #expect(query?.additions == [], "\(condition)")
      #expect(query?.text == "Events | where \(condition)")
    }
    #expect(GuardrailDesk.approved("let t = ago(2d); Events | project w = TimeGenerated | where w > t")?.additions == [])
    #expect(GuardrailDesk.approved("Events | where TimeGenerated > ago(2d) or User == 'x'")?.additions.count == 1)
  }

  @Test("Each reading counts by itself: no leg is excused by another's window, and it covers the time of the others")
  func everyReading() throws {
    let week = "2026-11-16T12:00:00Z"
    let recent = "Events | where TimeGenerated > ago(7d)"
    for text in [
      "\(recent) | join Logons on Device", "union (\(recent)), Logons", "\(recent) | union Logons",
      "\(recent) | where User in ((Logons | project User))",
      "\(recent) | extend n = toscalar(Logons | count)", "let l = Logons; \(recent) | lookup (l) on Device",
      "let f = () { Logons }; union (\(recent)), f()", "\(recent) | partition by Device { Logons | take 1 }",
      "\(recent) | mv-apply m = More on (where tostring(m) in ((Logons | project User)))",
    ] {
      let query = try #require(GuardrailDesk.approved(text), "\(text)")
      #expect(query.additions == ["Logons: only \(week) to 2026-11-23T12:00:00Z, the time of the query's other tables."], "\(text)")
      #expect(query.text.contains("Logons | where TimeGenerated >= datetime(\(week))"), "\(query.text)")
    }
  }

  @Test("Wildcards are spelled out, and a search is filtered behind it")
  func wildcards() throws {
    let policy = GuardrailPolicy()
    let union = try #require(GuardrailDesk.approved("union Secret* | count", policy))
    #expect(union.text.hasPrefix("union (SecretMail | where TimeGenerated >= "))
    #expect(union.text.hasSuffix("TimeGenerated < datetime(2026-11-23T12:00:00Z)) | count"))
    let search = try #require(GuardrailDesk.approved("search in (Events, Logons) 'x' | take 1"))
    #expect(search.text.hasPrefix("search in (Events, Logons) 'x' | where TimeGenerated >= "))
    #expect(GuardrailDesk.approved("search in (Events) 'x' | where TimeGenerated > ago(1h)")?.additions == [])
    #expect(GuardrailDesk.rules("find in (Events) where User == 'x'").contains("range-allowed"))
  }

  @Test("A range longer than allowed is refused wherever it stands")
  func tooLong() {
    for text in [
      "Events | where TimeGenerated > ago(31d)", "Events | where TimeGenerated > datetime(2020-01-01)",
      "Events | where TimeGenerated > ago(1d) | join (Logons | where TimeGenerated > ago(90d)) on Device",
      "union (Events | where Timestamp > ago(1d)), (Logons | where Timestamp > ago(365d))",
      "Events | where TimeGenerated > ago(1d) | where User in ((Logons | where TimeGenerated > ago(60d) | project User))",
      "let n = toscalar(Logons | where TimeGenerated > ago(60d) | count); Events | where TimeGenerated > ago(1d) and Port > n",
      "Events | where TimeGenerated between (datetime(2020-01-01) .. datetime(2020-06-01))",
      "Events | where TimeGenerated > ago(60d) | mv-apply m = More on (take 1)",
    ] { #expect(GuardrailDesk.rules(text).contains("range-allowed"), "\(text)") }
    #expect(GuardrailDesk.rules("Events | where TimeGenerated > ago(30d)") == [])
    #expect(GuardrailDesk.rules("Events | where TimeGenerated between (datetime(2020-01-01) .. datetime(2020-01-09))") == [])
    #expect(GuardrailDesk.rules("Events", range: range(90)) == ["range-allowed"])
  }

  @Test("What is added is never longer than allowed, however far apart the other tables' windows lie")
  func cappedAddition() {
    let far =
      "union (Events | where TimeGenerated between (datetime(2020-01-01) .. 2d)), (Logons | where TimeGenerated between (datetime(2020-06-01) .. 2d))"
    let query = GuardrailDesk.approved("\(far) | join Events on Device")
    #expect(query?.additions == ["Events: only 2020-05-04T00:00:00Z to 2020-06-03T00:00:00Z, the time of the query's other tables."])
  }

  @Test("A beginning that is known only when the query runs is bounded by the longest range")
  func computed() {
    let query = GuardrailDesk.approved("let t = toscalar(List | summarize todatetime(max(Note))); Events | where TimeGenerated > t")
    #expect(
      query?.additions == ["Events: nothing before 2026-10-24T12:00:00Z, because the query's own beginning is known only when it runs."])
  }

  @Test("A range beside the text is the window of every reading")
  func beside() {
    let query = GuardrailDesk.approved("Events | join Logons on Device", range: range(2))
    #expect(query?.additions == ["Events, Logons: only 2026-11-21T12:00:00Z to 2026-11-23T12:00:00Z, the range asked beside the text."])
    #expect(query?.range == range(2))
    #expect(GuardrailDesk.rules("Events | join Logons on Device", range: range(2)) == [])
  }

  @Test("Row limits are the smaller of the policy's and the asked, and a greater one in the text is told")
  func rows() {
    #expect(GuardrailDesk.approved("Events")?.maxRows == 100_000)
    #expect(GuardrailDesk.approved("Events", limit: 7)?.maxRows == 7)
    #expect(GuardrailDesk.approved("List | take 200000")?.additions == ["At most 100000 rows are kept; the query asks for 200000."])
  }

  @Test(
    "Costly shapes ask first, each by its own rule",
    arguments: [
      ("search in (Events) 'x'", "every-column"), ("Events | search 'x'", "every-column"),
      ("Events | where TimeGenerated > ago(1d) | join Logons on Device", "unwindowed-join"),
      ("Events | lookup Logons on Device", "unwindowed-join"),
      ("Events | where Command contains 'x'", "leading-contains"),
      ("Events | where Command endswith 'x' and User != ''", "leading-contains"),
      ("Events | where Command matches regex 'x.*y'", "regex-over-everything"),
      ("Events | extend c = tolower(Command) | where c matches regex 'x'", "regex-over-everything"),
      ("Events | mv-expand More", "unbounded-mv-expand"), ("set notruncation; Events", "service-limits"),
      (
        "Events | where Timestamp > ago(1d) | extend k = 1 | join (Logons | where Timestamp > ago(1d) | extend k = 1) on k", "cross-join"
      ),
      ("Events | invoke FileProfile(Command)", "microsoft-lookups"),
    ])
  func costly(text: String, rule: String) {
    #expect(GuardrailDesk.review(text).verdict == "consent", "\(GuardrailDesk.review(text))")
    #expect(GuardrailDesk.rules(text).contains(rule))
  }

  @Test(
    "Everything at once asks first where every table is allowed",
    arguments: ["search 'x'", "union *", "union withsource=T * | count", "union Secret*"])
  func everyTable(text: String) {
    #expect(GuardrailDesk.review(text, GuardrailPolicy()).verdict == "consent")
    #expect(GuardrailDesk.rules(text, GuardrailPolicy()).contains("every-table"))
  }

  @Test(
    "Ordinary hunting is allowed",
    arguments: [
      "Events | where TimeGenerated > ago(1d) | where Command contains 'x'", "Events | where Device == 'a' | where Command contains 'x'",
      "Events | where User has 'a' and Command matches regex 'x'", "Events | where Device == 'a' | mv-expand More",
      "Events | mv-expand More limit 10",
      "Events | where TimeGenerated > ago(1d) | join (Logons | where TimeGenerated > ago(1d)) on Device",
      "Events | summarize count() by bin(TimeGenerated, 1h), Device | render timechart",
      "Events | where Command has_any ('a', 'b') | top 10 by Port",
      "let lookback = 7d; Events | where TimeGenerated > ago(lookback) | make-series count() on TimeGenerated step 1h by Device",
      "Events | lookup (datatable(Device: string, Site: string) ['a', 'b']) on Device",
      "Events | lookup List on Device | where Device == 'x'",
      "Events | where Port == 1 | extend k = 1 | join kind=inner (datatable(k: long, n: string) [1, 'x']) on k",
    ])
  func ordinary(text: String) {
    #expect(GuardrailDesk.rules(text) == [], "\(GuardrailDesk.review(text))")
  }
}
