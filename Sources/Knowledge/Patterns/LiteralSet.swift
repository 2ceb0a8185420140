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
  /// Bytes that the literals do not tell apart share a class, so the table stays small.
  private var classes: [UInt8]
  private var classCount: Int
  private let lengths: [Int]
  /// The automaton's arcs, at `state * classCount + class`.
  private var next: [Int32] = []
  /// The literals that end in a state; the longest comes first.
  private var endings: [[Int32]] = [[]]
  /// Whether any literal ends in a state.
  private var isEnd: [Bool] = []
  /// The class of bytes that are passed over as if they were not there.
  private static let passedOver: UInt8 = 255

  /// Makes the automaton; with `isCaseInsensitive` the letters A–Z and a–z are the same.
  package init(_ literals: [String], isCaseInsensitive: Bool = false) {
    self.init(literals) { isCaseInsensitive ? LiteralSet.folded($0) : $0 }
  }

  /// Makes an automaton to which every byte is what `folding` says; bytes that are nothing are passed over by `walk`, so that a literal is
  /// found whatever of them stands between its letters. The other searches take them for a byte of no literal.
  package init(_ literals: [String], folding: (UInt8) -> UInt8?) {
    let needles = literals.map { $0.utf8.compactMap(folding) }
    count = literals.count
    lengths = needles.map(\.count)
    (classes, classCount) = LiteralSet.byteClasses(of: needles, folding)
    addNeedles(needles)
    link()
    isEnd = endings.map { !$0.isEmpty }
  }

  /// Goes on from a state over more bytes, shows every literal with how many bytes counted before its end, and gives the state it ends in.
  /// The first state is 0.
  package func walk(
    _ bytes: UnsafeBufferPointer<UInt8>, from state: Int = 0, _ visit: (_ literal: Int, _ counted: Int) -> Void
  ) -> (state: Int, counted: Int) {
    var state = state
    var passed = 0
    classes.withUnsafeBufferPointer { classes in
      next.withUnsafeBufferPointer { next in
        isEnd.withUnsafeBufferPointer { isEnd in
          for place in bytes.indices {
            let byteClass = classes[Int(bytes[place])]
            guard byteClass != LiteralSet.passedOver else {
              passed += 1
              continue
            }
            state = Int(next[state * classCount + Int(byteClass)])
            guard isEnd[state] else { continue }
            for literal in endings[state] { visit(Int(literal), place + 1 - passed) }
          }
        }
      }
    }
    return (state, bytes.count - passed)
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
        let byteClass = classes[Int(bytes[place])]
        state = byteClass == LiteralSet.passedOver ? 0 : Int(next[state * classCount + Int(byteClass)])
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

  private static func byteClasses(of needles: [[UInt8]], _ folding: (UInt8) -> UInt8?) -> ([UInt8], Int) {
    var own = [UInt8](repeating: 0, count: 256)
    var count = 1
    for byte in needles.joined() where own[Int(byte)] == 0 {
      own[Int(byte)] = UInt8(count)
      count += 1
      if count == 255 { break }
    }
    let classes = (0..<256).map { byte in folding(UInt8(byte)).map { own[Int($0)] } ?? passedOver }
    return (classes, count)
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
