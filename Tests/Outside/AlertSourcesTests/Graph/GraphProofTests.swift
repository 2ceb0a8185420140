import AlertSources
import Casefile
import HuntPipeline
import TestSupport
import Testing
import Transport

@Suite("One entry of each of Graph's lists, for doctor") struct GraphProofTests {
  private func proof(_ desk: GraphDesk, _ endpoint: GraphEndpoint = .alerts) async throws -> SourceProof {
    try await GraphAlertSource(desk.connection, endpoint).proof { _ in }
  }

  private func problem(
    _ answer: LoopbackCloud.Answer, _ endpoint: GraphEndpoint = .alerts, idle: Double = 90
  ) async throws -> Problem {
    let desk = try GraphDesk(LoopbackGraph(), timeouts: HTTPRequest.Timeouts(idle: idle))
    desk.cloud.add { _, _ in answer }
    return try #require(await #expect(throws: Problem.self) { _ = try await proof(desk, endpoint) })
  }

  @Test("One alert is asked for, and one is enough")
  func one() async throws {
    let desk = try GraphDesk(LoopbackGraph(alerts: GraphDesk.alerts(1..<400)) { $0.largestPage = 50 })
    #expect(try await proof(desk) == SourceProof(outcome: .ok, text: "alerts_v2: one came", remedy: nil))
    #expect(desk.targets == ["/v1.0/security/alerts_v2?$top=1&$count=true"])
  }

  @Test("A list that may be read and is empty is sound")
  func empty() async throws {
    let proof = try await proof(try GraphDesk(LoopbackGraph()), .incidents)
    #expect(proof.outcome == .ok && proof.text == "incidents: the list may be read, and is empty")
  }

  @Test(
    "A refusal of the list names its permission, of both kinds",
    arguments: [
      (GraphEndpoint.alerts, "SecurityAlert.Read.All"), (.incidents, "SecurityIncident.Read.All"),
      (.legacyAlerts, "SecurityEvents.Read.All"),
    ])
  func refused(endpoint: GraphEndpoint, permission: String) async throws {
    let problem = try await problem(LoopbackGraph.error(403, "Authorization_RequestDenied"), endpoint)
    #expect(problem.cause?.contains("HTTP 403 Authorization_RequestDenied") == true)
    #expect(problem.remedy?.contains(permission) == true)
    guard endpoint != .legacyAlerts else { return }
    #expect(problem.remedy?.contains("application permission") == true && problem.remedy?.contains("delegated") == true)
  }

  @Test("What stands between and shows a page is not taken for a missing permission or a missing list", arguments: [403, 404, 400])
  func page(status: Int) async throws {
    let html = Array("<!DOCTYPE html><html><body>Blocked by policy</body></html>".utf8)
    let problem = try await problem(LoopbackCloud.Answer(status, headers: [["Content-Type", "text/html"]], body: html))
    #expect(problem.summary == "Something else answered in place of Microsoft Graph.")
    #expect(problem.cause?.contains("HTTP \(status)") == true && problem.remedy?.contains("https_proxy") == true)
  }

  @Test("A list that is not there, and one that never answers, are told apart")
  func missing() async throws {
    let missing = try await problem(LoopbackGraph.error(404, "ResourceNotFound"))
    #expect(missing.summary == "Microsoft Graph has no alerts_v2 here.")
    let silent = try await problem(LoopbackCloud.Answer(body: [0x7B, 0x7D], ending: .stalled(after: 0)), idle: 0.2)
    #expect(silent.summary.hasSuffix("took too long"))
    #expect(silent.summary != missing.summary && silent.remedy != nil)
  }
}
