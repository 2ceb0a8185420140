internal import Casefile

/// What did not come in one collection, and why.
struct Office365Shortfall {
  /// Content blobs that are known of.
  var contents = 0
  private var missing: [(reason: String, count: Int)] = []
  private var others: [String] = []
  private var unreadable = 0

  mutating func miss(_ failure: Office365Failure, count: Int = 1) {
    guard count > 0 else { return }
    if let place = missing.firstIndex(where: { $0.reason == failure.shortName }) {
      missing[place].count += count
    } else {
      missing.append((failure.shortName, count))
    }
  }

  mutating func missList(of type: Office365ContentType, _ window: TimeRange, _ failure: Office365Failure) {
    say("Content of \(type.rawValue) \(Office365Shortfall.words(window)) is missing: \(failure.shortName)")
  }

  mutating func missRecords(_ count: Int) { unreadable += count }

  /// One sentence or more; one that was said is not said again.
  mutating func say(_ text: String) { if !others.contains(text) { others.append(text) } }

  /// Nil when all came.
  var words: String? {
    var parts: [String] = []
    let count = missing.reduce(0) { $0 + $1.count }
    if count > 0 {
      let reasons = missing.map { "\($0.count) × \($0.reason)" }.joined(separator: "; ")
      parts.append("\(count) of \(contents) content blobs did not come: \(reasons)")
    }
    if unreadable > 0 { parts.append("\(unreadable) entries or records were none and could not be read") }
    // A long list of windows says no more than its first ones.
    parts += others.prefix(5)
    if others.count > 5 { parts.append("and \(others.count - 5) more") }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  static func words(_ range: TimeRange) -> String { "from \(range.from.text(decimals: 0)) to \(range.to.text(decimals: 0))" }
}
