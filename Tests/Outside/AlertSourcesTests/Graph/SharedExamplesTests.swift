import AlertSources
import Casefile
import Foundation
import HuntPipeline
import TestSupport
import Testing

private let folder = (ProcessInfo.processInfo.environment["LOGSPOTLIGHT_SHARED"] ?? "") + "/data/apis"

/// Replays the documented answers that lie on this machine, where they do.
@Suite("Documented answers of Graph", .enabled(if: FileManager.default.fileExists(atPath: folder)))
struct SharedExamplesTests {
  private func example(_ name: String) throws -> JSONValue {
    try JSONValue(parsing: Array(Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))[...])
  }

  private func replay(_ name: String, _ endpoint: GraphEndpoint) async throws -> GraphDesk.Result {
    let body = try #require(try example(name)["response"]?["body"]).text
    let desk = try GraphDesk(LoopbackGraph())
    desk.cloud.add { _, _ in .json(body) }
    return try await desk.fetch(endpoint)
  }

  @Test("The documented question is asked byte for byte but for the count, and its answer is read whole")
  func alerts() async throws {
    let documented = try #require(try example("graph-alerts-v2-list.json")["request"]?["url"]?.string)
    let desk = try GraphDesk(LoopbackGraph())
    _ = try await desk.fetch(
      .alerts, AlertQuery(filter: "severity eq 'medium'", updatedSince: DateTime("2023-10-20T00:00:00Z")), pageSize: 100)
    #expect("https://graph.microsoft.com" + (desk.targets.first ?? "") == documented + "&$count=true")
    let result = try await replay("graph-alerts-v2-list.json", .alerts)
    let alert = try #require(result.alerts.first)
    #expect(result.fetch == AlertFetch(count: 1))
    #expect(alert.severity == .medium && alert.status == "new" && alert.techniques == ["T1059.001"] && alert.incidentID == "23")
    #expect(alert.entities.count >= 6)
  }

  @Test("The documented incident without alerts stands for itself")
  func incidents() async throws {
    let alert = try #require(try await replay("graph-incidents.json", .incidents).alerts.first)
    #expect(alert.id == "2972395" && alert.determination == "multiStagedAttack" && alert.source == "graph-incidents")
  }

  @Test("The documented changes are made byte for byte, and their answers read")
  func writes() async throws {
    let example = try example("graph-alert-patch.json")
    let desk = try GraphDesk(LoopbackGraph())
    let triage = GraphTriage(desk.connection)
    let update = try #require(example["update"])
    let comment = try #require(example["comment"])
    desk.cloud.add { request, _ in .json((request.method == "PATCH" ? update : comment)["response"]?["body"]?.text ?? "") }
    var alert = Alert(id: "da637551227677560813_-961444813", source: "graph", title: "t", created: .minimum)
    let change = AlertChange(
      status: "inProgress", classification: "truePositive", determination: "malware",
      assignment: .to("secAdmin@contoso.onmicrosoft.com"))
    let patch = try triage.requests(for: change, of: alert)[0]
    #expect(patch.body == update["request"]?["body"]?.text)
    #expect(patch.address.dropFirst(desk.cloud.url.count) == update["request"]?["url"]?.string?.dropFirst(27) ?? "")
    #expect(triage.updated(alert, by: try await triage.send(patch)).status == "inProgress")
    alert.id = "da637865765418431569_-773071023"
    let post = try triage.requests(for: AlertChange(comment: "Demo for docs"), of: alert)[0]
    #expect(post.body == comment["request"]?["body"]?.text)
    #expect(post.address.dropFirst(desk.cloud.url.count) == comment["request"]?["url"]?.string?.dropFirst(27) ?? "")
    #expect(try await triage.send(post).words == "the comment is there; the service lists 2 comments")
  }

  @Test("The documented errors become problems of their kind")
  func errors() async throws {
    let errors = try example("graph-errors.json")
    let body = try #require(errors["401"]).text
    let desk = try GraphDesk(LoopbackGraph())
    desk.cloud.add { _, _ in .json(body, status: 401) }
    #expect(try await desk.fetch().problem?.summary.hasSuffix("does not accept the sign-in.") == true)
    let throttled = try #require(errors["429"]?["body"]).text
    desk.cloud.add { _, _ in .json(throttled, status: 429, headers: [["Retry-After", "10"]]) }
    #expect(try await desk.fetch().problem?.retry == .after(seconds: 10))
    let warning = try #require(errors["206_legacy_warning_header"]?.string).dropFirst(9)
    desk.cloud.add { _, _ in .json(#"{"value":[]}"#, status: 206, headers: [["Warning", String(warning)]]) }
    #expect(
      try await desk.fetch(.legacyAlerts).fetch?.partial == "Microsoft/WDATP did not bring its alerts (status 401).")
  }
}
