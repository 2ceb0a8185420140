internal import Casefile
internal import Foundation
internal import Locking

extension LoopbackLogin {
  /// Seconds by which clocks may differ.
  private static let tolerance = 300.0

  /// Secret or assertion; without either nobody is let in.
  static func checkClient(
    _ form: [String: String], _ request: LoopbackCloud.Request, _ now: DateTime, _ state: inout State
  ) throws(LoginRefusal) {
    if let secret = form["client_secret"] {
      guard secret == state.settings.secret else { throw LoginRefusal(error: "invalid_client", code: 7_000_215, status: 401) }
      return
    }
    guard let assertion = form["client_assertion"] else { throw LoginRefusal(error: "invalid_client", code: 7_000_216, status: 401) }
    guard form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" else {
      throw LoginRefusal(error: "invalid_request", code: 900_144)
    }
    if assertion == state.settings.federatedToken { return }
    guard state.settings.thumbprint != nil else { throw LoginRefusal(error: "invalid_client", code: 700_213, status: 401) }
    try checkAssertion(assertion, audience: "http://\(request["host"] ?? "")\(request.path)", now, &state)
  }

  private static func checkAssertion(
    _ assertion: String, audience: String, _ now: DateTime, _ state: inout State
  ) throws(LoginRefusal) {
    let parts = assertion.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, !assertion.contains("="), let header = json(parts[0]), let payload = json(parts[1]),
      let signature = bytes(parts[2])
    else { throw LoginRefusal(error: "invalid_client", code: 50_027, status: 401) }
    guard header["alg"] == "PS256", header["typ"] == "JWT", header["x5t#S256"]?.string == state.settings.thumbprint,
      state.settings.verifies(parts[0] + "." + parts[1], signature)
    else { throw LoginRefusal(error: "invalid_client", code: 700_027, status: 401) }
    let clientID = state.settings.clientID
    guard payload["aud"]?.string == audience, payload["iss"]?.string == clientID, payload["sub"]?.string == clientID else {
      throw LoginRefusal(error: "invalid_client", code: 700_023, status: 401)
    }
    let clock = now.unixSeconds
    guard let begins = payload["nbf"]?.double, let ends = payload["exp"]?.double, ends > begins, ends - begins <= 600,
      begins <= clock + tolerance, ends >= clock - tolerance
    else { throw LoginRefusal(error: "invalid_client", code: 700_024, status: 401) }
    guard let identifier = payload["jti"]?.string, UUID(uuidString: identifier) != nil, state.assertions.insert(identifier).inserted else {
      throw LoginRefusal(error: "invalid_client", code: 50_013, status: 401)
    }
  }

  func deviceCode(_ request: LoopbackCloud.Request, tenant: String) -> LoopbackCloud.Answer {
    state.withLock { state in
      do throws(LoginRefusal) {
        let form = try LoopbackLogin.form(request, tenant, state)
        state.deviceResource = try LoopbackLogin.resource(form, state, single: false)
        state.count += 1
        state.deviceCode = "device-\(state.count)"
        return .json(
          #"{"user_code":"FJC3-KDVL","device_code":"\#(state.deviceCode ?? "")","verification_uri":"https://microsoft.com/devicelogin","#
            + #""expires_in":900,"interval":5,"message":"To sign in, open https://microsoft.com/devicelogin and enter FJC3-KDVL."}"#)
      } catch {
        return error.answer(at: state.settings.now())
      }
    }
  }

  /// A code that was redeemed, or never given out, is unknown.
  static func redeem(_ code: String, _ form: [String: String], _ state: inout State) throws(LoginRefusal) -> LoopbackCloud.Answer {
    guard code == state.deviceCode else { throw LoginRefusal(error: "bad_verification_code", code: 70_019) }
    if !state.settings.polls.isEmpty {
      let word = state.settings.polls.removeFirst()
      throw LoginRefusal(error: word, code: word == "authorization_pending" ? 70_016 : 70_018)
    }
    state.deviceCode = nil
    return issue(state.deviceResource, form, &state, refreshes: true)
  }

  private static func json(_ part: String) -> JSONValue? {
    bytes(part).flatMap { try? JSONValue(parsing: $0[...]) }
  }

  private static func bytes(_ part: String) -> [UInt8]? {
    let plain = part.replacing("-", with: "+").replacing("_", with: "/")
    return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)).map(Array.init)
  }
}
