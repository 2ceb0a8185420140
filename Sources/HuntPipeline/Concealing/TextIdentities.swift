import Casefile

/// Identities that show by their shape in any text: own addresses, names before an at sign, folders of users, security identifiers; and
/// words that look like stand-ins, which must be told from ours.
enum TextIdentities {
  static func identities(in text: String) -> [Identity] {
    var text = text
    return text.withUTF8 { bytes in
      var scan = Scan(bytes: bytes)
      scan.run()
      return scan.found
    }
  }

  private struct Scan {
    let bytes: UnsafeBufferPointer<UInt8>
    var found: [Identity] = []

    mutating func run() {
      var place = 0
      while place < bytes.count {
        let byte = bytes[place]
        let startsWord = Scan.isWord(byte) && (place == 0 || !Scan.isWord(bytes[place - 1]))
        if startsWord, byte >= 0x30, byte <= 0x39 { takeAddress(place) }
        if startsWord { takeWord(place) }
        if byte == UInt8(ascii: "@") { takeMail(place) }
        if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "/") { takeFolder(place) }
        place += 1
      }
    }

    /// Letters and digits, and every byte beyond ASCII: a shape in doubt is taken whole.
    private static func isWord(_ byte: UInt8) -> Bool { TermBytes.isASCIIWord(byte) || byte >= 0x80 }

    private func text(_ range: Range<Int>) -> String { String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self) }

    private func end(from place: Int, while isPart: (UInt8) -> Bool) -> Int {
      var end = place
      // Longer than any name: a hostile text is not read again and again.
      let most = min(bytes.count, place + 512)
      while end < most, isPart(bytes[end]) { end += 1 }
      return end
    }

    private mutating func takeAddress(_ place: Int) {
      if place > 0, bytes[place - 1] == UInt8(ascii: ".") { return }
      var end = end(from: place) { $0 >= 0x30 && $0 <= 0x39 || $0 == UInt8(ascii: ".") }
      while end > place, bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
      guard (7...15).contains(end - place), end == bytes.count || !Scan.isWord(bytes[end]) else { return }
      let word = text(place..<end)
      if NetworkAddress(word)?.isOwn == true { found.append(Identity(.address, word)) }
    }

    private static let prefixes = IdentityKind.allCases.map { Array(($0.rawValue + "-").utf8) }

    private mutating func takeWord(_ place: Int) {
      let first = TermBytes.folded(bytes[place])
      if first == UInt8(ascii: "f"), place + 4 < bytes.count, place == 0 || bytes[place - 1] != UInt8(ascii: ":") { takeVersionSix(place) }
      if first == UInt8(ascii: "s"), bytes[place...].starts(with: "S-1-5-21-".utf8) || bytes[place...].starts(with: "S-1-12-1-".utf8) {
        let end = end(from: place + 2) { $0 >= 0x30 && $0 <= 0x39 || $0 == UInt8(ascii: "-") }
        found.append(Identity(.object, text(place..<end)))
      }
      for prefix in Scan.prefixes where first == prefix[0] && place + prefix.count < bytes.count {
        guard zip(bytes[place...], prefix).allSatisfy({ TermBytes.folded($0) == $1 }) else { continue }
        let digits = place + prefix.count
        let end = end(from: digits) { $0 >= 0x30 && $0 <= 0x39 }
        if end > digits {
          found.append(Identity(IdentityKind(rawValue: String(text(place..<(digits - 1)).lowercased())) ?? .object, text(place..<end)))
        }
      }
    }

    private mutating func takeVersionSix(_ place: Int) {
      let end = end(from: place) {
        $0 >= 0x30 && $0 <= 0x3A || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66 || $0 == UInt8(ascii: ".")
      }
      guard end - place >= 4, end - place <= 45, bytes[place..<end].contains(UInt8(ascii: ":")) else { return }
      let word = text(place..<end)
      if NetworkAddress(word)?.isOwn == true { found.append(Identity(.address, word)) }
    }

    private static func isMailPart(_ byte: UInt8) -> Bool {
      Scan.isWord(byte) || [0x2E, 0x2D, 0x5F, 0x2B].contains(byte)
    }

    private mutating func takeMail(_ at: Int) {
      var start = at
      while start > 0, at - start < 64, Scan.isMailPart(bytes[start - 1]) { start -= 1 }
      let after = end(from: at + 1, while: Scan.isMailPart)
      guard start < at, bytes[(at + 1)..<after].contains(UInt8(ascii: ".")) else { return }
      let name = text(start..<at).drop { !$0.isLetter && !$0.isNumber }
      guard !name.isEmpty, !WellKnownNames.contains(String(name)) else { return }
      let local = Identity(.user, String(name))
      found.append(local.isFreeWord ? local : Identity(.user, text(start..<after)))
    }

    private static let folders: [(name: [UInt8], kind: IdentityKind)] = [
      folder("users", .user), folder("home", .user), folder("documents and settings", .user), folder("subscriptions", .tenant),
      folder("resourcegroups", .tenant), folder("tenants", .tenant), folder("virtualmachines", .host), folder("workspaces", .tenant),
      folder("storageaccounts", .tenant),
    ]

    private static func folder(_ name: String, _ kind: IdentityKind) -> (name: [UInt8], kind: IdentityKind) { (Array(name.utf8), kind) }

    /// `\Users\NAME\`, `/home/NAME/`, `/subscriptions/ID/`.
    private mutating func takeFolder(_ slash: Int) {
      for (folder, kind) in Scan.folders where slash + folder.count + 2 < bytes.count {
        let close = slash + 1 + folder.count
        guard bytes[close] == bytes[slash], zip(bytes[(slash + 1)...], folder).allSatisfy({ TermBytes.folded($0) == $1 }) else { continue }
        var start = close + 1
        // In JSON a backslash is written twice.
        if start < bytes.count, bytes[start] == bytes[slash] { start += 1 }
        let end = end(from: start) {
          ![0x5C, 0x2F, 0x22, 0x27, 0x3A, 0x2A, 0x3F, 0x3C, 0x3E, 0x7C, 0x0A, 0x0D, 0x3B, 0x2C, 0x29].contains($0)
        }
        guard end > start, end - start <= 90 else { return }
        // A name with blanks is one only where the next folder says where it ends.
        let isClosed = end < bytes.count && bytes[end] == bytes[slash]
        let stop = isClosed && kind == .user ? end : self.end(from: start) { $0 != 0x20 && $0 != 0x5C && $0 != 0x2F }
        let name = text(start..<min(stop, end)).bareName
        if !WellKnownNames.contains(name), name.contains(where: { $0.isLetter }) { found.append(Identity(kind, name)) }
        return
      }
    }
  }
}
