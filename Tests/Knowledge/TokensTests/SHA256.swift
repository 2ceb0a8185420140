/// SHA-256 (FIPS 180-4), small and slow; the constants are fractions of roots of the first primes.
struct SHA256 {
  private var state: [UInt32]
  private var pending: [UInt8] = []
  private var length: UInt64 = 0
  private static let primes = (2...311).filter { n in !(2..<n).contains { n % $0 == 0 } }
  private static let rounds = primes.map { fraction(Double($0), root: cubeRoot) }

  init() {
    state = Self.primes.prefix(8).map { Self.fraction(Double($0), root: { $0.squareRoot() }) }
  }

  mutating func update(_ bytes: [UInt8]) {
    length &+= UInt64(bytes.count)
    pending += bytes
    while pending.count >= 65_536 { absorb(pending.count / 64 * 64) }
  }

  mutating func finish() -> String {
    let bits = length &* 8
    pending.append(0x80)
    while pending.count % 64 != 56 { pending.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) { pending.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift))) }
    absorb(pending.count)
    return state.map { word in
      let text = String(word, radix: 16)
      return String(repeating: "0", count: 8 - text.count) + text
    }.joined()
  }

  private mutating func absorb(_ count: Int) {
    let rounds = Self.rounds
    pending.withUnsafeBufferPointer { bytes in
      var schedule = [UInt32](repeating: 0, count: 64)
      for start in stride(from: 0, to: count, by: 64) { block(bytes, start, &schedule, rounds) }
    }
    pending.removeFirst(count)
  }

  private mutating func block(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ w: inout [UInt32], _ rounds: [UInt32]
  ) {
    for index in 0..<16 {
      let at = start + 4 * index
      w[index] = UInt32(bytes[at]) &<< 24 | UInt32(bytes[at + 1]) &<< 16 | UInt32(bytes[at + 2]) &<< 8 | UInt32(bytes[at + 3])
    }
    for index in 16..<64 {
      let a = w[index - 15]
      let b = w[index - 2]
      let low = rotated(a, 7) ^ rotated(a, 18) ^ (a >> 3)
      let high = rotated(b, 17) ^ rotated(b, 19) ^ (b >> 10)
      w[index] = w[index - 16] &+ low &+ w[index - 7] &+ high
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for index in 0..<64 {
      let high = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      let first = h &+ high &+ ((e & f) ^ (~e & g)) &+ rounds[index] &+ w[index]
      let low = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
      let second = low &+ ((a & b) ^ (a & c) ^ (b & c))
      (h, g, f, e) = (g, f, e, d &+ first)
      (d, c, b, a) = (c, b, a, first &+ second)
    }
    for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] = state[index] &+ word }
  }

  private func rotated(_ word: UInt32, _ by: UInt32) -> UInt32 {
    word &>> by | word &<< (32 &- by)
  }

  /// The first 32 bits after the point of a root; a double holds them with room to spare.
  private static func fraction(_ value: Double, root: (Double) -> Double) -> UInt32 {
    UInt32(truncatingIfNeeded: UInt64(root(value) * 4_294_967_296))
  }

  private static func cubeRoot(_ value: Double) -> Double {
    var root = value / 3
    for _ in 0..<100 { root -= (root * root * root - value) / (3 * root * root) }
    return root
  }
}
