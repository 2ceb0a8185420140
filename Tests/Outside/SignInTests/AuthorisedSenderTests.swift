import Casefile
import Locking
import SignIn
import TestSupport
import Testing
import Transport

@Suite("Requests with a token") struct AuthorisedSenderTests {
  private static let graph = "https://graph.microsoft.com"

  private func sender(
    _ stand: SignInStand, _ keeper: TokenKeeper, address: String? = nil, tokenCodes: Set<String> = []
  ) -> AuthorisedSender {
    AuthorisedSender(
      address: address ?? stand.cloud.url, scope: SignInStand.graph, tokens: keeper, sender: stand.surroundings.sender,
      tokenCodes: tokenCodes, surroundings: stand.retrying)
  }

  private func stand() throws -> SignInStand {
    let stand = try SignInStand()
    stand.cloud.add(stand.login.guarding(AuthorisedSenderTests.graph) { request, _ in request.path == "/v1.0/me" ? .json("{}") : nil })
    return stand
  }

  private func tokensSent(_ stand: SignInStand) -> [String?] {
    stand.cloud.requests.filter { $0.path == "/v1.0/me" }.map { $0["authorization"] }
  }

  @Test("A revoked token is dropped, and the request goes once more with a new one")
  func revoked() async throws {
    let stand = try stand()
    let sender = sender(stand, try stand.keeper(.clientSecret))
    let request = HTTPRequest(.get, stand.cloud.url + "/v1.0/me")
    #expect(try await sender.send(request).head.status == 200)
    stand.login.revokeTokens()
    #expect(try await sender.send(request).head.status == 200)
    #expect(tokensSent(stand) == ["Bearer token-1", "Bearer token-1", "Bearer token-2"])
  }

