import Casefile
import Foundation
import Locking
import SignIn
import TestSupport
import Testing

@Suite("Signing in through the Azure CLI") struct AzureCLITests {
  private func output(_ text: String) -> Result<ProcessResult, ProcessTrouble> {
    .success(ProcessResult(code: 0, output: Array(text.utf8)))
  }

  @Test("The argument list and the environment are Microsoft's own")
  func call() async throws {
    var stand = try SignInStand()
    stand.environment = ["HOME": "/home/a"]
    stand.answer.withLock { $0 = output(#"{"accessToken":"a","expires_on":1484596340,"tokenType":"Bearer"}"#) }
    _ = try await stand.issuer(.azureCLI).issue(SignInStand.graph, claims: nil)
    let other = TokenScope("https://graph.microsoft.com/User.Read")
    stand.tenant = nil
    _ = try await stand.issuer(.azureCLI).issue(other, claims: nil)
    let calls = stand.calls.withLock { $0 }
    #expect(
      calls[0].words == [
        "az", "account", "get-access-token", "--output", "json", "--resource", "https://graph.microsoft.com", "--tenant",
        "11111111-1111-1111-1111-111111111111",
      ])
    #expect(
      calls[1].words == [
        "az", "account", "get-access-token", "--output", "json", "--scope", "https://graph.microsoft.com/User.Read",
      ])
    #expect(calls[0].environment == ["HOME": "/home/a", "AZURE_CORE_NO_COLOR": "true"])
    #expect(calls[0].timeout == 10)
  }

  @Test("The end is expires_on where it is there, else local time without a zone")
  func expiry() async throws {
    let stand = try SignInStand()
    let issuer = try stand.issuer(.azureCLI)
    stand.answer.withLock {
      $0 = output(#"{"accessToken":"a","expiresOn":"2001-01-01 00:00:00.000000","expires_on":1484596340,"tokenType":"Bearer"}"#)
    }
    #expect(try await issuer.issue(SignInStand.graph, claims: nil).expires == DateTime(unixSeconds: 1_484_596_340))
    // The stand's clocks are an hour ahead of UTC.
    stand.answer.withLock { $0 = output(#"{"accessToken":"a","expiresOn":"2017-01-16 20:52:20.000000","tokenType":"Bearer"}"#) }
    #expect(try await issuer.issue(SignInStand.graph, claims: nil).expires == DateTime("2017-01-16T19:52:20Z"))
  }

  @Test(
    "Nobody signed in, no program, a hanging program and a failing one are told apart",
    arguments: [
      (.failure(.missing), "az is not installed."), (.failure(.timedOut), "az took longer than 10 s."),
      (.success(ProcessResult(code: 127)), "az is not installed."),
      (.success(ProcessResult(code: 1, complaint: "ERROR: Please run 'az login' to setup account.\n")), "Nobody is signed in to it."),
      (.success(ProcessResult(code: 1, complaint: "ERROR: AADSTS50076: run az login\nmore")), "ERROR: AADSTS50076: run az login"),
      (.success(ProcessResult(code: 2)), "It ended with code 2."),
      (.success(ProcessResult(code: 0, output: Array("a-token-but-no-json".utf8))), "What it wrote is no JSON."),
      (.success(ProcessResult(code: 0, output: Array("{}".utf8))), "It has no access_token."),
    ] as [(Result<ProcessResult, ProcessTrouble>, String)])
  func troubles(answer: Result<ProcessResult, ProcessTrouble>, cause: String) async throws {
    let stand = try SignInStand()
    stand.answer.withLock { $0 = answer }
    let problem = try #require(try await stand.problem(.azureCLI))
    #expect(problem.cause == cause)
    #expect(!problem.description.contains("a-token"))
  }

  @Test("What the program wrote is in no description")
  func silent() {
    let result = ProcessResult(code: 0, output: Array("s3cret".utf8))
    var dumped = ""
    dump(result, to: &dumped)
    #expect(!"\(result) \(String(reflecting: result)) \(dumped)".contains("s3cret"))
    #expect(!"\(result)".contains("115"))
  }

  @Test("Demanded claims need a new sign-in by hand, and the line for it is told")
  func claims() async throws {
    let problem = await #expect(throws: Problem.self) {
      _ = try await SignInStand().issuer(.azureCLI).issue(SignInStand.graph, claims: "{}")
    }
    #expect(problem?.remedy == "Run: az login --claims-challenge \"e30=\" --tenant 11111111-1111-1111-1111-111111111111")
  }

  @Test("A real program is run with these words, in /bin, without input; one that hangs is ended")
  func real() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("az-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let script = """
      #!/bin/sh
      [ "$7" = https://graph.microsoft.com ] || { exec sleep 600; }
      printf '{"accessToken":"%s|%s|%s|%s","expires_on":99999999999,"tokenType":"Bearer"}' "$#" "$(pwd -P)" "$AZURE_CORE_NO_COLOR" "$(cat | wc -c | tr -d ' ')"
      """.replacing("$7", with: "$6")
    try script.write(toFile: folder + "/az", atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/az")
    let stand = try SignInStand()
    var surroundings = SignInSurroundings.system(environment: ["PATH": folder + ":/usr/bin:/bin"], sender: stand.surroundings.sender)
    let run = surroundings.run
    // Ten seconds may be too few beside all the other tests of a busy machine.
    surroundings.run = { call in
      var patient = call
      if call.timeout == 10 { patient.timeout = 120 }
      return try await run(patient)
    }
    let token = try await stand.configuration(.azureCLI).issuer(surroundings).issue(SignInStand.graph, claims: nil)
    #expect(token.text.hasPrefix("8|") && token.text.hasSuffix("bin|true|0"))
    let hanging = ProcessCall(words: ["az", "a", "b", "c", "d", "e", "f"], environment: ["PATH": folder + ":/usr/bin:/bin"], timeout: 0.05)
    await #expect(throws: ProcessTrouble.timedOut) { _ = try await surroundings.run(hanging) }
    let absent = ProcessCall(words: ["az"], environment: ["PATH": "/nowhere"], timeout: 10)
    await #expect(throws: ProcessTrouble.missing) { _ = try await surroundings.run(absent) }
  }
}
