/// An identifier that sorts by time: 48 bits of Unix milliseconds and 80 of chance, in Crockford's base 32 (26 characters).
package struct ULID: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let description: String

  /// Nil unless `text` is 26 characters of Crockford's alphabet.
  package init?(_ text: String) {
    let canonical = text.uppercased()
    guard canonical.utf8.count == 26, canonical.allSatisfy(ULID.alphabet.contains) else { return nil }
    self.description = canonical
  }

  package init(at moment: DateTime, using generator: inout some RandomNumberGenerator) {
    let milliseconds = UInt64(clamping: (moment.ticks - DateTime.unixEpochTicks) / 10_000)
    let high = UInt64.random(in: 0..<(1 << 40), using: &generator)
    let low = UInt64.random(in: 0..<(1 << 40), using: &generator)
    self.description = ULID.digits(milliseconds, 10) + ULID.digits(high, 8) + ULID.digits(low, 8)
  }

  package init(at moment: DateTime) {
    var generator = SystemRandomNumberGenerator()
    self.init(at: moment, using: &generator)
  }

  package static func < (left: ULID, right: ULID) -> Bool { left.description < right.description }

  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

  private static func digits(_ number: UInt64, _ count: Int) -> String {
    String((0..<count).reversed().map { alphabet[Int(number >> UInt64($0 * 5) & 31)] })
  }
}

package typealias HuntID = ULID
package typealias ResultSetID = ULID
