internal import Casefile
internal import Crypto
internal import CryptoExtras
internal import Foundation

/// A private key and the certificates that belong to it, read from a PEM file.
struct CertificateFile: Sendable {
  /// Bytes of the longest file that is read.
  static let mostBytes = 256 << 10

  let key: _RSA.Signing.PrivateKey
  /// DER, the key's own certificate first.
  let certificates: [[UInt8]]

  /// Throws a `Problem` that names the path and what to do, with the exact command where another form must be converted.
  init(_ bytes: [UInt8], path: String) throws {
    let blocks = PEMBlock.all(in: String(decoding: bytes, as: UTF8.self))
    guard !blocks.isEmpty else {
      throw bytes.first == 0x30
        ? ConversionProblem.container(path) : ConversionProblem.wrong(path, "It holds neither a key nor a certificate in PEM.")
    }
    guard let keyBlock = blocks.first(where: { $0.label.hasSuffix("PRIVATE KEY") }) else {
      throw ConversionProblem.wrong(path, "It holds no private key; key and certificate must stand in one file.")
    }
    guard !keyBlock.isEncrypted else { throw ConversionProblem.encrypted(path) }
    guard let key = try? _RSA.Signing.PrivateKey(pemRepresentation: keyBlock.text) else {
      throw ConversionProblem.wrong(path, "Its key is no RSA key of 2048 bits or more, which is what Entra takes.")
    }
    let all = blocks.filter { $0.label == "CERTIFICATE" }.compactMap(\.bytes)
    guard !all.isEmpty else { throw ConversionProblem.wrong(path, "It holds no certificate; key and certificate must stand in one file.") }
    // A certificate holds its public key byte for byte.
    let own = Array(key.publicKey.derRepresentation)
    guard let leaf = all.firstIndex(where: { $0.firstRange(of: own) != nil }) else {
      throw ConversionProblem.wrong(path, "None of its certificates belongs to its key.")
    }
    self.key = key
    certificates = [all[leaf]] + all.enumerated().filter { $0.offset != leaf }.map(\.element)
  }

  /// SHA-256 of the certificate, as `x5t#S256` has it.
  var thumbprint: String { Base64URL.text(Array(SHA256.hash(data: certificates[0]))) }
}

/// One `-----BEGIN …-----` block.
private struct PEMBlock {
  let label: String
  /// The block with its first and last line.
  let text: String
  private let lines: [Substring]

  /// PKCS #8 says it in the label, the older form in a header.
  var isEncrypted: Bool { label.hasPrefix("ENCRYPTED") || lines.contains { $0.hasPrefix("Proc-Type:") && $0.contains("ENCRYPTED") } }

  /// Nil when it is no Base64.
  var bytes: [UInt8]? { Data(base64Encoded: lines.joined()).map(Array.init) }

  static func all(in text: String) -> [PEMBlock] {
    var blocks: [PEMBlock] = []
    var label: String?
    var lines: [Substring] = []
    for raw in text.split(whereSeparator: \.isNewline) {
      let line = raw.trimmingSuffix { $0 == " " || $0 == "\t" }
      if line.hasPrefix("-----BEGIN "), line.hasSuffix("-----") {
        label = String(line.dropFirst(11).dropLast(5))
        lines = []
      } else if let open = label, line == "-----END \(open)-----" {
        let whole = "-----BEGIN \(open)-----\n" + lines.joined(separator: "\n") + "\n-----END \(open)-----\n"
        blocks.append(PEMBlock(label: open, text: whole, lines: lines))
        label = nil
      } else if label != nil {
        lines.append(line)
      }
    }
    return blocks
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> Substring {
    var text = self
    while let last = text.last, isDropped(last) { text = text.dropLast() }
    return text
  }
}

/// What to do with a file that cannot be used as it is.
private enum ConversionProblem {
  static func wrong(_ path: String, _ cause: String) -> Problem {
    Problem(
      "The client certificate cannot be used: \(path.harmless).", cause: cause,
      remedy: "Name a PEM file with the RSA key and its certificate in client_certificate.", kind: .usage)
  }

  static func encrypted(_ path: String) -> Problem {
    let (from, to) = (quoted(path), quoted(target(path)))
    return Problem(
      "The key of the client certificate is encrypted: \(path.harmless).", cause: "Nobody is there to type its password.",
      remedy: "Convert it and name the new file in client_certificate: "
        + "(umask 077; openssl pkey -in \(from) -out \(to) && openssl x509 -in \(from) >> \(to))", kind: .usage)
  }

  static func container(_ path: String) -> Problem {
    Problem(
      "The client certificate is no PEM file: \(path.harmless).", cause: "It looks like a PFX container or bare DER.",
      remedy: "Convert it and name the new file in client_certificate: "
        + "(umask 077; openssl pkcs12 -in \(quoted(path)) -nodes -out \(quoted(target(path))))", kind: .usage)
  }

  private static func target(_ path: String) -> String {
    let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let stem = path[start...].lastIndex(of: ".").flatMap { $0 > start ? path[..<$0] : nil } ?? path[...]
    return stem + "-plain.pem"
  }

  /// For a shell.
  private static func quoted(_ path: String) -> String { "'" + path.replacing("'", with: "'\\''") + "'" }
}
