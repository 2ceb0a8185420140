import CVocabulary

/// One encoding's tables, read in place.
///
/// `@unchecked Sendable` holds because the three pointers lead to constant, read-only memory of the program that is never freed.
/// A checksum over all of it is verified before a pointer is handed out: indexes found in the tables are then those
/// that the generator wrote, and each of them is within its table.
final class FrozenVocabulary: @unchecked Sendable {
  /// Why a vocabulary cannot be used.
  enum Damage: Error, Equatable {
    case tooShort(bytes: Int)
    case unknownFormat
    case wrongLength(expected: Int, found: Int)
    case wrongChecksum
  }

  /// A double-array trie over the bytes of all tokens: label (9 bits), token (18), base (24), so that a child's slot is base + byte.
  let trie: UnsafePointer<UInt64>
  /// For each token: left half (18 bits), right half (18), longest shorter prefix token (18), length - 1 (7).
  let tokens: UnsafePointer<UInt64>
  /// Which token two halves make: id + 1 (18 bits), then 14 bits of the hash; zero is empty.
  let pairs: UnsafePointer<UInt32>
  let pairBits: UInt64
  let tokenCount: Int
  let runs: ByteRuns

  var seams: TokenSeams { TokenSeams(words: tokens, pairs: pairs, pairBits: pairBits) }

  private static let magic: UInt64 = 0x0100_0045_5042_534C

  init(_ bytes: UnsafeRawBufferPointer) throws(Damage) {
    guard bytes.count >= 64, let base = bytes.baseAddress else { throw .tooShort(bytes: bytes.count) }
    guard base.load(as: UInt64.self) == Self.magic else { throw .unknownFormat }
    let tokenCount = Int(base.load(fromByteOffset: 8, as: UInt32.self))
    let slots = Int(base.load(fromByteOffset: 12, as: UInt32.self))
    let bits = Int(base.load(fromByteOffset: 16, as: UInt32.self))
    guard bits < 24 else { throw .unknownFormat }
    let tokensAt = 64 + Self.padded(8 * slots)
    let pairsAt = tokensAt + Self.padded(8 * tokenCount)
    let end = pairsAt + Self.padded(4 << bits)
    guard end == bytes.count else { throw .wrongLength(expected: end, found: bytes.count) }
    let body = UnsafeRawBufferPointer(rebasing: bytes[64...])
    guard Self.checksum(body) == base.load(fromByteOffset: 24, as: UInt64.self) else { throw .wrongChecksum }
    self.tokenCount = tokenCount
    self.pairBits = UInt64(bits)
    trie = (base + 64).assumingMemoryBound(to: UInt64.self)
    tokens = (base + tokensAt).assumingMemoryBound(to: UInt64.self)
    runs = ByteRuns(trie: trie)
    pairs = (base + pairsAt).assumingMemoryBound(to: UInt32.self)
  }

  convenience init(_ encoding: TokenEncoding) throws(Damage) {
    let table =
      switch encoding {
      case .o200kBase: vocabulary_o200k_base()
      case .cl100kBase: vocabulary_cl100k_base()
      }
    try self.init(UnsafeRawBufferPointer(start: table.bytes, count: table.count))
  }

  private static func padded(_ count: Int) -> Int {
    (count + 63) & ~63
  }

  /// Four independent lanes of multiply and shift, so that it runs at the speed of memory; the count is a multiple of 64.
  static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    var lanes = SIMD4<UInt64>(1, 2, 3, 4)
    for offset in stride(from: 0, to: bytes.count & ~31, by: 32) {
      let words = bytes.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
      lanes = (lanes ^ words) &* SIMD4(repeating: factor)
      lanes ^= lanes &>> SIMD4(repeating: 32)
    }
    var sum: UInt64 = 0
    for index in 0..<4 {
      sum = (sum ^ lanes[index]) &* factor
      sum ^= sum >> 32
    }
    return sum
  }
}
