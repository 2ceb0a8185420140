import Casefile
import MicrosoftData

/// Gathers from a row what speaks for a match.
struct RowWitness {
  struct Evidence {
    var quotes: [RuleMatch.Quote] = []
    var entities: [Entity] = []
    var indicators: [String] = []
  }

  private static let longestQuote = 400
  private static let mostQuotes = 4
  private static let shortQuote = 60
  private static let tinyQuote = 8
  private let columns: [String]
  private let hosts: [Int]
  private let users: [Int]
  private let indicators: [Int]
  private let commands: [Int]
  private let fields: [Int]

  init(table: String, columns: [String], places: [String: Int]) {
    self.columns = columns
    let schema = TableSchema(name: table, columns: columns.map { Column($0, .string) })
    let profile = TableReference.standard.profile(of: table) ?? TableProfile(guessing: schema)
    hosts = profile.hosts.compactMap { places[$0.lowercased()] }
    users = profile.users.compactMap { places[$0.lowercased()] }
    fields = profile.fields.filter { !$0.hasPrefix("Time") }.compactMap { places[$0.lowercased()] }
    commands = profile.commands.compactMap { places[$0.lowercased()] }
    indicators = (profile.addresses + profile.urls + profile.hashes).compactMap { places[$0.lowercased()] }
  }

  func evidence(for predicate: Predicate, row number: Int, context: RowContext) -> Evidence {
    var evidence = Evidence()
    var found: [(source: Int, needles: [[UInt8]])] = []
    predicate.evidence(context, into: &found)
    var seen: Set<Int> = []
    for (source, needles) in found {
      for column in context.source(source).columns where seen.insert(column).inserted {
        guard let text = context.text(ofColumn: column) else { continue }
        let excerpt = RowWitness.excerpt(of: text, around: needles)
        evidence.quotes.append(RuleMatch.Quote(row: number, column: columns[column], text: excerpt))
        evidence.quotes += hidden(column, text, needles, number, context)
      }
    }
    // A file's name proves little to a reader; the command line it ran with is shown too.
    if evidence.quotes.allSatisfy({ $0.text.utf8.count < RowWitness.shortQuote }), let column = commands.first,
      seen.insert(column).inserted, let text = context.text(ofColumn: column)
    {
      let excerpt = RowWitness.excerpt(of: text, around: found.flatMap(\.needles))
      evidence.quotes.append(RuleMatch.Quote(row: number, column: columns[column], text: excerpt))
    }
    evidence.quotes = RowWitness.telling(evidence.quotes)
    evidence.quotes += beside(evidence.quotes, seen, number, context)
    evidence.entities = entities(hosts, .host, context) + entities(users, .user, context)
    for column in indicators {
      guard let text = context.text(ofColumn: column), text.utf8.count <= 300 else { continue }
      for part in RowWitness.indicators(in: text) where !evidence.indicators.contains(part) && evidence.indicators.count < 12 {
        evidence.indicators.append(part)
      }
    }
    return evidence
  }

  /// The decoded text that holds what the original does not.
  private func hidden(
    _ column: Int, _ text: String, _ needles: [[UInt8]], _ number: Int, _ context: RowContext
  ) -> [RuleMatch.Quote] {
    let lowered = ByteSearch.lowered(text)
    let missing = needles.filter { !$0.isEmpty && !ByteSearch.contains(lowered, $0) }
    guard !missing.isEmpty else { return [] }
    let decoded = context.decoded(ofColumn: column).first { text in
      let lowered = ByteSearch.lowered(text)
      return missing.contains { ByteSearch.contains(lowered, $0) }
    }
    return decoded.map { text in
      let excerpt = RowWitness.excerpt(of: text, around: missing)
      return [RuleMatch.Quote(row: number, column: columns[column], text: excerpt, isDecoded: true)]
    } ?? []
  }

  /// `4444` and `D` are true of many rows: what names this one is quoted beside them, and they stay, since they are what the rule saw.
  private func beside(_ quotes: [RuleMatch.Quote], _ seen: Set<Int>, _ number: Int, _ context: RowContext) -> [RuleMatch.Quote] {
    guard quotes.allSatisfy({ $0.text.utf8.count < RowWitness.tinyQuote }) else { return [] }
    var named: [RuleMatch.Quote] = []
    for column in fields where named.count < RowWitness.mostQuotes && !seen.contains(column) {
      guard let text = context.text(ofColumn: column), text.utf8.count >= RowWitness.tinyQuote else { continue }
      named.append(RuleMatch.Quote(row: number, column: columns[column], text: RowWitness.excerpt(of: text, around: [])))
    }
    return Array(RowWitness.telling(named).prefix(3))
  }

  private func entities(_ places: [Int], _ kind: Entity.Kind, _ context: RowContext) -> [Entity] {
    var labels: [String] = []
    for place in places {
      guard let text = context.text(ofColumn: place), !text.hasPrefix("{"), !text.hasPrefix("["), text != "-", text.utf8.count < 256 else {
        continue
      }
      if !labels.contains(where: { $0.lowercased() == text.lowercased() }) { labels.append(text) }
    }
    return labels.prefix(3).map { Entity(kind: kind, label: $0) }
  }

  /// The quotes that say most: what was hidden and the longest first, without those that stand in another one already.
  private static func telling(_ quotes: [RuleMatch.Quote]) -> [RuleMatch.Quote] {
    var kept: [(quote: RuleMatch.Quote, lowered: String)] = []
    let ordered = quotes.sorted { ($0.isDecoded ? 1 : 0, $0.text.utf8.count) > ($1.isDecoded ? 1 : 0, $1.text.utf8.count) }
    for quote in ordered where kept.count < mostQuotes {
      let lowered = quote.text.lowercased()
      if !kept.contains(where: { $0.lowered.contains(lowered) }) { kept.append((quote, lowered)) }
    }
    return kept.map(\.quote)
  }

  /// The whole text, or the part around the first needle, cut at whole characters.
  static func excerpt(of text: String, around needles: [[UInt8]]) -> String {
    let bytes = Array(text.utf8)
    guard bytes.count > longestQuote else { return text }
    let lowered = bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    let place = needles.lazy.filter { !$0.isEmpty }.compactMap { find($0, in: lowered) }.first ?? 0
    var start = max(0, min(place - longestQuote / 4, bytes.count - longestQuote))
    var end = min(bytes.count, start + longestQuote)
    while start < end, bytes[start] & 0xC0 == 0x80 { start += 1 }
    while end > start, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private static func find(_ needle: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= needle.count else { return nil }
    return (0...bytes.count - needle.count).first { bytes[$0] == needle[0] && bytes[$0..<$0 + needle.count].elementsEqual(needle) }
  }

  /// The value itself; of Traffic Analytics' lists, `203.0.113.5|1|0|…` after one another, the addresses.
  private static func indicators(in text: String) -> [String] {
    let parts = text.contains("|") ? text.split(separator: " ").map { String($0.prefix { $0 != "|" }) } : [text]
    return parts.filter { !$0.isEmpty && !isLocal($0) }
  }

  private static func isLocal(_ text: String) -> Bool { ["-", "::1", "0.0.0.0", "::", "127.0.0.1", "localhost"].contains(text) }
}
