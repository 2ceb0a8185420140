import Casefile
import Foundation
import SignIn
import TestSupport
import Testing

@Suite("Signing in with a client secret") struct ClientSecretTests {
  @Test("The request is the documented one, byte for byte")
  func request() async throws {
    let stand = try SignInStand()
    let token = try await stand.issuer(.clientSecret).issue(SignInStand.graph, claims: nil)
    #expect(token == AccessToken("token-1", expires: SignInStand.start + .seconds(3599)))
    let request = try #require(stand.cloud.requests.first)
    #expect(request.method == "POST")
    #expect(request.target == "/11111111-1111-1111-1111-111111111111/oauth2/v2.0/token")
    #expect(request["content-type"] == "application/x-www-form-urlencoded")
    #expect(request["authorization"] == nil)
    #expect(
      request.text == "client_id=22222222-2222-2222-2222-222222222222&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"
        + "&client_secret=s3cret~of.the_application-1&grant_type=client_credentials")
  }

  @Test("A secret with every odd character arrives as it is")
  func encoding() async throws {
    let secret = "a+b c&d=e%f/ü~\"'#\n"
    let stand = try SignInStand { $0.secret = secret }
    var configuration = stand.configuration(.clientSecret)
    configuration.clientSecret = { secret }
    _ = try await configuration.issuer(stand.surroundings).issue(SignInStand.graph, claims: nil)
    #expect(stand.tokenBodies[0].contains("client_secret=a%2Bb%20c%26d%3De%25f%2F%C3%BC~%22%27%23%0A&"))
  }

  @Test("Demanded claims go along with the word that this client understands them")
  func claims() async throws {
    let stand = try SignInStand()
    _ = try await stand.issuer(.clientSecret).issue(SignInStand.graph, claims: #"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#)
    #expect(
      stand.cloud.requests[0].form["claims"]
        == #"{"access_token":{"nbf":{"essential":true,"value":"1"},"xms_cc":{"values":["CP1"]}}}"#)
  }

  @Test(
    "A refusal that repeats the secret, in whatever escapes, does not show it",
    arguments: [#"s3cret\u007eof.the_application-1"#, #"s3cret~of\u002Ethe\u005Fapplication\u002D1"#, "s3cret~of.the_application-1"])
  func echoed(written: String) async throws {
    let stand = try SignInStand()
    stand.cloud.add { request, _ in
      guard request.path.hasSuffix("/token") else { return nil }
      let body = #"{"error":"invalid_client","error_description":"AADSTS7000215: \#(written) is wrong","suberror":"\#(written)"}"#
      return LoopbackCloud.Answer(401, headers: [["Content-Type", "application/json"]], body: Array(body.utf8))
    }
    let problem = await #expect(throws: Problem.self) {
      _ = try await stand.issuer(.clientSecret).issue(SignInStand.graph, claims: nil)
    }
    let shown = try #require(problem).description
    #expect(shown.contains("AADSTS7000215: ‹masked› is wrong") && !shown.contains("the_application"), "\(shown)")
  }

  @Test(
    "What is missing is named by its key",
    arguments: [
      ("tenant_id", "[workspaces.contoso] tenant_id"), ("client_id", "[workspaces.contoso.sign_in] client_id"),
      ("client_secret", "[workspaces.contoso.sign_in] client_secret"),
    ])
  func missing(part: String, path: String) throws {
    var configuration = try SignInStand().configuration(.clientSecret)
    if part == "tenant_id" { configuration.tenant = nil }
    if part == "client_id" { configuration.clientID = "" }
    if part == "client_secret" { configuration.clientSecret = nil }
    let surroundings = try SignInStand().surroundings
    let problem = #expect(throws: Problem.self) { _ = try configuration.issuer(surroundings) }
    #expect(problem?.cause == "\(path) is not set.")
    #expect(problem?.kind == .usage)
  }

  @Test("A tenant that would change the address, and an address that is no https, get no secret", arguments: ["a/b", "..", "a?b", "ä", ""])
  func unsafe(tenant: String) throws {
    let stand = try SignInStand()
    var configuration = stand.configuration(.clientSecret)
    configuration.tenant = tenant
    #expect(throws: Problem.self) { _ = try configuration.issuer(stand.surroundings) }
    configuration.tenant = "t"
    configuration.clouds = CloudAddresses(.public, overrides: ["login": "http://login.example.com"])
    #expect(throws: Problem.self) { _ = try configuration.issuer(stand.surroundings) }
  }

  @Test("The example of the documentation is what is sent", .enabled(if: FileManager.default.fileExists(atPath: SharedExample.path)))
  func documented() async throws {
    let example = try SharedExample.read()["client_secret"]
    let stand = try SignInStand {
      $0.clientID = "535fb089-9ff3-47b6-9bfb-4f1264799865"
      $0.secret = "sampleCredentials"
    }
    var configuration = stand.configuration(.clientSecret)
    configuration.clientID = "535fb089-9ff3-47b6-9bfb-4f1264799865"
    configuration.clientSecret = { "sampleCredentials" }
    stand.login.fail(.answer(.json(example?["response"]?["body"]?.text ?? "")))
    let token = try await configuration.issuer(stand.surroundings).issue(SignInStand.graph, claims: nil)
    #expect(stand.cloud.requests[0].text == example?["request"]?["form"]?.string)
    #expect(token.text == example?["response"]?["body"]?["access_token"]?.string)
  }
}

/// Answers of the documentation, where they are at hand.
enum SharedExample {
  static let path = (ProcessInfo.processInfo.environment["LOGSPOTLIGHT_SHARED"] ?? "") + "/data/apis/auth-token.json"

  static func read() throws -> JSONValue {
    try JSONValue(parsing: try String(contentsOfFile: path, encoding: .utf8))
  }
}
