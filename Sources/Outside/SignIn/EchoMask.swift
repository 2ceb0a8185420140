import Foundation
import Locking
import Transport

/// Hides what was sent in secret where an answer repeats it, so that no error text, row or journal can carry it on.
struct EchoMask: Sendable {
  /// Shorter ones hide too much that is none of theirs.
  private static let shortest = 6

  /// Each secret in the spellings in which servers repeat it.
  private let needles: [[UInt8]]
  /// The end of what passed that may be the beginning of a secret.
  private var held: [UInt8] = []

  init(_ secrets: [String]) {
    var spellings: Set<String> = []
    for secret in secrets where secret.utf8.count >= EchoMask.shortest {
      let escaped = secret.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      let percent = PercentEncoding.encoded(secret)
      spellings.formUnion([
        secret, escaped, escaped.replacing("/", with: "\\/"), percent, percent.replacing("%20", with: "+"), EchoMask.lowerPercent(percent),
      ])
    }
    needles = spellings.map { Array($0.utf8) }.sorted { $0.count > $1.count }
  }

  /// A text with as many asterisks as the secret had bytes.
  func masked(_ text: String) -> String {
    var bytes = Array(text.utf8)
    return hide(&bytes) ? String(decoding: bytes, as: UTF8.self) : text
  }

  /// A body that has come whole.
  func masked(_ body: [UInt8]) -> [UInt8] {
    var body = body
    hide(&body)
    return body
  }

  /// An answer whose headers and body say nothing of the secrets, however the body is cut into chunks.
  static func masked(_ response: HTTPResponse, hiding secrets: [String]) -> HTTPResponse {
    let mask = EchoMask(secrets)
    guard !mask.needles.isEmpty else { return response }
    var response = response
    var headers = HTTPHeaders()
    for field in response.head.headers.fields { headers.add(mask.masked(field.name), mask.masked(field.value)) }
    response.head.headers = headers
    let state = Locked(mask)
    response.body = response.body.changed { chunk in
      state.withLock { mask in
        guard let chunk else { return mask.rest() }
        return mask.pass(chunk)
      }
    }
    return response
  }

  /// Takes the next chunk and gives back what can no longer become a secret.
  mutating func pass(_ chunk: [UInt8]) -> [UInt8] {
    var bytes = held.isEmpty ? chunk : held + chunk
    held = []
    hide(&bytes)
    let open = openEnd(of: bytes)
    if open > 0 {
      held = Array(bytes.suffix(open))
      bytes.removeLast(open)
    }
    return bytes
  }

  /// What was held at the end of the body.
  mutating func rest() -> [UInt8] {
    defer { held = [] }
    return held
  }

  /// Bytes at the end that are the beginning of a secret.
  private func openEnd(of bytes: [UInt8]) -> Int {
    needles.reduce(0) { longest, needle in
      let most = min(needle.count - 1, bytes.count)
      let length = stride(from: most, to: longest, by: -1).first { bytes.suffix($0).elementsEqual(needle.prefix($0)) }
      return length ?? longest
    }
  }

  @discardableResult
  private func hide(_ bytes: inout [UInt8]) -> Bool {
    var hasHidden = false
    for needle in needles {
      var start = 0
      while let place = EchoMask.place(of: needle, in: bytes, from: start) {
        for index in place..<place + needle.count { bytes[index] = UInt8(ascii: "*") }
        start = place + needle.count
        hasHidden = true
      }
    }
    return hasHidden
  }

  private static func place(of needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count - start >= needle.count else { return nil }
    return bytes.withUnsafeBytes { bytes in
      needle.withUnsafeBytes { needle -> Int? in
        guard let base = bytes.baseAddress, let sought = needle.baseAddress else { return nil }
        var place = start
        let last = bytes.count - needle.count
        while place <= last, let first = memchr(base + place, Int32(needle[0]), last - place + 1) {
          place = UnsafeRawPointer(first) - base
          if memcmp(first, sought, needle.count) == 0 { return place }
          place += 1
        }
        return nil
      }
    }
  }

  /// `%2F` as `%2f`, which many servers write.
  private static func lowerPercent(_ text: String) -> String {
    var out = ""
    var left = 0
    for character in text {
      if character == "%" { left = 3 }
      out.append(left > 0 ? Character(character.lowercased()) : character)
      left -= 1
    }
    return out
  }
}
