internal import Casefile
internal import Foundation

/// Whoever is signed in to the Azure CLI (`az login`) on this machine.
package struct AzureCLI: TokenIssuer {
  package let name = "Azure CLI"
  private let tenant: String?
  private let surroundings: SignInSurroundings

  /// `tenant` asks for a token of another tenant than the CLI's own.
  init(tenant: String?, surroundings: SignInSurroundings) {
    self.tenant = tenant
    self.surroundings = surroundings
  }

  package func issue(_ scope: TokenScope, claims: String?) async throws -> AccessToken {
    let asked = surroundings.now()
    guard claims == nil else { throw wantsNewSignIn(claims ?? "") }
    let tool = DeveloperTool(name: name, missing: "az login")
    let result = try await tool.run(call(scope), surroundings)
    guard result.code == 0 else { throw tool.failure(result, signs: ["az login", "az account set"]) }
    guard let json = try? JSONValue(parsing: result.output[...]) else {
      throw TokenAnswer.wrong("The Azure CLI", "What it wrote is no JSON.")
    }
    return try token(json, asked: asked)
  }

  /// The argument list and what is added to the environment.
  func call(_ scope: TokenScope) -> ProcessCall {
    var words = ["az", "account", "get-access-token", "--output", "json"]
    words += scope.text.hasSuffix("/.default") ? ["--resource", scope.resource] : ["--scope", scope.text]
    if let tenant { words += ["--tenant", tenant] }
    return ProcessCall(
      words: words, environment: surroundings.environment.merging(["AZURE_CORE_NO_COLOR": "true"]) { $1 }, timeout: 10)
  }

  /// `expires_on` where the CLI is new enough, else `expiresOn`, which is local time without a zone.
  private func token(_ json: JSONValue, asked: DateTime) throws -> AccessToken {
    var answer: JSONObject = ["access_token": json["accessToken"] ?? .null]
    if let type = json["tokenType"] { answer["token_type"] = type }
    if let seconds = json["expires_on"], seconds.wholeSeconds != nil {
      answer["expires_on"] = seconds
    } else if let local = json["expiresOn"]?.string.flatMap({ DateTime($0) }) {
      answer["expires_on"] = .string(universal(local).description)
    }
    return try TokenAnswer(.object(answer), asked: asked, host: "The Azure CLI").token
  }

  /// The moment at which local clocks show `local`; the earlier one where they show it twice, so that no token is held too long.
  private func universal(_ local: DateTime) -> DateTime {
    let guess = local - .seconds(Double(surroundings.localOffset(local)))
    let offsets = [guess - .hours(3), guess, guess + .hours(3)].map(surroundings.localOffset)
    let fitting = offsets.map { local - .seconds(Double($0)) }.filter { surroundings.localOffset($0) == Int((local - $0).totalSeconds) }
    return fitting.min() ?? guess
  }

  private func wantsNewSignIn(_ claims: String) -> Problem {
    let encoded = Data(claims.utf8).base64EncodedString()
    return Problem(
      "The service wants a new sign-in.", cause: "It demanded claims that the Azure CLI's token lacks.",
      remedy: "Run: az login --claims-challenge \"\(encoded)\"" + (tenant.map { " --tenant \($0)" } ?? ""))
  }
}
