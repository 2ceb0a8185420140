/// Letters that look like those of A to Z, or hide between them, as what they look like.
enum PlainLetters {
  /// The text with look-alikes of other alphabets, wide, ringed and mathematical letters, and invisible copies of ASCII as plain letters;
  /// accents are dropped.
  static func folded(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        out.append(scalar)
      } else if let plain = plain(scalar) {
        out.append(plain)
      } else if !isInvisible(scalar.value) {
        out.append(scalar)
      }
    }
    return String(out)
  }

  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0xFF01...0xFF5E: ascii(scalar.value - 0xFEE0)
    case 0x1D400...0x1D6A3: ascii((scalar.value - 0x1D400) % 52, upper: true)
    case 0x24B6...0x24CF: ascii(scalar.value - 0x24B6 + 0x41)
    case 0x24D0...0x24E9: ascii(scalar.value - 0x24D0 + 0x61)
    case 0x1F130...0x1F149: ascii(scalar.value - 0x1F130 + 0x41)
    case 0x1F150...0x1F169: ascii(scalar.value - 0x1F150 + 0x41)
    case 0x1F170...0x1F189: ascii(scalar.value - 0x1F170 + 0x41)
    case 0xE0020...0xE007E: ascii(scalar.value - 0xE0000)
    case 0x1EA0...0x1EF9: vietnamese(scalar.value)
    default: lookAlikes[scalar]
    }
  }

  private static func ascii(_ value: UInt32) -> Unicode.Scalar? { Unicode.Scalar(value) }

  private static func ascii(_ place: UInt32, upper: Bool) -> Unicode.Scalar? {
    Unicode.Scalar(place < 26 ? 0x41 + place : 0x61 + place - 26)
  }

  private static func vietnamese(_ value: UInt32) -> Unicode.Scalar {
    switch value {
    case ...0x1EB7: "a"
    case ...0x1EC7: "e"
    case ...0x1ECB: "i"
    case ...0x1EE3: "o"
    case ...0x1EF1: "u"
    default: "y"
    }
  }

  /// Combining accents, joiners and marks of direction.
  private static func isInvisible(_ value: UInt32) -> Bool {
    switch value {
    case 0xAD, 0x0300...0x036F, 0x061C, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F, 0xFEFF,
      0xE0000...0xE01EF:
      true
    default: false
    }
  }

  private static let lookAlikes: [Unicode.Scalar: Unicode.Scalar] = {
    let rows: [(Unicode.Scalar, String)] = [
      ("a", "аαàáâãäåāăąǎɑ"), ("b", "ЬƄ"), ("c", "сϲçćčĉ"), ("d", "ԁďđ"), ("e", "еεєèéêëēĕėęěẽɛҽ"), ("f", "ſ"), ("g", "ɡğģ"),
      ("h", "һհ"), ("i", "іιìíîïīĭįıĩɩӏ"), ("j", "јĵ"), ("k", "кκķ"), ("l", "ⅼłľĺ"), ("m", "м"), ("n", "пηñńňņո"), ("o", "оοσòóôõöøōŏőơǒօ"),
      ("p", "рρ"), ("q", "ԛ"), ("r", "гŕřŗ"), ("s", "ѕśšşșß"), ("t", "тτťţț"), ("u", "υùúûüūŭůűųũʉս"), ("v", "νѵ"), ("w", "ԝωŵ"),
      ("x", "хχ"),
      ("y", "уүýÿŷ"), ("z", "źżžƶ"), ("A", "АΑÀÁÂÃÄÅ"), ("B", "ВΒ"), ("C", "СÇ"), ("E", "ЕΕÈÉÊË"), ("H", "НΗ"), ("I", "ІΙÌÍÎÏ"),
      ("K", "КΚ"),
      ("M", "МΜ"), ("N", "ΝÑ"), ("O", "ОΟÒÓÔÕÖØ"), ("P", "РΡ"), ("S", "Ѕ"), ("T", "ТΤ"), ("U", "ÙÚÛÜ"), ("X", "ХΧ"), ("Y", "УΥÝ"),
    ]
    var letters: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (plain, others) in rows { for other in others.unicodeScalars where !other.isASCII { letters[other] = plain } }
    return letters
  }()
}
