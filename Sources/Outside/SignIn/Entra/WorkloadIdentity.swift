internal import Casefile
internal import Foundation

/// A token of another issuer, which a cluster or a pipeline leaves in a file, stands in for a secret.
package struct WorkloadIdentity: TokenIssuer {
  package let name = "workload identity"
  private static let mostBytes = 64 << 10
  private let endpoint: TokenEndpoint
  private let clientID: String
  private let path: String

  /// The file is read anew for each token, since whoever writes it replaces it within the hour.
  init(_ endpoint: TokenEndpoint, clientID: String, path: String) {
    self.endpoint = endpoint
    self.clientID = clientID
    self.path = path
  }

  package func issue(_ scope: TokenScope, claims: String?) async throws -> AccessToken {
    let assertion = try assertion()
    do {
      return try await endpoint.ask(ClientAssertion.fields(clientID: clientID, scope: scope, assertion: assertion, claims: claims)).token
    } catch let refusal as EntraRefusal {
      throw refusal.problem
    }
  }

  private func assertion() throws -> String {
    let bytes: [UInt8]
    do {
      bytes = try endpoint.surroundings.readFile(path, WorkloadIdentity.mostBytes)
    } catch let trouble as FileTrouble {
      throw wrong("\(path.harmless) \(trouble.words).")
    }
    let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard text.split(separator: ".", omittingEmptySubsequences: false).count == 3, !text.contains(where: \.isWhitespace) else {
      throw wrong("\(path.harmless) holds no signed token.")
    }
    return text
  }

  private func wrong(_ cause: String) -> Problem {
    Problem(
      "The federated token cannot be used.", cause: cause, remedy: "Correct AZURE_FEDERATED_TOKEN_FILE, and see who writes that file.")
  }
}
