import Casefile

/// Functions of IPv4 and IPv6 addresses.
enum NetworkFunctions {
  static let all: [String: ScalarFunctions.Make] = [
    "parse_ipv4": { site in
      try site.require(1)
      return try site.rowwise { cells in IPNetwork(v4: Conversion.text(cells[0])).map { .long(Int64($0.masked)) } ?? .null }
    },
    "parse_ipv4_mask": { site in
      try site.require(2)
      return try site.rowwise { cells in
        guard let network = IPNetwork(v4: Conversion.text(cells[0])), let mask = Conversion.long(cells[1]), (0...32).contains(mask) else {
          return .null
        }
        return .long(Int64(network.narrowed(to: 96 + Int(mask)).masked))
      }
    },
    "ipv4_netmask_suffix": { site in
      try site.require(1)
      return try site.rowwise { cells in IPNetwork(v4: Conversion.text(cells[0])).map { .long(Int64($0.length - 96)) } ?? .null }
    },
    "ipv4_is_private": { site in
      try site.require(1)
      return try site.rowwise { cells in
        guard let network = IPNetwork(v4: Conversion.text(cells[0])) else { return .null }
        return .bool(privateNetworks.contains { $0.holds(network) })
      }
    },
    "ipv4_is_in_range": { site in try ranges(site) { IPNetwork(v4: $0) } },
    "ipv6_is_in_range": { site in try ranges(site) { IPNetwork($0) } },
    "ipv4_is_in_any_range": { site in try ranges(site) { IPNetwork(v4: $0) } },
    "ipv6_is_in_any_range": { site in try ranges(site) { IPNetwork($0) } },
    "ipv4_compare": { site in try comparison(site, base: 96) { IPNetwork(v4: $0) } },
    "ipv6_compare": { site in try comparison(site, base: 0) { IPNetwork($0) } },
    "ipv4_is_match": { site in try match(site, base: 96) { IPNetwork(v4: $0) } },
    "ipv6_is_match": { site in try match(site, base: 0) { IPNetwork($0) } },
    "parse_ipv6": { site in
      try site.require(1)
      return try site.rowwise { cells in .string(IPNetwork(Conversion.text(cells[0]))?.fullText ?? "") }
    },
    "format_ipv4": { site in try format(site, withMask: false) },
    "format_ipv4_mask": { site in try format(site, withMask: true) },
    "has_ipv4": { site in try search(site) { IPText.has($0, address: $1) } },
    "has_any_ipv4": { site in try search(site) { IPText.has($0, address: $1) } },
    "has_ipv4_prefix": { site in try search(site) { IPText.has($0, prefix: $1) } },
    "has_any_ipv4_prefix": { site in try search(site) { IPText.has($0, prefix: $1) } },
  ]

  private static let privateNetworks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].compactMap { IPNetwork(v4: $0) }

  private static func texts(_ cells: some Sequence<Value>) -> [String] {
    cells.flatMap { cell in cell.json.array?.compactMap { $0.string } ?? [Conversion.text(cell)] }
  }

  private static func ranges(_ site: CallSite, _ read: @escaping (String) -> IPNetwork?) throws -> Scalar {
    try site.require(2)
    return try site.rowwise { cells in
      guard let address = read(Conversion.text(cells[0])) else { return .null }
      let networks = texts(cells.dropFirst()).map { read($0) }
      if networks.contains(where: { $0?.holds(address) == true }) { return .bool(true) }
      return networks.contains { $0 == nil } ? .null : .bool(false)
    }
  }

  private static func pair(_ cells: [Value], _ base: Int, _ read: (String) -> IPNetwork?) -> (UInt128, UInt128)? {
    guard let a = read(Conversion.text(cells[0])), let b = read(Conversion.text(cells[1])) else { return nil }
    var length = min(a.length, b.length)
    if cells.count > 2, let prefix = Conversion.long(cells[2]) {
      // A mask for IPv4 counts its 32 bits even where both are written as IPv6.
      length = min(length, base + Int(clamping: prefix) + (base == 0 && a.isV4 && b.isV4 && prefix <= 32 ? 96 : 0))
    }
    return (a.narrowed(to: length).masked, b.narrowed(to: length).masked)
  }

  private static func comparison(_ site: CallSite, base: Int, _ read: @escaping (String) -> IPNetwork?) throws -> Scalar {
    try site.require(2)
    return try site.rowwise { cells in
      guard let (a, b) = pair(cells, base, read) else { return .null }
      return .long(a == b ? 0 : (a < b ? -1 : 1))
    }
  }

  private static func match(_ site: CallSite, base: Int, _ read: @escaping (String) -> IPNetwork?) throws -> Scalar {
    try site.require(2)
    return try site.rowwise { cells in
      guard let (a, b) = pair(cells, base, read) else { return .null }
      return .bool(a == b)
    }
  }

  private static func format(_ site: CallSite, withMask: Bool) throws -> Scalar {
    try site.require(1)
    return try site.rowwise { cells in
      let network: IPNetwork? =
        if case .long(let number) = cells[0] { UInt32(exactly: number).map { IPNetwork(v4: $0) } } else {
          IPNetwork(v4: Conversion.text(cells[0]))
        }
      let mask = cells.count > 1 ? Conversion.long(cells[1]) ?? -1 : 32
      guard let network, (0...32).contains(mask) else { return .string("") }
      let narrowed = network.narrowed(to: min(network.length, 96 + Int(mask)))
      return .string(narrowed.dottedText + (withMask ? "/\(narrowed.length - 96)" : ""))
    }
  }

  private static func search(_ site: CallSite, _ body: @escaping (String, String) -> Bool) throws -> Scalar {
    try site.require(2)
    return try site.rowwise { cells in
      let text = Conversion.text(cells[0])
      return .bool(texts(cells.dropFirst()).contains { body(text, $0) })
    }
  }
}

