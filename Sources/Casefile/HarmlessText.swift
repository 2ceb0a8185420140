extension String {
  /// The text with everything that could steer a terminal or forge a reading as a visible mark: control characters but line feeds and tabs,
  /// marks of direction, invisible and private characters.
  package var harmless: String {
    guard unicodeScalars.contains(where: String.isHarmful) else { return self }
    var out = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      guard String.isHarmful(scalar) else {
        out.append(scalar)
        continue
      }
      if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) {
        out.append(picture)
      } else {
        out.append(contentsOf: "‹\(String(scalar.value, radix: 16, uppercase: true))›".unicodeScalars)
      }
    }
    return String(out)
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A, 0x09: false
    case 0..<0x20, 0x7F...0x9F, 0xAD, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F,
      0x3164, 0xE000...0xF8FF, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0xE0000...0x10FFFF:
      true
    default: false
    }
  }
}
