/// How well typed letters fit a name, as the palette and the help sort by it.
package struct FuzzyMatch: Equatable, Sendable {
  /// Higher is better; letters in a row and at starts of words count most.
  package let score: Int
  /// Places of the matched letters, counted in characters.
  package let places: [Int]

  /// Nil unless all letters of `typed` occur in `name` in this order, in any case; blanks in `typed` are skipped.
  package init?(_ typed: String, in name: String) {
    let wanted = typed.lowercased().filter { $0 != " " }
    let letters = Array(name.lowercased())
    let needles = Array(wanted)
    guard !needles.isEmpty else {
      self.score = 0
      self.places = []
      return
    }
    var best: (score: Int, places: [Int])?
    for start in letters.indices where letters[start] == needles[0] {
      guard let places = FuzzyMatch.walk(needles, letters, from: start) else { break }
      let score = FuzzyMatch.score(places, letters)
      if score > best?.score ?? Int.min { best = (score, places) }
    }
    guard let best else { return nil }
    self.score = best.score
    self.places = best.places
  }

  private static func walk(_ needles: [Character], _ letters: [Character], from start: Int) -> [Int]? {
    var places: [Int] = []
    var next = start
    for needle in needles {
      while next < letters.count, letters[next] != needle { next += 1 }
      guard next < letters.count else { return nil }
      places.append(next)
      next += 1
    }
    return places
  }

  private static func score(_ places: [Int], _ letters: [Character]) -> Int {
    var total = -letters.count / 4
    for (index, place) in places.enumerated() {
      let startsWord = place == 0 || !(letters[place - 1].isLetter || letters[place - 1].isNumber)
      if startsWord { total += 8 }
      if index > 0, places[index - 1] == place - 1 { total += 6 } else if index > 0 { total -= 1 }
    }
    return total
  }
}
