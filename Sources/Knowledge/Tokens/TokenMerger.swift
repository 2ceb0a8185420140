/// Turns the bytes of one piece into its tokens, in time linear in the bytes.
///
/// The published rule merges the lowest-ranked neighbours until none is left. Three facts make that fast: a text has one
/// result only; each run of neighbours in a result is the result of its own bytes; so tokens are the result exactly when
/// every two neighbours are compatible. The merger therefore takes the longest token at each position, falls back to its
/// next shorter prefix until it is compatible with the token before, and steps back where none is; a position found to be
/// dead is never tried again.
///
/// Bounds: token ids and slots come from tables that passed their checksum. Offsets never pass `count`, and
/// no buffer here is asked for more than `segment` bytes (see `TokenMerger+Long`).
struct TokenMerger {
  /// An 18-bit field that names no token.
  static let none: UInt64 = 0x3FFFF
  /// The longest run of bytes that is merged at once.
  static let segment = 16_384
  static let memoBits: UInt64 = 14

  let trie: UnsafePointer<UInt64>
  let words: UnsafePointer<UInt64>
  let seams: TokenSeams
  let runs: ByteRuns.View
  /// Which token to take after a token where another is the longest: after (18 bits), longest (18), taken (18), 1 (1).
  let memo: UnsafeMutablePointer<UInt64>
  /// One bit for each position at which no token leads on.
  let dead: UnsafeMutablePointer<UInt64>

  @inline(__always)
  func length(_ token: UInt64) -> Int {
    Int(truncatingIfNeeded: words[Int(truncatingIfNeeded: token)] >> 54) &+ 1
  }

  @inline(__always)
  private func shorterPrefix(_ token: UInt64) -> UInt64 {
    words[Int(truncatingIfNeeded: token)] >> 36 & Self.none
  }

  /// The longest token that starts here, at least that of the first byte.
  ///
  /// `count` is at least one.
  @inline(__always)
  func longest(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    let node = trie[256 &+ Int(bytes[0])]
    return longest(bytes, count, from: 1, node, node >> 9 & Self.none)
  }

  /// Goes on in the trie from a node that is so many bytes deep.
  @inline(__always)
  private func longest(_ bytes: UnsafePointer<UInt8>, _ count: Int, from depth: Int, _ start: UInt64, _ token: UInt64) -> UInt64 {
    var node = start
    var found = token
    var offset = depth
    while offset < count {
      let byte = UInt64(bytes[offset])
      node = trie[Int(truncatingIfNeeded: node >> 27 &+ byte)]
      if node & 0x1FF != byte { break }
      let token = node >> 9 & Self.none
      found = token == Self.none ? found : token
      offset &+= 1
    }
    return found
  }

  /// The same, for a position at which one byte is repeated eight times or more.
  @inline(never)
  private func longestInRun(_ bytes: UnsafePointer<UInt8>, _ position: Int, _ count: Int, _ run: inout Range<Int>) -> UInt64 {
    let byte = bytes[position]
    if !run.contains(position) {
      var end = position &+ 8
      while end < count && bytes[end] == byte && end != run.lowerBound { end &+= 1 }
      run = position..<(end == run.lowerBound && end < count && bytes[end] == byte ? run.upperBound : end)
    }
    let length = run.upperBound &- position
    let depth = runs.depth(byte)
    let (node, token) = runs.node(byte, min(length, depth))
    return length > depth ? token : longest(bytes + position, count &- position, from: length, node, token)
  }

  @inline(__always)
  private func longest(_ bytes: UnsafePointer<UInt8>, _ position: Int, _ count: Int, _ run: inout Range<Int>) -> UInt64 {
    if count &- position >= 8 {
      let word = UnsafeRawPointer(bytes + position).loadUnaligned(as: UInt64.self)
      if word == word &<< 8 | word &>> 56 { return longestInRun(bytes, position, count, &run) }
    }
    return longest(bytes + position, count &- position)
  }

  /// Merges up to `segment` bytes into `output`, which has room for as many tokens as bytes; returns how many there are.
  func merge(_ bytes: UnsafePointer<UInt8>, _ count: Int, into output: UnsafeMutablePointer<UInt32>) -> Int {
    var run = 0..<0
    var longest = longest(bytes, 0, count, &run)
    if length(longest) == count {
      output[0] = UInt32(truncatingIfNeeded: longest)
      return 1
    }
    for word in 0...(count >> 6) { dead[word] = 0 }
    var depth = 0
    var position = 0
    var last = Self.none
    while true {
      var taken = firstCompatible(after: last, longest)
      while taken != Self.none && isDead(position &+ length(taken)) {
        taken = firstCompatible(after: last, shorterPrefix(taken))
      }
      if taken != Self.none {
        output[depth] = UInt32(truncatingIfNeeded: taken)
        depth &+= 1
        position &+= length(taken)
        if position == count { return depth }
        last = taken
        longest = self.longest(bytes, position, count, &run)
      } else {
        // A result exists for any bytes, so there is always a token to take back: position 0 never dies.
        dead[position >> 6] |= 1 << UInt64(position & 63)
        depth &-= 1
        longest = UInt64(output[depth])
        position &-= length(longest)
        last = depth > 0 ? UInt64(output[depth &- 1]) : Self.none
      }
    }
  }

  @inline(__always)
  private func isDead(_ position: Int) -> Bool {
    dead[position >> 6] >> UInt64(position & 63) & 1 != 0
  }

  /// The longest compatible token among `longest` and its prefixes, remembered for next time.
  @inline(__always)
  private func firstCompatible(after last: UInt64, _ longest: UInt64) -> UInt64 {
    if last == Self.none || longest == Self.none { return longest }
    let key = last | longest << 18
    let slot = memo + Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> (64 &- Self.memoBits))
    let known = slot.pointee
    if known & 0xF_FFFF_FFFF == key && known >> 54 != 0 { return known >> 36 & Self.none }
    let taken = nextCompatible(after: last, longest)
    slot.pointee = key | taken << 36 | 1 << 54
    return taken
  }

  private func nextCompatible(after last: UInt64, _ candidate: UInt64) -> UInt64 {
    var candidate = candidate
    while candidate != Self.none && !areCompatible(last, candidate) { candidate = shorterPrefix(candidate) }
    return candidate
  }

  @inline(__always)
  func areCompatible(_ left: UInt64, _ right: UInt64) -> Bool { seams.areCompatible(left, right) }
}
