/// Where inside a number the next byte falls.
enum NumberState: Sendable {
  case sign, zero, whole, point, fraction, exponent, exponentSign, exponentDigits

  /// True where the bytes so far are a whole number.
  var canEnd: Bool {
    switch self {
    case .zero, .whole, .fraction, .exponentDigits: true
    case .sign, .point, .exponent, .exponentSign: false
    }
  }

  /// Nil when `byte` does not continue the number.
  func next(_ byte: UInt8) -> NumberState? {
    let isDigit = (0x30...0x39).contains(byte)
    let opensExponent = byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
    switch self {
    case .sign: return byte == 0x30 ? .zero : isDigit ? .whole : nil
    case .zero: return byte == UInt8(ascii: ".") ? .point : opensExponent ? .exponent : nil
    case .whole: return isDigit ? .whole : byte == UInt8(ascii: ".") ? .point : opensExponent ? .exponent : nil
    case .point: return isDigit ? .fraction : nil
    case .fraction: return isDigit ? .fraction : opensExponent ? .exponent : nil
    case .exponent:
      let isSign = byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
      return isDigit ? .exponentDigits : isSign ? .exponentSign : nil
    case .exponentSign, .exponentDigits: return isDigit ? .exponentDigits : nil
    }
  }
}

/// The three words JSON knows.
enum LiteralWord: String, Sendable, CaseIterable {
  case `true`, `false`, null

  func matches(_ byte: UInt8, at position: Int) -> Bool {
    position < rawValue.utf8.count && rawValue.utf8.dropFirst(position).first == byte
  }

  var length: Int { rawValue.utf8.count }
}
