/// Remembers how many tokens a short piece makes, in a table of fixed size.
///
/// A piece of at most 15 bytes is its own key: 15 bytes, its length, and the count beside it, 16 bytes in all, two
/// to a set. A new piece takes the first place of its set, the one there moves to the second, and the one there is forgotten.
struct PieceCache {
  static let setBits: UInt64 = 16
  /// In 64-bit words.
  static var capacity: Int { 4 << Int(setBits) }
  static var longestPiece: Int { 15 }

  let entries: UnsafeMutablePointer<UInt64>

  /// The bytes of a piece as two words; the top byte of `high` is the length.
  struct Key {
    var low: UInt64
    var high: UInt64
  }

  /// Reads 16 bytes at `bytes`, whatever the length is.
  @inline(__always)
  static func key(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Key {
    let raw = UnsafeRawPointer(bytes)
    let low = raw.loadUnaligned(as: UInt64.self)
    let high = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    let bits = UInt64(truncatingIfNeeded: length &* 8)
    let isShort = length < 8
    let lowMask = isShort ? (1 &<< bits) &- 1 : .max
    let highMask = isShort ? 0 : (1 &<< (bits &- 64)) &- 1
    return Key(low: low & lowMask, high: high & highMask | bits &<< 53)
  }

  /// The same where fewer than 16 bytes can be read.
  static func keyNearEnd(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Key {
    var low: UInt64 = 0
    var high: UInt64 = 0
    for index in 0..<length {
      let byte = UInt64(bytes[index])
      if index < 8 { low |= byte << UInt64(8 &* index) } else { high |= byte << UInt64(8 &* (index &- 8)) }
    }
    return Key(low: low, high: high | UInt64(length) << 56)
  }

  @inline(__always)
  func set(_ key: Key) -> UnsafeMutablePointer<UInt64> {
    let mixed = (key.low ^ (key.high &* 0xD6E8_FEB8_6659_FD93)) &* 0x9E37_79B9_7F4A_7C15
    return entries + Int(truncatingIfNeeded: (mixed ^ (mixed &<< 32)) &>> (64 &- Self.setBits)) &* 4
  }

  /// The count of a known piece, or zero.
  ///
  /// The count lies in the top four bits of the second word. Both places are compared without a branch: which of them
  /// it is cannot be foretold.
  @inline(__always)
  func count(_ key: Key, in set: UnsafeMutablePointer<UInt64>) -> Int {
    let first = (set[0] ^ key.low) | (set[1] ^ key.high) &<< 4
    let second = (set[2] ^ key.low) | (set[3] ^ key.high) &<< 4
    let firstMask: UInt64 = first == 0 ? .max : 0
    let secondMask: UInt64 = second == 0 ? .max : 0
    return Int(truncatingIfNeeded: (set[1] & firstMask | set[3] & secondMask) &>> 60)
  }

  @inline(__always)
  func insert(_ key: Key, count: Int, in set: UnsafeMutablePointer<UInt64>) {
    set[2] = set[0]
    set[3] = set[1]
    set[0] = key.low
    set[1] = key.high | UInt64(truncatingIfNeeded: count) &<< 60
  }
}
