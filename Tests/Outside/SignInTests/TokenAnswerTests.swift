import Casefile
import Foundation
import Locking
import SignIn
import TestSupport
import Testing

@Suite("Answers of the login service") struct TokenAnswerTests {
  private typealias Answer = LoopbackCloud.Answer

  private func problem(_ answers: LoopbackLogin.Fault...) async throws -> Problem? {
    let stand = try SignInStand()
    for answer in answers { stand.login.fail(answer) }
    return try await stand.problem(.clientSecret)
  }

  @Test(
    "What is no token says what is wrong with it",
    arguments: [
      ("<html><body>Sign in to the hotspot</body></html>", "A web page came, as a proxy or a hotspot shows."),
      (#"{"token_type":"Bearer","expires_in":3599,"access_tok"#, "What came is no whole JSON."), ("", "What came is no whole JSON."),
      ("[]", "What came is no whole JSON."), (#"{"token_type":"Bearer","expires_in":3599}"#, "It has no access_token."),
      (#"{"expires_in":3599,"access_token":7}"#, "It has no access_token."),
      (#"{"expires_in":1,"access_token":""}"#, "It has no access_token."),
      (#"{"expires_in":3599,"access_token":"a\r\nX: y"}"#, "Its access_token is no token."),
      (#"{"expires_in":3599,"access_token":"a","token_type":"pop"}"#, "Its token_type is not Bearer."),
      (#"{"access_token":"a"}"#, "It does not say when the token expires."),
      (#"{"access_token":"a","expires_in":"soon"}"#, "Its expires_in is no number."),
      (#"{"access_token":"a","expires_in":true}"#, "Its expires_in is no number."),
      (#"{"access_token":"a","expires_in":0}"#, "The token had expired when it came; check this machine's clock."),
      (#"{"access_token":"a","expires_in":-5}"#, "The token had expired when it came; check this machine's clock."),
      (#"{"access_token":"a","expires_on":"never"}"#, "Its expires_on is neither seconds nor a date."),
    ])
  func wrong(body: String, cause: String) async throws {
    let found = try #require(try await problem(.answer(.json(body))))
    #expect(found.cause == cause)
    #expect(found.summary == "127.0.0.1 answered with something that is no token.")
    #expect(found.remedy != nil)
  }

  @Test("Numbers as strings are numbers, as the older endpoints write them")
  func strings() async throws {
    let stand = try SignInStand()
    stand.login.fail(
      .answer(.json(#"{"token_type":"bearer","expires_in":"3599","expires_on":"1","access_token":"a","refresh_in":"1800"}"#)))
    let token = try await stand.issuer(.clientSecret).issue(SignInStand.graph, claims: nil)
    #expect(token.expires == SignInStand.start + .seconds(3599))
    #expect(token.refreshFrom == SignInStand.start + .seconds(1800))
  }

  @Test("A token for two hours or more is renewed from half its life")
  func half() async throws {
    for (life, from) in [(7199, nil), (7200, 3600.0), (86_399, 43_199.0)] as [(Int, Double?)] {
      let stand = try SignInStand { $0.life = life }
      let token = try await stand.issuer(.clientSecret).issue(SignInStand.graph, claims: nil)
      #expect(token.refreshFrom == from.map { SignInStand.start + .seconds($0) })
    }
  }

  @Test("A refusal is told by its code, with both ids, even where it comes with status 200")
  func refusal() async throws {
    let stand = try SignInStand { $0.secret = "another" }
    let found = try #require(try await stand.problem(.clientSecret))
    #expect(found.summary == "The client secret is wrong.")
    #expect(
      found.cause == "AADSTS7000215: The request was refused. (invalid_client, trace id 255d1aef-8c98-452f-ac51-23d051240864, "
        + "correlation id fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7)")
    #expect(found.retry == .never)
    let other = try await problem(.answer(.json(#"{"error":"invalid_grant","error_codes":["50076"],"suberror":"basic_action"}"#)))
    #expect(other?.summary == "A second factor is needed.")
    #expect(other?.cause == "(invalid_grant, basic_action, AADSTS50076)")
  }

  @Test("The words decide nothing: only the code does")
  func words() async throws {
    let found = try await problem(
      .answer(.json(#"{"error":"invalid_client","error_description":"AADSTS7000222: expired","error_codes":[700016]}"#, status: 401)))
    #expect(found?.summary == "The application is not in this tenant.")
  }

  @Test("What the service echoes of the secret is masked, and steering characters are marks")
  func echo() async throws {
    let secret = LoopbackLogin.Settings().secret
    let found = try await problem(
      .answer(.json(#"{"error":"invalid_client","error_description":"secret \#(secret) \u001b[2J","error_codes":[7000215]}"#, status: 401)))
    #expect(found?.cause == "secret ‹masked› ␛[2J (invalid_client, AADSTS7000215)")
  }

  @Test("A busy service is asked again after what it wishes, and then told of")
  func busy() async throws {
    let stand = try SignInStand()
    stand.login.fail(.answer(Answer(429, headers: [["Retry-After", "7"]])), .answer(Answer(503)), .answer(Answer(500)))
    #expect(try await stand.problem(.clientSecret) == nil)
    #expect(stand.sleeps.withLock { $0 } == [7, 1, 2])
    let slow = try await problem(.answer(Answer(429, headers: [["Retry-After", "600"]])))
    #expect(slow?.cause == "It answered with HTTP 429 and asks to wait 600 s.")
    #expect(slow?.retry == .after(seconds: 600))
    let absurd = try await problem(.answer(Answer(503, headers: [["Retry-After", "99999999999999999999"]])))
    #expect(absurd?.cause == "It answered with HTTP 503 and asks to wait 86400 s.")
    #expect(absurd?.retry == .after(seconds: 86_400))
    let down = try await problem(.answer(Answer(503)), .answer(Answer(503)), .answer(Answer(503)), .answer(Answer(503)))
    #expect(down?.retry == .now)
  }

  @Test("An answer that is cut is asked for again")
  func cut() async throws {
    let stand = try SignInStand()
    stand.login.fail(.answer(Answer(body: Array("{\"access".utf8), ending: .cut(after: 3))), .answer(Answer(ending: .reset)))
    #expect(try await stand.problem(.clientSecret) == nil)
    #expect(stand.cloud.requests.count == 3)
  }

  @Test("A redirect is not followed with a secret")
  func redirect() async throws {
    let found = try await problem(.answer(Answer(307, headers: [["Location", "/elsewhere"]])))
    #expect(found?.summary == "127.0.0.1 pointed elsewhere and was not followed.")
  }

  @Test(
    "Every code of the list has words of its own",
    arguments: [
      7_000_215, 7_000_222, 700_016, 90_002, 700_027, 700_024, 70_021, 700_213, 50_076, 50_079, 65_001, 700_082, 70_008, 53_003, 50_034,
      50_126, 50_057, 530_003, 50_105, 500_011, 650_057, 7_000_218, 50_020,
    ])
  func codes(code: Int) async throws {
    // A code that stays is refused twice where it may be for the clock; a client secret has no clock.
    let found = try #require(try await problem(.refusal(error: "some_error", code: code)))
    #expect(found.summary != "The sign-in was refused.")
    #expect(found.cause?.contains("AADSTS\(code)") == true)
    #expect(found.remedy?.hasSuffix(".") == true)
  }

  @Test("An unknown code falls back to OAuth's name, and that to the status")
  func unknown() async throws {
    #expect(try await problem(.refusal(error: "invalid_client", code: 1))?.summary == "The application was not accepted.")
    #expect(try await problem(.refusal(error: "x", code: 1))?.summary == "The sign-in was refused.")
  }
}
