internal import Casefile

/// A quote or an indicator of a finding, with the ways in which a row may say it.
struct Claim {
  /// Terms that one row must hold all.
  struct Reading: Equatable {
    var terms: [Term]
  }

  let text: String
  let readings: [Reading]
  /// What stood in brackets or before a colon beside an indicator, which is prose.
  let remark: String

  /// A quote of rows; codes of the short form are written out.
  init(quote: String, codes: CodeReader) {
    text = quote
    remark = ""
    var readings: [Reading] = []
    // A log may itself hold what looks like a code, so that the quote as it is counts too.
    for way in [quote, codes.written(quote)] {
      let folded = FoldedText.folded(way)
      readings.append(Reading(terms: [Term(folded, isQuote: true)]))
      readings.append(Reading(terms: Claim.parts(of: folded)))
      if way.contains("\"") { readings.append(Reading(terms: [Term(FoldedText.folded(way.replacing("\\\"", with: "\"")), isQuote: true)])) }
    }
    self.readings = Claim.sound(readings)
  }

  init(indicator: String, codes: CodeReader) {
    text = indicator
    let folded = FoldedText.folded(codes.written(indicator))
    let (bare, hasRemark) = Claim.bare(folded)
    remark = hasRemark ? String(indicator[(indicator.lastIndex(of: "(") ?? indicator.startIndex)...]) : ""
    var readings: [Reading] = []
    for way in bare == folded ? [folded] : [folded, bare] {
      readings.append(Reading(terms: [Term(way)]))
      readings.append(Reading(terms: Claim.parts(of: way)))
    }
    readings.append(Reading(terms: [Term(FoldedText.folded(indicator))]))
    readings += Claim.spellings(of: bare)
    self.readings = Claim.sound(readings)
  }

  /// Something that prose names.
  init(mention: String) {
    text = mention
    remark = ""
    let folded = FoldedText.folded(mention)
    readings = Claim.sound([Reading(terms: [Term(folded)])] + Claim.spellings(of: folded))
  }

  /// Readings that say anything: a term without a letter or digit is in every row.
  private static func sound(_ readings: [Reading]) -> [Reading] {
    readings.filter { reading in
      !reading.terms.isEmpty && reading.terms.allSatisfy { term in term.text.contains { $0.isLetter || $0.isNumber } }
    }
  }

  func isIn(_ text: TermText) -> Bool { readings.contains { $0.terms.allSatisfy(text.holds) } }

  /// Letters and digits from which on a text proves a row: `cmd`, `10` and `a` stand in many.
  private static let tellingLength = 8

  /// Whether finding it proves anything: long enough, or of a shape that means one thing. Numbers and times alone prove nothing.
  var isTelling: Bool {
    let folded = FoldedText.folded(text)
    let bare = Claim.bare(folded).text
    if NetworkAddress(bare) != nil || Term(bare).shape == .domain || IndicatorScan.isAccount(bare) { return true }
    if DateTime(bare) != nil { return false }
    let signs = bare.unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    return signs.count >= Claim.tellingLength && signs.contains { $0.properties.isAlphabetic }
  }
}

extension Claim {
  /// Cells joined by `|`, and pieces on both sides of an ellipsis; the row number and the time offset of a line are no cells.
  private static func parts(of folded: String) -> [Term] {
    var parts = folded.split(separator: "|").map(\.trimmed).filter { !$0.isEmpty }
    if parts.count > 1, let first = parts.first, isRowNumber(first) {
      parts.removeFirst()
      // The time of a line is an offset, which no row holds.
      if parts.count > 1, let time = parts.first, isOffset(time) { parts.removeFirst() }
    }
    let pieces = parts.flatMap { part in
      (decodedValue(part) ?? part).split(separator: "...").map(\.trimmed).filter { piece in piece.contains { $0.isLetter || $0.isNumber } }
    }
    return pieces.map { Term($0, isQuote: true) }
  }

  private static func isRowNumber(_ text: String) -> Bool { text.allSatisfy { $0.isNumber || "-,!?×.".contains($0) } }
  private static func isOffset(_ text: String) -> Bool { text.allSatisfy { $0.isNumber || $0 == "." || $0 == "-" } }

  /// What stands behind `Column (decoded):`, which no cell holds; nil when there is no such label, or anything but one name before it.
  private static func decodedValue(_ part: String) -> String? {
    guard let label = part.firstRange(of: " (decoded):") else { return nil }
    let name = part[..<label.lowerBound]
    let value = String(part[label.upperBound...]).trimmed
    let isName = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    return isName && value.contains(where: { $0.isLetter }) && value.count >= 4 ? value : nil
  }

  private static let labels: Set<String> = [
    "ip", "ip address", "address", "source ip", "remote ip", "destination ip", "domain", "url", "uri", "link", "host", "hostname", "device",
    "user", "username", "account", "upn", "email", "mail", "sha256", "sha1", "md5", "sha-256", "sha-1", "hash", "file", "filename",
    "file name", "file path", "path", "process", "command", "command line", "commandline", "registry", "registry key", "key", "sid",
    "user agent", "useragent", "port",
  ]

  /// An indicator without a label before it (`sha256: …`) and a remark in brackets behind it; the remark is prose.
  private static func bare(_ folded: String) -> (text: String, hasRemark: Bool) {
    var text = folded
    var hasRemark = false
    if let mark = text.firstIndex(where: { $0 == ":" || $0 == "=" }), labels.contains(text[..<mark].trimmed) {
      text = text[text.index(after: mark)...].trimmed
    }
    if text.hasSuffix(")"), let open = text.lastIndex(of: "("), text[..<open].hasSuffix(" ") {
      hasRemark = true
      text = text[..<open].trimmed
    }
    while let first = text.first, let last = text.last, text.count > 2, first == last, "\"'`".contains(first) {
      text = String(text.dropFirst().dropLast())
    }
    return (text, hasRemark)
  }

  private static let hives = [
    ("hklm\\", "hkey_local_machine\\"), ("hkcu\\", "hkey_current_user\\"), ("hku\\", "hkey_users\\"), ("hkcr\\", "hkey_classes_root\\"),
  ]

  /// Other ways in which rows write the same: addresses, an account in two columns, an address with its port, a registry hive by its long
  /// name, a program without its ending, a link without its last slash.
  private static func spellings(of text: String) -> [Reading] {
    var others: [Reading] = []
    if let address = NetworkAddress(text) { others += address.spellings.map { Reading(terms: [Term($0)]) } }
    if let colon = text.lastIndex(of: ":"), text.firstIndex(of: ":") == colon, NetworkAddress(String(text[..<colon])) != nil {
      others.append(Reading(terms: [Term(String(text[..<colon])), Term(String(text[text.index(after: colon)...]))]))
    }
    if let slash = text.firstIndex(of: "\\"), IndicatorScan.isAccount(text) {
      others.append(Reading(terms: [Term(String(text[..<slash])), Term(String(text[text.index(after: slash)...]))]))
    }
    for (short, long) in hives {
      if text.hasPrefix(short) { others.append(Reading(terms: [Term(long + text.dropFirst(short.count))])) }
      if text.hasPrefix(long) { others.append(Reading(terms: [Term(short + text.dropFirst(long.count))])) }
    }
    if text.hasSuffix(".exe"), !text.contains("\\"), !text.contains("/") { others.append(Reading(terms: [Term(String(text.dropLast(4)))])) }
    if text.contains("://"), text.hasSuffix("/") { others.append(Reading(terms: [Term(String(text.dropLast()))])) }
    return others
  }
}
