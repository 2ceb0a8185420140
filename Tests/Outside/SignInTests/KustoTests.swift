import Casefile
import SignIn
import TestSupport
import Testing
import Transport

@Suite("Signing in to Data Explorer") struct KustoTests {
  @Test(
    "Tokens go to Microsoft's clusters only",
    arguments: [
      ("help.kusto.windows.net", true), ("MY.westeurope.KUSTO.windows.net", true), ("x.kusto.fabric.microsoft.com", true),
      ("ade.loganalytics.io", true), ("adx.monitor.azure.com", true), ("localhost", true), ("127.0.0.1", true), ("[::1]", true),
      ("kusto.windows.net", false), (".kusto.windows.net", false), ("evilkusto.windows.net", false),
      ("help.kusto.windows.net.evil.example", false), ("x.ade.loganalytics.io", false), ("x.kusto.chinacloudapi.cn", false),
      ("127.evil.example", false), ("", false),
    ])
  func trusted(host: String, isTrusted: Bool) {
    #expect(CloudAddresses().isTrustedKusto(host) == isTrusted)
  }

  @Test("Each cloud trusts its own, and whatever the configuration names as an endpoint")
  func clouds() throws {
    #expect(CloudAddresses(.china).isTrustedKusto("x.kusto.chinacloudapi.cn"))
    #expect(CloudAddresses(.china).isTrustedKusto("x.kusto.azuresynapse.azure.cn"))
    #expect(CloudAddresses(.usGovernment).isTrustedKusto("x.kusto.usgovcloudapi.net"))
    #expect(!CloudAddresses(.usGovernment).isTrustedKusto("x.kusto.windows.net"))
    let own = CloudAddresses(.public, overrides: ["data_explorer": "https://proxy.example.com"])
    #expect(own.isTrustedKusto("proxy.example.com"))
    try own.checkKusto("https://proxy.example.com")
    for cluster in ["http://help.kusto.windows.net", "help", "https://help.kusto.windows.net@evil.example/", "https://evil.example"] {
      #expect(throws: Problem.self) { try CloudAddresses().checkKusto(cluster) }
    }
  }

  private func fetch(_ stand: SignInStand) async throws -> KustoMetadata {
    try await KustoMetadata.fetch(
      stand.cloud.url + "/", clouds: CloudAddresses(), sender: stand.surroundings.sender, surroundings: stand.retrying)
  }

  @Test("A cluster says what its tokens are for; one that does not know gets the standard")
  func metadata() async throws {
    let stand = try SignInStand()
    let metadata = try await fetch(stand)
    #expect(metadata == .standard)
    #expect(metadata.scope == TokenScope("https://kusto.kusto.windows.net/.default"))
    #expect(stand.cloud.requests[0].target == "/v1/rest/auth/metadata")
    #expect(stand.cloud.requests[0]["authorization"] == nil)
    stand.cloud.add { _, _ in LoopbackCloud.Answer(404) }
    #expect(try await fetch(stand) == .standard)
    stand.cloud.add { _, _ in
      .json(
        #"{"AzureAD":{"LoginEndpoint":"https://login.x","LoginMfaRequired":true,"KustoServiceResourceId":"https://a.kusto.windows.net/"}}"#)
    }
    let own = try await fetch(stand)
    #expect(own.needsSecondFactor)
    #expect(own.scope == TokenScope("https://a.kusto.windows.net/.default"))
    #expect(own.clientID == "db662dc1-0cfe-4e1c-a843-19a68e65be58")
  }

  @Test(
    "A cluster that asks for the token of another service gets none, and nonsense is told",
    arguments: [
      #"{"AzureAD":{"KustoServiceResourceId":"https://graph.microsoft.com"}}"#, #"{"AzureAD":{"KustoServiceResourceId":"x"}}"#, "<html>",
      "{}", #"{"AzureAD":3}"#,
    ])
  func false_(body: String) async throws {
    let stand = try SignInStand()
    stand.cloud.add { _, _ in .json(body) }
    await #expect(throws: Problem.self) { _ = try await fetch(stand) }
  }
}
