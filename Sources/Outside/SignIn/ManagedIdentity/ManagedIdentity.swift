internal import Casefile
internal import Transport

/// The identity that Azure gave this machine; there is no secret, and no proxy is ever asked.
package struct ManagedIdentity: TokenIssuer {
  /// Which of the machine's identities is meant.
  package enum Identity: Equatable, Sendable {
    /// The machine's own.
    case system
    case clientID(String)
    case objectID(String)
    case resourceID(String)
  }

  package let name = "managed identity"
  let host: ManagedIdentityHost
  let identity: Identity
  let surroundings: SignInSurroundings
  /// True in a chain: an address that does not answer within a second is not there.
  let probes: Bool

  init(_ host: ManagedIdentityHost, identity: Identity, surroundings: SignInSurroundings, probes: Bool = false) {
    self.host = host
    self.identity = identity
    self.surroundings = surroundings
    self.probes = probes
  }

  /// A managed identity knows no claims: where a service demands some, the same token may come again.
  package func issue(_ scope: TokenScope, claims: String?) async throws -> AccessToken {
    let asked = surroundings.now()
    do {
      let json = try await answer(scope)
      return try TokenAnswer(json, asked: asked, host: host.title).token
    } catch let refusal as EntraRefusal {
      throw problem(refusal)
    }
  }

  private func answer(_ scope: TokenScope) async throws -> JSONValue {
    switch host {
    case .metadata(let base): return try await metadata(base, scope)
    case .arc(let endpoint): return try await arc(endpoint, scope)
    case .serviceFabric, .workloadIdentity:
      throw SignInUnavailable(
        name, reason: "\(host.title) is not supported as a managed identity.",
        remedy: "Use workload-identity, client-certificate or client-secret.")
    case .appService, .machineLearning, .cloudShell:
      return try LoginAnswer.json(await exchange(try request(scope)), host: host.title, now: surroundings.now())
    }
  }

  func problem(_ refusal: EntraRefusal) -> Problem {
    var problem = refusal.problem
    problem.summary = "\(host.title) gave no token for the managed identity."
    problem.remedy = "Check that the identity is assigned to this machine, and client_id where it is a user-assigned one."
    return problem
  }

  /// Sends once; failures of the way there become a `Problem`.
  func exchange(_ request: HTTPRequest) async throws -> WholeAnswer {
    do {
      let sender = SignInSender(
        sender: surroundings.direct, subject: host.title, surroundings: surroundings.retrying, patience: surroundings.patience)
      let response = try await sender.send(request)
      return WholeAnswer(head: response.head, body: try await response.body.collect())
    } catch let failure as HTTPFailure {
      throw failure.problem
    }
  }
}

/// Head and body of an answer.
struct WholeAnswer: Sendable {
  let head: HTTPResponseHead
  let body: [UInt8]
}

extension LoginAnswer {
  static func json(_ answer: WholeAnswer, host: String, now: DateTime) throws -> JSONValue {
    try json(answer.head, answer.body, host: host, now: now)
  }
}
