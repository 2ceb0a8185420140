import SignIn
import TestSupport
import Testing
import Transport

@Suite("What doctor says about signing in") struct SignInCheckTests {
  private func checks(_ permissions: [String], _ purposes: [ServicePurpose], address: String? = nil) async throws -> [SignInCheck] {
    let stand = try SignInStand { $0.permissions = permissions }
    let use = ServiceUse("Graph", address: address ?? stand.cloud.url, scope: SignInStand.graph, purposes: purposes)
    return try await use.checks(tokens: try stand.keeper(.clientSecret), sender: stand.surroundings.sender)
  }

  @Test("Every permission that is there and that is missing is named")
  func permissions() async throws {
    let found = try await checks(["SecurityAlert.ReadWrite.All", "Data.Read"], ServicePurpose.allCases)
    #expect(found.prefix(3).map { "\($0.step.rawValue) \($0.outcome.rawValue)" } == ["name ok", "connection ok", "token ok"])
    #expect(found[2].text == "Graph: signed in until 2017-01-16T19:52:20Z")
    #expect(
      found.dropFirst(3).map { "\($0.outcome.rawValue) \($0.text)" } == [
        "ok Graph: alerts allowed by SecurityAlert.ReadWrite.All", "ok Graph: write-back allowed by SecurityAlert.ReadWrite.All",
        "fail Graph: legacy alerts needs SecurityEvents.Read.All",
        "fail Graph: write-back of legacy alerts needs SecurityEvents.ReadWrite.All",
        "fail Graph: incidents needs SecurityIncident.Read.All",
        "fail Graph: write-back of incidents needs SecurityIncident.ReadWrite.All",
        "fail Graph: hunting needs ThreatHunting.Read.All", "ok Graph: Log Analytics allowed by Data.Read",
        "fail Graph: Office 365 needs ActivityFeed.Read",
      ])
    #expect(
      found.last?.remedy
        == "Add ActivityFeed.Read as an application permission under API permissions of the app registration and let an administrator consent."
    )
  }

  @Test("A role on the workspace may stand in for Log Analytics' permission, so that its lack only warns")
  func workspaceRole() async throws {
    #expect(try await checks(["Other.Read"], [.logAnalytics]).last?.outcome == .warn)
  }

  @Test("A token that cannot be read says nothing, and says so of each purpose")
  func opaque() async throws {
    let found = try await checks([], [.alerts, .hunting]).suffix(2)
    #expect(found.allSatisfy { $0.isUnknown && $0.outcome == .warn })
    #expect(
      found.map(\.text) == [
        "Graph: the token cannot be read, so whether it allows alerts is not known",
        "Graph: the token cannot be read, so whether it allows hunting is not known",
      ])
  }

  @Test("A token that acts for a person lacks a delegated permission, not one of the application")
  func delegated() async throws {
    let stand = try SignInStand {
      $0.permissions = ["User.Read"]
      $0.isDelegated = true
    }
    let use = ServiceUse("Graph", address: stand.cloud.url, scope: SignInStand.graph, purposes: [.alerts])
    let found = try await use.checks(tokens: try stand.keeper(.clientSecret), sender: stand.surroundings.sender)
    #expect(found.last?.remedy?.hasPrefix("Add SecurityAlert.Read.All as a delegated permission") == true)
  }

  @Test(
    "A token of another tenant is not sound, and ends the row; the same tenant is, in any case, and a domain cannot be compared",
    arguments: [
      ("11111111-1111-1111-1111-111111111111", "33333333-3333-3333-3333-333333333333", false),
      ("AAAAAAAA-1111-1111-1111-111111111111", "aaaaaaaa-1111-1111-1111-111111111111", true),
      ("contoso.com", "33333333-3333-3333-3333-333333333333", true),
    ] as [(String, String, Bool)])
  func tenant(wanted: String, own: String, isSound: Bool) async throws {
    let stand = try SignInStand {
      $0.permissions = ["SecurityAlert.Read.All"]
      $0.tokenTenant = own
    }
    let use = ServiceUse("Graph", address: stand.cloud.url, scope: SignInStand.graph, purposes: [.alerts], tenant: wanted)
    let found = try await use.checks(tokens: try stand.keeper(.clientSecret), sender: stand.surroundings.sender)
    let token = try #require(found.first { $0.step == .token })
    #expect(token.outcome == (isSound ? .ok : .fail))
    #expect(token.text.contains(own), "the tenant is named in either case")
    #expect(found.contains { $0.step == .permissions } == isSound)
    if !isSound { #expect(token.remedy?.contains("az login --tenant \(wanted)") == true) }
  }

  @Test("A refused sign-in ends the row with its remedy")
  func refused() async throws {
    let stand = try SignInStand { $0.secret = "another" }
    let use = ServiceUse("Graph", address: stand.cloud.url, scope: SignInStand.graph, purposes: [.alerts])
    let found = try await use.checks(tokens: try stand.keeper(.clientSecret), sender: stand.surroundings.sender)
    #expect(found.map(\.step) == [.name, .connection, .token])
    #expect(found.last?.text.hasPrefix("Graph: The client secret is wrong. AADSTS7000215") == true)
    #expect(found.last?.remedy?.hasPrefix("Give client_secret") == true)
  }

  /// Fails as a network does.
  private struct Failing: HTTPSending {
    let reason: HTTPFailure.Reason
    func send(_ request: HTTPRequest) async throws -> HTTPResponse { throw HTTPFailure(reason, host: "graph.example") }
  }

  @Test(
    "A name that is not known and a connection that is not sound are told apart",
    arguments: [(.nameNotResolved, [.name]), (.notTrusted, [.name, .connection]), (.refused, [.name, .connection])]
      as [(HTTPFailure.Reason, [SignInCheck.Step])])
  func network(reason: HTTPFailure.Reason, steps: [SignInCheck.Step]) async throws {
    let use = ServiceUse("Graph", address: "https://graph.example", scope: SignInStand.graph, purposes: [.alerts])
    let found = try await use.checks(tokens: try SignInStand().keeper(.clientSecret), sender: Failing(reason: reason))
    #expect(found.map(\.step) == steps)
    #expect(found.last?.outcome == .fail)
    #expect(found.last?.remedy?.isEmpty == false)
  }
}
