/// What each byte is to a window, laid out so that eight bytes give eight masks at once.
///
/// An entry is a word of eight bytes, one for each class, each zero or one. Shifted by its position and joined, eight
/// entries make a word whose bytes are the masks.
struct ByteClasses {
  static var capacity: Int { 256 }
  let table: UnsafePointer<UInt64>

  struct Masks {
    var capital: UInt64 = 0
    var small: UInt64 = 0
    var digit: UInt64 = 0
    var space: UInt64 = 0
    /// Tab, vertical tab, form feed; with `newline` also set, a byte that is not ASCII.
    var tab: UInt64 = 0
    var newline: UInt64 = 0
    var apostrophe: UInt64 = 0
    var slash: UInt64 = 0
  }

  /// The masks of 64 bytes.
  @inline(__always)
  func masks(_ bytes: UnsafePointer<UInt8>) -> Masks {
    var masks = Masks()
    var shift: UInt64 = 0
    while shift < 64 {
      let group = bytes + Int(truncatingIfNeeded: shift)
      var word = table[Int(group[0])] | table[Int(group[1])] &<< 1 | table[Int(group[2])] &<< 2
      word |= table[Int(group[3])] &<< 3 | table[Int(group[4])] &<< 4 | table[Int(group[5])] &<< 5
      word |= table[Int(group[6])] &<< 6 | table[Int(group[7])] &<< 7
      masks.capital |= (word & 0xFF) &<< shift
      masks.small |= (word &>> 8 & 0xFF) &<< shift
      masks.digit |= (word &>> 16 & 0xFF) &<< shift
      masks.space |= (word &>> 24 & 0xFF) &<< shift
      masks.tab |= (word &>> 32 & 0xFF) &<< shift
      masks.newline |= (word &>> 40 & 0xFF) &<< shift
      masks.apostrophe |= (word &>> 48 & 0xFF) &<< shift
      masks.slash |= (word &>> 56) &<< shift
      shift &+= 8
    }
    return masks
  }

  /// Fills a table of `capacity` words.
  static func fill(_ table: UnsafeMutablePointer<UInt64>) {
    for byte in 0..<capacity { table[byte] = entry(UInt8(byte)) }
  }

  private static func entry(_ byte: UInt8) -> UInt64 {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): 1
    case UInt8(ascii: "a")...UInt8(ascii: "z"): 1 << 8
    case UInt8(ascii: "0")...UInt8(ascii: "9"): 1 << 16
    case 0x20: 1 << 24
    case 0x09, 0x0B, 0x0C: 1 << 32
    case 0x0A, 0x0D: 1 << 40
    case UInt8(ascii: "'"): 1 << 48
    case UInt8(ascii: "/"): 1 << 56
    case 0x80...: 1 << 32 | 1 << 40
    default: 0
    }
  }
}
