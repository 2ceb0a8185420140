internal import Casefile

/// A token as the login service or a managed identity answers it.
struct TokenAnswer: Sendable {
  let token: AccessToken
  /// Replaces the one that was used; nil when none came.
  let refreshToken: String?

  /// Reads a good answer. `asked` is when the request began. Throws a `Problem` that says which part is wrong.
  init(_ json: JSONValue, asked: DateTime, host: String) throws(Problem) {
    guard let text = json["access_token"]?.string, !text.isEmpty else {
      throw TokenAnswer.wrong(host, "It has no access_token.")
    }
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw TokenAnswer.wrong(host, "Its access_token is no token.") }
    if let type = json["token_type"], type.string?.lowercased() != "bearer" {
      throw TokenAnswer.wrong(host, "Its token_type is not Bearer.")
    }
    let expires = try TokenAnswer.expiry(json, asked: asked, host: host)
    let life = (expires - asked).totalSeconds
    guard life > 0 else { throw TokenAnswer.wrong(host, "The token had expired when it came; check this machine's clock.") }
    var refreshFrom = json["refresh_in"]?.wholeSeconds.flatMap { $0 > 0 && $0 < life ? asked + .seconds($0) : nil }
    // Managed identities hand out tokens for a day; half of it is when another is worth asking for.
    if json["refresh_in"] == nil, life >= 7200 { refreshFrom = asked + .seconds((life / 2).rounded(.down)) }
    token = AccessToken(text, expires: expires, refreshFrom: refreshFrom)
    refreshToken = json["refresh_token"]?.string.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// `expires_in` where it is there, since it does not depend on the clock of this machine; else `expires_on`.
  private static func expiry(_ json: JSONValue, asked: DateTime, host: String) throws(Problem) -> DateTime {
    if let value = json["expires_in"], value != .null, value != "" {
      guard let seconds = value.wholeSeconds, abs(seconds) < 1e10 else { throw wrong(host, "Its expires_in is no number.") }
      return asked + .seconds(seconds)
    }
    guard let value = json["expires_on"], value != .null else { throw wrong(host, "It does not say when the token expires.") }
    if let seconds = value.wholeSeconds, abs(seconds) < 1e11 { return DateTime(unixSeconds: seconds) }
    guard let moment = value.string.flatMap({ DateTime($0) ?? AmericanDate.read($0, by: .service) }) else {
      throw wrong(host, "Its expires_on is neither seconds nor a date.")
    }
    return moment
  }

  static func wrong(_ host: String, _ cause: String) -> Problem {
    Problem(
      "\(host) answered with something that is no token.", cause: cause,
      remedy: "Check the login address, and what stands between this machine and it.", retry: .now)
  }
}

extension JSONValue {
  /// A number, or a text that is one: v1 endpoints and managed identities write numbers as strings.
  var wholeSeconds: Double? {
    if let double { return double.isFinite ? double : nil }
    guard let text = string, let number = Int64(text) else { return nil }
    return Double(number)
  }
}
