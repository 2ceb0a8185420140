import Glibc

/// The distinct texts of one column, each kept once and known by a number.
///
/// A hash table over one array of bytes: a text costs its bytes and a dozen more, and looking one up allocates nothing.
struct TextPool {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var hashes: [UInt32] = []
  private var places = [Int32](repeating: -1, count: 64)
  /// Attackers choose the texts, so that nobody may foretell where they fall.
  private let seed = UInt64.random(in: .min ... .max)

  /// How many distinct texts there are.
  var count: Int { ends.count }
  /// Bytes of all distinct texts together.
  var byteCount: Int { bytes.count }

  /// The number of the text; a new text gets the next number.
  mutating func number(of text: String) -> Int32 {
    var text = text
    return text.withUTF8 { number(of: $0) }
  }

  /// The number of an integer's digits.
  mutating func number(of integer: Int64) -> Int32 {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var rest = integer.magnitude
      var start = 20
      repeat {
        start -= 1
        digits[start] = UInt8(0x30 + rest % 10)
        rest /= 10
      } while rest > 0
      if integer < 0 {
        start -= 1
        digits[start] = UInt8(ascii: "-")
      }
      return number(of: UnsafeBufferPointer(rebasing: digits[start...]))
    }
  }

  private mutating func number(of text: UnsafeBufferPointer<UInt8>) -> Int32 {
    let hash = UInt32(truncatingIfNeeded: ByteHash.of(text, seed: seed))
    var place = Int(hash) & (places.count - 1)
    while places[place] >= 0 {
      let number = Int(places[place])
      if hashes[number] == hash, isEqual(number, text) { return Int32(number) }
      place = (place + 1) & (places.count - 1)
    }
    let number = Int32(ends.count)
    places[place] = number
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    hashes.append(hash)
    if ends.count * 2 > places.count { grow() }
    return number
  }

  func text(_ number: Int32) -> String { withBytes(number) { String(decoding: $0, as: UTF8.self) } }

  /// The length of a text in bytes.
  func length(_ number: Int32) -> Int { ends[Int(number)] - start(Int(number)) }

  func withBytes<Result>(_ number: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start(Int(number))..<ends[Int(number)]])) }
  }

  private func start(_ number: Int) -> Int { number == 0 ? 0 : ends[number - 1] }

  private func isEqual(_ number: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    withBytes(Int32(number)) { own in
      guard own.count == text.count, let left = own.baseAddress, let right = text.baseAddress else { return own.count == text.count }
      return memcmp(left, right, own.count) == 0
    }
  }

  private mutating func grow() {
    places = [Int32](repeating: -1, count: places.count * 2)
    for (number, hash) in hashes.enumerated() {
      var place = Int(hash) & (places.count - 1)
      while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
      places[place] = Int32(number)
    }
  }
}

/// A quick hash with a secret seed.
enum ByteHash {
  private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

  static func of(_ bytes: UnsafeBufferPointer<UInt8>, seed: UInt64) -> UInt64 {
    var hash = seed ^ UInt64(bytes.count) &* factor
    let raw = UnsafeRawBufferPointer(bytes)
    var place = 0
    while place + 8 <= raw.count {
      hash = mixed(hash, raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      place += 8
    }
    var rest: UInt64 = 0
    while place < raw.count {
      rest = rest << 8 | UInt64(raw[place])
      place += 1
    }
    return mixed(hash, rest)
  }

  /// Takes one more word into a hash.
  @inline(__always)
  static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word).multipliedFullWidth(by: factor)
    return product.high ^ product.low &+ hash
  }
}
