/// Finds the names somebody probably meant.
package enum Spelling {
  /// The known names with the fewest changed letters, best first; empty when even the best is mostly different. Case does not count.
  package static func nearest(to name: String, among known: some Sequence<String>, limit: Int = 3) -> [String] {
    let wanted = name.lowercased()
    let allowed = max(2, wanted.count / 2)
    let scored = known.map { (name: $0, distance: distance(wanted, $0.lowercased())) }.filter { $0.distance <= allowed }
    return scored.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(limit).map(\.name)
  }

  /// Letters to insert, drop or change to make one word the other; words are cut at 64 letters.
  private static func distance(_ left: String, _ right: String) -> Int {
    let (one, two) = (Array(left.prefix(64)), Array(right.prefix(64)))
    var row = Array(0...two.count)
    for (i, letter) in one.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in two.enumerated() {
        let above = row[j + 1]
        row[j + 1] = letter == other ? diagonal : 1 + min(diagonal, above, row[j])
        diagonal = above
      }
    }
    return row[two.count]
  }
}
