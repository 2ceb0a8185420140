import AlertSources
import Casefile
import TestSupport
import Testing

@Suite("The subscriptions of Office 365, for doctor") struct Office365ProofTests {
  @Test("All that are wanted are there: one request, nothing collected")
  func all() async throws {
    let desk = try Office365Desk(enabled: ["Audit.General", "DLP.All"])
    let proof = try await desk.source(types: [.general, .dataLoss]).proof { _ in }
    #expect(proof == SourceProof(outcome: .ok, text: "subscriptions: all wanted are enabled", remedy: nil))
    #expect(desk.asked == ["GET subscriptions/list?PublisherIdentifier=\(Office365Desk.publisher)"])
  }

  @Test("Those that are enabled and those that are not are named, with how one is started")
  func some() async throws {
    let desk = try Office365Desk(enabled: ["Audit.General"])
    let proof = try await desk.source(types: [.exchange, .general]).proof { _ in }
    #expect(proof.outcome == .warn && proof.text == "subscriptions: enabled Audit.General; not enabled Audit.Exchange")
    #expect(proof.remedy?.contains("alerts subscribe Audit.Exchange --yes") == true)
  }

  @Test("Without one that is wanted nothing can come")
  func none() async throws {
    let desk = try Office365Desk(enabled: ["Audit.SharePoint"])
    #expect(try await desk.source(types: [.general]).proof { _ in }.outcome == .fail)
  }

  @Test("Words of the service about a subscription do no harm on a line")
  func hostile() async throws {
    let desk = try Office365Desk()
    desk.cloud.add { request, _ in
      request.path.hasSuffix("/list") ? .json(#"[{"contentType":"Audit.General","status":"off\n\u001b[2Jok everything"}]"#) : nil
    }
    let proof = try await desk.source(types: [.general]).proof { _ in }
    #expect(proof.outcome == .fail && !proof.text.contains("\n") && !proof.text.contains("\u{1B}"))
  }

  @Test("A token without the permission is told with its name, of both kinds")
  func refused() async throws {
    let desk = try Office365Desk()
    desk.cloud.add { _, _ in .json(#"{"error":{"code":"AF10001","message":"The permission set () is wrong."}}"#, status: 403) }
    let problem = try #require(await problem { _ = try await desk.source().proof { _ in } })
    #expect(problem.remedy?.contains("ActivityFeed.Read") == true && problem.remedy?.contains("delegated") == true)
  }
}
