import Casefile
import Locking
import SignIn
import TestSupport
import Testing

@Suite("Signing in as a workload") struct WorkloadIdentityTests {
  private static let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln"

  private func stand() throws -> SignInStand {
    var stand = try SignInStand { $0.federatedToken = WorkloadIdentityTests.token }
    stand.environment = ["AZURE_FEDERATED_TOKEN_FILE": "/token"]
    stand.files.withLock { $0["/token"] = Array((WorkloadIdentityTests.token + "\n").utf8) }
    return stand
  }

  @Test("The file's token stands in for a secret, byte for byte")
  func request() async throws {
    let stand = try stand()
    _ = try await stand.issuer(.workloadIdentity).issue(SignInStand.graph, claims: nil)
    #expect(
      stand.tokenBodies == [
        "client_id=22222222-2222-2222-2222-222222222222&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"
          + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
          + "&client_assertion=\(WorkloadIdentityTests.token)&grant_type=client_credentials"
      ])
  }

  @Test("The file is read anew for each token")
  func reread() async throws {
    let stand = try stand()
    let issuer = try stand.issuer(.workloadIdentity)
    stand.files.withLock { $0["/token"] = Array("a.b.old".utf8) }
    await #expect(throws: Problem.self) { _ = try await issuer.issue(SignInStand.graph, claims: nil) }
    stand.files.withLock { $0["/token"] = Array(WorkloadIdentityTests.token.utf8) }
    _ = try await issuer.issue(SignInStand.graph, claims: nil)
  }

  @Test("A federated token that nobody trusts, and a file that holds none")
  func wrong() async throws {
    let stand = try stand()
    stand.files.withLock { $0["/token"] = Array("a.b.c".utf8) }
    #expect(try await stand.problem(.workloadIdentity)?.summary == "No federated credential of the application fits this token.")
    stand.files.withLock { $0["/token"] = Array("nothing".utf8) }
    #expect(try await stand.problem(.workloadIdentity)?.cause == "/token holds no signed token.")
    stand.files.withLock { $0 = [:] }
    #expect(try await stand.problem(.workloadIdentity)?.cause == "/token is not there.")
  }

  @Test("Application and tenant may stand in the environment; without the file's name nothing works")
  func environment() async throws {
    var stand = try stand()
    stand.environment["AZURE_CLIENT_ID"] = stand.clientID
    stand.environment["AZURE_TENANT_ID"] = stand.tenant
    (stand.clientID, stand.tenant) = (nil, nil)
    _ = try await stand.issuer(.workloadIdentity).issue(SignInStand.graph, claims: nil)
    stand.environment["AZURE_FEDERATED_TOKEN_FILE"] = nil
    let problem = #expect(throws: Problem.self) { _ = try stand.issuer(.workloadIdentity) }
    #expect(problem?.summary == "Signing in by workload-identity needs AZURE_FEDERATED_TOKEN_FILE.")
  }

  @Test("As a managed identity on a cluster that federates it is the same way")
  func managed() async throws {
    var stand = try stand()
    stand.environment["AZURE_TENANT_ID"] = stand.tenant
    stand.environment["AZURE_AUTHORITY_HOST"] = stand.cloud.url + "/"
    _ = try await stand.issuer(.managedIdentity).issue(SignInStand.graph, claims: nil)
    #expect(stand.tokenBodies.count == 1)
  }
}
