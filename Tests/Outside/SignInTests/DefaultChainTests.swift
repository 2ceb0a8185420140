import Casefile
import Locking
import SignIn
import TestSupport
import Testing

@Suite("The default chain") struct DefaultChainTests {
  private static let cliToken = ProcessResult(
    code: 0, output: Array(#"{"accessToken":"from-az","expires_on":1484596340,"tokenType":"Bearer"}"#.utf8))

  /// Nothing is there but what a test puts there; the metadata address refuses connections.
  private func stand(_ environment: [String: String] = [:]) throws -> SignInStand {
    var stand = try SignInStand()
    stand.environment = environment
    stand.environment["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = environment["AZURE_POD_IDENTITY_AUTHORITY_HOST"] ?? "http://127.0.0.1:1"
    return stand
  }

  private static let application = [
    "AZURE_CLIENT_ID": LoopbackLogin.Settings().clientID, "AZURE_TENANT_ID": LoopbackLogin.Settings().tenant,
    "AZURE_CLIENT_SECRET": LoopbackLogin.Settings().secret,
  ]

  @Test("The environment comes first")
  func environment() async throws {
    let stand = try stand(DefaultChainTests.application)
    stand.answer.withLock { $0 = .success(DefaultChainTests.cliToken) }
    #expect(try await stand.keeper(.default).token(for: SignInStand.graph).text == "token-1")
    #expect(stand.calls.withLock { $0.isEmpty })
  }

  @Test("What is not there is passed over, and the way that worked is kept to")
  func passes() async throws {
    let stand = try stand()
    stand.answer.withLock { $0 = .success(DefaultChainTests.cliToken) }
    let issuer = try stand.issuer(.default)
    #expect(try await issuer.issue(SignInStand.graph, claims: nil).text == "from-az")
    stand.answer.withLock { $0 = .failure(.missing) }
    await #expect(throws: SignInUnavailable.self) { _ = try await issuer.issue(SignInStand.graph, claims: nil) }
  }

  @Test("A way that exists and is refused ends the search")
  func stops() async throws {
    var environment = DefaultChainTests.application
    environment["AZURE_CLIENT_SECRET"] = "wrong"
    let stand = try stand(environment)
    stand.answer.withLock { $0 = .success(DefaultChainTests.cliToken) }
    let problem = try await stand.problem(.default)
    #expect(problem?.summary == "The client secret is wrong.")
    #expect(problem?.cause?.hasPrefix("By environment: AADSTS7000215") == true)
    #expect(stand.calls.withLock { $0.isEmpty })
  }

  @Test("A chain at its end lists each way and why it was not to be had")
  func exhausted() async throws {
    let problem = try await stand().problem(.default)
    #expect(problem?.summary == "No way of signing in works here.")
    #expect(
      problem?.cause == "environment: AZURE_CLIENT_ID, AZURE_TENANT_ID are not set. "
        + "workload identity: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_FEDERATED_TOKEN_FILE are not set. "
        + "managed identity: http://127.0.0.1:1 does not answer. Visual Studio Code: This program does not sign in by it. "
        + "Azure CLI: az is not installed. Azure PowerShell: This program does not sign in by it. "
        + "Azure Developer CLI: azd is not installed.")
  }

  @Test("A developer's tool that fails does not end the search")
  func tools() async throws {
    let stand = try stand()
    stand.answer.withLock { $0 = .success(ProcessResult(code: 1, complaint: "AADSTS50076: more")) }
    let problem = try await stand.problem(.default)
    #expect(stand.calls.withLock { $0.map { $0.words[0] } } == ["az", "azd"])
    #expect(problem?.cause?.contains("Azure CLI: AADSTS50076: more") == true)
  }

  @Test("The Developer CLI is asked with Microsoft's own words, and its date is read")
  func developerCLI() async throws {
    let stand = try stand(["AZURE_TOKEN_CREDENTIALS": "AzureDeveloperCliCredential"])
    stand.answer.withLock {
      $0 = .success(ProcessResult(code: 0, output: Array(#"{"token":"a","expiresOn":"2017-01-16T20:52:20Z"}"#.utf8)))
    }
    let token = try await stand.keeper(.default).token(for: SignInStand.graph)
    #expect(token.expires == DateTime("2017-01-16T20:52:20Z"))
    #expect(
      stand.calls.withLock { $0[0].words } == [
        "azd", "auth", "token", "--output", "json", "--scope", "https://graph.microsoft.com/.default", "--tenant-id",
        "11111111-1111-1111-1111-111111111111",
      ])
  }

  @Test(
    "AZURE_TOKEN_CREDENTIALS chooses",
    arguments: [
      ("dev", "Visual Studio Code: ", 5), ("PROD", "environment: ", 3), ("ManagedIdentityCredential", "", 0),
    ])
  func filter(value: String, first: String, ways: Int) async throws {
    let problem = try #require(try await stand(["AZURE_TOKEN_CREDENTIALS": value]).problem(.default))
    guard ways > 0 else {
      #expect(problem.summary == "Signing in by managed identity is not possible here.")
      return
    }
    #expect(problem.cause?.hasPrefix(first) == true)
    let titles = [
      "environment", "workload identity", "managed identity", "Visual Studio Code", "Azure CLI", "Azure PowerShell", "Azure Developer CLI",
    ]
    #expect(titles.filter { problem.cause?.contains($0 + ": ") == true }.count == (value == "dev" ? 4 : ways))
  }

  @Test("Another value of AZURE_TOKEN_CREDENTIALS is a mistake")
  func unknown() throws {
    let stand = try stand(["AZURE_TOKEN_CREDENTIALS": "mine"])
    let problem = #expect(throws: Problem.self) { _ = try stand.issuer(.default) }
    #expect(problem?.kind == .usage)
    #expect(problem?.cause == "'mine' is no way of signing in.")
  }

  @Test("AZURE_AUTHORITY_HOST names the login service unless the configuration does", arguments: [true, false])
  func authority(isConfigured: Bool) async throws {
    var stand = try stand(DefaultChainTests.application)
    stand.environment["AZURE_AUTHORITY_HOST"] = isConfigured ? "login.invalid" : stand.cloud.url + "/"
    var configuration = stand.configuration(.default)
    configuration.clouds = isConfigured ? stand.clouds : CloudAddresses()
    _ = try await configuration.tokens(stand.surroundings).token(for: SignInStand.graph)
    #expect(stand.cloud.requests.count == 1)
  }

  @Test("A retired name and password, and a half set environment, are told")
  func halves() async throws {
    var environment = DefaultChainTests.application
    environment["AZURE_CLIENT_SECRET"] = nil
    environment["AZURE_TOKEN_CREDENTIALS"] = "EnvironmentCredential"
    #expect(
      try await stand(environment).problem(.default)?.cause == "Neither AZURE_CLIENT_SECRET nor AZURE_CLIENT_CERTIFICATE_PATH is set.")
    environment["AZURE_USERNAME"] = "a"
    #expect(try await stand(environment).problem(.default)?.cause?.contains("retired") == true)
  }
}
