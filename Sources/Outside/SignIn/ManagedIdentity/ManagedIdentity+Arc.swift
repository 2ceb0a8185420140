internal import Casefile
internal import Foundation
internal import Transport

extension ManagedIdentity {
  private static let keyFolder = "/var/opt/azcmagent/tokens/"
  private static let longestKey = 4096

  /// Azure Arc proves that we are on the machine: it names a file that only its own group can read, and wants what is in there.
  func arc(_ endpoint: String, _ scope: TokenScope) async throws -> JSONValue {
    var request = try request(scope)
    let challenge = try await exchange(request)
    guard challenge.head.status == 401 else {
      // An answer without the challenge is either an error, or not from the agent.
      _ = try LoginAnswer.json(challenge, host: host.title, now: surroundings.now())
      throw wrong("The agent answered without its challenge.")
    }
    request.headers["Authorization"] = "Basic " + (try key(challenge.head))
    return try LoginAnswer.json(await exchange(request), host: host.title, now: surroundings.now())
  }

  private func key(_ head: HTTPResponseHead) throws -> String {
    let challenges = head.headers.values("www-authenticate")
    guard let path = challenges.lazy.compactMap({ AuthenticateHeader.parameters($0, scheme: "basic")["realm"] }).first else {
      throw wrong("The agent's challenge names no file.")
    }
    let name = path.dropFirst(ManagedIdentity.keyFolder.count)
    guard path.hasPrefix(ManagedIdentity.keyFolder), path.hasSuffix(".key"), !name.contains("/"), name != ".key" else {
      throw wrong("The agent named a file outside \(ManagedIdentity.keyFolder): \(path.harmless).")
    }
    do {
      let bytes = try surroundings.readFile(path, ManagedIdentity.longestKey)
      return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    } catch let trouble as FileTrouble {
      throw wrong("\(path.harmless) \(trouble.words); only members of the group himds may read it.")
    }
  }

  private func wrong(_ cause: String) -> Problem {
    Problem(
      "Azure Arc gave no token.", cause: cause,
      remedy: "Check that the agent runs (azcmagent show) and that this account is in the group himds.")
  }
}
