package import Casefile
internal import Transport

/// What a person must do to sign in with a device code.
package struct DeviceCodePrompt: Equatable, Sendable {
  /// What to type, such as `FJC3-KDVL`.
  package let userCode: String
  /// Where to type it: an https address without a user name in it.
  package let address: String
  /// After this moment the code is worth nothing.
  package let ends: DateTime

  package init(userCode: String, address: String, ends: DateTime) {
    self.userCode = userCode
    self.address = address
    self.ends = ends
  }

  /// What a person is told without a screen. Made of the checked parts: the service's own sentence could say anything.
  package var words: String {
    let time = ends.text(decimals: 0).dropFirst(11).prefix(5)
    let sentence = "To sign in, open \(address) in a browser and enter the code \(userCode). It holds until \(time) UTC."
    guard !isAtMicrosoft else { return sentence }
    return sentence + " The address is none of Microsoft's known ones: enter the code only if you know it."
  }

  /// Whether the page is at a known host of Microsoft's.
  package var isAtMicrosoft: Bool { WebAddress(address).map(MicrosoftPages.takesCodes) ?? false }
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
  private static let longestCode = 40
  private static let longestAddress = 200
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
    let code = try text("user_code")
    guard code.utf8.count <= DeviceAuthorisation.longestCode, code.utf8.allSatisfy(DeviceAuthorisation.isCode) else {
      throw TokenAnswer.wrong(
        host, "The code to be entered is none: it holds other signs than letters, digits and hyphens, or is too long.")
    }
    // RFC 8628 calls it verification_uri; old services said verification_url.
    let address = try json["verification_uri"] == nil ? text("verification_url") : text("verification_uri")
    guard let page = WebAddress(address), page.scheme == "https" || page.isLoopback, !page.hasUserInfo,
      address.utf8.count <= DeviceAuthorisation.longestAddress, address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw TokenAnswer.wrong(host, "The page where the code is to be entered is no plain https address.") }
    prompt = DeviceCodePrompt(
      userCode: code, address: address, ends: asked + .seconds(min(life, DeviceAuthorisation.longestLife)))
    interval = min(max(json["interval"]?.wholeSeconds ?? 5, DeviceAuthorisation.pauses.lowerBound), DeviceAuthorisation.pauses.upperBound)
  }
  /// A letter, a digit or a hyphen.
  private static func isCode(_ byte: UInt8) -> Bool {
    let character = Character(Unicode.Scalar(byte))
    return character.isASCII && (character.isLetter || character.isNumber) || byte == UInt8(ascii: "-")
  }
}
