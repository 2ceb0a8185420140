/// Finds the names closest to a misspelt one, by edit distance with swaps, letter case ignored.
package enum NearestNames {
  /// Up to `count` names, nearest first; only those near enough to be what was meant.
  package static func nearest(to name: String, among names: some Sequence<String>, count: Int = 3) -> [String] {
    let wanted = Array(name.lowercased().utf8.prefix(64))
    let reach = max(1, min(3, wanted.count / 3))
    var found: [(distance: Int, name: String)] = []
    for candidate in names {
      // Most names are too long or too short: no need to look at their letters.
      guard abs(min(candidate.utf8.count, 64) - wanted.count) <= reach + 2 else { continue }
      let letters = Array(candidate.lowercased().utf8.prefix(64))
      guard abs(letters.count - wanted.count) <= reach, candidate != name || letters.isEmpty else { continue }
      let distance = self.distance(wanted, letters, limit: reach)
      if distance <= reach { found.append((distance, candidate)) }
    }
    return found.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(count).map(\.name)
  }

  /// The nearest name, if any is near enough.
  package static func best(for name: String, among names: some Sequence<String>) -> String? {
    nearest(to: name, among: names, count: 1).first
  }

  private static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    var row = last
    for i in 0..<left.count {
      row[0] = i + 1
      for j in 0..<right.count {
        let cost = left[i] == right[j] ? 0 : 1
        row[j + 1] = min(row[j] + 1, last[j + 1] + 1, last[j] + cost)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1) }
      }
      if (row.min() ?? 0) > limit { return limit + 1 }
      (beforeLast, last, row) = (last, row, beforeLast)
    }
    return last[right.count]
  }
}