  @Test(
    "A token that an answer repeats in JSON's escapes comes to nobody, in rows and in errors",
    arguments: [200, 400], [#"token\u002D1"#, #"\u0074oken-1"#, #"token\\u002d1"#, "token-1"])
  func echoed(status: Int, written: String) async throws {
    let stand = try stand()
    stand.cloud.add { request, _ in
      guard request.path == "/v1.0/me" else { return nil }
      return .json(#"{"Bearer \#(written)":[{"a":"\#(written)"}],"error":{"code":"x","message":"no \#(written)"}}"#, status: status)
    }
    let sender = sender(stand, try stand.keeper(.clientSecret))
    let response = try await sender.send(HTTPRequest(.get, stand.cloud.url + "/v1.0/me"))
    let json = try JSONValue(parsing: try await response.body.collect()[...])
    #expect(json == ["Bearer ‹masked›": [["a": "‹masked›"]], "error": ["code": "x", "message": "no ‹masked›"]])
  }

  @Test("Demanded claims are decoded and sent along when the new token is asked for")
  func claims() async throws {
    let stand = try stand()
    let demanded = #"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#
    stand.login.demand(claims: demanded)
    let sender = sender(stand, try stand.keeper(.clientSecret))
    #expect(try await sender.send(HTTPRequest(.get, stand.cloud.url + "/v1.0/me")).head.status == 200)
    let asked = stand.cloud.requests.filter { $0.path.hasSuffix("/token") }
    #expect(
      asked.map { $0.form["claims"] } == [
        nil, #"{"access_token":{"nbf":{"essential":true,"value":"1604106651"},"xms_cc":{"values":["CP1"]}}}"#,
      ])
  }

  @Test(
    "A 403 with one of the service's codes for a bad token is answered like a 401; another code is the caller's to read, whole",
    arguments: [
      (#"{"error":{"code":"InvalidTokenError","innererror":{"code":"SignatureVerificationFailed"}}}"#, 2),
      (#"{"error":{"code":"Outer","innererror":{"code":"InvalidTokenError"}}}"#, 2),
      (#"{"error":{"code":"InsufficientAccessError"}}"#, 1), ("<html>", 1), ("", 1),
    ])
  func tokenCodes(body: String, sendings: Int) async throws {
    let stand = try stand()
    stand.cloud.add { request, visit in
      request.path == "/v1.0/me" && visit == 1 ? LoopbackCloud.Answer(403, body: Array(body.utf8)) : nil
    }
    let sender = sender(stand, try stand.keeper(.clientSecret), tokenCodes: ["InvalidTokenError"])
    let response = try await sender.send(HTTPRequest(.get, stand.cloud.url + "/v1.0/me"))
    #expect(tokensSent(stand).count == sendings)
    #expect(response.head.status == (sendings == 2 ? 200 : 403))
    if sendings == 1 { #expect(String(decoding: try await response.body.collect(), as: UTF8.self) == body) }
  }

  @Test("A 403 that demands claims is answered like a 401; any other one is the caller's to read", arguments: [true, false])
  func forbidden(demands: Bool) async throws {
    let stand = try stand()
    stand.cloud.add { request, visit in
      guard request.path == "/v1.0/me", visit == 1 else { return nil }
      let header = ["WWW-Authenticate", #"Bearer realm="", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ==""#]
      return LoopbackCloud.Answer(403, headers: demands ? [header] : [])
    }
    let response = try await sender(stand, try stand.keeper(.clientSecret)).send(HTTPRequest(.get, stand.cloud.url + "/v1.0/me"))
    #expect(response.head.status == (demands ? 200 : 403))
    #expect(stand.login.issued == (demands ? 2 : 1))
  }

  @Test("A refusal that stays is a problem, and the token is not kept")
  func stays() async throws {
    let stand = try stand()
    stand.cloud.add { request, _ in
      guard request.path == "/v1.0/me" else { return nil }
      return .json(
        #"{"error":{"code":"InvalidAudience","message":"Not for us.\nMore"}}"#, status: 401, headers: [["request-id", "r-1"]])
    }
    let sender = sender(stand, try stand.keeper(.clientSecret))
    let problem = await #expect(throws: Problem.self) { _ = try await sender.send(HTTPRequest(.get, stand.cloud.url + "/v1.0/me")) }
    #expect(problem?.summary == "127.0.0.1 does not accept the sign-in.")
    #expect(problem?.cause == "It refused a token, and a new one too (HTTP 401, InvalidAudience: Not for us., request id r-1).")
    #expect(tokensSent(stand) == ["Bearer token-1", "Bearer token-2"])
    await #expect(throws: Problem.self) { _ = try await sender.send(HTTPRequest(.get, stand.cloud.url + "/v1.0/me")) }
    #expect(tokensSent(stand).last == "Bearer token-4")
  }

  @Test("Trouble that passes is waited out, and told before each wait")
  func retries() async throws {
    let stand = try stand()
    stand.cloud.add { request, visit in
      request.path == "/v1.0/me" && visit == 1 ? LoopbackCloud.Answer(429, headers: [["Retry-After", "11"]]) : nil
    }
    let told = Locked<[String]>([])
    let response = try await sender(stand, try stand.keeper(.clientSecret)).send(HTTPRequest(.get, stand.cloud.url + "/v1.0/me")) {
      seconds, cause in told.withLock { $0.append("\(seconds) \(cause)") }
    }
    #expect(response.head.status == 200)
    #expect(told.withLock { $0 } == ["11.0 too many requests (HTTP 429)"])
  }

  @Test("Senders of one service share its pace: every try counts, a wait that is asked for holds both, and each tells its own caller")
  func pace() async throws {
    let stand = try stand()
    stand.cloud.add { request, visit in
      request.path == "/v1.0/me" && visit == 1 ? LoopbackCloud.Answer(429, headers: [["Retry-After", "11"]]) : nil
    }
    let keeper = try stand.keeper(.clientSecret)
    let pacer = RequestPacer(.init(service: "Graph", requests: 3, seconds: 60), surroundings: stand.retrying)
    let senders = (0..<2).map { _ in
      AuthorisedSender(
        address: stand.cloud.url, scope: SignInStand.graph, tokens: keeper, sender: stand.surroundings.sender,
        surroundings: stand.retrying, pacer: pacer)
    }
    let told = Locked<[String]>([])
    for number in [0, 1, 1] {
      _ = try await senders[number].send(HTTPRequest(.get, stand.cloud.url + "/v1.0/me")) { seconds, cause in
        told.withLock { $0.append("\(number): \(seconds) \(cause)") }
      }
    }
    #expect(told.withLock { $0 } == ["0: 11.0 too many requests (HTTP 429)", "1: 50.0 Graph takes 3 requests in 60 s"])
  }

  @Test("A token never goes to another origin, nor over an open line")
  func origins() async throws {
    let stand = try stand()
    let keeper = try stand.keeper(.clientSecret)
    let other = try LoopbackCloud()
    for url in [other.url + "/x", "https://127.0.0.1/x", "http://127.0.0.1.example.com/", "http://user@127.0.0.1/", "no address"] {
      let problem = await #expect(throws: Problem.self) { _ = try await sender(stand, keeper).send(HTTPRequest(.get, url)) }
      #expect(problem?.kind == .refused)
    }
    stand.cloud.add { request, _ in request.path == "/v1.0/me" ? LoopbackCloud.Answer(302, headers: [["Location", other.url + "/x"]]) : nil
    }
    await #expect(throws: Problem.self) { _ = try await sender(stand, keeper).send(HTTPRequest(.get, stand.cloud.url + "/v1.0/me")) }
    let open = sender(stand, keeper, address: "http://graph.example.com")
    let problem = await #expect(throws: Problem.self) { _ = try await open.send(HTTPRequest(.get, "http://graph.example.com/")) }
    #expect(problem?.summary == "A token is not sent over an open line.")
    #expect(other.requests.isEmpty)
  }
}
