/// Adds up the tokens of pieces without making their ids.
struct CountingVisitor: PieceVisitor {
  let bytes: UnsafePointer<UInt8>
  let count: Int
  let merger: TokenMerger
  let pieces: PieceCache
  let output: UnsafeMutablePointer<UInt32>
  var total = 0

  @inline(__always)
  mutating func visit(_ start: Int, _ end: Int) {
    let length = end &- start
    guard length <= PieceCache.longestPiece else {
      total &+= countLong(start, length)
      return
    }
    let piece = bytes + start
    let key = start &+ 16 <= count ? PieceCache.key(piece, length) : PieceCache.keyNearEnd(piece, length)
    let set = pieces.set(key)
    let known = pieces.count(key, in: set)
    total &+= known != 0 ? known : countNew(piece, length, key, set)
  }

  private func countNew(_ piece: UnsafePointer<UInt8>, _ length: Int, _ key: PieceCache.Key, _ set: UnsafeMutablePointer<UInt64>) -> Int {
    let made = merger.merge(piece, length, into: output)
    pieces.insert(key, count: made, in: set)
    return made
  }

  private func countLong(_ start: Int, _ length: Int) -> Int {
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
