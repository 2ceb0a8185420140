/// The exact token count of a text that is still arriving.
///
/// What lies before a place where pieces must part, whatever comes next, is counted once and forgotten; the rest is kept, and counted
/// anew, while it is short. A rest that grows beyond that is taken up by `GrowingPiece`. So an appended part costs what it adds, and
/// memory stays flat, whatever the text is.
package struct RunningCount: Sendable {
  private let counter: TokenCounter
  private var settled = 0
  /// What is not settled: all of it, or only what `growing` has not taken.
  private var open: [UInt8] = []
  /// Bytes at the end of `open` that may be the beginning of a scalar; at most three.
  private var unfinished = 0
  private var openCount: Int? = 0
  private var growing: GrowingPiece?

  /// Starts at zero, for the encoding of the counter.
  package init(_ counter: TokenCounter) {
    self.counter = counter
  }

  /// How many tokens all that was appended is, as one text.
  package var total: Int {
    mutating get {
      let known = openCount ?? openTotal()
      openCount = known
      return settled + known
    }
  }

  private func openTotal() -> Int {
    guard let growing else { return open.withUnsafeBytes { counter.count(utf8: $0) } }
    guard unfinished > 0 else { return growing.total }
    var ended = self
    ended.open = Array(String(decoding: open, as: UTF8.self).utf8)
    ended.unfinished = 0
    ended.settle(from: 0)
    return ended.total - settled
  }

  /// Adds text at the end.
  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(utf8: UnsafeRawBufferPointer($0)) }
  }

  /// Adds bytes at the end; a scalar may be cut between two calls, and what is never completed counts as U+FFFD.
  package mutating func append(utf8 bytes: UnsafeRawBufferPointer) {
    guard !bytes.isEmpty else { return }
    let seen = open.count - unfinished
    open.append(contentsOf: bytes)
    openCount = nil
    repair(from: seen)
    settle(from: seen)
  }

  /// Makes everything from an offset valid, but for a scalar that may still be completed.
  private mutating func repair(from start: Int) {
    unfinished = 0
    let fault = open[start...].withUnsafeBufferPointer { UTF8Repair.firstFault($0) } + start
    guard fault < open.count else { return }
    let tail = open.withUnsafeBufferPointer { UTF8Repair.unfinishedTail($0) }
    if fault < open.count - tail {
      let repaired = String(decoding: open[fault..<(open.count - tail)], as: UTF8.self)
      open.replaceSubrange(fault..<(open.count - tail), with: repaired.utf8)
    }
    unfinished = tail
  }

  private mutating func settle(from start: Int) {
    var start = start
    if growing != nil {
      guard let left = grow(untilEnd: true) else { return }
      start = left
    }
    settleSure(from: start)
    guard open.count - unfinished > GrowingPiece.shortest else { return }
    growing = GrowingPiece(counter)
    _ = grow(untilEnd: false)
  }

  /// Gives the valid bytes to the growing piece; nil when it took all. Else it ended, and the place of what it had not seen is told: from
  /// there on nothing was looked at for a sure boundary.
  private mutating func grow(untilEnd: Bool) -> Int? {
    guard var piece = growing else { return nil }
    growing = nil
    let end = open.count - unfinished
    let (taken, ended, hasEnded) = open.withUnsafeBufferPointer { buffer -> (Int, Int, Bool) in
      guard let base = buffer.baseAddress else { return (0, 0, false) }
      let text = ScalarText(base, count: end)
      var offset = 0
      var sum = 0
      while offset < end {
        let (flags, next) = text.look(offset)
        let ended = piece.push(UnsafeBufferPointer(rebasing: buffer[offset..<next]), flags)
        offset = next
        if let ended {
          sum += ended
          if untilEnd { return (offset, sum, true) }
        }
      }
      return (offset, sum, false)
    }
    settled += ended
    open.removeFirst(taken)
    if hasEnded || piece.isShort {
      open.insert(contentsOf: piece.beginning, at: 0)
      return hasEnded ? 0 : nil
    }
    growing = piece
    return nil
  }

  /// Counts what lies before the last sure boundary at or after an offset.
  private mutating func settleSure(from start: Int) {
    let counter = counter
    let end = open.count - unfinished
    let (cut, count) = open.withUnsafeBufferPointer { buffer -> (Int, Int) in
      let valid = UnsafeBufferPointer(rebasing: buffer[..<end])
      guard let cut = SureBoundary.last(in: valid, from: start) else { return (0, 0) }
      return (cut, counter.count(valid: UnsafeBufferPointer(rebasing: valid[..<cut])))
    }
    guard cut > 0 else { return }
    settled += count
    open.removeFirst(cut)
  }
}
