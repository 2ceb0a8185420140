import Crypto
import CryptoExtras
import Foundation

/// An RSA key and a certificate of it: not signed by anybody, which no login service looks at, but of the right shape.
struct TestCertificate {
  let key: String
  let certificate: String
  let der: Data

  init() throws {
    let pair = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    key = pair.pkcs8PEMRepresentation + "\n"
    let algorithm = TestCertificate.wrapped(0x30, Data([0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B, 0x05, 0x00]))
    let name = TestCertificate.wrapped(0x30, Data())
    let times = Data([0x17, 0x0D] + Array("260101000000Z".utf8) + [0x17, 0x0D] + Array("360101000000Z".utf8))
    let content =
      Data([0x02, 0x01, 0x01]) + algorithm + name + TestCertificate.wrapped(0x30, times) + name + pair.publicKey.derRepresentation
    let body = TestCertificate.wrapped(0x30, content)
    let signature = TestCertificate.wrapped(
      0x03, Data([0]) + (try pair.signature(for: body, padding: .insecurePKCS1v1_5).rawRepresentation))
    der = TestCertificate.wrapped(0x30, body + algorithm + signature)
    certificate = "-----BEGIN CERTIFICATE-----\n\(der.base64EncodedString(options: .lineLength64Characters))\n-----END CERTIFICATE-----\n"
  }

  /// SHA-256, Base64 for addresses without padding.
  var thumbprint: String {
    Data(SHA256.hash(data: der)).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  private static func wrapped(_ tag: UInt8, _ content: Data) -> Data {
    switch content.count {
    case 0..<0x80: Data([tag, UInt8(content.count)]) + content
    case 0x80..<0x100: Data([tag, 0x81, UInt8(content.count)]) + content
    default: Data([tag, 0x82, UInt8(content.count >> 8), UInt8(content.count & 0xFF)]) + content
    }
  }
}
