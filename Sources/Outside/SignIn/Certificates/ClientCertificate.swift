internal import Casefile
internal import Locking

/// An application with a certificate: it signs a statement with its key.
package struct ClientCertificate: TokenIssuer {
  package let name = "client certificate"
  private let endpoint: TokenEndpoint
  private let clientID: String
  private let path: String
  private let sendsChain: Bool
  /// Seconds by which the service's clock is ahead of ours, once it has refused a statement for its time.
  private let skew = Locked(0.0)

  /// AADSTS700024: the statement is not within its time.
  private static let outsideTime = 700_024
  /// How far back a statement begins where the service did not tell its time, in seconds.
  private static let caution = 60.0

  /// `path` is a PEM file, read anew for each token.
  init(_ endpoint: TokenEndpoint, clientID: String, path: String, sendsChain: Bool = false) {
    self.endpoint = endpoint
    self.clientID = clientID
    self.path = path
    self.sendsChain = sendsChain
  }

  package func issue(_ scope: TokenScope, claims: String?) async throws -> AccessToken {
    let file = try certificate()
    do {
      do {
        return try await ask(scope, claims, file)
      } catch let refusal as EntraRefusal where refusal.codes.contains(ClientCertificate.outsideTime) {
        let now = endpoint.surroundings.now()
        let ahead = refusal.serverTime.map { ($0 - now).totalSeconds } ?? -ClientCertificate.caution
        skew.withLock { $0 = ahead }
        return try await ask(scope, claims, file)
      }
    } catch let refusal as EntraRefusal {
      throw refusal.problem
    }
  }

  private func ask(_ scope: TokenScope, _ claims: String?, _ file: CertificateFile) async throws -> AccessToken {
    let assertion = SignedAssertion(
      clientID: clientID, audience: endpoint.tokenAddress, identifier: endpoint.surroundings.identifier(),
      notBefore: endpoint.surroundings.now() + .seconds(skew.withLock { $0 }), sendsChain: sendsChain)
    let text = try assertion.text(signedWith: file)
    return try await endpoint.ask(ClientAssertion.fields(clientID: clientID, scope: scope, assertion: text, claims: claims)).token
  }

  private func certificate() throws -> CertificateFile {
    do {
      return try CertificateFile(try endpoint.surroundings.readFile(path, CertificateFile.mostBytes), path: path)
    } catch let trouble as FileTrouble {
      throw Problem(
        "The client certificate cannot be read.", cause: "\(path.harmless) \(trouble.words).",
        remedy: "Correct client_certificate, or AZURE_CLIENT_CERTIFICATE_PATH.", kind: .usage)
    }
  }
}

/// Fields of a request that a signed statement vouches for.
enum ClientAssertion {
  static func fields(clientID: String, scope: TokenScope, assertion: String, claims: String?) -> TokenEndpoint.Fields {
    var fields = [
      ("client_id", clientID), ("scope", scope.text),
      ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", assertion),
      ("grant_type", "client_credentials"),
    ]
    if let claims { fields.append(("claims", Claims.merged(claims))) }
    return fields
  }
}
