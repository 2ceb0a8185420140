import Casefile
import Foundation
import TestSupport
import Testing

/// Several sources of one workspace, read by the real program.
@Suite("Graph and Office 365 side by side", .serialized) @BlockingTests struct CloudSourcesTests {
  /// A cloud with 5 alerts in Graph and one content of Office 365, which holds one alert.
  private struct Day {
    static let tenant = LoopbackLogin.Settings().tenant
    let cloud: LoopbackCloud
    let graph: LoopbackGraph
    let office: Office365Service
    let program = BuiltProgram()

    init(
      tenant: String = Day.tenant, sources: String = "\"graph\", \"office365\"", _ change: (inout LoopbackGraph.Settings) -> Void = { _ in }
    )
      throws
    {
      var settings = LoopbackLogin.Settings()
      settings.tenant = tenant
      let login = LoopbackLogin(settings)
      let graph = LoopbackGraph(
        alerts: (1...5).map { LoopbackGraphRecords.alert($0) }, legacy: [LoopbackGraphRecords.legacyAlert(1)], change)
      let now = DateTime(unixSeconds: Date().timeIntervalSince1970)
      office = Office365Service(tenant: Day.tenant, publisher: Day.tenant, now: now, enabled: ["Audit.General"])
      let fields =
        "\"AlertId\":\"o-1\",\"Name\":\"Mass download\",\"Severity\":\"High\",\"Status\":\"Active\",\"UserId\":\"ana@contoso.com\""
      let record =
        "{\"CreationTime\":\"\((now - .hours(3)).text(decimals: 0).dropLast())\",\"Id\":\"r-1\",\"Operation\":\"AlertTriggered\",\"RecordType\":40,"
        + "\"OrganizationId\":\"\(Day.tenant)\",\"UserKey\":\"k\",\"UserType\":0,\"Workload\":\"SecurityComplianceCenter\",\(fields)}"
      office.add(Office365Service.Content("Audit.General", "c$1", created: now - .hours(2), [record]))
      cloud = try LoopbackCloud(
        login: login,
        [
          login.guarding("https://graph.microsoft.com") { request, visit in
            guard request.path.hasPrefix("/v1.0/security") else { return nil }
            var known = request
            known.headers.removeAll { $0[0] == "authorization" }
            known.headers.append(["authorization", "Bearer token"])
            return graph.part(known, visit)
          }
        ])
      self.graph = graph
      let (office, root) = (office, cloud.url)
      cloud.add(
        login.guarding("https://manage.office.com") { request, visit in
          guard request.path.hasPrefix("/api/v1") else { return nil }
          var known = request
          known.headers.removeAll { $0[0] == "authorization" }
          known.headers.append(["authorization", "Bearer token-1"])
          return office.answer(known, root: root, visit: visit)
        })
      try program.configure(
        """
        default_workspace = "contoso"
        analyst = "o'neill@contoso.com"
        [workspaces.contoso]
        alerts = [\(sources)]
        query = "store"
        tenant_id = "\(tenant)"
        read_only = false
        [workspaces.contoso.sign_in]
        method = "client-secret"
        client_id = "\(settings.clientID)"
        client_secret = { env = "DAY_SECRET" }
        [workspaces.contoso.endpoints]
        login = "\(cloud.url)"
        graph = "\(cloud.url)"
        office365 = "\(cloud.url)"
        """)
    }

    func run(_ arguments: String...) throws -> BuiltProgram.Outcome {
      office.set(now: DateTime(unixSeconds: Date().timeIntervalSince1970))
      return try program.run(arguments, environment: ["DAY_SECRET": LoopbackLogin.Settings().secret])
    }

    func sources(_ outcome: BuiltProgram.Outcome) -> [String] {
      outcome.output.split(separator: "\n").compactMap { (try? JSONValue(parsing: String($0)))?["source"]?.string }
    }

