import Canvas
import Casefile
import Foundation
import TestSupport
import Testing

/// A night on the cloud, with the real binary on a terminal: signing in, alerts over pages, a throttled moment, a hunt, triage.
@Suite("An analyst's work on a workspace of the cloud", .serialized) @BlockingTests struct CloudEndToEndTests {
  /// A cloud that is signed in to by device code, lists 500 alerts and answers queries.
  private struct Night {
    let login = LoopbackLogin()
    let graph: LoopbackGraph
    let cloud: LoopbackCloud
    let program = BuiltProgram()

    init(method: String, extra: String = "", polls: [String] = ["authorization_pending"]) throws {
      var settings = LoopbackLogin.Settings()
      let alerts = (1...500).map { LoopbackGraphRecords.alert($0) }
      let graph = LoopbackGraph(alerts: alerts) { $0.largestPage = 100 }
      settings.polls = polls
      let login = LoopbackLogin(settings)
      let lists = graph.part
      cloud = try LoopbackCloud(
        login: login,
        [
          login.guarding("https://graph.microsoft.com") { request, visit in
            guard request.path.hasPrefix("/v1.0/security") else { return nil }
            if request.method == "GET", visit == 3 { return LoopbackCloud.Answer(429, headers: [["Retry-After", "1"]]) }
            var known = request
            known.headers.removeAll { $0[0] == "authorization" }
            known.headers.append(["authorization", "Bearer token"])
            return lists(known, visit)
          },
          login.guarding("https://api.loganalytics.io", LoopbackCloud.logAnalytics { _, _, _ in Night.answer() }),
        ])
      self.graph = graph
      try program.configure(
        """
        default_workspace = "contoso"
        [workspaces.contoso]
        alerts = ["graph"]
        query = "log-analytics"
        tenant_id = "\(settings.tenant)"
        workspace_ids = ["66666666-7777-8888-9999-000000000000"]
        read_only = false
        [workspaces.contoso.sign_in]
        method = "\(method)"
        client_id = "\(settings.clientID)"
        \(extra)
        [workspaces.contoso.endpoints]
        login = "\(cloud.url)"
        graph = "\(cloud.url)"
        log_analytics = "\(cloud.url)"
        """)
    }

    static func withSecret() throws -> Night {
      try Night(method: "client-secret", extra: "client_secret = { env = \"NIGHT_SECRET\" }")
    }

    var environment: [String: String] { ["NIGHT_SECRET": LoopbackLogin.Settings().secret] }

    /// Three failed sign-ins, and word that a part of the data could not be read.
    private static func answer() -> LoopbackCloud.Answer {
      let moment = DateTime(unixSeconds: Date().timeIntervalSince1970) - .minutes(30)
      let columns = [
        Column("TimeGenerated", .datetime), Column("UserPrincipalName", .string), Column("IPAddress", .string),
        Column("ResultType", .string),
      ]
      let rows = (0..<3).map { number -> [Value] in
        [.datetime(moment + .minutes(Double(number))), .string("ada@contoso.com"), .string("203.0.113.9"), .string("50126")]
      }
      let error: JSONObject = [
        "error": [
          "code": "PartialError", "message": "There were some errors when processing your query.",
          "details": [
            [
              "code": "EngineError", "message": "Something went wrong processing your query on the server.",
              "innererror": [
                "code": "-2133196800", "message": "One of the clusters did not answer.", "severity": 2, "severityName": "Error",
              ],
            ]
          ],
        ]
      ]
      return LoopbackCloud.logAnalytics(ServedTable(columns, rows), error)
    }
  }