/// An address with the length of its network part; IPv4 lives in `::ffff:0:0/96`.
struct IPNetwork {
  private static let v4Prefix: UInt128 = 0xFFFF_0000_0000
  private let address: UInt128
  let length: Int

  private init(address: UInt128, length: Int) {
    self.address = address
    self.length = length
  }

  init(v4 number: UInt32) { self.init(address: IPNetwork.v4Prefix | UInt128(number), length: 128) }

  /// `a.b.c.d` or `a.b.c.d/length`.
  init?(v4 text: String) {
    let halves = text.trimmed.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count <= 2, let number = IPNetwork.dotted(halves[0]) else { return nil }
    let length = halves.count == 2 ? Int(halves[1]) ?? -1 : 32
    guard (0...32).contains(length) else { return nil }
    self.init(address: IPNetwork.v4Prefix | UInt128(number), length: 96 + length)
  }

  /// Either family, with or without a length.
  init?(_ text: String) {
    if let network = IPNetwork(v4: text) {
      self = network
      return
    }
    let halves = text.trimmed.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count <= 2, let address = IPNetwork.grouped(halves[0]) else { return nil }
    let length = halves.count == 2 ? Int(halves[1]) ?? -1 : 128
    guard (0...128).contains(length) else { return nil }
    self.init(address: address, length: length)
  }

  var isV4: Bool { address >> 32 == 0xFFFF }

  /// The network's own address; for IPv4 only its 32 bits.
  var masked: UInt128 {
    let mask: UInt128 = length == 0 ? 0 : ~0 << UInt128(128 - length)
    let network = address & mask
    return isV4 ? network & 0xFFFF_FFFF : network
  }

  func narrowed(to length: Int) -> IPNetwork { IPNetwork(address: address, length: max(0, min(128, length))) }

  func holds(_ other: IPNetwork) -> Bool {
    other.length >= length && isV4 == other.isV4 && other.narrowed(to: length).masked == masked
  }

  var dottedText: String {
    let number = UInt32(truncatingIfNeeded: masked)
    return [24, 16, 8, 0].map { String(number >> $0 & 0xFF) }.joined(separator: ".")
  }

  /// Eight groups of four digits.
  var fullText: String {
    let mask: UInt128 = length == 0 ? 0 : ~0 << UInt128(128 - length)
    return (0..<8).map { group in
      let digits = String(UInt16(truncatingIfNeeded: (address & mask) >> UInt128(112 - 16 * group)), radix: 16)
      return String(repeating: "0", count: 4 - digits.count) + digits
    }.joined(separator: ":")
  }

  static func dotted(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var number: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let byte = UInt8(part) else {
        return nil
      }
      number = number << 8 | UInt32(byte)
    }
    return number
  }

  private static func grouped(_ text: Substring) -> UInt128? {
    var text = String(text)
    if let mark = text.lastIndex(of: ":"), text[mark...].contains("."), let number = dotted(text[text.index(after: mark)...]) {
      text = String(text[...mark]) + String(number >> 16, radix: 16) + ":" + String(number & 0xFFFF, radix: 16)
    }
    guard let sides = try? TextFunctions.pieces(of: text, by: "::"), sides.count <= 2 else { return nil }
    var groups: [[UInt16]] = []
    for side in sides {
      let parts = side.isEmpty ? [] : side.split(separator: ":", omittingEmptySubsequences: false)
      let numbers = parts.compactMap { $0.utf8.count <= 4 ? UInt16($0, radix: 16) : nil }
      guard numbers.count == parts.count else { return nil }
      groups.append(numbers)
    }
    let count = groups.joined().count
    guard sides.count == 2 ? count < 8 : count == 8 else { return nil }
    let filled = groups[0] + Array(repeating: 0, count: 8 - count) + (groups.count == 2 ? groups[1] : [])
    return filled.reduce(0) { $0 << 16 | UInt128($1) }
  }
}

/// Addresses inside a running text.
enum IPText {
  static func has(_ text: String, address: String) -> Bool {
    guard IPNetwork.dotted(address[...]) != nil else { return false }
    return candidates(text).contains { $0 == address }
  }

  /// The prefix is a whole address or ends in a dot.
  static func has(_ text: String, prefix: String) -> Bool {
    guard prefix.hasSuffix(".") || IPNetwork.dotted(prefix[...]) != nil else { return false }
    return candidates(text).contains { prefix.hasSuffix(".") ? $0.hasPrefix(prefix) : $0 == prefix }
  }

  private static func candidates(_ text: String) -> [Substring] {
    text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".")) }.filter { IPNetwork.dotted($0) != nil }
  }
}
