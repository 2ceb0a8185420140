/// An address of a machine, version 4 or 6, by its bits: however it is written, the same address is equal.
package struct NetworkAddress: Hashable, Sendable {
  /// Eight groups of sixteen bits; version 4 stands in the last two behind `ffff`, as version 6 maps it.
  package let groups: [UInt16]

  /// Reads `10.1.2.3`, `2001:db8::1`, `::ffff:10.1.2.3`, `[2001:db8::1]`; nil for anything else.
  package init?(_ text: String) {
    var text = Substring(text)
    if text.hasPrefix("["), text.hasSuffix("]") { text = text.dropFirst().dropLast() }
    if let zone = text.firstIndex(of: "%") { text = text[..<zone] }
    guard text.utf8.count <= 45 else { return nil }
    if let four = NetworkAddress.versionFour(text) {
      groups = [0, 0, 0, 0, 0, 0xFFFF] + four
      return
    }
    guard let six = NetworkAddress.versionSix(text) else { return nil }
    groups = six
  }

  /// Whether it is an address of version 4, however it is written.
  package var isVersionFour: Bool { groups.prefix(6).elementsEqual([0, 0, 0, 0, 0, 0xFFFF]) }

  /// Ways in which logs write this address, in lower case.
  package var spellings: [String] {
    if isVersionFour {
      let four = "\(groups[6] >> 8).\(groups[6] & 0xFF).\(groups[7] >> 8).\(groups[7] & 0xFF)"
      return [four, "::ffff:" + four]
    }
    let hex = groups.map { String($0, radix: 16) }
    let padded = hex.map { String(repeating: "0", count: 4 - $0.count) + $0 }
    return [compressed(hex), hex.joined(separator: ":"), padded.joined(separator: ":")]
  }

  /// The longest run of zero groups as `::`, as RFC 5952 writes it.
  private func compressed(_ hex: [String]) -> String {
    var best = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, groups[end] == 0 { end += 1 }
      if end - start > max(1, best.count) { best = start..<end }
      start = max(end, start + 1)
    }
    guard !best.isEmpty else { return hex.joined(separator: ":") }
    return hex[..<best.lowerBound].joined(separator: ":") + "::" + hex[best.upperBound...].joined(separator: ":")
  }

  private static func versionFour(_ text: Substring) -> [UInt16]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let bytes = parts.compactMap { part in part.allSatisfy(\.isNumber) ? UInt8(part) : nil }
    guard parts.count == 4, bytes.count == 4 else { return nil }
    return [UInt16(bytes[0]) << 8 | UInt16(bytes[1]), UInt16(bytes[2]) << 8 | UInt16(bytes[3])]
  }

  private static func versionSix(_ text: Substring) -> [UInt16]? {
    var text = text
    var tail: [UInt16] = []
    if text.contains("."), let colon = text.lastIndex(of: ":") {
      guard let four = versionFour(text[text.index(after: colon)...]) else { return nil }
      tail = four
      text = text[...colon]
      if text.hasSuffix("::") == false { text = text.dropLast() }
    }
    guard text.contains(":") || !tail.isEmpty else { return nil }
    let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
    guard halves.count <= 2 else { return nil }
    let sides = halves.map { half in half.isEmpty ? [] : half.split(separator: ":", omittingEmptySubsequences: false) }
    let read = sides.map { side in side.compactMap { $0.utf8.count <= 4 && !$0.hasPrefix("+") ? UInt16($0, radix: 16) : nil } }
    guard zip(sides, read).allSatisfy({ $0.count == $1.count }) else { return nil }
    if read.count == 1 { return read[0].count + tail.count == 8 ? read[0] + tail : nil }
    let missing = 8 - read[0].count - read[1].count - tail.count
    guard missing >= 1 else { return nil }
    return read[0] + [UInt16](repeating: 0, count: missing) + read[1] + tail
  }
}

/// A network in CIDR notation.
package struct AddressRange: Hashable, Sendable {
  private let address: NetworkAddress
  private let bits: Int

  /// Reads `10.0.0.0/8` or `2001:db8::/32`; a single address is a network of its own.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let address = NetworkAddress(String(first)) else { return nil }
    let most = address.isVersionFour ? 32 : 128
    guard let bits = parts.count == 2 ? Int(parts[1]) : most, (0...most).contains(bits) else { return nil }
    self.address = address
    self.bits = bits + 128 - most
  }

  /// Whether the address lies in this network.
  package func contains(_ other: NetworkAddress) -> Bool {
    for place in 0..<8 {
      let own = min(16, max(0, bits - place * 16))
      guard own > 0 else { return true }
      let mask = UInt16.max << UInt16(16 - own)
      guard address.groups[place] & mask == other.groups[place] & mask else { return false }
    }
    return true
  }
}
