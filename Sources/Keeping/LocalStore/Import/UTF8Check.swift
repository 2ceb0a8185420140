import Foundation

/// Counts stretches of bytes that are no UTF-8, across the borders of pieces. Readers put U+FFFD in their place.
struct UTF8Check {
  private(set) var faults = 0
  /// Bytes of the scalar in hand that are still wanted, and what the next of them may be.
  private var wanted = 0
  private var allowed: ClosedRange<UInt8> = 0x80...0xBF

  mutating func feed(_ piece: [UInt8]) {
    piece.withUnsafeBytes { raw in
      var place = 0
      while place < raw.count {
        if wanted == 0 {
          while place + 8 <= raw.count {
            if raw.loadUnaligned(fromByteOffset: place, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { break }
            place += 8
          }
          guard place < raw.count else { return }
          begin(raw[place])
          place += 1
        } else if allowed.contains(raw[place]) {
          wanted -= 1
          allowed = 0x80...0xBF
          place += 1
        } else {
          // The byte begins something else; it is looked at again.
          faults += 1
          wanted = 0
        }
      }
    }
  }

  /// A scalar that the end of the file cuts.
  mutating func finish() {
    if wanted > 0 { faults += 1 }
    wanted = 0
  }

  private mutating func begin(_ byte: UInt8) {
    allowed = 0x80...0xBF
    switch byte {
    case 0..<0x80: break
    case 0xC2...0xDF: wanted = 1
    case 0xE0: (wanted, allowed) = (2, 0xA0...0xBF)
    case 0xED: (wanted, allowed) = (2, 0x80...0x9F)
    case 0xE1...0xEF: wanted = 2
    case 0xF0: (wanted, allowed) = (3, 0x90...0xBF)
    case 0xF4: (wanted, allowed) = (3, 0x80...0x8F)
    case 0xF1...0xF3: wanted = 3
    default: faults += 1
    }
  }
}
