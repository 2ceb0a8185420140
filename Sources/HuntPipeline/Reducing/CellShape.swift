/// How a text is cut into words, and which of them vary from one row to the next.
///
/// Words are what stands between blanks, quotes, brackets, slashes, commas and equals signs. A word with a digit in it varies: numbers,
/// addresses, hashes, ids, versions. The rest is the template.
enum CellShape {
  /// Texts longer than this are no templates: they are taken as they are.
  static let longest = 4_096

  private static let kinds: [UInt8] = (0..<256).map { byte in
    switch UInt8(byte) {
    case 0...0x20, 0x7F: 1
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: ","),
      UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"),
      UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: "`"):
      1
    case UInt8(ascii: "0")...UInt8(ascii: "9"): 2
    default: 0
    }
  }

  /// Shows every word with its place and whether it varies.
  @inline(__always)
  static func words(_ bytes: UnsafeBufferPointer<UInt8>, _ visit: (_ start: Int, _ end: Int, _ varies: Bool) -> Void) {
    kinds.withUnsafeBufferPointer { kinds in
      var start = 0
      var seen: UInt8 = 0
      for place in 0..<bytes.count {
        let kind = kinds[Int(bytes[place])]
        if kind != 1 {
          seen |= kind
          continue
        }
        if place > start { visit(start, place, seen != 0) }
        start = place + 1
        seen = 0
      }
      if bytes.count > start { visit(start, bytes.count, seen != 0) }
    }
  }

  /// What must be equal in two texts for them to be one template with different words.
  struct Outline {
    /// Over everything that does not vary.
    var masked: UInt64
    /// Over what stands between the words.
    var gaps: UInt64
    /// For each word its hash, 0 for one that varies.
    var words: [UInt32]
    /// Whether some of it does not vary.
    var hasFixed: Bool
  }

  /// A word of this length that is no hexadecimal number may be encoded text, which is better read decoded than in pieces.
  private static let longWord = 40

  /// The hash of what does not vary, and whether there is any; nil where a word may be encoded text.
  static func masked(_ bytes: UnsafeBufferPointer<UInt8>, seed: UInt64) -> (hash: UInt64, hasFixed: Bool)? {
    var hash = seed
    var end = 0
    var hasFixed = false
    var hidesText = false
    words(bytes) { start, stop, varies in
      if varies, stop - start >= longWord, !isHex(bytes[start..<stop]) { hidesText = true }
      hash = ByteHash.mixed(hash, ByteHash.of(UnsafeBufferPointer(rebasing: bytes[end..<start]), seed: seed))
      if varies {
        hash = ByteHash.mixed(hash, 1)
      } else {
        hash = ByteHash.mixed(hash, ByteHash.of(UnsafeBufferPointer(rebasing: bytes[start..<stop]), seed: seed))
        hasFixed = true
      }
      end = stop
    }
    if hidesText { return nil }
    return (ByteHash.mixed(hash, ByteHash.of(UnsafeBufferPointer(rebasing: bytes[end...]), seed: seed)), hasFixed)
  }

  private static func isHex(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    bytes.allSatisfy { byte in
      byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "f") || byte == UInt8(ascii: "-")
    }
  }

  static func outline(_ bytes: UnsafeBufferPointer<UInt8>, seed: UInt64) -> Outline {
    var outline = Outline(masked: 0, gaps: seed, words: [], hasFixed: false)
    var end = 0
    words(bytes) { start, stop, varies in
      outline.gaps = ByteHash.mixed(outline.gaps, ByteHash.of(UnsafeBufferPointer(rebasing: bytes[end..<start]), seed: seed))
      let hash = UInt32(truncatingIfNeeded: ByteHash.of(UnsafeBufferPointer(rebasing: bytes[start..<stop]), seed: seed)) | 1
      outline.words.append(varies ? 0 : hash)
      end = stop
    }
    outline.gaps = ByteHash.mixed(outline.gaps, ByteHash.of(UnsafeBufferPointer(rebasing: bytes[end...]), seed: seed))
    return outline
  }
}
