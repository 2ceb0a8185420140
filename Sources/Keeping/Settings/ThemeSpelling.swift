package import Casefile

/// Words for keys of a theme that nothing reads.
package enum ThemeSpelling {
  /// A warning about a key nobody reads, with the nearest one that is read.
  package static func warning(file: String, key: String, known: [String]) -> Problem {
    let meant = Spelling.nearest(to: key, among: known, limit: 1).first
    return Problem(
      "The theme \(file) has a key that nothing reads: \(key).",
      remedy: meant.map { "Did you mean \($0)?" } ?? "Remove it, or see the comments of the theme dusk for all keys.")
  }
}
