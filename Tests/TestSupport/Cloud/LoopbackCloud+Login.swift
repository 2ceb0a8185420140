package import Casefile
internal import Foundation
internal import Locking

extension LoopbackCloud {
  /// A cloud whose login service answers for `login`, before every other part.
  package convenience init(login: LoopbackLogin, _ parts: [Part] = []) throws {
    try self.init([login.part] + parts)
  }
}

/// The login service of a test cloud: strict as Microsoft Entra is, with its codes, and with tokens that are numbered.
///
/// A test says what it knows (`Settings`), and may tell it to fail, to revoke, to set its clock ahead, or to demand claims.
package final class LoopbackLogin: Sendable {
  /// What the service knows and how it behaves.
  package struct Settings: Sendable {
    package var tenant = "11111111-1111-1111-1111-111111111111"
    package var clientID = "22222222-2222-2222-2222-222222222222"
    package var secret = "s3cret~of.the_application-1"
    /// The `x5t#S256` it takes; nil takes no certificate.
    package var thumbprint: String?
    /// Judges the signature over `header.payload`.
    package var verifies: @Sendable (_ signed: String, _ signature: [UInt8]) -> Bool = { _, _ in false }
    /// A token of another issuer that it takes as an assertion.
    package var federatedToken: String?
    /// Scopes without `/.default`; any other resource is unknown.
    package var resources: Set<String> = [
      "https://graph.microsoft.com", "https://api.loganalytics.io", "https://manage.office.com", "https://kusto.kusto.windows.net",
    ]
    package var life = 3599
    package var refreshIn: Int?
    /// What polls for a device code are answered before the token, such as `authorization_pending`.
    package var polls: [String] = []
    /// Read as `roles`; where there are some, tokens are signed-looking texts whose payload can be read.
    package var permissions: [String] = []
    /// Read as `tid` of such tokens; nil leaves it out.
    package var tokenTenant: String?
    /// True where such tokens act for a person: permissions then stand in `scp`.
    package var isDelegated = false
    /// User-assigned identities that this machine has.
    package var identities: Set<String> = []
    /// Secret of the App Service endpoint.
    package var identityHeader = "header-secret"
    /// The file that the Arc agent names, and what it holds.
    package var arcKey = (path: "/var/opt/azcmagent/tokens/one.key", content: "arc-key")
    /// Its clock.
    package var now: @Sendable () -> DateTime = { DateTime(unixSeconds: Date().timeIntervalSince1970) }
    /// Seconds its clock is ahead.
    package var skew = 0.0

    package init() {}
  }

  /// One way to fail; each is used up by one request to the token endpoint.
  package enum Fault: Sendable {
    /// As Entra says it.
    case refusal(error: String, code: Int, status: Int = 400)
    /// Any answer at all.
    case answer(LoopbackCloud.Answer)
  }

  struct State: Sendable {
    var settings = Settings()
    var faults: [Fault] = []
    var count = 0
    /// Tokens that hold, with the resource each is for and the claims it was asked with.
    var tokens: [String: (resource: String, claims: String?)] = [:]
    var refreshToken: String?
    var deviceCode: String?
    var deviceResource = ""
    var assertions: Set<String> = []
    /// What services demand of tokens, as JSON.
    var demanded: String?
  }

  let state: Locked<State>

  package init(_ settings: Settings = Settings()) { state = Locked(State(settings: settings)) }

  /// Changes what it knows while it runs.
  package func change(_ body: (inout Settings) -> Void) { state.withLock { body(&$0.settings) } }

  /// The next requests to the token endpoint fail like this, one after the other.
  package func fail(_ faults: Fault...) { state.withLock { $0.faults += faults } }

  /// No token that was issued holds any more; refresh tokens do.
  package func revokeTokens() { state.withLock { $0.tokens = [:] } }

  /// The sign-in of the person has ended: no refresh token holds.
  package func endSignIn() { state.withLock { $0.refreshToken = nil } }

  /// From now on services refuse tokens that were not asked for with these claims.
  package func demand(claims: String?) { state.withLock { $0.demanded = claims } }

  /// How many tokens were issued.
  package var issued: Int { state.withLock { $0.count } }

  /// Whether a request carries a token for `resource` that holds.
  package func accepts(_ request: LoopbackCloud.Request, for resource: String) -> Bool { refusal(of: request, for: resource) == nil }

  /// A part that answers 401 as the services do unless a request carries a token for `resource` that holds.
  package func guarding(_ resource: String, _ part: @escaping LoopbackCloud.Part) -> LoopbackCloud.Part {
    { request, visit in
      guard let answer = part(request, visit) else { return nil }
      return self.refusal(of: request, for: resource) ?? answer
    }
  }

  private func refusal(of request: LoopbackCloud.Request, for resource: String) -> LoopbackCloud.Answer? {
    let text = request["authorization"].flatMap { $0.hasPrefix("Bearer ") ? String($0.dropFirst(7)) : nil } ?? ""
    return state.withLock { state in
      guard let token = state.tokens[text], token.resource == resource else {
        return .json(
          #"{"error":{"code":"InvalidAuthenticationToken","message":"Access token has expired or is not yet valid."}}"#, status: 401,
          headers: [["WWW-Authenticate", "Bearer realm=\"\", error=\"invalid_token\""]])
      }
      guard let demanded = state.demanded, token.claims?.contains("xms_cc") != true else { return nil }
      let encoded = Data(demanded.utf8).base64EncodedString()
      return .json(
        #"{"error":{"code":"InvalidAuthenticationToken","message":"Continuous access evaluation resulted in challenge."}}"#, status: 401,
        headers: [
          [
            "WWW-Authenticate",
            "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", client_id=\"x\", "
              + "error=\"insufficient_claims\", claims=\"\(encoded)\"",
          ]
        ])
    }
  }

  /// The whole service as one part of a cloud.
  package var part: LoopbackCloud.Part {
    { request, _ in
      let words = request.path.split(separator: "/")
      if words.count == 4, words[1] == "oauth2", words[2] == "v2.0" {
        switch words[3] {
        case "token": return self.token(request, tenant: String(words[0]))
        case "devicecode": return self.deviceCode(request, tenant: String(words[0]))
        default: return nil
        }
      }
      return self.identity(request)
    }
  }
}
