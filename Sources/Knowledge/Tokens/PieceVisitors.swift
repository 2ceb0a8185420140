/// Adds up the tokens of pieces without making their ids.
struct CountingVisitor: PieceVisitor {
  let bytes: UnsafePointer<UInt8>
  let count: Int
  let merger: TokenMerger
  let pieces: PieceCache
  let output: UnsafeMutablePointer<UInt32>
  var total = 0

  mutating func visit(_ start: Int, _ end: Int) {
    if start &+ 16 <= count { return visitInside(start, end) }
    let length = end &- start
    total &+= add(bytes + start, length, PieceCache.keyNearEnd(bytes + start, length))
  }

  @inline(__always)
  mutating func visitInside(_ start: Int, _ end: Int) {
    let length = end &- start
    if length <= PieceCache.longestPiece {
      total &+= add(bytes + start, length, PieceCache.key(bytes + start, length))
    } else {
      total &+= countLong(start, length)
    }
  }

  @inline(__always)
  private mutating func add(_ piece: UnsafePointer<UInt8>, _ length: Int, _ key: PieceCache.Key) -> Int {
    let set = pieces.set(key)
    let known = pieces.count(key, in: set)
    return known != 0 ? known : countNew(piece, length, key, set)
  }

  @inline(never)
  private mutating func countNew(
    _ piece: UnsafePointer<UInt8>, _ length: Int, _ key: PieceCache.Key, _ set: UnsafeMutablePointer<UInt64>
  ) -> Int {
    let made = merger.merge(piece, length, into: output)
    pieces.insert(key, count: made, in: set)
    return made
  }

  @inline(never)
  private mutating func countLong(_ start: Int, _ length: Int) -> Int {
    if length <= TokenMerger.segment { return merger.merge(bytes + start, length, into: output) }
    var sum = 0
    merger.mergeLong(bytes + start, length, deliver: { sum &+= $0.count }, restart: { sum = 0 })
    return sum
  }
}

/// Collects the ids of pieces.
struct EncodingVisitor: PieceVisitor {
  let bytes: UnsafePointer<UInt8>
  let merger: TokenMerger
  let output: UnsafeMutablePointer<UInt32>
  var ids: [Int] = []

  mutating func visitInside(_ start: Int, _ end: Int) {
    visit(start, end)
  }

  mutating func visit(_ start: Int, _ end: Int) {
    let length = end &- start
    if length <= TokenMerger.segment {
      let made = merger.merge(bytes + start, length, into: output)
      for index in 0..<made { ids.append(Int(output[index])) }
      return
    }
    var found: [Int] = []
    merger.mergeLong(
      bytes + start, length,
      deliver: { for token in $0 { found.append(Int(token)) } }, restart: { found.removeAll(keepingCapacity: true) })
    ids.append(contentsOf: found)
  }
}
