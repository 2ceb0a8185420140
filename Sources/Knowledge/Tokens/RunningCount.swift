/// The exact token count of a text that is still arriving.
///
/// What lies before a place where pieces must part, whatever comes next, is counted once and forgotten; only the rest
/// is kept. So an appended part costs what it adds, and memory stays flat but for a single piece longer than what was appended.
package struct RunningCount: Sendable {
  private let counter: TokenCounter
  private var settled = 0
  private var open: [UInt8] = []
  /// Bytes at the end of `open` that may be the beginning of a scalar; at most three.
  private var unfinished = 0
  private var openCount: Int? = 0

  /// Starts at zero, for the encoding of the counter.
  package init(_ counter: TokenCounter) {
    self.counter = counter
  }

  /// How many tokens all that was appended is, as one text.
  package var total: Int {
    mutating get {
      let known = openCount ?? open.withUnsafeBytes { counter.count(utf8: $0) }
      openCount = known
      return settled + known
    }
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

  /// Counts what lies before the last sure boundary at or after an offset.
  private mutating func settle(from start: Int) {
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
