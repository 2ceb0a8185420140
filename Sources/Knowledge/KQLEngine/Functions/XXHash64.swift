/// The 64-bit xxHash with seed 0, which Kusto's `hash()` is.
enum XXHash64 {
  private static let primes: [UInt64] = [
    0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63, 0x27D4_EB2F_1656_67C5,
  ]

  static func hash(_ bytes: [UInt8]) -> UInt64 {
    var rest = bytes[...]
    var state: UInt64
    if bytes.count >= 32 {
      var lanes: [UInt64] = [primes[0] &+ primes[1], primes[1], 0, 0 &- primes[0]]
      while rest.count >= 32 {
        for lane in 0..<4 { lanes[lane] = round(lanes[lane], word(rest.popPrefix(8))) }
      }
      state = rotated(lanes[0], 1) &+ rotated(lanes[1], 7) &+ rotated(lanes[2], 12) &+ rotated(lanes[3], 18)
      for lane in lanes { state = (state ^ round(0, lane)) &* primes[0] &+ primes[3] }
    } else {
      state = primes[4]
    }
    state &+= UInt64(bytes.count)
    while rest.count >= 8 { state = rotated(state ^ round(0, word(rest.popPrefix(8))), 27) &* primes[0] &+ primes[3] }
    if rest.count >= 4 { state = rotated(state ^ word(rest.popPrefix(4)) &* primes[0], 23) &* primes[1] &+ primes[2] }
    for byte in rest { state = rotated(state ^ UInt64(byte) &* primes[4], 11) &* primes[0] }
    state = (state ^ state >> 33) &* primes[1]
    state = (state ^ state >> 29) &* primes[2]
    return state ^ state >> 32
  }

  private static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 { rotated(lane &+ input &* primes[1], 31) &* primes[0] }
  private static func rotated(_ value: UInt64, _ count: UInt64) -> UInt64 { value << count | value >> (64 - count) }
  private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
}

extension ArraySlice<UInt8> {
  /// Takes the first bytes off; there must be that many.
  fileprivate mutating func popPrefix(_ count: Int) -> ArraySlice<UInt8> {
    defer { self = dropFirst(count) }
    return prefix(count)
  }
}