    var windows: [LoopbackCloud.Request] { cloud.requests.filter { $0.path.hasSuffix("subscriptions/content") } }
    var contents: [LoopbackCloud.Request] { cloud.requests.filter { $0.path.contains("/audit/") } }
    /// Every line of the journal.
    var journal: [JSONValue] {
      let files = FileManager.default.enumerator(atPath: program.home + "/state")?.compactMap { $0 as? String } ?? []
      let texts = files.filter { $0.hasSuffix(".jsonl") }.compactMap { FileManager.default.contents(atPath: program.home + "/state/" + $0) }
      return texts.flatMap { String(decoding: $0, as: UTF8.self).split(separator: "\n") }.compactMap { try? JSONValue(parsing: String($0)) }
    }
  }

  @Test("Reading Graph alone forgets nothing of Office 365: the next reading of both goes on where the last one ended")
  func positions() throws {
    let day = try Day()
    let first = try day.run("alerts", "--format", "jsonl")
    #expect(
      first.code == 0 && day.sources(first).sorted() == ["graph", "graph", "graph", "graph", "graph", "office365"], "\(first.errors)")
    #expect(day.windows.count == 7 && day.contents.count == 1)
    let graph = try day.run("alerts", "--source", "graph", "--format", "jsonl")
    #expect(Set(day.sources(graph)) == ["graph"], "the list shows that source alone")
    let office = try day.run("alerts", "--source", "office365", "--format", "jsonl")
    #expect(day.sources(office) == ["office365"])
    #expect(day.windows.count == 8, "one short window since the last reading, and not seven days")
    let narrow = try day.run("alerts", "--source", "office365", "--filter", "severity eq 'high'", "--format", "jsonl")
    #expect(narrow.code == 0 && day.sources(narrow) == ["office365"], "\(narrow.errors)")
    _ = try day.run("alerts")
    #expect(day.windows.count == 10 && day.contents.count == 1, "nothing is read twice")
  }

  @Test("Office 365 that cannot be set up fails alone: Graph's alerts are listed")
  func oneFails() throws {
    let day = try Day(tenant: "contoso.onmicrosoft.com")
    let list = try day.run("alerts", "--format", "jsonl")
    #expect(day.sources(list).count == 5, "\(list.errors)")
    #expect(list.code == 5 && list.errors.contains("office365: "))
  }

  @Test("Where no source answers, the list says of when its alerts are")
  func allFail() throws {
    let day = try Day()
    let never = try day.run("alerts", "--source", "graph", "--format", "jsonl")
    #expect(never.code == 0 && !never.errors.contains("last read"), "\(never.errors)")
    day.cloud.add { request, _ in request.path.hasSuffix("/token") ? nil : LoopbackCloud.Answer(403) }
    let list = try day.run("alerts", "--format", "jsonl")
    #expect(list.code == 1 && day.sources(list).count == 5, "\(list.errors)")
    let today = DateTime(unixSeconds: Date().timeIntervalSince1970).text(decimals: 0).prefix(7)
    #expect(list.errors.contains("graph: its alerts below are those kept on this machine; it was last read at \(today)"), "\(list.errors)")
    #expect(list.errors.contains("office365: its alerts below are those kept on this machine; it was never read"), "\(list.errors)")
  }

  @Test("assigned:me in the list is the configured analyst")
  func mine() throws {
    let day = try Day()
    let list = try day.run("alerts", "--source", "graph", "--filter", "assigned:me", "--format", "jsonl")
    #expect(list.output.split(separator: "\n").count == 1, "\(list.output) \(list.errors)")
  }

  @Test("A provider that did not answer is missing though the limit was reached, and the exit code says so")
  func missingProvider() throws {
    let day = try Day(sources: "\"graph-legacy\"") { $0.warning = "199 - \"Microsoft/IPC/504/3000\"" }
    let list = try day.run("alerts", "--top", "1", "--format", "jsonl")
    #expect(list.output.split(separator: "\n").count == 1)
    #expect(list.code == 5 && list.errors.contains("Microsoft/IPC"), "\(list.errors)")
    let first = try day.run("alerts", "--format", "jsonl")
    let second = try day.run("alerts", "--format", "jsonl")
    #expect(first.code == 5 && second.code == 5)
    let lists = day.cloud.requests.filter { $0.path == "/v1.0/security/alerts" }.suffix(2).map(\.target)
    #expect(!lists[0].contains("lastModifiedDateTime") && lists[1].contains("lastModifiedDateTime"), "it goes on from where the list ended")
    let limited = try Day().run("alerts", "--source", "graph", "--top", "2")
    #expect(limited.code == 0, "who sets a limit has what was asked for")
  }

  @Test("Starting a subscription stands in the journal before and after, and is not forgotten by reading Graph alone")
  func subscribes() throws {
    let day = try Day()
    let shown = try day.run("alerts", "subscribe", "Audit.Exchange")
    #expect(shown.code == 3 && day.journal.isEmpty)
    let started = try day.run("alerts", "subscribe", "Audit.Exchange", "--yes")
    #expect(started.code == 0, "\(started.errors)")
    let lines = day.journal
    #expect(lines.compactMap { $0["kind"]?.string } == ["subscriptionStartSent", "subscriptionStarted"])
    #expect(lines.allSatisfy { $0.text.contains("Audit.Exchange") && $0.text.contains("subscriptions/start") })
    _ = try day.run("alerts", "--source", "graph")
    day.office.set(status: "disabled", of: "Audit.Exchange")
    let again = try day.run("alerts", "subscribe", "Audit.Exchange", "--yes")
    #expect(again.code != 0 && again.errors.contains("15 minutes"), "\(again.errors)")
    #expect(day.journal.last?["kind"]?.string == "subscriptionStartFailed")
  }

  @Test("A start that is answered with nothing is not told as done")
  func startUnanswered() throws {
    let day = try Day()
    day.cloud.add { request, _ in request.path.hasSuffix("subscriptions/start") ? LoopbackCloud.Answer(200) : nil }
    let started = try day.run("alerts", "subscribe", "Audit.Exchange", "--yes")
    #expect(started.code == 5 && started.output.isEmpty && started.errors.contains("does not say that Audit.Exchange is enabled"))
    #expect(day.journal.last?["kind"]?.string == "subscriptionStartFailed")
  }

  @Test("In the workbench a subscription is chosen, shown to the letter, sent by key and answered, and both stand in the journal")
  func subscribesOnScreen() throws {
    let day = try Day()
    let terminal = try day.program.open([], environment: ["DAY_SECRET": LoopbackLogin.Settings().secret])
    try terminal.wait(forText: "Mass download", within: 60)
    terminal.press("alt+o")
    try terminal.wait(forText: "not subscribed to", within: 30)
    terminal.press("space")
    terminal.press("w")
    try terminal.wait(forText: "To be sent; nothing left yet", within: 30)
    func starts() -> [LoopbackCloud.Request] { day.cloud.requests.filter { $0.path.hasSuffix("subscriptions/start") } }
    try terminal.wait(forText: "y send", within: 30)
    #expect(starts().isEmpty && day.office.status(of: "Audit.AzureActiveDirectory") == nil)
    terminal.press("y")
    try terminal.wait(forText: "✓ enabled", within: 30)
    #expect(starts().count == 1 && day.office.status(of: "Audit.AzureActiveDirectory") == "enabled")
    let kinds = day.journal.compactMap { $0["kind"]?.string }.filter { $0.hasPrefix("subscription") }
    #expect(kinds == ["subscriptionStartSent", "subscriptionStarted"])
    try Seat().quit(terminal)
  }

  @Test("An answer of a few keys leaves the stored alert whole, and a refusal stops the alert's other requests")
  func changes() throws {
    let day = try Day(sources: "\"graph\"")
    _ = try day.run("alerts")
    let few =
      #"{"id":"da1_-1","status":"resolved","classification":"truePositive","determination":"malware","assignedTo":"ada@contoso.com"}"#
    day.cloud.add { request, _ in request.method == "PATCH" ? .json(few) : nil }
    let done = try day.run("alerts", "set", "da1_-1", "--status", "resolved", "--yes")
    #expect(done.code == 0 && done.output.contains("status is resolved"), "\(done.errors)")
    let list = try day.run("alerts", "--source", "store", "--filter", "id:da1_-1", "--format", "jsonl")
    #expect(
      list.output.contains("Suspicious act 1") && list.output.contains("resolved") && list.output.contains("2026-11-01"), "\(list.output)")
    day.cloud.add { request, _ in request.method == "PATCH" ? LoopbackGraph.error(409, "Conflict") : nil }
    let refused = try day.run("alerts", "set", "da1_-1", "--status", "new", "--comment", "seen", "--yes", "--format", "jsonl")
    #expect(refused.code == 1 && refused.output.contains("\"not sent\""), "\(refused.output)")
    #expect(!day.cloud.requests.contains { $0.method == "POST" && $0.path.hasSuffix("/comments") })
  }

  @Test("A change that was made counts as made, though the journal takes its answer no more")
  func journalFails() throws {
    let day = try Day(sources: "\"graph\"")
    _ = try day.run("alerts")
    let home = day.program.home
    day.cloud.add { request, _ in
      guard request.method == "PATCH" else { return nil }
      // From here on the journal's file is none.
      for name in (FileManager.default.enumerator(atPath: home + "/state")?.compactMap { $0 as? String } ?? [])
      where name.hasSuffix(".jsonl") {
        try? FileManager.default.removeItem(atPath: home + "/state/" + name)
        try? FileManager.default.createDirectory(atPath: home + "/state/" + name, withIntermediateDirectories: true)
      }
      return nil
    }
    let done = try day.run("alerts", "set", "da1_-1", "--status", "resolved", "--yes")
    #expect(done.code == 0 && done.output.contains("done  da1_-1  status is resolved"), "\(done.output) \(done.errors)")
    #expect(done.errors.contains("The journal did not take the answer"), "\(done.errors)")
    #expect(day.graph.alert("da1_-1")?["status"] == "resolved")
    let before = day.cloud.requests.count { $0.method == "PATCH" }
    let unsent = try day.run("alerts", "set", "da2_-1", "--status", "resolved", "--yes")
    #expect(unsent.code == 1 && day.cloud.requests.count { $0.method == "PATCH" } == before, "what cannot be journalled is not sent")
  }

  @Test("A change goes to the source that is meant, and to none where it is not clear which")
  func sameID() throws {
    let day = try Day(sources: "\"graph\", \"graph-legacy\"")
    day.cloud.add { request, _ in
      guard request.method == "GET", request.path == "/v1.0/security/alerts" else { return nil }
      var twin = LoopbackGraphRecords.legacyAlert(1)
      twin["id"] = "da1_-1"
      return .json(JSONValue.object(["value": [.object(twin)]]).text)
    }
    let list = try day.run("alerts", "--format", "jsonl")
    #expect(day.sources(list).count == 6, "\(list.errors)")
    let unsaid = try day.run("hunt", "what is it?", "--alerts", "da1_-1")
    #expect(unsaid.code == 2 && unsaid.errors.contains("graph and graph-legacy"), "\(unsaid.errors)")
    #expect(unsaid.errors.contains("--source graph"))
    for source in ["graph", "graph-legacy"] {
      let said = try day.run("hunt", "what is it?", "--alerts", "da1_-1", "--source", source)
      #expect(said.errors.contains("rows: 1\n"), "\(said.errors)")
      let asked = day.journal.last { $0["kind"]?.string == "requested" }
      #expect(asked?.text.contains("\"alert_sources\":[\"\(source)\"]") == true, "\(asked?.text ?? "")")
    }
    let unclear = try day.run("alerts", "set", "da1_-1", "--status", "resolved", "--yes")
    #expect(unclear.code == 2 && unclear.errors.contains("graph and graph-legacy"), "\(unclear.errors)")
    #expect(!day.cloud.requests.contains { $0.method == "PATCH" })
    let nobody = try day.run("alerts", "set", "da1_-1", "--source", "graph", "--assign", "ada", "--yes")
    #expect(nobody.code == 2 && nobody.errors.contains("lacks @ and the domain"), "\(nobody.errors)")
    #expect(!day.cloud.requests.contains { $0.method == "PATCH" })
    let clear = try day.run("alerts", "set", "da1_-1", "--source", "graph", "--status", "resolved", "--yes")
    #expect(clear.code == 0, "\(clear.errors)")
    #expect(day.cloud.requests.filter { $0.method == "PATCH" }.map(\.path) == ["/v1.0/security/alerts_v2/da1_-1"])
  }
}
