/// A block of addresses, such as `10.0.0.0/8` or `fe80::/10`.
struct AddressBlock: Equatable, Sendable {
  private let bytes: [UInt8]
  private let length: Int

  /// Nil when the text is no block; an address alone is a block of one.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let bytes = AddressBlock.address(parts[0]) else { return nil }
    let length = parts.count == 2 ? Int(parts[1]) : bytes.count * 8
    guard let length, (0...bytes.count * 8).contains(length) else { return nil }
    self.bytes = bytes
    self.length = length
  }

  func contains(_ text: String) -> Bool {
    guard let other = AddressBlock.address(text[...]), other.count == bytes.count else { return false }
    let whole = length / 8
    guard other[..<whole] == bytes[..<whole] else { return false }
    let rest = length % 8
    return rest == 0 || (other[whole] ^ bytes[whole]) >> (8 - rest) == 0
  }

  /// Four bytes or sixteen; an IPv4 address inside an IPv6 one (`::ffff:10.0.0.1`) is four.
  static func address(_ text: Substring) -> [UInt8]? {
    if !text.contains(":") {
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 4 else { return nil }
      let bytes = parts.compactMap { $0.count <= 3 ? UInt8($0) : nil }
      return bytes.count == 4 ? bytes : nil
    }
    if text.lowercased().hasPrefix("::ffff:"), let four = address(text.dropFirst(7)), four.count == 4 { return four }
    return wide(text)
  }

  private static func wide(_ text: Substring) -> [UInt8]? {
    let bare = text.prefix { $0 != "%" }
    guard let gap = bare.firstRange(of: "::") else {
      let groups = groups(bare)
      return groups?.count == 8 ? bytes(groups ?? []) : nil
    }
    guard let head = groups(bare[..<gap.lowerBound]), let tail = groups(bare[gap.upperBound...]), head.count + tail.count < 8 else {
      return nil
    }
    return bytes(head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
  }

  private static func groups(_ text: Substring) -> [UInt16]? {
    if text.isEmpty { return [] }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let groups = parts.compactMap { (1...4).contains($0.count) ? UInt16($0, radix: 16) : nil }
    return groups.count == parts.count ? groups : nil
  }

  private static func bytes(_ groups: [UInt16]) -> [UInt8] { groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } }
}
