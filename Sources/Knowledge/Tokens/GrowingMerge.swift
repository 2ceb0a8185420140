/// The token count of one piece that grows byte by byte.
///
/// Of all tokens that end at a position, exactly one is compatible with the last token of what lies before it, and that one ends the
/// result of the bytes so far. So each position keeps its last token and its count, and every place that a token may still come from
/// keeps its node of the trie. A token is at most 128 bytes long: what a byte costs is bounded, and so is the memory.
struct GrowingMerge {
  /// A path through the trie that began at `start`.
  private struct Walk {
    var start: Int
    var node: UInt64
  }

  private let vocabulary: FrozenVocabulary
  private var walks: [Walk] = []
  /// Last token and count by position, in a ring that is longer than the longest token.
  private var lasts: [UInt64]
  private var counts: [Int]
  /// Bytes taken so far.
  private(set) var length = 0

  private static let ring = 256

  init(_ vocabulary: FrozenVocabulary) {
    self.vocabulary = vocabulary
    lasts = [UInt64](repeating: TokenMerger.none, count: Self.ring)
    counts = [Int](repeating: 0, count: Self.ring)
  }

  /// Tokens of the bytes so far.
  var count: Int { counts[length & (Self.ring &- 1)] }

  /// Begins anew with nothing.
  mutating func reset() {
    walks.removeAll(keepingCapacity: true)
    lasts[0] = TokenMerger.none
    counts[0] = 0
    length = 0
  }

  mutating func push(_ bytes: UnsafeBufferPointer<UInt8>) {
    let (trie, seams) = (vocabulary.trie, vocabulary.seams)
    for byte in bytes { push(UInt64(byte), trie, seams) }
  }

  private mutating func push(_ byte: UInt64, _ trie: UnsafePointer<UInt64>, _ seams: TokenSeams) {
    let mask = Self.ring &- 1
    let end = length &+ 1
    var kept = 0
    var isFound = false
    // The oldest walk is the longest token; the newest, of this byte alone, comes last.
    for index in walks.indices {
      let walk = walks[index]
      let node = trie[Int(truncatingIfNeeded: walk.node >> 27 &+ byte)]
      if node & 0x1FF != byte { continue }
      walks[kept] = Walk(start: walk.start, node: node)
      kept &+= 1
      if !isFound { isFound = take(node, from: walk.start, to: end, mask, seams) }
    }
    walks.removeSubrange(kept...)
    let node = trie[256 &+ Int(byte)]
    walks.append(Walk(start: length, node: node))
    if !isFound { _ = take(node, from: length, to: end, mask, seams) }
    length = end
  }

  /// Notes the token of a node as the last one of the bytes up to `end`; false where it is not: there is one only.
  @inline(__always)
  private mutating func take(_ node: UInt64, from start: Int, to end: Int, _ mask: Int, _ seams: TokenSeams) -> Bool {
    let token = node >> 9 & TokenMerger.none
    guard token != TokenMerger.none else { return false }
    let before = lasts[start & mask]
    guard before == TokenMerger.none || seams.areCompatible(before, token) else { return false }
    lasts[end & mask] = token
    counts[end & mask] = counts[start & mask] &+ 1
    return true
  }
}
