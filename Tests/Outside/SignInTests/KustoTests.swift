import Casefile
import Locking
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
    #expect(try await fetch(stand).scope == TokenScope("https://a.kusto.windows.net/.default"))
  }

  private func signIn(_ stand: SignInStand, _ cloud: CloudAddresses.Cloud = .public) -> KustoSignIn {
    KustoSignIn(
      stand.cloud.url, own: TokenScope("own/.default"), clouds: CloudAddresses(cloud), sender: stand.surroundings.sender,
      surroundings: stand.retrying)
  }

  private static func says(login: String, resource: String) -> LoopbackCloud.Part {
    { _, _ in .json(#"{"AzureAD":{"LoginEndpoint":"\#(login)","KustoServiceResourceId":"\#(resource)"}}"#) }
  }

  @Test("The cluster is asked once, without a token and before the first one, and its word decides what the token is for")
  func once() async throws {
    let stand = try SignInStand()
    stand.cloud.add(Self.says(login: "https://login.microsoftonline.com", resource: "https://a.kusto.windows.net"))
    let signIn = signIn(stand)
    struct Asked: TokenSource {
      let scopes: Locked<[TokenScope]>
      func token(for scope: TokenScope) async throws -> AccessToken {
        scopes.withLock { $0.append(scope) }
        return AccessToken("t", expires: .maximum)
      }
      func drop(_ refused: AccessToken, for scope: TokenScope, claims: String?) async {}
    }
    let scopes = Locked<[TokenScope]>([])
    let sender = AuthorisedSender(
      address: stand.cloud.url, asking: { try await signIn.scope() }, tokens: Asked(scopes: scopes), sender: stand.surroundings.sender,
      surroundings: stand.retrying)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<5 { group.addTask { _ = try await sender.send(HTTPRequest(.get, stand.cloud.url + "/v2")) } }
      try await group.waitForAll()
    }
    #expect(scopes.withLock { $0 } == Array(repeating: TokenScope("https://a.kusto.windows.net/.default"), count: 5))
    let asked = stand.cloud.requests.filter { $0.path == "/v1/rest/auth/metadata" }
    #expect(asked.count == 1 && asked.first?["authorization"] == nil)
  }

  @Test("A failure is told and not kept; a cluster that says nothing gets the standard, in another cloud its own")
  func failing() async throws {
    let stand = try SignInStand()
    stand.cloud.add { _, _ in LoopbackCloud.Answer(403) }
    let signIn = signIn(stand)
    await #expect(throws: Problem.self) { _ = try await signIn.scope() }
    stand.cloud.add { _, _ in LoopbackCloud.Answer(404) }
    #expect(try await signIn.scope() == KustoMetadata.standard.scope)
    #expect(try await self.signIn(stand, .usGovernment).scope() == TokenScope("own/.default"))
  }

  @Test("A cluster of another cloud is told; nothing is ever sent to the login service that a cluster names")
  func otherCloud() async throws {
    let stand = try SignInStand()
    stand.cloud.add(Self.says(login: "https://login.partner.microsoftonline.cn", resource: "https://a.kusto.windows.net"))
    let problem = await #expect(throws: Problem.self) { _ = try await signIn(stand).scope() }
    #expect(problem?.remedy?.contains("cloud = \"china\"") == true)
    let other = try LoopbackCloud()
    stand.cloud.add(Self.says(login: other.url, resource: "https://a.kusto.windows.net"))
    #expect(try await signIn(stand).scope() == TokenScope("https://a.kusto.windows.net/.default"))
    #expect(other.requests.isEmpty)
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
