internal import Casefile

/// What must never be lost on the way to a model: addresses, domains, links, hashes, accounts, hosts and executables.
///
/// A cell of a column that is named for one of these is one as a whole; in any other text they are found by their shape.
package enum IndicatorScan {
  /// The indicators of one cell, as they stand there, each once.
  package static func indicators(of text: String, column: String) -> [String] {
    var found: [String] = []
    var text = text
    text.withUTF8 { bytes in
      visit(bytes, ColumnRole(of: column)) { found.append(String(decoding: $0, as: UTF8.self)) }
    }
    var seen: Set<String> = []
    return found.filter { seen.insert($0).inserted }
  }

  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// Shows every indicator of a cell; one may be shown twice.
  static func visit(_ cell: Bytes, _ role: ColumnRole, _ show: (Bytes) -> Void) {
    guard cell.count > 1 || cell.first.map({ $0 != UInt8(ascii: "-") }) == true else { return }
    if role.isIndicator, cell.count <= longest { show(cell) }
    guard role == .other || role == .domain || role == .executable else { return }
    kinds.withUnsafeBufferPointer { kinds in
      var start = 0
      var word = Word()
      for place in 0..<cell.count {
        let kind = kinds[Int(cell[place])]
        if kind & gap == 0 {
          word.take(kind, at: place - start)
          continue
        }
        if place - start >= 4 { take(Bytes(rebasing: cell[start..<place]), word, show) }
        start = place + 1
        word = Word()
      }
      if cell.count - start >= 4 { take(Bytes(rebasing: cell[start...]), word, show) }
    }
  }

  private static let longest = 512
  private static let gap: UInt8 = 1
  private static let dot: UInt8 = 2
  private static let colon: UInt8 = 4
  private static let hex: UInt8 = 8
  private static let digit: UInt8 = 16
  private static let slash: UInt8 = 32
  private static let at: UInt8 = 64

  private static let kinds: [UInt8] = (0..<256).map { byte in
    switch UInt8(byte) {
    case 0...0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "("),
      UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: "="), UInt8(ascii: "`"):
      gap
    case UInt8(ascii: "."): dot
    case UInt8(ascii: ":"): colon
    case UInt8(ascii: "0")...UInt8(ascii: "9"): hex | digit
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): hex
    case UInt8(ascii: "\\"), UInt8(ascii: "/"): slash
    case UInt8(ascii: "@"): at
    default: 0
    }
  }

  /// What bytes a word is made of.
  private struct Word {
    var dots = 0
    var colons = 0
    var ats = 0
    /// Bytes that are neither of an address of version 4, nor of one of version 6.
    var others = 0
    var letters = 0
    var lastSlash = -1
    var lastDot = -1

    @inline(__always)
    mutating func take(_ kind: UInt8, at place: Int) {
      if kind & digit != 0 { return }
      if kind & hex != 0 {
        letters += 1
      } else if kind & dot != 0 {
        dots += 1
        lastDot = place
      } else if kind & colon != 0 {
        colons += 1
      } else {
        others += 1
        if kind & slash != 0 { lastSlash = place }
        if kind & at != 0 { ats += 1 }
      }
    }
  }

  private static func take(_ bytes: Bytes, _ word: Word, _ show: (Bytes) -> Void) {
    guard bytes.count <= longest else { return }
    if word.others == 0, word.dots == 0, word.colons == 0 {
      if bytes.count == 32 || bytes.count == 40 || bytes.count == 64 { show(bytes) }
      return
    }
    guard word.dots > 0 || word.colons > 0 || bytes[0] == UInt8(ascii: "S") else { return }
    var end = bytes.count
    while end > 0, bytes[end - 1] == UInt8(ascii: ".") || bytes[end - 1] == UInt8(ascii: ":") { end -= 1 }
    guard end >= 4 else { return }
    let bytes = Bytes(rebasing: bytes[..<end])
    if word.others == 0 {
      if word.dots == 3 || word.colons > 1 { address(bytes, word, show) }
      return
    }
    if word.lastSlash > 0, word.colons > 0, let host = hostOfLink(bytes) {
      show(bytes)
      if !host.isEmpty { show(host) }
    } else if bytes.starts(with: "S-1-".utf8) {
      show(bytes)
    } else if word.ats == 1, word.dots > 0, word.lastSlash < 0 {
      show(bytes)
    } else if word.lastDot > word.lastSlash, word.lastDot < end {
      named(bytes, word, show)
    }
  }

  private static func address(_ bytes: Bytes, _ word: Word, _ show: (Bytes) -> Void) {
    let text = String(decoding: bytes, as: UTF8.self)
    if NetworkAddress(text) != nil { return show(bytes) }
    // An address with a port behind it.
    guard word.colons == 1, let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return }
    if NetworkAddress(String(decoding: bytes[..<colon], as: UTF8.self)) != nil { show(Bytes(rebasing: bytes[..<colon])) }
  }

  /// The host of `scheme://user@host:port/path`; nil for what is no link.
  private static func hostOfLink(_ bytes: Bytes) -> Bytes? {
    let slash = UInt8(ascii: "/")
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 1, colon + 2 < bytes.count, bytes[colon + 1] == slash,
      bytes[colon + 2] == slash
    else { return nil }
    var host = bytes[(colon + 3)...].prefix { $0 != slash && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    if let at = host.lastIndex(of: UInt8(ascii: "@")) { host = host[(at + 1)...] }
    if let port = host.lastIndex(of: UInt8(ascii: ":")), host[(port + 1)...].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
      host = host[..<port]
    }
    return Bytes(rebasing: host)
  }

  static let executables: Set<String> = [
    "exe", "dll", "ps1", "bat", "cmd", "sys", "scr", "vbs", "js", "jse", "hta", "msi", "cpl", "psm1", "wsf", "lnk", "jar", "py", "sh",
    "so", "elf", "pif", "ocx", "drv",
  ]
  private static let domains: Set<String> = [
    "com", "net", "org", "io", "info", "biz", "ru", "cn", "de", "uk", "fr", "eu", "us", "top", "xyz", "site", "online", "club", "onion",
    "local", "lan", "example", "test", "invalid", "edu", "gov", "co", "me", "cc", "tk", "pw", "su", "in", "nl", "ch", "jp", "br", "live",
    "cloud", "app", "dev", "ms", "ly", "to", "tv", "ws", "pro", "link", "click", "shop",
  ]

  static func isEnding(_ word: String) -> Bool { domains.contains(word) }

  /// A name with a dot in it: an executable with or without its folder, or a domain.
  private static func named(_ bytes: Bytes, _ word: Word, _ show: (Bytes) -> Void) {
    let ending = bytes[(word.lastDot + 1)...]
    guard (2...7).contains(ending.count) else { return }
    let text = String(decoding: ending, as: UTF8.self).lowercased()
    let name = Bytes(rebasing: bytes[(word.lastSlash + 1)...])
    let isShort = text == "com" && word.dots == 1 && name.count <= 12
    if executables.contains(text) || isShort {
      if word.lastDot > word.lastSlash + 1 { show(name) }
    } else if word.lastSlash < 0, domains.contains(text), isDomain(bytes) {
      show(bytes)
    }
  }

  private static func isDomain(_ bytes: Bytes) -> Bool {
    var label = 0
    for byte in bytes {
      if byte == UInt8(ascii: ".") {
        if label == 0 { return false }
        label = 0
        continue
      }
      guard byte == 0x2D || byte == 0x5F || byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A else { return false }
      label += 1
    }
    return label > 0
  }
}

