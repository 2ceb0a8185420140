/// Tells whether a number that was written out survives being read.
package enum NumberText {
  /// True when a 64-bit integer or a double gives back every digit of `text`, apart from how it is laid out: `1.50` is held, `1e400` and
  /// `3.14159265358979323846` are not. Text that is no number is not held.
  package static func isHeld(_ text: String) -> Bool {
    if Int64(text) != nil { return true }
    guard let written = Digits(text), let number = Double(text), number.isFinite else { return false }
    return Digits(number.description) == written
  }

  /// The digits that count and where the point stands before the first of them.
  private struct Digits: Equatable {
    var digits: [UInt8] = []
    var exponent = 0
    var isNegative = false

    init?(_ text: String) {
      var places = 0
      var (sawPoint, sawDigit) = (false, false)
      var bytes = Array(text.utf8)[...]
      if let sign = bytes.first, sign == 0x2D || sign == 0x2B {
        isNegative = sign == 0x2D
        bytes.removeFirst()
      }
      while let byte = bytes.first, byte != 0x65, byte != 0x45 {
        bytes.removeFirst()
        switch byte {
        case 0x2E where !sawPoint: sawPoint = true
        case 0x30...0x39:
          sawDigit = true
          if byte != 0x30 || !digits.isEmpty { digits.append(byte) }
          if sawPoint { places += 1 }
        default: return nil
        }
      }
      var power = 0
      if !bytes.isEmpty {
        guard let written = Int(String(decoding: bytes.dropFirst(), as: UTF8.self)), abs(written) < 100_000 else { return nil }
        power = written
      }
      guard sawDigit else { return nil }
      exponent = digits.count - places + power
      while digits.last == 0x30 { digits.removeLast() }
      if digits.isEmpty { (exponent, isNegative) = (0, false) }
    }
  }
}
