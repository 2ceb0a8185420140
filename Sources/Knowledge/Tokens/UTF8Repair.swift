/// Bytes that claim to be UTF-8 made so, by the rule that the Unicode standard recommends and Python follows.
enum UTF8Repair {
  /// Gives the same bytes when they are valid, else a copy in which each ill-formed run is one U+FFFD.
  static func withValid<Result>(_ raw: UnsafeRawBufferPointer, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    raw.withMemoryRebound(to: UInt8.self) { bytes in
      if firstFault(bytes) == bytes.count { return body(bytes) }
      var repaired = String(decoding: bytes, as: UTF8.self)
      return repaired.withUTF8(body)
    }
  }

  /// Where the first byte is that begins no valid scalar, or the count.
  static func firstFault(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let count = bytes.count
    guard let base = bytes.baseAddress else { return 0 }
    var offset = 0
    while offset < count {
      while offset &+ 8 <= count,
        UnsafeRawPointer(base + offset).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      { offset &+= 8 }
      if offset == count { break }
      let length = scalarLength(base + offset, count &- offset)
      if length == 0 { return offset }
      offset &+= length
    }
    return count
  }

  /// The length of the valid scalar that starts here, or zero (Unicode standard, table 3-7).
  @inline(__always)
  static func scalarLength(_ bytes: UnsafePointer<UInt8>, _ left: Int) -> Int {
    let first = bytes[0]
    if first < 0x80 { return 1 }
    if first < 0xC2 || first > 0xF4 || left < 2 { return 0 }
    let second = bytes[1]
    if first < 0xE0 { return isContinuation(second) ? 2 : 0 }
    if first < 0xF0 {
      let low: UInt8 = first == 0xE0 ? 0xA0 : 0x80
      let high: UInt8 = first == 0xED ? 0x9F : 0xBF
      return left >= 3 && second >= low && second <= high && isContinuation(bytes[2]) ? 3 : 0
    }
    let low: UInt8 = first == 0xF0 ? 0x90 : 0x80
    let high: UInt8 = first == 0xF4 ? 0x8F : 0xBF
    return left >= 4 && second >= low && second <= high && isContinuation(bytes[2]) && isContinuation(bytes[3]) ? 4 : 0
  }

  /// How many bytes at the end may be the beginning of a scalar that is not complete; at most three.
  static func unfinishedTail(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    for length in 1...3 where length <= bytes.count {
      let start = bytes.count - length
      let first = bytes[start]
      if isContinuation(first) { continue }
      let wanted = first < 0xC2 || first > 0xF4 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
      return length < wanted && canBegin(UnsafeBufferPointer(rebasing: bytes[start...])) ? length : 0
    }
    return 0
  }

  /// Whether continuation bytes can complete these, of which the first begins a longer scalar.
  private static func canBegin(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count > 1 else { return true }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4) { scalar in
      scalar.initialize(repeating: 0x80)
      for index in 0..<min(3, bytes.count) { scalar[index] = bytes[index] }
      guard let base = scalar.baseAddress else { return false }
      return scalarLength(base, 4) != 0
    }
  }

  @inline(__always)
  private static func isContinuation(_ byte: UInt8) -> Bool {
    byte & 0xC0 == 0x80
  }
}
