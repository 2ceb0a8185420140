/// Which of many names a mistyped one may have meant.
enum NearestNames {
  static func nearest(to name: String, among names: [String], limit: Int) -> [String] {
    let wanted = Array(name.lowercased().utf8.prefix(80))
    guard !wanted.isEmpty else { return [] }
    let ranked = names.compactMap { candidate -> (Int, String)? in
      let letters = Array(candidate.lowercased().utf8)
      let distance = distance(wanted, letters)
      let isPart = wanted.count >= 4 && candidate.lowercased().contains(name.lowercased())
      guard isPart || distance <= max(2, wanted.count / 3) else { return nil }
      return (isPart ? min(distance, 2) : distance, candidate)
    }
    return ranked.sorted { $0.0 == $1.0 ? $0.1 < $1.1 : $0.0 < $1.0 }.prefix(limit).map(\.1)
  }

  /// Levenshtein's distance in bytes.
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (lineNumber, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = lineNumber + 1
      for place in right.indices {
        let substituted = diagonal + (letter == right[place] ? 0 : 1)
        diagonal = row[place + 1]
        row[place + 1] = min(substituted, row[place] + 1, diagonal + 1)
      }
    }
    return row[right.count]
  }
}
