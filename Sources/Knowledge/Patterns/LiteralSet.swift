/// Many plain strings looked for at once, byte by byte, in one pass over the text (Aho and Corasick's automaton).
package struct LiteralSet: Sendable {
  /// A literal found in a text.
  package struct Match: Equatable, Sendable {
    /// The literal's place in the list the set was made of.
    package var literal: Int
    /// Where it stands, as byte offsets.
    package var range: Range<Int>
  }

  /// The number of literals; empty ones are kept in the count and never found.
  package let count: Int
  private let isCaseInsensitive: Bool
  /// Bytes that the literals do not tell apart share a class, so the table stays small.
  private var classes: [UInt8]
  private var classCount: Int
  private let lengths: [Int]
  /// The automaton's arcs, at `state * classCount + class`.
  private var next: [Int32] = []
  /// The literals that end in a state; the longest comes first.
  private var endings: [[Int32]] = [[]]

  /// Makes the automaton; with `isCaseInsensitive` the letters A–Z and a–z are the same.
  package init(_ literals: [String], isCaseInsensitive: Bool = false) {
    let needles = literals.map { literal in literal.utf8.map { isCaseInsensitive ? LiteralSet.folded($0) : $0 } }
    count = literals.count
    self.isCaseInsensitive = isCaseInsensitive
    lengths = needles.map(\.count)
    (classes, classCount) = LiteralSet.byteClasses(of: needles, isCaseInsensitive)
    addNeedles(needles)
    link()
  }

  /// True when any of the literals occurs in `text`.
  package func matches(_ text: String) -> Bool { firstMatch(in: text) != nil }

  /// The match that ends first; among those that end there, the longest.
  package func firstMatch(in text: String) -> Match? {
    var first: Match?
    scan(text) { match in
      first = match
      return false
    }
    return first
  }

  /// The places in the list of all literals that occur in `text`.
  package func literals(in text: String) -> Set<Int> {
    var found: Set<Int> = []
    scan(text) { match in
      found.insert(match.literal)
      return found.count < count
    }
    return found
  }

  /// Every occurrence of every literal, overlapping ones too, in the order of their ends.
  package func allMatches(in text: String) -> [Match] {
    var matches: [Match] = []
    scan(text) { match in
      matches.append(match)
      return true
    }
    return matches
  }

  private func scan(_ text: String, _ visit: (Match) -> Bool) {
    var copy = text
    copy.withUTF8 { bytes in
      var state = 0
      for place in bytes.indices {
        state = Int(next[state * classCount + Int(classes[Int(bytes[place])])])
        for literal in endings[state] {
          let end = place + 1
          if !visit(Match(literal: Int(literal), range: end - lengths[Int(literal)]..<end)) { return }
        }
      }
    }
  }

  private mutating func addNeedles(_ needles: [[UInt8]]) {
    next = Array(repeating: -1, count: classCount)
    for (number, needle) in needles.enumerated() where !needle.isEmpty {
      var state = 0
      for byte in needle {
        let slot = state * classCount + Int(classes[Int(byte)])
        if next[slot] < 0 {
          next[slot] = Int32(endings.count)
          endings.append([])
          next.append(contentsOf: repeatElement(-1, count: classCount))
        }
        state = Int(next[slot])
      }
      endings[state].append(Int32(number))
    }
  }

  /// Fills the missing arcs breadth first, so that a scan never goes back.
  private mutating func link() {
    var fallback = Array(repeating: 0, count: endings.count)
    var queue: [Int] = []
    for slot in 0..<classCount {
      if next[slot] < 0 { next[slot] = 0 } else { queue.append(Int(next[slot])) }
    }
    var head = 0
    while head < queue.count {
      let state = queue[head]
      head += 1
      for byteClass in 0..<classCount {
        let slot = state * classCount + byteClass
        let viaFallback = next[fallback[state] * classCount + byteClass]
        guard next[slot] >= 0 else {
          next[slot] = viaFallback
          continue
        }
        let child = Int(next[slot])
        fallback[child] = Int(viaFallback)
        endings[child] += endings[Int(viaFallback)]
        queue.append(child)
      }
    }
  }

  private static func byteClasses(of needles: [[UInt8]], _ isCaseInsensitive: Bool) -> ([UInt8], Int) {
    var classes = [UInt8](repeating: 0, count: 256)
    var count = 1
    for byte in needles.joined() where classes[Int(byte)] == 0 {
      classes[Int(byte)] = UInt8(count)
      count += 1
      if count == 256 { break }
    }
    if isCaseInsensitive {
      for upper in UInt8(ascii: "A")...UInt8(ascii: "Z") { classes[Int(upper)] = classes[Int(upper | 0x20)] }
    }
    return (classes, count)
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
