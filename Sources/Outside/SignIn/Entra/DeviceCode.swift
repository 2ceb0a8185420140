internal import Casefile
internal import Transport

/// A person signs in on any device with a browser; from then on the refresh token is used.
///
/// One sign-in at a time: whoever asks for another service meanwhile waits, and uses its refresh token.
package actor DeviceCode: TokenIssuer {
  package nonisolated let name = "device code"
  private let endpoint: TokenEndpoint
  private let clientID: String
  private let desk: DeviceCodeDesk
  private let shelf: RefreshTokenShelf
  private let turns = Turns()

  /// What slow_down adds to the pause between two polls, in seconds.
  private static let slowDown = 5.0

  init(_ endpoint: TokenEndpoint, clientID: String, shelf: RefreshTokenShelf, desk: DeviceCodeDesk) {
    self.endpoint = endpoint
    self.clientID = clientID
    self.shelf = shelf
    self.desk = desk
  }

  package func issue(_ scope: TokenScope, claims: String?) async throws -> AccessToken {
    try await turns.take()
    return try await inTurn(scope, claims, asksPerson: true)
  }

  /// By the refresh token alone.
  package func renew(_ scope: TokenScope, claims: String?) async throws -> AccessToken {
    // Whoever has the turn may be waiting for a person.
    guard await turns.takeAtOnce() else { throw DeviceCode.needsPerson }
    return try await inTurn(scope, claims, asksPerson: false)
  }

  private func inTurn(_ scope: TokenScope, _ claims: String?, asksPerson: Bool) async throws -> AccessToken {
    do {
      let token = try await ask(scope, claims, asksPerson)
      await turns.pass()
      return token
    } catch {
      await turns.pass()
      throw (error as? EntraRefusal)?.problem ?? error
    }
  }

  private func ask(_ scope: TokenScope, _ claims: String?, _ asksPerson: Bool) async throws -> AccessToken {
    if let refreshToken = await shelf.read() {
      do {
        return try await keep(try await endpoint.ask(refreshFields(refreshToken, scope, claims)))
      } catch let refusal as EntraRefusal where refusal.needsPerson {
        // Only a sign-in that has ended is forgotten; a policy of this one service does not end it for the others.
        if refusal.error == "invalid_grant" { await shelf.forget(refreshToken) }
        guard asksPerson else { throw refusal }
        return try await signIn(scope, refusal.claims ?? claims)
      }
    }
    guard asksPerson else { throw DeviceCode.needsPerson }
    return try await signIn(scope, claims)
  }

  private func refreshFields(_ refreshToken: String, _ scope: TokenScope, _ claims: String?) -> TokenEndpoint.Fields {
    var fields = [("client_id", clientID), ("scope", wanted(scope)), ("refresh_token", refreshToken), ("grant_type", "refresh_token")]
    if let claims { fields.append(("claims", Claims.merged(claims))) }
    return fields
  }

  private func wanted(_ scope: TokenScope) -> String { scope.text + " offline_access openid profile" }

  private func keep(_ answer: TokenAnswer) async throws -> AccessToken {
    if let refreshToken = answer.refreshToken { await shelf.keep(refreshToken) }
    return answer.token
  }

  private func signIn(_ scope: TokenScope, _ claims: String?) async throws -> AccessToken {
    guard desk.mayAsk() else { throw DeviceCode.unattended }
    let asked = endpoint.surroundings.now()
    var fields = [("client_id", clientID), ("scope", wanted(scope))]
    if let claims { fields.append(("claims", Claims.merged(claims))) }
    let json = try await endpoint.post(fields, to: endpoint.tenantAddress + "/oauth2/v2.0/devicecode")
    let authorisation = try DeviceAuthorisation(json, asked: asked, host: endpoint.host)
    desk.announce(authorisation.prompt)
    do {
      let answer = try await poll(authorisation, claims)
      desk.ended(.signedIn)
      return try await keep(answer)
    } catch {
      // Only this sign-in knows when its code is done with: tokens of other services come and go meanwhile.
      let isUnanswered =
        error as? Problem == DeviceCode.expired || (error as? EntraRefusal).map { DeviceCode.refusals.contains($0.error) } == true
      desk.ended(isUnanswered ? .unanswered : .givenUp)
      throw error
    }
  }

  /// Words of the service after which the code is worth nothing.
  private static let refusals: Set<String> = ["expired_token", "authorization_declined", "access_denied", "bad_verification_code"]

  private func poll(_ authorisation: DeviceAuthorisation, _ claims: String?) async throws -> TokenAnswer {
    var fields = [
      ("client_id", clientID), ("device_code", authorisation.deviceCode), ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
    ]
    if let claims { fields.append(("claims", Claims.merged(claims))) }
    var interval = authorisation.interval
    while true {
      try await endpoint.surroundings.retrying.sleep(interval)
      try Task.checkCancellation()
      guard endpoint.surroundings.now() < authorisation.prompt.ends else { throw DeviceCode.expired }
      do {
        return try await endpoint.ask(fields)
      } catch let refusal as EntraRefusal {
        switch refusal.error {
        case "authorization_pending": continue
        case "slow_down": interval += DeviceCode.slowDown
        default:
          guard refusal.status == 429 || refusal.status >= 500 else { throw refusal }
          let asked = refusal.retryAfter ?? 0
          // Longer than the code holds, or than anybody waits: the refusal says what was asked.
          guard asked <= RetryPolicy().longestAskedWait else { throw refusal }
          interval = max(interval + DeviceCode.slowDown, asked)
        }
      } catch let problem as Problem where problem.retry != .never {
        // The network may come back while the person is still typing.
        interval += DeviceCode.slowDown
      }
    }
  }

  private static let needsPerson = Problem(
    "The sign-in has ended.", cause: "Only a person can sign in with a code, and nobody asked for this.",
    remedy: "Read the alerts or run a query by hand: a code is shown then.")
  private static let unattended = Problem(
    "Nobody has signed in.", cause: "A code was shown and not entered, and no other is asked for by itself.",
    remedy: "Ask for a new code: `?` shows the key of “Sign-in code”.")
  private static let expired = Problem(
    "The code has expired.", cause: "Nobody entered it in time.", remedy: "Begin again and enter the new code in time.", retry: .now)
}
