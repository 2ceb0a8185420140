package import Casefile

/// What a rule found: the rows, and the cells that prove it.
package struct RuleMatch: Equatable, Sendable {
  /// A cell, or the part of a long one that matters, exactly as it stands in its row or is decoded from it.
  package struct Quote: Hashable, Sendable {
    /// The number the caller gave to the row.
    package var row: Int
    /// The column the cell stands in.
    package var column: String
    /// The cell, or a piece of at most 400 bytes of it.
    package var text: String
    /// True when the text is not the cell as it stands, but what it says decoded.
    package var isDecoded = false
  }

  /// The rule that matched; its author and licence go with it.
  package var rule: SigmaRule
  /// The numbers the caller gave to the rows, in ascending order.
  package var rows: [Int]
  /// The cells that prove it.
  package var quotes: [Quote]
  /// Hosts and users the rows name.
  package var entities: [Entity]
  /// Addresses, links and hashes the rows name.
  package var indicators: [String]
  /// For a rule that counts rows: what its group had in common, `IPAddress = 203.0.113.7`.
  package var group: String?
  /// Rows that match too and are not among `rows`, which holds so many at most.
  package var rowsLeftOut = 0
}

extension RuleMatch {
  /// Puts the matches of one rule on one principal entity together, in the order of their first rows.
  ///
  /// At most `mostQuotes` quotes and `mostRows` rows are kept in each.
  package static func merged(_ matches: [RuleMatch], mostQuotes: Int = 6, mostRows: Int = 200) -> [RuleMatch] {
    var places: [String: Int] = [:]
    var merged: [RuleMatch] = []
    for match in matches {
      let principal = match.group ?? match.entities.first?.label ?? ""
      let key = match.rule.id + "\u{1F}" + principal.lowercased()
      guard let place = places[key] else {
        places[key] = merged.count
        merged.append(match)
        continue
      }
      merged[place].add(match, mostQuotes: mostQuotes, mostRows: mostRows)
    }
    return sameEvidence(merged, mostQuotes: mostQuotes, mostRows: mostRows)
  }

  /// One rule that saw the very same lines on several hosts saw one thing: told apart they would bear one id, and all but the first be lost.
  private static func sameEvidence(_ matches: [RuleMatch], mostQuotes: Int, mostRows: Int) -> [RuleMatch] {
    var places: [String: Int] = [:]
    var folded: [RuleMatch] = []
    for match in matches {
      let key = ([match.rule.id, match.group ?? ""] + match.quotes.map(\.text).sorted()).joined(separator: "\u{1F}")
      guard !match.quotes.isEmpty, let place = places[key] else {
        places[key] = folded.count
        folded.append(match)
        continue
      }
      folded[place].add(match, mostQuotes: mostQuotes, mostRows: mostRows)
    }
    return folded
  }

  private mutating func add(_ other: RuleMatch, mostQuotes: Int, mostRows: Int) {
    let known = Set(rows)
    let more = other.rows.filter { !known.contains($0) }
    rows += more.prefix(max(0, mostRows - rows.count))
    rows.sort()
    rowsLeftOut += other.rowsLeftOut + max(0, known.count + more.count - max(mostRows, known.count))
    let quoted = Set(quotes.map(\.text))
    for quote in other.quotes where quotes.count < mostQuotes && !quoted.contains(quote.text) { quotes.append(quote) }
    for entity in other.entities where entities.count < 500 && !entities.contains(entity) { entities.append(entity) }
    for indicator in other.indicators where indicators.count < 50 && !indicators.contains(indicator) { indicators.append(indicator) }
  }
}
