internal import Casefile
internal import Locking

/// Several ways one after the other, in Microsoft's order; the first that gives a token is kept to.
///
/// A way that does not exist here is passed over. One that exists and is refused ends the search, except the developers' tools, whose
/// sign-in may be for something else.
package struct DefaultChain: TokenIssuer {
  /// One way, and why it cannot be taken where that is known beforehand.
  struct Link: Sendable {
    var title: String
    var isDeveloperTool = false
    var issuer: Result<any TokenIssuer, SignInUnavailable>
  }

  package let name = "default chain"
  private let links: [Link]
  private let chosen = Locked<Int?>(nil)

  init(_ links: [Link]) { self.links = links }

  package func issue(_ scope: TokenScope, claims: String?) async throws -> AccessToken {
    if let place = chosen.withLock({ $0 }) { return try await links[place].issuer.get().issue(scope, claims: claims) }
    guard links.count > 1 else { return try await only(scope, claims) }
    var reasons: [String] = []
    for (place, link) in links.enumerated() {
      do {
        let token = try await link.issuer.get().issue(scope, claims: claims)
        chosen.withLock { $0 = place }
        return token
      } catch let missing as SignInUnavailable {
        reasons.append("\(link.title): \(missing.problem.cause ?? missing.problem.summary)")
      } catch let problem as Problem where link.isDeveloperTool {
        reasons.append("\(link.title): \(problem.cause ?? problem.summary)")
      } catch let problem as Problem {
        throw DefaultChain.told(problem, by: link)
      }
    }
    throw Problem(
      "No way of signing in works here.", cause: reasons.joined(separator: " "),
      remedy: "Run az login, set AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_CLIENT_SECRET, or choose a method in sign_in.")
  }

  private func only(_ scope: TokenScope, _ claims: String?) async throws -> AccessToken {
    guard let link = links.first else { preconditionFailure("a chain has at least one way") }
    return try await link.issuer.get().issue(scope, claims: claims)
  }

  private static func told(_ problem: Problem, by link: Link) -> Problem {
    var problem = problem
    problem.cause = "By \(link.title): \(problem.cause ?? problem.summary)"
    return problem
  }
}
