internal import Casefile

/// Whoever is signed in to the Azure Developer CLI (`azd auth login`) on this machine.
package struct AzureDeveloperCLI: TokenIssuer {
  package let name = "Azure Developer CLI"
  private let tenant: String?
  private let surroundings: SignInSurroundings

  init(tenant: String?, surroundings: SignInSurroundings) {
    self.tenant = tenant
    self.surroundings = surroundings
  }

  package func issue(_ scope: TokenScope, claims: String?) async throws -> AccessToken {
    let asked = surroundings.now()
    let tool = DeveloperTool(name: name, missing: "azd auth login")
    let result = try await tool.run(call(scope), surroundings)
    guard result.code == 0 else { throw tool.failure(result, signs: ["azd auth login", "not logged in"]) }
    guard let json = try? JSONValue(parsing: result.output[...]) else {
      throw TokenAnswer.wrong("The Azure Developer CLI", "What it wrote is no JSON.")
    }
    let answer: JSONValue = ["access_token": json["token"] ?? .null, "expires_on": json["expiresOn"] ?? .null]
    return try TokenAnswer(answer, asked: asked, host: "The Azure Developer CLI").token
  }

  func call(_ scope: TokenScope) -> ProcessCall {
    let words = ["azd", "auth", "token", "--output", "json", "--scope", scope.text] + (tenant.map { ["--tenant-id", $0] } ?? [])
    return ProcessCall(words: words, environment: surroundings.environment, timeout: 10)
  }
}

/// What the command line tools have in common.
struct DeveloperTool {
  private static let longestComplaint = 300
  let name: String
  /// The command that signs in.
  let missing: String

  /// Throws `SignInUnavailable` where the tool is not installed, and a `Problem` where it does not end.
  func run(_ call: ProcessCall, _ surroundings: SignInSurroundings) async throws -> ProcessResult {
    do {
      let result = try await surroundings.run(call)
      guard result.code != 127 else { throw ProcessTrouble.missing }
      return result
    } catch ProcessTrouble.missing {
      throw SignInUnavailable(name, reason: "\(call.words[0]) is not installed.", remedy: "Install it, then run \(missing).")
    } catch let trouble as ProcessTrouble {
      let cause = trouble == .timedOut ? "\(call.words[0]) took longer than \(Int(call.timeout)) s." : "\(call.words[0]) could not be run."
      throw Problem("The \(name) gave no token.", cause: cause, remedy: "Run it by hand to see why.", retry: .now)
    }
  }

  /// The tools have one exit code for everything, so what they advise on standard error is all there is to tell "not signed in" by.
  func failure(_ result: ProcessResult, signs: [String]) -> any Error {
    let isSignedOut = signs.contains { result.complaint.contains($0) } && !result.complaint.contains("AADSTS")
    if isSignedOut { return SignInUnavailable(name, reason: "Nobody is signed in to it.", remedy: "Run \(missing).") }
    let line = result.complaint.split(whereSeparator: \.isNewline).first.map { String($0.prefix(DeveloperTool.longestComplaint)) }
    return Problem(
      "The \(name) gave no token.", cause: line?.harmless ?? "It ended with code \(result.code).",
      remedy: "Run \(missing) again, or the command by hand to see why.")
  }
}