extension IndicatorScan {
  /// Whether a word by itself is a domain: labels with dots between, the last of them one that domains end in.
  static func isDomainName(_ word: String) -> Bool {
    let labels = word.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count > 1, let last = labels.last, labels.allSatisfy({ !$0.isEmpty }), !executables.contains(String(last)) else {
      return false
    }
    guard isEnding(String(last)) else { return false }
    return word.utf8.allSatisfy {
      $0 == 0x2D || $0 == 0x2E || $0 == 0x5F || $0 >= 0x30 && $0 <= 0x39 || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A
    }
  }

  /// Whether a word by itself is an account with its domain, a mail address or a security identifier.
  static func isAccount(_ word: String) -> Bool {
    guard !word.contains(" ") else { return false }
    if word.uppercased().hasPrefix("S-1-") { return true }
    if let at = word.firstIndex(of: "@"), at != word.startIndex { return word[at...].contains(".") && !word.contains("/") }
    let parts = word.split(separator: "\\", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), !word.contains(":"), !word.contains("/"), !word.contains("%") else {
      return false
    }
    let ending = parts[1].split(separator: ".").last.map { String($0).lowercased() } ?? ""
    let isHive = parts[0].lowercased().hasPrefix("hk")
    return !isHive && !(parts[1].contains(".") && executables.contains(ending))
  }
}