  @Test("Signing in by device code, 500 alerts over pages with one 429, a hunt with a partial answer, and one alert triaged")
  func night() throws {
    let night = try Night(method: "device-code")
    let terminal = try night.program.open(size: Size(width: 120, height: 36))
    try terminal.wait(forText: "Sign in with another device", within: 60)
    try terminal.wait(forText: "500", within: 120)
    try terminal.wait(forText: "Sev", within: 60)
    #expect(night.cloud.requests.contains { $0.path.hasSuffix("/devicecode") })
    terminal.press("O")
    try terminal.wait(forText: "500 read, 500 new", within: 60)
    terminal.press("enter")
    terminal.press("e")
    terminal.send("SigninLogs | where ResultType != \"0\" ")
    terminal.press("ctrl+r")
    try terminal.wait(forText: "partial", within: 60)
    let query = try #require(night.cloud.requests.last { $0.path.hasSuffix("/query") })
    #expect(query["prefer"]?.contains("include-statistics=true") == true)
    terminal.press("1")
    terminal.press("w")
    try terminal.wait(forText: "Change 1 alert", within: 60)
    for key in ["l", "l", "w"] { terminal.press(key) }
    try terminal.wait(forText: "PATCH", within: 60)
    try terminal.wait(forText: "y send", within: 60)
    terminal.press("w")
    #expect(!night.cloud.requests.contains { $0.method == "PATCH" }, "nothing is sent before the request was seen")
    terminal.press("y")
    try terminal.wait(forText: "What the service answered", within: 60)
    let patch = try #require(night.cloud.requests.first { $0.method == "PATCH" })
    #expect(patch.text == #"{"status":"inProgress"}"#)
    let id = try #require(patch.path.split(separator: "/").last.map(String.init))
    #expect(night.graph.alert(id)?["status"]?.string == "inProgress")
    // A colleague is faster than the undo, which the service knows and this machine does not.
    night.cloud.add { request, _ in
      request.method == "GET" && request.path.hasSuffix("/alerts_v2/" + id) ? .json(#"{"id":"\#(id)","status":"resolved"}"#) : nil
    }
    terminal.press("u")
    try terminal.wait(forText: "Somebody changed it since", within: 60)
    try terminal.wait(forText: "resolved by now, not inProgress", within: 60)
    try terminal.wait(forText: "y overwrite it", within: 60)
    terminal.press("escape")
    try terminal.wait(for: "the panes", within: 30) { !$0.contains("Somebody changed it since") }
    #expect(night.cloud.requests.count { $0.method == "PATCH" } == 1, "nothing is overwritten unasked")
    try Seat().quit(terminal)
  }

  @Test("Who waits for tables behind a sign-in that nobody completes can leave all the same")
  func leaving() throws {
    let night = try Night(method: "device-code", polls: Array(repeating: "authorization_pending", count: 500))
    let terminal = try night.program.open(size: Size(width: 120, height: 36))
    try terminal.wait(forText: "Sign in with another device", within: 60)
    terminal.press("escape")
    // An escape and a letter that come together are one key.
    try terminal.wait(for: "the panes", within: 30) { !$0.contains("Sign in with another device") }
    terminal.press("a")
    terminal.send("Show failed sign-ins in the last day")
    terminal.press("enter")
    try terminal.wait(forText: "Show failed sign-ins", within: 30)
    terminal.press("ctrl+q")
    try terminal.wait(forText: "y", within: 10)
    terminal.press("y")
    #expect(try terminal.waitForEnd(within: 20) == 0)
  }

  @Test("A program that is to tell the secret and never ends keeps nobody from leaving")
  func stuckSecret() throws {
    let night = try Night(method: "client-secret", extra: "client_secret = { command = \"sleep 600\" }")
    let terminal = try night.program.open(size: Size(width: 120, height: 36))
    try terminal.wait(forText: "Alerts", within: 60)
    terminal.press("ctrl+q")
    #expect(try terminal.waitForEnd(within: 20) == 0)
  }

  @Test("Doctor tries name, connection and token of Data Explorer, and says the write permission that each list needs")
  func doctor() throws {
    var settings = LoopbackLogin.Settings()
    settings.permissions = ["SecurityIncident.Read.All"]
    let cloud = try LoopbackCloud(login: LoopbackLogin(settings))
    let program = BuiltProgram()
    try program.configure(
      """
      default_workspace = "contoso"
      [workspaces.contoso]
      alerts = ["graph-incidents"]
      query = "data-explorer"
      cluster = "https://kusto.kusto.windows.net"
      database = "Samples"
      tenant_id = "\(settings.tenant)"
      read_only = false
      [workspaces.contoso.sign_in]
      method = "client-secret"
      client_id = "\(settings.clientID)"
      client_secret = { env = "NIGHT_SECRET" }
      [workspaces.contoso.endpoints]
      login = "\(cloud.url)"
      graph = "\(cloud.url)"
      data_explorer = "\(cloud.url)"
      """)
    let run = try program.run(["doctor", "--format", "jsonl"], environment: ["NIGHT_SECRET": settings.secret, "TERM": "xterm"])
    let checks = run.output.split(separator: "\n").compactMap { try? JSONValue(parsing: String($0)) }
    func has(_ check: String, _ outcome: String, _ start: String) -> Bool {
      checks.contains { $0["check"]?.string == check && $0["outcome"]?.string == outcome && $0["text"]?.string?.hasPrefix(start) == true }
    }
    #expect(has("token", "ok", "Data Explorer: signed in"), "\(run.output)")
    #expect(has("connection", "ok", "Data Explorer: "), "\(run.output)")
    #expect(has("permissions", "fail", "Microsoft Graph: write-back of incidents needs SecurityIncident.ReadWrite.All"), "\(run.output)")
  }

  @Test("Commands list alerts, change one only with a yes, and say that an answer is partial")
  func commands() throws {
    let night = try Night.withSecret()
    let list = try night.program.run(["alerts", "--format", "jsonl"], environment: night.environment)
    #expect(list.code == 0, "\(list.errors)")
    #expect(list.output.split(separator: "\n").count == 500)
    #expect(list.errors.contains("429"))
    let id = try #require(try JSONValue(parsing: String(list.output.split(separator: "\n")[0]))["id"]?.string)
    let asked = try night.program.run(["alerts", "set", id, "--status", "resolved"], environment: night.environment)
    #expect(asked.code == 3 && asked.errors.contains("PATCH") && !night.cloud.requests.contains { $0.method == "PATCH" })
    let done = try night.program.run(["alerts", "set", id, "--status", "resolved", "--yes"], environment: night.environment)
    #expect(done.code == 0, "\(done.errors)")
    #expect(night.graph.alert(id)?["status"]?.string == "resolved")
    let query = try night.program.run(
      ["query", "SigninLogs | where ResultType != \"0\"", "--timespan", "24h", "--format", "jsonl"], environment: night.environment)
    #expect(query.code == 5 && query.output.split(separator: "\n").count == 3)
    #expect(query.errors.contains("One of the clusters did not answer."))
    // As many rows as were asked for, and others missing all the same.
    let limited = try night.program.run(
      ["query", "SigninLogs | where ResultType != \"0\"", "--timespan", "24h", "--limit", "3"], environment: night.environment)
    #expect(limited.code == 5, "\(limited.errors)")
    for run in [list, asked, done, query] { #expect(!(run.output + run.errors).contains(LoopbackLogin.Settings().secret)) }
  }

  @Test("Alerts of one workspace are not seen in another, and doctor tells each step")
  func apart() throws {
    let night = try Night.withSecret()
    _ = try night.program.run(["alerts", "--top", "5"], environment: night.environment)
    let sample = try night.program.run(["--workspace", "sample", "alerts", "--source", "store", "--format", "jsonl"])
    let other = try night.program.run(["alerts", "--workspace", "sample", "--format", "jsonl"])
    #expect(!(sample.output + other.output).contains("\"graph\""), "the sample shows nothing of the cloud")
    let doctor = try night.program.run(["doctor", "--format", "jsonl"], environment: night.environment.merging(["TERM": "xterm"]) { $1 })
    let checks = doctor.output.split(separator: "\n").compactMap { try? JSONValue(parsing: String($0)) }
    let stores = checks.filter { $0["check"]?.string == "store" || $0["check"]?.string == "ledger" }.map { $0["text"]?.string ?? "" }
    #expect(stores.count == 2 && stores[0].contains("-contoso.sqlite") && stores[1].contains("findings"), "\(stores)")
    #expect(checks.contains { $0["check"]?.string == "token" && $0["outcome"]?.string == "ok" }, "\(doctor.output)")
    #expect(doctor.output.contains("Microsoft Graph: ") && doctor.output.contains("Log Analytics: "), "\(doctor.output)")
    #expect(checks.contains { $0["check"]?.string == "one row" && $0["outcome"]?.string == "ok" }, "\(doctor.output)")
  }

  @Test(
    "Rows that lie on this machine prove nothing of the service, and a table that is not known is refused with who has which since when")
  func ownRows() throws {
    let night = try Night.withSecret()
    let file = night.program.home + "/rows.jsonl"
    try #"{"TimeGenerated":"2026-11-24T10:00:00Z","AlertName":"x","SystemAlertId":"1"}"#.write(
      toFile: file, atomically: true, encoding: .utf8)
    let imported = try night.program.run(["import", file, "--table", "SecurityAlert"], environment: night.environment)
    #expect(imported.code == 0, "\(imported.errors)")
    night.cloud.add { request, _ in
      request.path.hasSuffix("/query") ? LoopbackCloud.logAnalytics(ServedTable([Column("TimeGenerated", .datetime)], [])) : nil
    }
    let doctor = try night.program.run(["doctor", "--format", "jsonl"], environment: night.environment.merging(["TERM": "xterm"]) { $1 })
    let checks = doctor.output.split(separator: "\n").compactMap { try? JSONValue(parsing: String($0)) }
    let row = checks.first { $0["check"]?.string == "one row" }?["text"]?.string
    #expect(row?.contains("no row") == true, "\(doctor.output)")
    let query = try night.program.run(["query", "NoSuchTable | take 1"], environment: night.environment)
    #expect(query.code == 3, "\(query.errors)")
    let words = query.errors.split(separator: "\n").first { $0.hasPrefix("the workspace 'contoso' has ") }
    #expect(words?.contains(" tables, read at 20") == true, "\(query.errors)")
  }
}
