import Casefile
package import HuntPipeline

/// Who and what a request names: users, hosts, addresses, ports, hashes and files, read from its words.
package struct RequestEntities: Equatable, Sendable {
  package var users: [String] = []
  package var hosts: [String] = []
  package var addresses: [String] = []
  package var ports: [Int] = []
  package var hashes: [String] = []
  package var files: [String] = []

  /// Reads the words once, left to right; a word is taken for the most exact thing it can be. `names` are those of the workspace.
  package init(in text: String, names: KnownNames = KnownNames()) {
    let words = RequestEntities.words(text)
    for (place, word) in words.enumerated() {
      let before = place > 0 ? words[place - 1].lowercased() : ""
      take(word, after: before, names)
    }
  }

  /// True when the word, or the name in it, was taken for somebody or something.
  func hold(_ word: String) -> Bool {
    let lower = word.lowercased()
    return (users + hosts + addresses + hashes + files).contains { $0.lowercased() == lower || lower.hasSuffix("\\" + $0.lowercased()) }
      || Int(word).map(ports.contains) ?? false
  }

  static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map { part in
      var word = part
      let isEdge: (Character) -> Bool = { "?!,;:()\"'“”‘’.<>\\".contains($0) }
      while let first = word.first, isEdge(first) { word.removeFirst() }
      while let last = word.last, isEdge(last) { word.removeLast() }
      if word.hasSuffix("'s") || word.hasSuffix("’s") { word.removeLast(2) }
      return String(word)
    }.filter { !$0.isEmpty }
  }

  private mutating func take(_ word: String, after before: String, _ names: KnownNames) {
    let lower = word.lowercased()
    if RequestEntities.isAddress(lower) {
      add(word, to: \.addresses)
    } else if let port = Int(word), (1...65_535).contains(port) {
      if ["port", "ports", "outbound", "inbound", "on"].contains(before), !ports.contains(port) { ports.append(port) }
    } else if [32, 40, 64].contains(word.count), word.allSatisfy(\.isHexDigit) {
      add(lower, to: \.hashes)
    } else if RequestEntities.endings.contains(where: lower.hasSuffix) {
      add(word, to: \.files)
    } else if word.contains("@"), word.contains(".") {
      add(word, to: \.users)
    } else if let slash = word.firstIndex(of: "\\"), !word.contains(":"), word.filter({ $0 == "\\" }).count == 1 {
      add(String(word[word.index(after: slash)...]), to: \.users)
    } else if RequestEntities.hostWords.contains(before), RequestEntities.isName(lower) {
      add(word, to: \.hosts)
    } else if RequestEntities.userWords.contains(before), RequestEntities.isName(lower) {
      add(word, to: \.users)
    } else if names.hosts.contains(lower), RequestEntities.isName(lower), !RequestEntities.commonAccounts.contains(lower) {
      add(word, to: \.hosts)
    } else if names.users.contains(lower), RequestEntities.isName(lower), !RequestEntities.commonAccounts.contains(lower) {
      add(word, to: \.users)
    } else if RequestEntities.looksLikeHost(word) || RequestEntities.isNumberedName(word, after: before) {
      add(word, to: \.hosts)
    }
  }

  private mutating func add(_ word: String, to list: WritableKeyPath<RequestEntities, [String]>) {
    if !self[keyPath: list].contains(where: { $0.lowercased() == word.lowercased() }) { self[keyPath: list].append(word) }
  }

  private static let hostWords: Set<String> = [
    "host", "machine", "device", "server", "vm", "workstation", "computer", "endpoint", "laptop",
  ]
  private static let userWords: Set<String> = ["user", "account", "caller", "username", "upn", "employee", "colleague"]
  private static let endings = [
    ".exe", ".dll", ".ps1", ".bat", ".cmd", ".vbs", ".js", ".hta", ".msi", ".zip", ".docm", ".xlsm", ".lnk", ".iso",
  ]
  /// Accounts whose names are words of ordinary requests too.
  private static let commonAccounts: Set<String> = [
    "system", "local", "network", "service", "services", "admin", "administrator", "administrators", "root", "guest", "anonymous", "user",
    "users", "host", "test", "backup", "security", "default", "unknown", "none", "null", "scan", "scanner", "web", "database",
  ]
  /// Words that follow "user" or "host" in a sentence without being anybody's name.
  private static let ordinaryWords: Set<String> = [
    "is", "was", "are", "were", "did", "does", "do", "has", "have", "had", "in", "on", "at", "from", "to", "for", "with", "and", "or",
    "the",
    "a", "an", "that", "who", "which", "this", "these", "any", "all", "activity", "accounts", "account", "sign-ins", "sign-in", "signins",
    "logs", "logons", "logon", "lockouts", "creation", "created", "names", "name", "agents", "agent", "over", "by", "rules", "last", "past",
  ]

  private static func isName(_ lower: String) -> Bool {
    !ordinaryWords.contains(lower) && lower.count >= 2 && lower.contains { $0.isLetter || $0.isNumber }
  }

  /// `WS-123`, `SRV-DC01`, `web-01`, `desk17.contoso.com`: letters, then a dash and digits, or a full name with a digit in front.
  private static func looksLikeHost(_ word: String) -> Bool {
    let label = word.prefix { $0 != "." }
    let isPlain = label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    guard isPlain, let first = label.first, first.isLetter, let last = label.last, last.isNumber, label.contains("-") else { return false }
    return !label.lowercased().hasPrefix("cve-") && !label.lowercased().hasPrefix("kb-")
  }

  /// Letters that stand before a number without naming a host.
  private static let numberedWords: Set<String> = [
    "aes", "base", "cve", "day", "des", "event", "eventid", "hour", "http", "id", "ipv", "kb", "level", "log", "logontype", "md", "minute",
    "month", "ms", "ntlm", "phase", "port", "rc", "rot", "rsa", "sha", "smb", "ssl", "stage", "step", "ta", "tier", "tls", "type", "utf",
    "version", "week", "win", "windows",
  ]
  private static let placeWords: Set<String> = ["on", "from", "at", "into", "onto", "against", "of", "for", "to", "by"]

  /// `WORKSTATION5`, `on dc01`: letters and a number in one, in capitals or after a word of place.
  private static func isNumberedName(_ word: String, after before: String) -> Bool {
    let label = word.prefix { $0 != "." }
    let letters = label.prefix { $0.isASCII && $0.isLetter }
    let digits = label[letters.endIndex...]
    guard letters.count >= 2, (1...4).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }),
      !numberedWords.contains(letters.lowercased())
    else { return false }
    return placeWords.contains(before) || letters.count >= 3 && letters.allSatisfy(\.isUppercase)
  }

  private static func isAddress(_ word: String) -> Bool {
    let parts = word.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count == 4 { return parts.allSatisfy { UInt8($0) != nil } }
    return word.filter { $0 == ":" }.count >= 2 && word.allSatisfy { $0.isHexDigit || $0 == ":" }
  }
}
