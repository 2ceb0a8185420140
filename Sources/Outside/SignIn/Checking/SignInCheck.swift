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
  /// What the permission is for; nil in every other step.
  package let purpose: ServicePurpose?
  /// True where the token does not tell, so that only trying decides.
  package let isUnknown: Bool

  init(
    _ step: Step, _ outcome: Outcome, _ text: String, remedy: String? = nil, purpose: ServicePurpose? = nil, isUnknown: Bool = false
  ) {
    self.step = step
    self.outcome = outcome
    self.text = text
    self.remedy = remedy
    self.purpose = purpose
    self.isUnknown = isUnknown
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
  /// The tenant that the workspace names: a GUID, a domain, or nil.
  package var tenant: String?

  package init(_ title: String, address: String, scope: TokenScope, purposes: [ServicePurpose], tenant: String? = nil) {
    self.title = title
    self.address = address
    self.scope = scope
    self.purposes = purposes
    self.tenant = tenant
  }

  /// Looks the name up, connects, asks for a token and reads what it allows. The service itself is asked for nothing that a token is
  /// needed for. Throws only `CancellationError`.
  package func checks(tokens: any TokenSource, sender: any HTTPSending) async throws -> [SignInCheck] {
    var checks = try await reach(sender)
    guard checks.allSatisfy({ $0.outcome != .fail }) else { return checks }
    do {
      let token = try await tokens.token(for: scope)
      let payload = TokenPayload(token)
      if let payload, let stranger = otherTenant(payload) {
        checks.append(stranger)
        return checks
      }
      let holder = payload?.holder.map { " as \($0)" } ?? ""
      let place = payload?.tenant.map { " in tenant \($0)" } ?? ""
      checks.append(SignInCheck(.token, .ok, "\(title): signed in\(holder)\(place) until \(token.expires.text(decimals: 0))"))
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
      _ = try await sender.send(HTTPRequest(.get, address + "/", timeouts: .signIn, redirects: .none))
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

  /// A token of another tenant may well be taken, and would show somebody else's alerts. Only a GUID can be compared: tokens name no domain.
  private func otherTenant(_ payload: TokenPayload) -> SignInCheck? {
    guard let wanted = tenant?.lowercased(), TokenPayload.isGUID(wanted), let own = payload.tenant, own.lowercased() != wanted else {
      return nil
    }
    let holder = payload.holder.map { " as \($0)" } ?? ""
    return SignInCheck(
      .token, .fail, "\(title): signed in\(holder), but in tenant \(own), and tenant_id is \(wanted)",
      remedy: "Sign in to the tenant of the workspace (Azure CLI: az login --tenant \(wanted)), or correct tenant_id.")
  }

  private func permissions(_ payload: TokenPayload?) -> [SignInCheck] {
    purposes.map { purpose in
      guard let payload else {
        return SignInCheck(
          .permissions, .warn, "\(title): the token cannot be read, so whether it allows \(purpose.rawValue) is not known",
          remedy: "It needs \(purpose.permission), as an application permission or, where a person signs in, as a delegated one.",
          purpose: purpose, isUnknown: true)
      }
      if let permission = purpose.permissions.first(where: payload.permissions.contains) {
        return SignInCheck(.permissions, .ok, "\(title): \(purpose.rawValue) allowed by \(permission)", purpose: purpose)
      }
      let remedy =
        "Add \(purpose.permission) as \(payload.isDelegated ? "a delegated" : "an application") permission under API permissions of the app "
        + "registration and let an administrator consent."
      return purpose.mayBeAllowedOtherwise
        ? SignInCheck(
          .permissions, .warn, "\(title): the token lacks \(purpose.permission); a reader's role on the workspace may allow the same",
          remedy: remedy, purpose: purpose)
        : SignInCheck(
          .permissions, .fail, "\(title): \(purpose.rawValue) needs \(purpose.permission)", remedy: remedy, purpose: purpose)
    }
  }
}
