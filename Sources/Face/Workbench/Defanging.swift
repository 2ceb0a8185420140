/// Makes addresses and links harmless to click and to paste: `203[.]0[.]113[.]77`, `hxxps://evil[.]example/x`.
package enum Defanging {
  /// The text with every IPv4 address and every web link defanged; all else is unchanged.
  package static func defanged(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard bytes.contains(where: { $0 == 0x2E || $0 == 0x3A }) else { return text }
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + 16)
    var index = 0
    while index < bytes.count {
      if let end = linkEnd(bytes, index) {
        appendLink(bytes[index..<end], to: &out)
        index = end
      } else if let end = addressEnd(bytes, index) {
        appendDotted(bytes[index..<end], to: &out)
        index = end
      } else {
        out.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// End of the scheme and host of a link that begins here.
  private static func linkEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
    guard bytes[start] | 0x20 == UInt8(ascii: "h"), start == 0 || !isWord(bytes[start - 1]) else { return nil }
    for scheme in ["https://", "http://"] where matches(bytes, start, scheme) {
      var end = start + scheme.utf8.count
      while end < bytes.count, isWord(bytes[end]) || bytes[end] == 0x2E || bytes[end] == 0x2D { end += 1 }
      return end
    }
    return nil
  }

  private static func matches(_ bytes: [UInt8], _ start: Int, _ word: String) -> Bool {
    let letters = Array(word.utf8)
    guard start + letters.count <= bytes.count else { return false }
    return zip(letters, bytes[start...]).allSatisfy { $0 == $1 || ($0 >= 0x61 && $0 == $1 | 0x20) }
  }

  /// End of an IPv4 address that begins here and is not part of a longer number or version.
  private static func addressEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
    guard isDigit(bytes[start]), start == 0 || !(isWord(bytes[start - 1]) || bytes[start - 1] == 0x2E) else { return nil }
    var index = start
    for part in 0..<4 {
      let first = index
      while index < bytes.count, index - first < 3, isDigit(bytes[index]) { index += 1 }
      let value = bytes[first..<index].reduce(0) { $0 * 10 + Int($1 - 0x30) }
      guard index > first, value < 256 else { return nil }
      if part < 3 {
        guard index < bytes.count, bytes[index] == 0x2E else { return nil }
        index += 1
      }
    }
    let isLonger =
      index < bytes.count && (isWord(bytes[index]) || (bytes[index] == 0x2E && index + 1 < bytes.count && isDigit(bytes[index + 1])))
    return isLonger ? nil : index
  }

  private static func appendLink(_ link: ArraySlice<UInt8>, to out: inout [UInt8]) {
    out.append(contentsOf: Array("hxxp".utf8))
    appendDotted(link.dropFirst(4), to: &out)
  }

  private static func appendDotted(_ text: ArraySlice<UInt8>, to out: inout [UInt8]) {
    for byte in text {
      if byte == 0x2E { out.append(contentsOf: Array("[.]".utf8)) } else { out.append(byte) }
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  private static func isWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == 0x5F || byte >= 0x80
  }
}
