/// How far the trie goes when one byte is repeated.
///
/// Rules of dashes and blanks are long tokens of one byte, and the merger looks for the longest at many of their
/// positions. From here it learns the answer for any number of repetitions at once.
final class ByteRuns: @unchecked Sendable {
  // Sendable by proof: the table is allocated and written in the initialiser, is only read while the object lives, and is given back by the
  // one thread that lets go of it last.
  private let table: UnsafeMutablePointer<UInt64>

  /// Which two words of the table stand for a number of repetitions of a byte.
  struct View {
    let table: UnsafePointer<UInt64>

    /// How many repetitions the trie knows.
    @inline(__always)
    func depth(_ byte: UInt8) -> Int {
      Int(truncatingIfNeeded: table[Int(byte)] & 0xFFFF)
    }

    /// The trie's node and the longest token after so many repetitions, from one to `depth`.
    @inline(__always)
    func node(_ byte: UInt8, _ repetitions: Int) -> (node: UInt64, token: UInt64) {
      let at = Int(truncatingIfNeeded: table[Int(byte)] &>> 16) &+ 2 &* repetitions
      return (table[at], table[at &+ 1])
    }
  }

  var view: View { View(table: table) }

  init(trie: UnsafePointer<UInt64>) {
    var words = [UInt64](repeating: 0, count: 256)
    for byte in 0..<256 {
      let start = words.count - 2
      var node = trie[256 + byte]
      var token = node >> 9 & TokenMerger.none
      var depth = 0
      while node & 0x1FF == UInt64(byte) {
        if node >> 9 & TokenMerger.none != TokenMerger.none { token = node >> 9 & TokenMerger.none }
        words += [node, token]
        depth += 1
        node = trie[Int(node >> 27) + byte]
      }
      words[byte] = UInt64(start) << 16 | UInt64(depth)
    }
    table = UnsafeMutablePointer<UInt64>.allocate(capacity: words.count)
    table.initialize(from: words, count: words.count)
  }

  deinit {
    table.deallocate()
  }
}
