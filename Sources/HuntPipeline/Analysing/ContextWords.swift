package import Casefile

/// What the analyst's own lists say of entities that stand in the rows, in one sentence for a model.
///
/// Nothing is told that the rows do not hold already, and every name is told as the list writes its kind, never as the row does: what
/// attackers write into rows does not leave the block of rows.
package enum ContextWords {
  /// Entities that are told at most.
  private static let most = 20

  /// The sentence, or an empty text where no list names anything in these lines.
  package static func sentence(_ lists: ContextLists, lines: [String]) -> String {
    guard !lists.isEmpty else { return "" }
    var told: [String: [ContextLists.Badge]] = [:]
    var seen: Set<Substring> = []
    for line in lines {
      for word in line.split(whereSeparator: { " \t\n|\"',;=()[]{}<>«»¶".contains($0) }) where word.utf8.count < 256 {
        guard told.count < most, seen.insert(word).inserted else { continue }
        for (name, badges) in lists.mentions(of: String(word)) { told[name] = badges }
      }
    }
    guard !told.isEmpty else { return "" }
    let entries = told.sorted { $0.key < $1.key }.map { name, badges in
      "\(name) (\(badges.map { words[$0] ?? $0.rawValue }.joined(separator: ", ")))"
    }
    return "The analyst's own lists name these: \(entries.joined(separator: "; "))."
  }

  private static let words: [ContextLists.Badge: String] = [
    .vip: "important person", .critical: "critical asset", .scanner: "known scanner", .ownNetwork: "in an own network",
  ]
}
