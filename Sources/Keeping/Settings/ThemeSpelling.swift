package import Casefile

/// Finds the name somebody probably meant.
package enum ThemeSpelling {
  /// A warning about a key nobody reads, with the nearest one that is read.
  package static func warning(file: String, key: String, known: [String]) -> Problem {
    let meant = nearest(to: key, among: known)
    return Problem(
      "The theme \(file) has a key that nothing reads: \(key).",
      remedy: meant.map { "Did you mean \($0)?" } ?? "Remove it, or see the comments of the theme dusk for all keys.")
  }

  /// The known name with the fewest changed letters; nil when even that is mostly different.
  package static func nearest(to name: String, among known: [String]) -> String? {
    let scored = known.map { (name: $0, distance: distance(name, $0)) }
    guard let best = scored.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }) else { return nil }
    return best.distance <= max(2, name.count / 2) ? best.name : nil
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
