import Casefile
import Foundation
import Locking
@testable import SignIn
import TestSupport
import Testing
import Transport

@Suite("Signing in as a managed identity") struct ManagedIdentityTests {
  private func stand(_ environment: [String: String] = [:], id: String? = nil) throws -> SignInStand {
    var stand = try SignInStand { $0.identities = ["33333333-3333-3333-3333-333333333333"] }
    let url = stand.cloud.url
    stand.environment = environment.mapValues { $0.replacing("URL", with: url) }
    if environment.isEmpty { stand.environment["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = url }
    stand.clientID = id
    return stand
  }

  @Test("The metadata address: documented request, numbers as strings, and half the life of a long token")
  func metadata() async throws {
    let stand = try stand()
    stand.login.change { $0.life = 86_400 }
    let token = try await stand.issuer(.managedIdentity).issue(SignInStand.graph, claims: nil)
    #expect(token.expires == SignInStand.start + .seconds(86_400))
    #expect(token.refreshFrom == SignInStand.start + .seconds(43_200))
    let request = stand.cloud.requests[0]
    #expect(request.method == "GET")
    #expect(request["metadata"] == "true")
    #expect(
      request.target == "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fgraph.microsoft.com")
  }

  @Test("A chosen identity is named; one that is not there is told")
  func chosen() async throws {
    let stand = try stand(id: "33333333-3333-3333-3333-333333333333")
    _ = try await stand.issuer(.managedIdentity).issue(SignInStand.graph, claims: nil)
    #expect(stand.cloud.requests[0].target.hasSuffix("graph.microsoft.com&client_id=33333333-3333-3333-3333-333333333333"))
    let other = try self.stand(id: "44444444-4444-4444-4444-444444444444")
    let found = try await other.problem(.managedIdentity)
    #expect(found?.summary == "Signing in by managed identity is not possible here.")
    #expect(found?.cause == "This machine has no such identity: Identity not found")
  }

  @Test("App Service tells only when a token ends, as seconds or as old dates", arguments: [nil, "1/16/2017 7:52:20 PM +00:00"])
  func appService(date: String?) async throws {
    let stand = try stand(["IDENTITY_ENDPOINT": "URL/msi/token", "IDENTITY_HEADER": "header-secret"])
    if let date { stand.cloud.add { _, _ in .json(#"{"access_token":"a","expires_on":"\#(date)","token_type":"Bearer"}"#) } }
    let token = try await stand.issuer(.managedIdentity).issue(SignInStand.graph, claims: nil)
    #expect(token.expires == SignInStand.start + .seconds(date == nil ? 3599 : 3599))
    let request = stand.cloud.requests[0]
    #expect(request["x-identity-header"] == "header-secret")
    #expect(request.target == "/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fgraph.microsoft.com")
  }

  @Test("Arc names a file, and its content opens the door")
  func arc() async throws {
    let stand = try stand(["IDENTITY_ENDPOINT": "URL/arc/token", "IMDS_ENDPOINT": "URL"])
    stand.files.withLock { $0["/var/opt/azcmagent/tokens/one.key"] = Array("arc-key\n".utf8) }
    _ = try await stand.issuer(.managedIdentity).issue(SignInStand.graph, claims: nil)
    #expect(stand.cloud.requests.map { $0["authorization"] } == [nil, "Basic arc-key"])
    #expect(stand.cloud.requests[1].target == "/arc/token?api-version=2020-06-01&resource=https%3A%2F%2Fgraph.microsoft.com")
  }

  @Test(
    "Arc cannot make us read any other file",
    arguments: [
      "/etc/shadow", "/var/opt/azcmagent/tokens/../../../../etc/shadow.key", "/var/opt/azcmagent/tokens/x.txt",
      "/var/opt/azcmagent/tokens/.key", "/var/opt/azcmagent/tokens/a/b.key", "",
    ])
  func arcPaths(path: String) async throws {
    let stand = try stand(["IDENTITY_ENDPOINT": "URL/arc/token", "IMDS_ENDPOINT": "URL"])
    stand.login.change { $0.arcKey.path = path }
    stand.files.withLock { $0[path] = Array("arc-key".utf8) }
    #expect(try await stand.problem(.managedIdentity)?.summary == "Azure Arc gave no token.")
    #expect(stand.cloud.requests.count == 1)
  }

  @Test("A key of Arc that is missing or too large is told", arguments: [nil, 4097])
  func arcFile(size: Int?) async throws {
    let stand = try stand(["IDENTITY_ENDPOINT": "URL/arc/token", "IMDS_ENDPOINT": "URL"])
    if let size { stand.files.withLock { $0["/var/opt/azcmagent/tokens/one.key"] = Array(repeating: 65, count: size) } }
    #expect(try await stand.problem(.managedIdentity)?.cause?.contains(size == nil ? "is not there" : "is too large") == true)
  }

  @Test("Cloud Shell gets a form, and has one identity only")
  func cloudShell() async throws {
    let environment = ["MSI_ENDPOINT": "URL/cloudshell/token"]
    let stand = try stand(environment)
    _ = try await stand.issuer(.managedIdentity).issue(SignInStand.graph, claims: nil)
    let request = stand.cloud.requests[0]
    #expect(request.method == "POST")
    #expect(request["metadata"] == "true")
    #expect(request.text == "resource=https%3A%2F%2Fgraph.microsoft.com")
    #expect(try await self.stand(environment, id: "x").problem(.managedIdentity)?.summary == "Cloud Shell has only one managed identity.")
  }

  @Test("Machine Learning gets the older form with its secret")
  func machineLearning() async throws {
    let stand = try stand(["MSI_ENDPOINT": "URL/ml", "MSI_SECRET": "m"], id: "i")
    stand.cloud.add { _, _ in .json(#"{"access_token":"a","expires_on":"1484596340"}"#) }
    _ = try await stand.issuer(.managedIdentity).issue(SignInStand.graph, claims: nil)
    #expect(stand.cloud.requests[0]["secret"] == "m")
    #expect(
      stand.cloud.requests[0].target == "/ml?api-version=2017-09-01&resource=https%3A%2F%2Fgraph.microsoft.com&clientid=i")
  }

  @Test("Service Fabric is recognised and told, before App Service")
  func fabric() async throws {
    let stand = try stand(["IDENTITY_ENDPOINT": "URL", "IDENTITY_HEADER": "h", "IDENTITY_SERVER_THUMBPRINT": "t"])
    #expect(try await stand.problem(.managedIdentity)?.cause == "Service Fabric is not supported as a managed identity.")
    #expect(stand.cloud.requests.isEmpty)
  }

  @Test(
    "Passing trouble is waited for as Microsoft's clients do",
    arguments: [(404, [2.0, 6, 14, 30]), (500, [2, 6, 14, 30]), (410, [2, 6, 14, 30, 18])])
  func waits(status: Int, waits: [Double]) async throws {
    let stand = try stand()
    stand.cloud.add { _, visit in visit <= waits.count + 1 ? LoopbackCloud.Answer(status) : nil }
    _ = try await stand.issuer(.managedIdentity).issue(SignInStand.graph, claims: nil)
    #expect(stand.sleeps.withLock { $0 } == waits)
    let other = try self.stand()
    other.cloud.add { _, _ in LoopbackCloud.Answer(status) }
    #expect(try await other.problem(.managedIdentity) != nil)
    #expect(other.sleeps.withLock { $0 } == waits)
  }

  @Test("A wish to wait longer is kept")
  func asked() async throws {
    let stand = try stand()
    stand.cloud.add { _, visit in visit == 1 ? LoopbackCloud.Answer(429, headers: [["Retry-After", "9"]]) : nil }
    let told = Locked<[String]>([])
    let listener = SignInWait.Listener { seconds, cause in told.withLock { $0.append("\(seconds) \(cause)") } }
    _ = try await SignInWait.$listener.withValue(listener) {
      try await stand.issuer(.managedIdentity).issue(SignInStand.graph, claims: nil)
    }
    #expect(stand.sleeps.withLock { $0 } == [9])
    let until = (SignInStand.start + .seconds(9)).text(decimals: 0)
    let words = try #require(told.withLock { $0.first })
    #expect(words.hasPrefix("9.0 signing in: ") && words.hasSuffix(" asks to be left alone until \(until): HTTP 429"), "\(words)")
  }

  @Test("A wish to wait for hours is not kept but told", arguments: ["86400", "1e300", "99999999999999999999"])
  func askedTooLong(wish: String) async throws {
    let stand = try stand()
    stand.cloud.add { _, _ in LoopbackCloud.Answer(429, headers: [["Retry-After", wish]]) }
    let found = try await stand.problem(.managedIdentity)
    #expect(found?.cause == "It answered with HTTP 429 and asks to wait 86400 s.")
    #expect(stand.sleeps.withLock { $0 } == [])
  }

  @Test("A wish that is no number is none", arguments: ["nan", "inf", "-5", "soon"])
  func askedNonsense(wish: String) async throws {
    let stand = try stand()
    stand.cloud.add { _, visit in visit == 1 ? LoopbackCloud.Answer(429, headers: [["Retry-After", wish]]) : nil }
    _ = try await stand.issuer(.managedIdentity).issue(SignInStand.graph, claims: nil)
    #expect(stand.sleeps.withLock { $0 } == [])
  }

  @Test(
    "What is not the metadata service means that there is none",
    arguments: [LoopbackCloud.Answer(403, body: Array("unreachable".utf8)), LoopbackCloud.Answer(200, body: Array("<html>".utf8))])
  func none(answer: LoopbackCloud.Answer) async throws {
    let stand = try stand()
    stand.cloud.add { _, _ in answer }
    #expect(try await stand.problem(.managedIdentity)?.summary == "Signing in by managed identity is not possible here.")
  }

  @Test("No proxy is asked, whatever the environment names")
  func proxy() async throws {
    let stand = try stand()
    let proxy = "http://127.0.0.1:1"
    let surroundings = SignInSurroundings.system(
      environment: [
        "http_proxy": proxy, "all_proxy": proxy, "ALL_PROXY": proxy, "HTTPS_PROXY": proxy,
        "AZURE_POD_IDENTITY_AUTHORITY_HOST": stand.cloud.url.replacing("127.0.0.1", with: "0.0.0.0"),
      ], sender: HTTPClient())
    _ = try await stand.configuration(.managedIdentity).issuer(surroundings).issue(SignInStand.graph, claims: nil)
    #expect(stand.cloud.requests.count == 1)
  }
}
