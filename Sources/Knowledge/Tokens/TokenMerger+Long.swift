/// Pieces longer than a segment: they are merged in overlapping segments, so that the memory stays small and near.
extension TokenMerger {
  /// How far before its end a segment is cut; a token is at most 128 bytes.
  private static var overlap: Int { 512 }

  /// Merges any number of bytes and hands over the tokens in order; `restart` means that all handed over so far is void.
  ///
  /// A segment is cut at one of its own token boundaries, well before its end, and the next one begins there. If the two tokens
  /// at that seam are compatible then every two neighbours are, so the whole is the result. Else the cut moves
  /// back by one token. Should a segment have no good cut at all, everything is done again at twice the size.
  func mergeLong(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, deliver: (UnsafeBufferPointer<UInt32>) -> Void, restart: () -> Void
  ) {
    var size = Self.segment
    while !mergeLong(bytes, count, segment: size, deliver) {
      restart()
      size &*= 2
    }
  }

  private func mergeLong(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, segment size: Int, _ deliver: (UnsafeBufferPointer<UInt32>) -> Void
  ) -> Bool {
    let storage = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 &* size)
    let dead = UnsafeMutablePointer<UInt64>.allocate(capacity: size >> 6 &+ 1)
    defer {
      storage.deallocate()
      dead.deallocate()
    }
    let merger = TokenMerger(trie: trie, words: words, seams: seams, runs: runs, memo: memo, dead: dead)
    var current = storage
    var following = storage + size
    var start = 0
    var length = min(size, count)
    var made = merger.merge(bytes, length, into: current)
    while start &+ length < count {
      var kept = made
      var cut = start &+ length
      while start &+ length &- cut < Self.overlap && kept > 0 { (kept, cut) = oneBack(current, kept, cut) }
      repeat {
        if kept == 0 { return false }
        length = min(size, count &- cut)
        made = merger.merge(bytes + cut, length, into: following)
        if areCompatible(UInt64(current[kept &- 1]), UInt64(following[0])) { break }
        (kept, cut) = oneBack(current, kept, cut)
      } while true
      deliver(UnsafeBufferPointer(start: current, count: kept))
      start = cut
      swap(&current, &following)
    }
    deliver(UnsafeBufferPointer(start: current, count: made))
    return true
  }

  private func oneBack(_ tokens: UnsafeMutablePointer<UInt32>, _ kept: Int, _ cut: Int) -> (kept: Int, cut: Int) {
    (kept &- 1, cut &- length(UInt64(tokens[kept &- 1])))
  }
}
