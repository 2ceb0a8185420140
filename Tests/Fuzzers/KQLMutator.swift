import Casefile
import Foundation
import KQL

/// Makes new texts of old ones: by bytes, by tokens, and by rules of the grammar.
struct KQLMutator {
  /// A text and where its tokens are, found once.
  struct Entry {
    var bytes: [UInt8]
    var tokens: [Range<Int>]

    init(_ bytes: [UInt8]) {
      self.bytes = bytes
      let ranges = KQLQuery(parsing: String(decoding: bytes, as: UTF8.self)).syntax.tokens.map(\.range)
      tokens = ranges.filter { !$0.isEmpty && $0.upperBound <= bytes.count }
    }
  }

  private(set) var corpus: [Entry]
  private var random: SeededGenerator
  /// Longer texts are cut: many short runs find more than few long ones.
  static let longest = 200

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    corpus = (fuzzSeeds.map { Array($0.utf8) } + KQLMutator.realQueries()).map(Entry.init)
  }

  mutating func learn(_ bytes: [UInt8]) { if bytes.count <= KQLMutator.longest { corpus.append(Entry(bytes)) } }

  /// Short real queries, where the folder of shared data is present.
  private static func realQueries() -> [[UInt8]] {
    guard let folder = ProcessInfo.processInfo.environment["LOGSPOTLIGHT_SHARED"],
      let text = try? String(contentsOfFile: folder + "/data/kql/dev.jsonl", encoding: .utf8)
    else { return [] }
    let queries = text.split(separator: "\n").compactMap { (try? JSONValue(parsing: String($0)))?["query"]?.string }
    return queries.map { Array($0.utf8) }.filter { $0.count <= longest }
  }

  mutating func next() -> [UInt8] {
    if random.below(16) == 0 { return bytesMutated(generated()) }
    let entry = corpus[random.below(corpus.count)]
    var text = random.below(2) == 0 ? tokensMutated(entry) : bytesMutated(entry.bytes)
    for _ in 0..<random.below(3) { text = bytesMutated(text) }
    return text.count > KQLMutator.longest ? Array(text.prefix(KQLMutator.longest)) : text
  }

  private mutating func bytesMutated(_ text: [UInt8]) -> [UInt8] {
    var text = text
    let place = random.below(text.count + 1)
    switch random.below(6) {
    case 0 where place < text.count: text[place] = UInt8(truncatingIfNeeded: random.next())
    case 1 where place < text.count: text.removeSubrange(place..<min(text.count, place + 1 + random.below(8)))
    case 2: text.insert(contentsOf: slice(text), at: place)
    case 3: text.insert(contentsOf: slice(corpus[random.below(corpus.count)].bytes), at: place)
    case 4: text.removeSubrange(place...)
    default: text.insert(contentsOf: Array(fuzzPieces[random.below(fuzzPieces.count)].utf8), at: place)
    }
    return text
  }

  private mutating func slice(_ text: [UInt8]) -> [UInt8] {
    let start = random.below(text.count + 1)
    return Array(text[start..<min(text.count, start + random.below(40))])
  }

  /// One token taken out, doubled, or given another's place.
  private mutating func tokensMutated(_ entry: Entry) -> [UInt8] {
    guard !entry.tokens.isEmpty else { return bytesMutated(entry.bytes) }
    let token = entry.tokens[random.below(entry.tokens.count)]
    var text = entry.bytes
    switch random.below(5) {
    case 0: text.removeSubrange(token)
    case 1: text.insert(contentsOf: entry.bytes[token] + [0x20], at: token.lowerBound)
    case 2: text.replaceSubrange(token, with: Array(fuzzPieces[random.below(fuzzPieces.count)].utf8))
    case 3: text.replaceSubrange(token, with: entry.bytes[entry.tokens[random.below(entry.tokens.count)]])
    default:
      let other = corpus[random.below(corpus.count)]
      if !other.tokens.isEmpty { text.replaceSubrange(token, with: other.bytes[other.tokens[random.below(other.tokens.count)]]) }
    }
    return text
  }

  /// A query put together by a few rules.
  private mutating func generated() -> [UInt8] {
    var text = ["T", "B", "union T, B", "print a = 1", "(T | take 1)", "let x = 1; T", "range a from 1 to 3 step 1"][random.below(7)]
    for _ in 0...random.below(5) {
      let operation = [
        "where \(expression(3))", "extend a = \(expression(3))", "project a, n = \(expression(2))",
        "summarize count(), max(\(expression(2))) by a",
        "join kind=inner (B | where \(expression(2))) on a", "sort by \(expression(1)) desc", "mv-expand a to typeof(string)", "take 5",
        "parse a with * 'x' y: long", "project-away *b, a", "as \(expression(0))", "top 3 by \(expression(1))",
        "mv-apply Bag on (where \(expression(1)))", "distinct \(expression(1)), b",
      ]
      text += " | " + operation[random.below(operation.count)]
    }
    return Array(text.utf8)
  }

  private mutating func expression(_ depth: Int) -> String {
    guard depth > 0 else { return ["a", "b", "Time", "Bag.x", "1", "'s'", "1d", "true", "r"][random.below(9)] }
    let (left, right) = (expression(depth - 1), expression(depth - 1))
    switch random.below(8) {
    case 0: return "(\(left))"
    case 1: return "strcat(\(left), \(right))"
    case 2: return "iff(\(left) == \(right), \(left), \(right))"
    case 3: return "\(left) in (\(right), \(left))"
    case 4: return "\(left)[\(right)]"
    case 5: return "-\(left)"
    default: return "\(left) \(["+", "==", "and", "or", "has", "<", "*", "!contains", "=~", "/"][random.below(10)]) \(right)"
    }
  }
}
