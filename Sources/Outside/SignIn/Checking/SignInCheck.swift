internal import Casefile
package import Transport

/// One line of what `doctor` says about signing in.
package struct SignInCheck: Equatable, Sendable {
  package enum Outcome: String, Sendable {
    case ok
    case warn
    case fail
  }

  /// In the order in which they are taken; one that fails ends the row.
  package enum Step: String, Sendable {
    case name
    case connection
    case token
    case permissions
  }

  package let step: Step
  package let outcome: Outcome
  package let text: String
  package let remedy: String?

  init(_ step: Step, _ outcome: Outcome, _ text: String, remedy: String? = nil) {
    self.step = step
    self.outcome = outcome
    self.text = text
    self.remedy = remedy
  }
}

/// A service as a workspace uses it.
package struct ServiceUse: Sendable {
  /// For people: `Microsoft Graph`.
  package var title: String
  /// `https://host`.
  package var address: String
  package var scope: TokenScope
  package var purposes: [ServicePurpose]

  package init(_ title: String, address: String, scope: TokenScope, purposes: [ServicePurpose]) {
    self.title = title
    self.address = address
    self.scope = scope
    self.purposes = purposes
  }

  /// Looks the name up, connects, asks for a token and reads what it allows. The service itself is asked for nothing that a token is
  /// needed for. Throws only `CancellationError`.
  package func checks(tokens: any TokenSource, sender: any HTTPSending) async throws -> [SignInCheck] {
    var checks = try await reach(sender)
    guard checks.allSatisfy({ $0.outcome != .fail }) else { return checks }
    do {
      let token = try await tokens.token(for: scope)
      let payload = TokenPayload(token)
      let holder = payload?.holder.map { " as \($0)" } ?? ""
      checks.append(SignInCheck(.token, .ok, "\(title): signed in\(holder) until \(token.expires.text(decimals: 0))"))
      checks.append(contentsOf: permissions(payload))
    } catch let problem as Problem {
      let words = [problem.summary, problem.cause].compactMap { $0 }.joined(separator: " ")
      checks.append(SignInCheck(.token, .fail, "\(title): \(words)", remedy: problem.remedy))
    }
    return checks
  }

  /// Any answer at all, whatever its status, shows that name and connection are sound.
  private func reach(_ sender: any HTTPSending) async throws -> [SignInCheck] {
    let host = WebAddress(address)?.host ?? address
    let isOpen = address.hasPrefix("http:")
    do {
      _ = try await sender.send(HTTPRequest(.get, address + "/", timeouts: HTTPRequest.signInTimeouts, redirects: .none))
      return [
        SignInCheck(.name, .ok, "\(title): \(host) is known"),
        SignInCheck(.connection, .ok, "\(title): " + (isOpen ? "it answers, without TLS" : "TLS is sound")),
      ]
    } catch let failure as HTTPFailure {
      let problem = failure.problem
      let text = "\(title): \(problem.summary). \(problem.cause ?? "")"
      guard failure.reason != .nameNotResolved else { return [SignInCheck(.name, .fail, text, remedy: problem.remedy)] }
      return [
        SignInCheck(.name, .ok, "\(title): \(host) is known"), SignInCheck(.connection, .fail, text, remedy: problem.remedy),
      ]
    }
  }

  private func permissions(_ payload: TokenPayload?) -> [SignInCheck] {
    guard !purposes.isEmpty else { return [] }
    guard let payload else {
      return [SignInCheck(.permissions, .warn, "\(title): the token cannot be read, so what it allows is not known")]
    }
    return purposes.map { purpose in
      if let permission = purpose.permissions.first(where: payload.permissions.contains) {
        return SignInCheck(.permissions, .ok, "\(title): \(purpose.rawValue) allowed by \(permission)")
      }
      let remedy = "Add \(purpose.permission) under API permissions of the app registration and grant consent."
      return purpose.mayBeAllowedOtherwise
        ? SignInCheck(
          .permissions, .warn, "\(title): the token lacks \(purpose.permission); a reader's role on the workspace may allow the same",
          remedy: remedy)
        : SignInCheck(.permissions, .fail, "\(title): \(purpose.rawValue) needs \(purpose.permission)", remedy: remedy)
    }
  }
}
