internal import Casefile

/// Finds in plain sentences what looks like something that a row says: hosts, users, addresses, domains, links, hashes, files, paths,
/// identifiers and quoted code. What cannot be told from an ordinary word is left alone.
struct ProseScan {
  private(set) var mentions: [Mention] = []
  private var seen: Set<Mention> = []
  /// Names of accounts and hosts in the rows, in lower case, that are no ordinary words.
  private let names: Set<String>

  init(_ text: String, names: Set<String>) {
    self.names = names
    scan(String(text.prefix(8_000)))
  }

  private mutating func scan(_ text: String) {
    for quote in ProseScan.quotedCode(in: text) { add(.quote, quote) }
    var before = ""
    var beforeThat = ""
    for part in text.split(whereSeparator: { $0.isWhitespace || "|".contains($0) }) {
      let (word, isQuoted) = ProseScan.trimmed(String(part))
      guard !word.isEmpty else { continue }
      let isNamed = ["named", "called", "name"].contains(before)
      let noun = isNamed ? beforeThat : OrdinaryWords.nobodys.contains(beforeThat) ? "" : before
      take(word, after: noun, isQuoted: isQuoted)
      // A sentence that ended says nothing of the next word.
      let ends = part.last.map { ".!?;".contains($0) } ?? false
      (beforeThat, before) = ends ? ("", "") : (before, word.lowercased())
    }
  }

  private mutating func add(_ kind: Mention.Kind, _ text: String) {
    let mention = Mention(kind: kind, text: text)
    if seen.insert(mention).inserted { mentions.append(mention) }
  }

  private mutating func take(_ written: String, after noun: String, isQuoted: Bool) {
    var word = FoldedText.folded(written) == written.lowercased() ? written : FoldedText.folded(written)
    if word.lowercased().hasSuffix("'s") || word.lowercased().hasSuffix("’s") { word = String(word.dropLast(2)) }
    let lower = word.lowercased()
    guard lower.utf8.count >= 3, lower.utf8.count <= 400, !OrdinaryWords.isTechnique(lower) else { return }
    if let kind = ProseScan.exactKind(lower, after: noun) {
      if let kind { add(kind, word) }
    } else if OrdinaryWords.looksLikeHost(word), !OrdinaryWords.userNouns.contains(noun) {
      add(.host, word)
    } else if names.contains(lower), !OrdinaryWords.holds(lower) {
      add(.name, word)
    } else if OrdinaryWords.userNouns.contains(noun), isQuoted || OrdinaryWords.canBeName(lower, isUser: true) {
      add(.user, word)
    } else if OrdinaryWords.hostNouns.contains(noun), isQuoted || OrdinaryWords.canBeHost(word) {
      add(.host, word)
    } else if lower.hasPrefix("svc-") || lower.hasPrefix("svc_") || lower.hasPrefix("svc.") {
      add(.user, word)
    }
  }

  /// What a word is by its shape alone; the inner nil means that it is nothing to look up; the outer one that its shape says nothing.
  private static func exactKind(_ lower: String, after noun: String) -> Mention.Kind?? {
    if lower.hasPrefix("cve-") { return .some(.vulnerability) }
    if lower.contains("://") { return .some(.link) }
    if isIdentifier(lower) { return .some(.identifier) }
    let address = lower.split(separator: "/", omittingEmptySubsequences: false).first.map(String.init) ?? lower
    if isAddress(address) { return .some(["version", "v", "build"].contains(noun) ? nil : .address) }
    if isHash(lower) { return .some(.hash) }
    if IndicatorScan.isAccount(lower) { return .some(.user) }
    if lower.contains("\\") { return .some(lower.utf8.count > 4 ? .path : nil) }
    if lower.hasPrefix("/") { return .some(lower.dropFirst().contains("/") ? .path : nil) }
    if lower.contains("/") { return .some(nil) }
    return named(lower)
  }

  private static func isIdentifier(_ lower: String) -> Bool {
    let parts = lower.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.allSatisfy(\.isHexDigit) }
  }

  private static func isAddress(_ text: String) -> Bool {
    if NetworkAddress(text) != nil { return text.contains(".") || text.filter { $0 == ":" }.count > 1 && text.count > 4 }
    guard let colon = text.lastIndex(of: ":") else { return false }
    return text[..<colon].contains(".") && NetworkAddress(String(text[..<colon])) != nil
  }

  /// Sixteen hexadecimal digits or more, letters and figures among them.
  private static func isHash(_ text: String) -> Bool {
    let digits = text.drop { !$0.isHexDigit || $0 == "s" }
    let hex = digits.contains(":") ? digits.split(separator: ":").last ?? "" : digits
    guard hex.count >= 16, hex.allSatisfy(\.isHexDigit) else { return false }
    return hex.contains(where: \.isNumber) && hex.contains(where: \.isLetter)
  }

  private static let documents: Set<String> = [
    "doc", "docx", "docm", "xls", "xlsx", "xlsm", "ppt", "pptx", "pdf", "zip", "rar", "7z", "iso", "img", "vhd", "vhdx", "txt", "log",
    "dmp",
    "tmp", "rtf", "html", "htm", "eml", "msg", "one", "csv", "xml", "json", "inf", "reg", "kdbx", "pfx", "pem", "php", "aspx", "asp", "jsp",
  ]

  /// A word with a dot in it: a file, a domain, or nothing to look up.
  private static func named(_ lower: String) -> Mention.Kind?? {
    guard let dot = lower.lastIndex(of: "."), dot != lower.startIndex else { return nil }
    let ending = String(lower[lower.index(after: dot)...])
    let stem = lower[..<dot]
    guard stem.contains(where: { $0.isLetter || $0.isNumber }), !OrdinaryWords.isDottedTerm(lower) else { return .some(nil) }
    if IndicatorScan.executables.contains(ending) || documents.contains(ending) { return .some(stem.count > 1 ? .file : nil) }
    if IndicatorScan.isDomainName(lower) { return .some(.domain) }
    return nil
  }

  /// Without the signs of the sentence, and whether it stood in quotes.
  private static func trimmed(_ part: String) -> (String, Bool) {
    var view = part[...]
    var isQuoted = false
    while let first = view.first, "\"'`“”‘’„([{<".contains(first) {
      if "\"'`“‘„".contains(first) { isQuoted = true }
      view.removeFirst()
    }
    while let last = view.last, "\"'`“”‘’.,:;!?)]}>…".contains(last) { view.removeLast() }
    return (String(view), isQuoted && part.last.map { "\"'`”’.,;:)".contains($0) } ?? false)
  }

  /// What stands in backticks, and in quotation marks where it can be nothing but code.
  private static func quotedCode(in text: String) -> [String] {
    var found: [String] = []
    for (open, close, needsCode) in [("`", "`", false), ("\"", "\"", true), ("“", "”", true)] as [(Character, Character, Bool)] {
      var rest = text[...]
      while let start = rest.firstIndex(of: open) {
        let inside = rest[rest.index(after: start)...]
        guard let end = inside.firstIndex(of: close) else { break }
        let quote = inside[..<end]
        let isCode = quote.contains("\\") || quote.contains(" -") || quote.contains(" /") || quote.contains("=")
        if quote.count >= 6, quote.contains(where: \.isWhitespace), !needsCode || isCode { found.append(String(quote)) }
        rest = inside[inside.index(after: end)...]
      }
    }
    return found
  }
}
