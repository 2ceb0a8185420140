import Foundation

/// Bytes to be found in other bytes, by way of the one that is likely to be the rarest.
struct ByteNeedle: Sendable, Equatable {
  let bytes: [UInt8]
  private let rarest: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    rarest = bytes.indices.max { ByteNeedle.rarity(bytes[$0]) < ByteNeedle.rarity(bytes[$1]) } ?? 0
  }

  /// Signs and letters as seldom as log text has them; what is not listed is the rarest.
  static func rarity(_ byte: UInt8) -> Int {
    let order = Array(" etaoinsrclmdpuhgyfbwv01.2-3\\4k5:6879xzjq/_=@".utf8)
    return order.firstIndex(of: byte) ?? order.count
  }

  func isFound(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    let length = bytes.count
    guard length > 0 else { return true }
    guard text.count >= length, let base = text.baseAddress else { return false }
    return bytes.withUnsafeBufferPointer { needle in
      guard let wanted = needle.baseAddress else { return false }
      let byte = Int32(wanted[rarest])
      var at = rarest
      let last = text.count - length + rarest
      while at <= last {
        guard let hit = memchr(base + at, byte, last - at + 1) else { return false }
        let place = base.distance(to: hit.assumingMemoryBound(to: UInt8.self))
        if memcmp(base + (place - rarest), wanted, length) == 0 { return true }
        at = place + 1
      }
      return false
    }
  }

  func isEqual(to text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count == bytes.count else { return false }
    guard let base = text.baseAddress, !bytes.isEmpty else { return bytes.isEmpty }
    return bytes.withUnsafeBufferPointer { memcmp(base, $0.baseAddress ?? base, text.count) == 0 }
  }
}
