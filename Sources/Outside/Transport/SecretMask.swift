internal import Foundation
internal import Locking

/// Hides what was sent in secret where an answer repeats it, so that no error text, row, finding or journal can carry it on.
///
/// It is found in plain text, percent-encoded, as Base64, and behind JSON's escapes, also those of JSON within a string of JSON. What is
/// looked through is text on its way in, before anybody cuts or decodes it: a reader behind the mask decodes no secret.
package struct SecretMask: Sendable {
  /// Shorter ones hide too much that is none of theirs, in bytes.
  private static let shortest = 6
  /// From here on a secret's Base64 is no ordinary word.
  private static let shortestPacked = 12
  /// JSON within a string within a string: how often escapes are taken away.
  private static let deepest = 3

  private let search: SecretSearch
  /// Of each byte, whether an escape of it may hide a secret; all beyond ASCII are one.
  private let letters: [Bool]
  /// The end of what passed that may be the beginning of a secret.
  private var held: [UInt8] = []

  package init(_ secrets: [String] = []) {
    let known = secrets.filter { $0.utf8.count >= SecretMask.shortest }
    search = SecretSearch(SecretMask.different(known.flatMap(SecretMask.spellings)))
    var letters = (UInt8(0)...0x80).map { SecretMask.isUnreserved($0) || "+/=%".utf8.contains($0) }
    for byte in known.joined().utf8 { letters[Int(min(byte, 0x80))] = true }
    self.letters = letters
  }

  /// The secrets in the headers of a request, without the word before them.
  package init(of headers: HTTPHeaders) {
    self.init(
      headers.fields.filter { Secrets.isSecret(header: $0.name) }.map { $0.value.split(separator: " ").last.map(String.init) ?? "" })
  }

  /// True where there is nothing to hide.
  package var isEmpty: Bool { search.isEmpty }

  /// The text with `Secrets.mask` in the place of each secret.
  package func masked(_ text: String) -> String {
    guard !isEmpty else { return text }
    let bytes = Array(text.utf8)
    let (ranges, _) = places(in: bytes)
    return ranges.isEmpty ? text : String(decoding: SecretMask.covered(bytes, ranges), as: UTF8.self)
  }

  /// A body that has come whole.
  package func masked(_ body: [UInt8]) -> [UInt8] {
    guard !isEmpty else { return body }
    let (ranges, _) = places(in: body)
    return ranges.isEmpty ? body : SecretMask.covered(body, ranges)
  }

  /// An answer whose headers and body say nothing of the secrets, however the body is cut into chunks.
  package func masked(_ response: HTTPResponse) -> HTTPResponse {
    guard !isEmpty else { return response }
    var response = response
    var headers = HTTPHeaders()
    for field in response.head.headers.fields { headers.add(masked(field.name), masked(field.value)) }
    response.head.headers = headers
    let state = Locked(self)
    response.body = response.body.changed { chunk in
      state.withLock { mask in
        guard let chunk else { return mask.rest() }
        return mask.pass(chunk)
      }
    }
    return response
  }

  /// Takes the next bytes and gives back what can no longer become a secret. Text that comes in whole characters leaves in such.
  package mutating func pass(_ chunk: [UInt8]) -> [UInt8] {
    guard !isEmpty else { return chunk }
    var bytes = held.isEmpty ? chunk : held + chunk
    held = []
    let (ranges, open) = places(in: bytes)
    if open < bytes.count {
      held = Array(bytes[open...])
      bytes.removeSubrange(open...)
    }
    return ranges.isEmpty ? bytes : SecretMask.covered(bytes, ranges)
  }

  /// What was held at the end: no secret came of it.
  package mutating func rest() -> [UInt8] {
    defer { held = [] }
    return held
  }

  /// Where secrets stand, in order and apart from each other, and from where on the end may become one.
  private func places(in bytes: [UInt8]) -> (ranges: [Range<Int>], open: Int) {
    var found: [Range<Int>] = []
    var open = bytes.count
    var views: [UnescapedText] = []
    for depth in 0...SecretMask.deepest {
      let text = views.last?.bytes ?? bytes
      func source(_ place: Int) -> Int { views.reversed().reduce(place) { $1.source(of: $0) } }
      found += search.places(in: text).map { source($0.lowerBound)..<source($0.upperBound) }
      open = min(open, source(search.open(in: text)))
      guard depth < SecretMask.deepest, UnescapedText.isWorthReading(text, letters) else { break }
      let view = UnescapedText(text)
      open = min(open, source(view.open))
      views.append(view)
    }
    let ranges = SecretMask.joined(found)
    // What is hidden already begins nothing.
    return (ranges, ranges.last.map { max(open, $0.upperBound) } ?? open)
  }

  private static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
    ranges.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { joined, range in
      if let last = joined.last, range.lowerBound < last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
  }

  private static func covered(_ bytes: [UInt8], _ ranges: [Range<Int>]) -> [UInt8] {
    var covered: [UInt8] = []
    var end = 0
    for range in ranges {
      covered += bytes[end..<range.lowerBound]
      covered += Secrets.mask.utf8
      end = range.upperBound
    }
    return covered + bytes[end...]
  }

  /// The ways in which servers write a text again; those of JSON are read, not listed.
  private static func spellings(of secret: String) -> [[UInt8]] {
    let bytes = Array(secret.utf8)
    // Base64 of one alphabet in the other's letters.
    let plain = different([bytes, lettered(bytes, "+/"), lettered(bytes, "-_")])
    var spellings = plain
    for text in plain where !text.allSatisfy(isUnreserved) {
      let percent = Array(PercentEncoding.encoded(String(decoding: text, as: UTF8.self)).utf8)
      spellings += [percent, blanksAsPlus(percent), lowerPercent(percent)]
    }
    // Each byte for itself, which no program writes but one that means to hide it.
    let hex = bytes.map { ($0 < 16 ? "%0" : "%") + String($0, radix: 16) }.joined()
    spellings += [Array(hex.utf8), Array(hex.uppercased().utf8)]
    guard bytes.count >= shortestPacked else { return spellings }
    // Whatever stands before it in the packed text, such as a user's name.
    for before in 0..<3 {
      let packed = [UInt8](Data([UInt8](repeating: 0, count: before) + bytes).base64EncodedData())
      let letters = Array(packed.prefix((before + bytes.count) * 8 / 6).dropFirst((before * 8 + 5) / 6))
      spellings += [letters, lettered(letters, "-_")]
    }
    return spellings
  }

  /// Base64 in the last two letters of another alphabet; what is none stays.
  private static func lettered(_ text: [UInt8], _ letters: StaticString) -> [UInt8] {
    guard text.allSatisfy({ isUnreserved($0) && $0 != UInt8(ascii: "~") || "+/=".utf8.contains($0) }) else {
      return text
    }
    return text.map { byte in
      switch byte {
      case UInt8(ascii: "+"), UInt8(ascii: "-"): letters.utf8Start[0]
      case UInt8(ascii: "/"), UInt8(ascii: "_"): letters.utf8Start[1]
      default: byte
      }
    }
  }

  /// Each once. Comparing a few long texts is quicker than hashing them.
  private static func different(_ texts: [[UInt8]]) -> [[UInt8]] {
    texts.reduce(into: []) { kept, text in
      if !kept.contains(text) { kept.append(text) }
    }
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
    default: false
    }
  }

  private static func blanksAsPlus(_ percent: [UInt8]) -> [UInt8] {
    Array(String(decoding: percent, as: UTF8.self).replacing("%20", with: "+").utf8)
  }

  /// `%2F` as `%2f`, which many servers write.
  private static func lowerPercent(_ text: [UInt8]) -> [UInt8] {
    var text = text
    for place in text.indices where text[place] == UInt8(ascii: "%") {
      for digit in place + 1..<min(place + 3, text.count) where text[digit] >= 0x41 { text[digit] |= 0x20 }
    }
    return text
  }
}
