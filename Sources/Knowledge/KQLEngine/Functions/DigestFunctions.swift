import Casefile

/// Message digests as lower-case hexadecimal text, and what combines 64-bit hashes.
enum DigestFunctions {
  static let all: [String: ScalarFunctions.Make] = [
    "hash_md5": { site in try digest(site) { MD5.digest($0) } },
    "hash_sha1": { site in try digest(site) { SHA1.digest($0) } },
    "hash_sha256": { site in try digest(site) { SHA256.digest($0) } },
  ]

  private static func digest(_ site: CallSite, _ body: @escaping ([UInt8]) -> [UInt8]) throws -> Scalar {
    try site.require(1)
    return try site.rowwise { cells in
      let digits = body(Array(Conversion.text(cells[0]).utf8)).map { byte in
        let text = String(byte, radix: 16)
        return byte < 16 ? "0" + text : text
      }
      return .string(digits.joined())
    }
  }
}

/// What the three digests share: the message padded to blocks of 64 bytes, closed by its length in bits.
private enum DigestBlocks {
  static func blocks(of message: [UInt8], isBigEndian: Bool) -> [[UInt32]] {
    var padded = message + [0x80]
    padded += [UInt8](repeating: 0, count: (120 - padded.count % 64) % 64)
    let length = UInt64(message.count) &* 8
    for place in 0..<8 { padded.append(UInt8(truncatingIfNeeded: length >> UInt64(isBigEndian ? 56 - 8 * place : 8 * place))) }
    return stride(from: 0, to: padded.count, by: 64).map { start in
      (0..<16).map { word in
        let bytes = padded[(start + 4 * word)..<(start + 4 * word + 4)]
        return (isBigEndian ? Array(bytes) : bytes.reversed()).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      }
    }
  }

  static func bytes(_ words: [UInt32], isBigEndian: Bool) -> [UInt8] {
    words.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: (isBigEndian ? word : word.byteSwapped) >> UInt32($0)) } }
  }

  static func left(_ value: UInt32, _ count: UInt32) -> UInt32 { value << count | value >> (32 - count) }
  static func right(_ value: UInt32, _ count: UInt32) -> UInt32 { value >> count | value << (32 - count) }
}

/// FIPS 180-4.
enum SHA256 {
  /// The first 32 bits of the fractional parts of roots of the first primes: square roots to start, cube roots as constants.
  private static let primes: [Int] = (2...311).filter { number in !(2..<number).contains { number % $0 == 0 } }
  private static let start = primes.prefix(8).map { fraction(root: 2, of: $0) }
  private static let constants = primes.map { fraction(root: 3, of: $0) }

  static func digest(_ message: [UInt8]) -> [UInt8] {
    var state = start
    for block in DigestBlocks.blocks(of: message, isBigEndian: true) {
      var words = block
      for place in 16..<64 {
        let (a, b) = (words[place - 15], words[place - 2])
        let first = DigestBlocks.right(a, 7) ^ DigestBlocks.right(a, 18) ^ a >> 3
        let second = DigestBlocks.right(b, 17) ^ DigestBlocks.right(b, 19) ^ b >> 10
        words.append(words[place - 16] &+ first &+ words[place - 7] &+ second)
      }
      var s = state
      for place in 0..<64 {
        let mix = DigestBlocks.right(s[4], 6) ^ DigestBlocks.right(s[4], 11) ^ DigestBlocks.right(s[4], 25)
        let choice = (s[4] & s[5]) ^ (~s[4] & s[6])
        let first = s[7] &+ mix &+ choice &+ constants[place] &+ words[place]
        let sum = DigestBlocks.right(s[0], 2) ^ DigestBlocks.right(s[0], 13) ^ DigestBlocks.right(s[0], 22)
        let second = sum &+ ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]))
        s = [first &+ second, s[0], s[1], s[2], s[3] &+ first, s[4], s[5], s[6]]
      }
      for place in 0..<8 { state[place] &+= s[place] }
    }
    return DigestBlocks.bytes(state, isBigEndian: true)
  }

  /// floor(2^32 · root(prime)) mod 2^32, found by bisection in whole numbers.
  private static func fraction(root: Int, of prime: Int) -> UInt32 {
    let target = Int128(prime) << Int128(32 * root)
    var (low, high): (Int128, Int128) = (0, 1 << 38)
    while high - low > 1 {
      let middle = (low + high) / 2
      let power = root == 2 ? middle * middle : middle * middle * middle
      if power <= target { low = middle } else { high = middle }
    }
    return UInt32(truncatingIfNeeded: low)
  }
}

/// FIPS 180-4.
enum SHA1 {
  static func digest(_ message: [UInt8]) -> [UInt8] {
    var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
    for block in DigestBlocks.blocks(of: message, isBigEndian: true) {
      var words = block
      for place in 16..<80 {
        words.append(DigestBlocks.left(words[place - 3] ^ words[place - 8] ^ words[place - 14] ^ words[place - 16], 1))
      }
      var s = state
      for place in 0..<80 {
        let (mix, constant): (UInt32, UInt32) =
          switch place {
          case 0..<20: ((s[1] & s[2]) | (~s[1] & s[3]), 0x5A82_7999)
          case 20..<40: (s[1] ^ s[2] ^ s[3], 0x6ED9_EBA1)
          case 40..<60: ((s[1] & s[2]) | (s[1] & s[3]) | (s[2] & s[3]), 0x8F1B_BCDC)
          default: (s[1] ^ s[2] ^ s[3], 0xCA62_C1D6)
          }
        let next = DigestBlocks.left(s[0], 5) &+ mix &+ s[4] &+ constant &+ words[place]
        s = [next, s[0], DigestBlocks.left(s[1], 30), s[2], s[3]]
      }
      for place in 0..<5 { state[place] &+= s[place] }
    }
    return DigestBlocks.bytes(state, isBigEndian: true)
  }
}

/// RFC 1321.
enum MD5 {
  private static let shifts: [[UInt32]] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]]
  /// floor(2^32 · |sin(n)|).
  private static let constants: [UInt32] = (1...64).map { UInt32(Trigonometry.sine(Double($0)).magnitude * 4_294_967_296) }

  static func digest(_ message: [UInt8]) -> [UInt8] {
    var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476]
    for block in DigestBlocks.blocks(of: message, isBigEndian: false) {
      var (a, b, c, d) = (state[0], state[1], state[2], state[3])
      for place in 0..<64 {
        let (mix, word): (UInt32, Int) =
          switch place / 16 {
          case 0: ((b & c) | (~b & d), place)
          case 1: ((d & b) | (~d & c), (5 * place + 1) % 16)
          case 2: (b ^ c ^ d, (3 * place + 5) % 16)
          default: (c ^ (b | ~d), 7 * place % 16)
          }
        let sum = a &+ mix &+ constants[place] &+ block[word]
        (a, d, c, b) = (d, c, b, b &+ DigestBlocks.left(sum, shifts[place / 16][place % 4]))
      }
      state = [state[0] &+ a, state[1] &+ b, state[2] &+ c, state[3] &+ d]
    }
    return DigestBlocks.bytes(state, isBigEndian: false)
  }
}
