/// Makes addresses and links that people read impossible to click or resolve by accident, and back.
package enum Defanging {
  /// `http` becomes `hxxp`; the dots of addresses and of domains become `[.]`. File names and version numbers keep theirs.
  package static func defanged(_ text: String) -> String {
    text.split(separator: " ", omittingEmptySubsequences: false).map { word(String($0)) }.joined(separator: " ")
  }

  private static func word(_ word: String) -> String {
    let lower = word.lowercased()
    if lower.contains("http://") || lower.contains("https://") || lower.contains("ftp://") {
      return word.replacing("http", with: "hxxp").replacing("HTTP", with: "HXXP").replacing("ftp://", with: "fxp://")
        .replacing(".", with: "[.]")
    }
    return isAddress(word) || isMail(word) ? word.replacing(".", with: "[.]") : word
  }

  /// Four numbers up to 255 with dots between, with or without punctuation and a port behind.
  private static func isAddress(_ word: String) -> Bool {
    let core = word.prefix { $0.isNumber || $0 == "." }
    let parts = core.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { part in UInt8(part) != nil }
  }

  private static func isMail(_ word: String) -> Bool {
    let parts = word.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
  }
}
