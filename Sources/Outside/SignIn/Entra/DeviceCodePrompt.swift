package import Casefile

/// What a person must do to sign in with a device code.
package struct DeviceCodePrompt: Equatable, Sendable {
  /// What to type, such as `FJC3-KDVL`.
  package let userCode: String
  /// Where to type it.
  package let address: String
  /// The service's own sentence; ours where it sent none.
  package let message: String
  /// After this moment the code is worth nothing.
  package let ends: DateTime

  package init(userCode: String, address: String, message: String, ends: DateTime) {
    self.userCode = userCode
    self.address = address
    self.message = message
    self.ends = ends
  }
}

/// How the waiting for a person ended.
package enum DeviceCodeEnding: Equatable, Sendable {
  case signedIn
  /// Nobody entered the code in time, or whoever did was refused.
  case unanswered
  /// It was given up, or the service failed.
  case givenUp
}

/// Who shows a person a code, and knows whether one may be asked.
package struct DeviceCodeDesk: Sendable {
  /// Shows where to sign in.
  package var announce: @Sendable (DeviceCodePrompt) -> Void
  /// The code that was announced is of no use any more.
  package var ended: @Sendable (DeviceCodeEnding) -> Void
  /// False after a code that nobody entered, until somebody wants another: an unattended program must not ask for ever.
  package var mayAsk: @Sendable () -> Bool

  package init(
    announce: @escaping @Sendable (DeviceCodePrompt) -> Void, ended: @escaping @Sendable (DeviceCodeEnding) -> Void = { _ in },
    mayAsk: @escaping @Sendable () -> Bool = { true }
  ) {
    self.announce = announce
    self.ended = ended
    self.mayAsk = mayAsk
  }
}

/// The answer of the device code endpoint.
struct DeviceAuthorisation {
  private static let pauses = 1.0...60
  /// Entra's codes hold for 15 minutes; nobody is kept waiting for one that claims to hold for days.
  private static let longestLife = 3600.0
  let deviceCode: String
  let prompt: DeviceCodePrompt
  /// Seconds between two polls.
  let interval: Double

  init(_ json: JSONValue, asked: DateTime, host: String) throws(Problem) {
    func text(_ key: String) throws(Problem) -> String {
      guard let text = json[key]?.string, !text.isEmpty else {
        throw TokenAnswer.wrong(host, "The answer to the request for a code has no \(key).")
      }
      return text
    }
    guard let life = json["expires_in"]?.wholeSeconds, life > 0, life < 1e6 else {
      throw TokenAnswer.wrong(host, "The answer to the request for a code does not say how long it holds.")
    }
    deviceCode = try text("device_code")
    let code = try text("user_code").harmless
    // RFC 8628 calls it verification_uri; old services said verification_url.
    let address = try (json["verification_uri"] == nil ? text("verification_url") : text("verification_uri")).harmless
    let message = json["message"]?.string.map(\.harmless) ?? "Open \(address) in a browser and enter the code \(code)."
    prompt = DeviceCodePrompt(
      userCode: code, address: address, message: message, ends: asked + .seconds(min(life, DeviceAuthorisation.longestLife)))
    interval = min(max(json["interval"]?.wholeSeconds ?? 5, DeviceAuthorisation.pauses.lowerBound), DeviceAuthorisation.pauses.upperBound)
  }
}
