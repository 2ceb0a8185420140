import Casefile
import Foundation
import TestSupport
import Testing

@Suite("The headless twin", .serialized) @BlockingTests struct HeadlessTests {
  /// One home for all tests of the suite.
  private static let program = BuiltProgram.withSample()
  private var program: BuiltProgram { Self.program }

  private func lines(_ text: String) throws -> [JSONValue] {
    try text.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
  }

  @Test(
    "The predecessors' requests each find their part of the sample",
    arguments: [
      ("Something is messed up in our AAD/Entra ID for the last 2 weeks or so, particularly about user arisa", "SigninLogs"),
      ("Show suspicious PowerShell activity on host WS-123 in the last day", "DeviceProcessEvents"),
      ("Any failed sign-ins for alice@contoso.com over the past 6 hours?", "SigninLogs"),
      ("Were NSG rules blocking outbound 4444 from VM web-01 this weekend?", "AzureNetworkAnalytics_CL"),
    ])
  func requests(request: String, table: String) throws {
    let outcome = try program.run(["hunt", request, "--format", "jsonl"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    let events = try lines(outcome.output)
    #expect(events.first { $0["event"] == "planDrafted" }?["plan"]?["table"] == .string(table))
    #expect(events.last?["event"] == "finished")
    #expect(events.contains { $0["finding"]?["evidence"] == "verified" })
    expectNoMarks(events)
    for event in events {
      for key in ["event", "hunt", "attempt", "seq", "time"] { #expect(event[key] != nil) }
    }
  }

  @Test("All alerts are asked at once, and the answer cites their rows")
  func alerts() throws {
    let outcome = try program.run(["hunt", "what belongs together?", "--all-alerts", "--format", "jsonl"])
    let events = try lines(outcome.output)
    #expect(events.last?["event"] == "finished")
    let rows = try #require(events.last { $0["event"] == "rowsArrived" }?["count"]?.integer)
    #expect(rows >= 60)
    #expect(!events.contains { $0["event"] == "queryReviewed" })
    expectNoMarks(events)
  }

  @Test("A finding whose rows or quotes are not all shown says so, and which command shows all of it")
  func cutFindings() throws {
    let told = try program.run(["hunt", "password spray in the last 7 days", "--yes"]).output
    #expect(told.contains(" more quote"), "\(told.prefix(2000))")
    let lines = told.split(separator: "\n")
    let rows = try #require(lines.firstIndex { $0.contains("(12 of ") && $0.hasSuffix(" shown)") }, "\(told.prefix(2000))")
    let command = try #require(lines[rows...].first { $0.hasPrefix("  all of it: logspotlight ") })
    let shown = try program.run(command.split(separator: " ").dropFirst(4).map(String.init))
    #expect(try #require(JSONValue(parsing: shown.output)["rows"]?.array).count > 12)
  }

  /// What rules find is true: nothing of it is marked as missing or doubtful, and ordinary rows do not talk to models.
  private func expectNoMarks(_ events: [JSONValue], sourceLocation: SourceLocation = #_sourceLocation) {
    for finding in events.compactMap({ $0["finding"] }) {
      for key in ["not_found", "doubts", "talking_rows"] {
        #expect(finding[key] == .array([]), "\(finding["title"]?.string ?? "")", sourceLocation: sourceLocation)
      }
    }
    for event in events where event["event"] == "reduced" { #expect(event["rows_talking"] == 0, sourceLocation: sourceLocation) }
  }

  @Test("Findings are journalled, chained, listed, shown and exported")
  func findings() throws {
    let program = BuiltProgram.withSample()
    _ = try program.run(["hunt", "Show suspicious PowerShell activity on host WS-123 in the last day"])
    #expect(try program.run(["findings", "verify"]).code == 0)
    let listed = try lines(try program.run(["findings", "list", "--format", "jsonl"]).output)
    let id = try #require(listed.first?["id"]?.string)
    #expect(try program.run(["findings", "show", id]).output.contains(id))
    for kind in ["jsonl", "json", "csv", "markdown", "html", "stix", "navigator", "thehive", "iris", "kql"] {
      #expect(try program.run(["findings", "export", "--as", kind]).output.count > 20, "\(kind)")
    }
    let threats = try String(contentsOfFile: program.home + "/state/logspotlight/_threats.jsonl", encoding: .utf8)
    #expect(try lines(threats).count == listed.count)
  }

  @Test("Exit codes tell wrong usage, refusal and failure apart")
  func codes() throws {
    #expect(try program.run(["query"]).code == 2)
    #expect(try program.run(["nonsense"]).code == 2)
    #expect(try program.run(["hunt", " "]).code == 2)
    #expect(try program.run(["hunt", "what is odd?", "--all-alerts", "--source", "graph"]).code == 2)
    let secret = try program.run(["query", "SecretTable | take 1"])
    #expect(secret.code == 3 && secret.errors.contains("the workspace 'sample' has "), "\(secret.errors)")
    #expect(try program.run(["query", "externaldata(a:string)['http://127.0.0.1/x']"]).code == 3)
    #expect(try program.run(["kql", "check", "-"], input: "SigninLogs | where").code == 1)
    #expect(try program.run(["kql", "check", "-"], input: "SigninLogs | take 1").code == 0)
    #expect(try program.run(["import", "/nonexistent.json"]).code == 1)
    #expect(try program.run(["--help"]).code == 0)
  }

  @Test("The help of alerts names what its list takes, which needs no subcommand")
  func alertsHelp() throws {
    let help = try program.run(["alerts", "--help"]).output
    for option in ["--source", "--filter", "--top"] { #expect(help.contains(option), "\(option)") }
  }

  @Test("Rows print in every format, with 64-bit numbers and seven decimals")
  func query() throws {
    let kql = "print a = 9223372036854775807, t = datetime(2026-11-23), s = 'x,\"y', n = int(null)"
    #expect(
      try program.run(["query", kql, "--format", "jsonl"]).output
        == #"{"a":9223372036854775807,"t":"2026-11-23T00:00:00.0000000Z","s":"x,\"y","n":null}"# + "\n")
    #expect(
      try program.run(["query", kql, "--format", "csv"]).output.hasPrefix(
        "a,t,s,n\r\n9223372036854775807,2026-11-23T00:00:00.0000000Z,\"x,\"\"y\","))
    #expect(try JSONValue(parsing: try program.run(["query", "SigninLogs | take 2", "--format", "json"]).output).array?.count == 2)
  }

  @Test("Import tells the table, keeps every row, and they are found again")
  func imports() throws {
    let path = program.home + "/people.csv"
    try "Name,Place\r\n\"Doe, J.\",Here\r\nRoe,\"two\r\nlines\"\r\n".write(toFile: path, atomically: true, encoding: .utf8)
    let outcome = try program.run(["import", path, "--format", "jsonl"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try lines(outcome.output).first?["kept"] == 2)
    let rows = try lines(try program.run(["query", "people_CL | where Place has 'lines'", "--format", "jsonl"]).output)
    #expect(rows.first?["Name"] == "Roe")
  }

  @Test("Rows of years ago are found by a query that names no time")
  func oldRows() throws {
    let path = program.home + "/old.jsonl"
    let lines = (1...3).map { #"{"TimeGenerated":"20\#(17 + $0)-05-0\#($0)T00:00:00Z","Host":"h\#($0)"}"# }
    try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try program.run(["import", path, "--table", "Old_CL"]).code == 0)
    let found = try program.run(["query", "Old_CL | count"])
    #expect(found.output.contains("3"))
    #expect(found.errors.contains("all its rows"))
    #expect(try program.run(["query", "Old_CL | where Host == 'h1' | project Host"]).output.contains("h1"))
  }

  @Test("Tokens are counted exactly, special words as plain text")
  func tokens() throws {
    let input = #"{"encoding":"o200k_base","text":"hello world"}"# + "\n" + #"{"encoding":"cl100k_base","text":"<|endoftext|>"}"# + "\n"
    let counts = try lines(try program.run(["tokens", "--jsonl", "--ids"], input: input).output)
    #expect(counts[0]["tokens"] == [24912, 2375])
    #expect(counts[1]["count"]?.integer ?? 0 > 1)
    #expect(try program.run(["tokens"], input: "hello world").output == "2\n")
  }

  @Test("No secret is shown, and a bare secret in the file is refused")
  func secrets() throws {
    let path = program.home + "/c.toml"
    try "[models.m]\nprovider = \"openai\"\nname = \"gpt-5.6-luna\"\napi_key = \"sk-verysecret\"\n".write(
      toFile: path, atomically: true, encoding: .utf8)
    let bare = try program.run(["config", "show", "--config", path])
    #expect(bare.code == 2)
    #expect(!bare.errors.contains("verysecret"))
    try "theem = \"dusk\"\n[models.m]\nprovider = \"openai\"\nname = \"gpt-5.6-luna\"\napi_key = { env = \"NOPE_KEY\" }\n".write(
      toFile: path, atomically: true, encoding: .utf8)
    let shown = try program.run(["config", "show", "--config", path], environment: ["NOPE_KEY": "sk-verysecret"])
    #expect(shown.code == 0)
    #expect(shown.errors.contains("theme"))
    #expect(!(shown.output + shown.errors).contains("verysecret"))
  }

  @Test("A damaged, a foreign and a locked-away store are each one clear problem")
  func badStores() throws {
    let junk = program.home + "/junk.sqlite"
    try String(repeating: "no database ", count: 100).write(toFile: junk, atomically: true, encoding: .utf8)
    let damaged = try program.run(["alerts", "--store", junk])
    #expect(damaged.code == 1)
    #expect(damaged.errors.contains("do:"))
    #expect(try program.run(["alerts", "--store", "/proc/nowhere/store.sqlite"]).code == 1)
    #expect(try String(contentsOfFile: junk, encoding: .utf8).hasPrefix("no database"))
  }

  @Test("An unreachable model server is one clear problem, and nothing is invented")
  func unreachable() throws {
    let path = program.home + "/m.toml"
    try """
    [workspaces.sample]
    model = "m"
    [models.m]
    provider = "compatible"
    name = "m"
    base_url = "http://127.0.0.1:9/v1"
    context = 100000
    """.write(toFile: path, atomically: true, encoding: .utf8)
    let outcome = try program.run(["hunt", "failed sign-ins in the last day", "--config", path, "--yes", "--format", "jsonl"])
    #expect(outcome.code == 1)
    let events = try lines(outcome.output)
    #expect(events.last?["event"] == "failed")
    #expect(!events.contains { $0["event"] == "findingArrived" })
  }
}
