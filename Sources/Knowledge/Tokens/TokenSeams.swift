/// What two neighbouring tokens are to each other: read from the tables of a vocabulary alone.
struct TokenSeams {
  let words: UnsafePointer<UInt64>
  let pairs: UnsafePointer<UInt32>
  let pairBits: UInt64

  /// Whether merging would leave these two side by side.
  ///
  /// It takes the merges back from the seam outwards, the youngest first, and asks each time whether the two that then
  /// touch would have merged earlier than what is being taken back.
  func areCompatible(_ left: UInt64, _ right: UInt64) -> Bool {
    var left = left
    var right = right
    var leftWord = words[Int(truncatingIfNeeded: left)]
    var rightWord = words[Int(truncatingIfNeeded: right)]
    var limit = UInt64.max
    while true {
      if merged(left, right) < limit { return false }
      let leftIsByte = leftWord &>> 54 == 0
      let rightIsByte = rightWord &>> 54 == 0
      if leftIsByte && rightIsByte { return true }
      // The younger one is no single byte: the bytes have the lowest ids.
      if left > right {
        limit = left
        left = leftWord &>> 18 & TokenMerger.none
        leftWord = words[Int(truncatingIfNeeded: left)]
      } else {
        limit = right &+ 1
        right = rightWord & TokenMerger.none
        rightWord = words[Int(truncatingIfNeeded: right)]
      }
    }
  }

  /// The token that two halves make, or `UInt64.max`.
  @inline(__always)
  private func merged(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let halves = left | right << 18
    let hash = (left << 18 | right) &* 0x9E37_79B9_7F4A_7C15
    let mark = UInt32(truncatingIfNeeded: hash >> 8 & 0x3FFF)
    let mask = 1 << Int(pairBits) &- 1
    var slot = Int(truncatingIfNeeded: hash >> (64 &- pairBits))
    while true {
      let entry = pairs[slot]
      if entry == 0 { return .max }
      if entry >> 18 == mark {
        let token = UInt64(entry & 0x3FFFF) &- 1
        if words[Int(truncatingIfNeeded: token)] & 0xF_FFFF_FFFF == halves { return token }
      }
      slot = (slot &+ 1) & mask
    }
  }
}
