/// What kind of thing an indicator is, told by its looks.
enum IndicatorKind: String {
  case address = "ip"
  case url
  case domain
  case hash
  case mail
  case file = "filename"
  case other

  init(of value: String) {
    let lower = value.lowercased()
    let isHex = lower.allSatisfy(\.isHexDigit)
    let parts = lower.split(separator: ".", omittingEmptySubsequences: false)
    if lower.contains("://") {
      self = .url
    } else if parts.count == 4, parts.allSatisfy({ UInt8($0) != nil }) {
      self = .address
    } else if lower.filter({ $0 == ":" }).count >= 2, lower.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) {
      self = .address
    } else if isHex, [32, 40, 64].contains(lower.count) {
      self = .hash
    } else if lower.contains("@"), lower.contains(".") {
      self = .mail
    } else if lower.contains("\\") || lower.contains("/")
      || [".exe", ".dll", ".ps1", ".bat", ".js", ".vbs"].contains(where: lower.hasSuffix)
    {
      self = .file
    } else if parts.count >= 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" } }) {
      self = .domain
    } else {
      self = .other
    }
  }

  /// A STIX pattern that matches the value.
  func stixPattern(_ value: String) -> String {
    let quoted = "'" + value.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    switch self {
    case .address: return value.contains(":") ? "[ipv6-addr:value = \(quoted)]" : "[ipv4-addr:value = \(quoted)]"
    case .url: return "[url:value = \(quoted)]"
    case .domain: return "[domain-name:value = \(quoted)]"
    case .mail: return "[email-addr:value = \(quoted)]"
    case .file: return "[file:name = \(quoted)]"
    case .other: return "[process:command_line = \(quoted)]"
    case .hash:
      let name = value.count == 32 ? "MD5" : value.count == 40 ? "'SHA-1'" : "'SHA-256'"
      return "[file:hashes.\(name) = \(quoted)]"
    }
  }
}
