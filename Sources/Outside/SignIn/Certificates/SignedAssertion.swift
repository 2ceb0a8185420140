internal import Casefile
internal import Crypto
internal import CryptoExtras
internal import Foundation

/// The signed statement by which an application with a certificate proves who it is (RFC 7523).
struct SignedAssertion {
  /// Seconds it holds; the service advises no more than ten minutes.
  static let life = 600.0

  var clientID: String
  /// The address of the token endpoint.
  var audience: String
  /// A GUID that is used once.
  var identifier: String
  var notBefore: DateTime
  /// Whether all certificates go along, for applications that trust an issuer and a name instead of one certificate.
  var sendsChain = false

  /// Header, payload and signature: PS256 is RSASSA-PSS with SHA-256 and a salt of 32 bytes.
  func text(signedWith file: CertificateFile) throws -> String {
    var header: JSONObject = ["alg": "PS256", "typ": "JWT", "x5t#S256": .string(file.thumbprint)]
    if sendsChain { header["x5c"] = .array(file.certificates.map { .string(Data($0).base64EncodedString()) }) }
    let start = Int64(notBefore.unixSeconds.rounded(.down))
    let payload: JSONValue = [
      "aud": .string(audience), "exp": .integer(start + Int64(SignedAssertion.life)), "iat": .integer(start), "iss": .string(clientID),
      "jti": .string(identifier), "nbf": .integer(start), "sub": .string(clientID),
    ]
    let signed = Base64URL.text(Array(JSONValue.object(header).plainText.utf8)) + "." + Base64URL.text(Array(payload.plainText.utf8))
    let signature = try file.key.signature(for: SHA256.hash(data: Data(signed.utf8)), padding: .PSS)
    return signed + "." + Base64URL.text(Array(signature.rawRepresentation))
  }
}

/// Base64 for addresses and tokens: `-` and `_`, no padding (RFC 4648).
enum Base64URL {
  static func text(_ bytes: [UInt8]) -> String {
    var text = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    while text.hasSuffix("=") { text.removeLast() }
    return text
  }

  /// Nil when it is none; padding may be there or not.
  static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    var plain = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
    while plain.hasSuffix("=") { plain.removeLast() }
    guard plain.utf8.count % 4 != 1 else { return nil }
    plain += String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
    return Data(base64Encoded: plain).map(Array.init)
  }
}
