import Casefile
import Foundation
import TestSupport
import Testing

/// What commands say of what they did.
@Suite("Commands tell what was done", .serialized) @BlockingTests struct ToldTests {
  @Test("A hunt that stops before a model's cost says that its query ran, and that nothing was sent")
  func stopped() throws {
    let program = BuiltProgram.withSample()
    try program.configure(
      "[workspaces.sample]\nmodel = \"m\"\n[models.m]\nprovider = \"compatible\"\nname = \"m\"\nbase_url = \"http://127.0.0.1:9/v1\"\n"
        + "context = 100000\nprice = { input = 1.0, output = 10.0 }\n[budget]\nper_hunt_usd = 5.0\nper_day_usd = 50.0\n")
    let hunt = try program.run(["hunt", "what is odd?", "--kql", "SigninLogs | take 60"])
    #expect(hunt.code == 4, "\(hunt.errors)")
    #expect(hunt.errors.contains("The query ran (60 rows); nothing was sent to the model"), "\(hunt.errors)")
  }

  @Test("Every --alerts counts, whether repeated or with commas")
  func alerts() throws {
    let program = BuiltProgram.withSample()
    let listed = try program.run(["alerts", "--top", "3", "--format", "jsonl"]).output.split(separator: "\n")
    let ids = try listed.compactMap { try JSONValue(parsing: String($0))["id"]?.string }
    try #require(ids.count == 3)
    let hunt = try program.run(
      ["hunt", "what is it?", "--alerts", ids[0], "--alerts", "\(ids[1]), \(ids[2])", "--format", "jsonl"])
    let events = try hunt.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    #expect(events.last { $0["event"] == "rowsArrived" }?["count"] == 3, "\(hunt.errors)")
  }

  @Test("Rows counted beside the sample's are said to be, until the sample is taken out; a table that might be another names it")
  func mixed() throws {
    let program = BuiltProgram.withSample()
    let path = program.home + "/own.csv"
    try "Timestamp,DeviceName,FileName,FolderPath,SHA256\n2026-11-23T01:00:00Z,ws-1,a.dll,C:\\a.dll,00\n".write(
      toFile: path, atomically: true, encoding: .utf8)
    let asked = ["query", "DeviceFileEvents | summarize count()"]
    #expect(!(try program.run(asked).errors.contains("invented sample")))
    let imported = try program.run(["import", path])
    #expect(imported.errors.contains("it could also be ") && imported.errors.contains("--again"), "\(imported.output) \(imported.errors)")
    #expect(try program.run(["import", path, "--table", "DeviceFileEvents", "--again"]).code == 0)
    let mixed = try program.run(asked).errors
    #expect(mixed.contains("DeviceFileEvents: rows of the invented sample are counted beside yours."), "\(mixed)")
    _ = try program.run(["store", "purge", "--sample"])
    let alone = try program.run(asked)
    #expect(alone.output.contains(":1}") && !alone.errors.contains("invented sample"), "\(alone.errors)")
  }
}
