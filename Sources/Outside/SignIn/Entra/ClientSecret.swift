internal import Casefile

/// An application with a secret.
package struct ClientSecret: TokenIssuer {
  package let name = "client secret"
  private let endpoint: TokenEndpoint
  private let clientID: String
  private let secret: @Sendable () async throws -> String

  /// `secret` is read anew for each token, so that a changed one is taken at once.
  init(_ endpoint: TokenEndpoint, clientID: String, secret: @escaping @Sendable () async throws -> String) {
    self.endpoint = endpoint
    self.clientID = clientID
    self.secret = secret
  }

  package func issue(_ scope: TokenScope, claims: String?) async throws -> AccessToken {
    // A program that gives the secret may ask a person for a passphrase.
    let secret = try await SignInWait.told(of: "the place of client_secret", every: endpoint.surroundings.patience) {
      try await self.secret()
    }
    var fields = [("client_id", clientID), ("scope", scope.text), ("client_secret", secret)]
    fields.append(("grant_type", "client_credentials"))
    if let claims { fields.append(("claims", Claims.merged(claims))) }
    do {
      return try await endpoint.ask(fields).token
    } catch let refusal as EntraRefusal {
      throw refusal.problem
    }
  }
}
