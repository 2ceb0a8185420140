/// Text of logs as it stands in the reduced table: on one line, and free of every sign that has a meaning there.
///
/// `¬` takes the meaning from the sign behind it (`¬|`), and stands before a letter for what cannot be written: `¬n` `¬r` `¬t`, `¬x1b` for
/// control characters, `¬u202e` for signs that hide or turn text. Nothing that a log says can therefore look like a row, a code or a set.
package enum SafeCell {
  /// Parts the cells of a line.
  static let cellMark = "|"
  /// Before the number of a dictionary entry.
  static let codeMark = "§"
  static let setStart = "«"
  static let setEnd = "»"
  /// Stands in a dictionary entry where its uses put in a word of their own.
  static let hole = "¤"
  /// Stands in a table of combinations for the first cell of the line.
  static let ditto = "¶"

  /// The text in this form.
  package static func written(_ text: String) -> String {
    guard needsCare(text) else { return text }
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { append(scalar, to: &out) }
    return String(out)
  }

  /// A member of a set: blanks part members, so that its own are written `¬_`; nothing at all is `¬0`.
  static func member(_ text: String) -> String {
    if text.isEmpty { return "¬0" }
    let safe = written(text)
    return safe.utf8.contains(0x20) ? safe.replacing(" ", with: "¬_") : safe
  }

  /// A name of a column, behind which an equals sign may stand.
  static func name(_ text: String) -> String { written(text).replacing("=", with: "¬=") }

  private static func needsCare(_ text: String) -> Bool {
    text.utf8.contains { $0 < 0x20 || $0 == UInt8(ascii: "|") || $0 == 0x7F || $0 == 0xC2 || $0 == 0xE2 || $0 == 0xEF }
  }

  private static func append(_ scalar: Unicode.Scalar, to out: inout String.UnicodeScalarView) {
    switch scalar {
    case "|", "§", "«", "»", "¬", "¤", "¶":
      out.append("¬")
      out.append(scalar)
    case "\n": out.append(contentsOf: "¬n".unicodeScalars)
    case "\r": out.append(contentsOf: "¬r".unicodeScalars)
    case "\t": out.append(contentsOf: "¬t".unicodeScalars)
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": out.append(contentsOf: "¬x\(hex(scalar, 2))".unicodeScalars)
    case "\u{200B}"..."\u{200F}", "\u{2028}"..."\u{202E}", "\u{2060}"..."\u{206F}", "\u{FEFF}":
      out.append(contentsOf: "¬u\(hex(scalar, 4))".unicodeScalars)
    default: out.append(scalar)
    }
  }

  private static func hex(_ scalar: Unicode.Scalar, _ width: Int) -> String {
    let digits = String(scalar.value, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
