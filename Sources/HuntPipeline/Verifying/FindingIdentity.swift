import Casefile
import Crypto

/// The id of a finding: the same claim about the same things has the same id in every run (CONTRACTS §6).
enum FindingIdentity {
  /// First 16 hexadecimal digits of SHA-256 over workspace, technique, sorted entities and sorted quoted lines.
  static func id(of finding: Finding, workspace: String) -> String {
    var hash = SHA256()
    let parts = [workspace, finding.mitre.id] + ["\u{1}"] + finding.indicators.sorted() + ["\u{2}"] + finding.logLines.sorted()
    for part in parts {
      hash.update(data: Array(part.utf8))
      hash.update(data: [0])
    }
    return hash.finalize().prefix(8).map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }
}
