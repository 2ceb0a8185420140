/// Kusto's regular expressions as RE2 takes them: `\d`, `\s` and `\w` mean Unicode's digits, blanks and word characters.
enum PatternText {
  private static let blanks = #"\s\x{0B}\x{85}\p{Z}"#
  private static let words = #"\p{L}\p{M}\p{Nd}\p{Pc}"#

  /// Class shorthands spelled out; everything else is left as it is.
  static func unicode(_ pattern: String) -> String {
    guard pattern.utf8.contains(0x5C) else { return pattern }
    var result = ""
    var isInClass = false
    var scalars = pattern.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\\":
        // `\Q` quotes what follows; such a pattern is passed on untouched.
        guard let letter = scalars.popFirst(), letter != "Q" else { return pattern }
        result += spelled(letter, isInClass: isInClass) ?? "\\\(letter)"
      case "[" where !isInClass:
        isInClass = true
        result += "["
        if scalars.first == "^" { result.unicodeScalars.append(scalars.removeFirst()) }
        // A bracket right at the start of a class stands for itself.
        if scalars.first == "]" { result.unicodeScalars.append(scalars.removeFirst()) }
      case "[" where scalars.first == ":":
        result += "["
        while let piece = scalars.popFirst() {
          result.unicodeScalars.append(piece)
          if piece == "]" { break }
        }
      case "]" where isInClass:
        isInClass = false
        result += "]"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func spelled(_ letter: Unicode.Scalar, isInClass: Bool) -> String? {
    switch letter {
    case "d": #"\p{Nd}"#
    case "D": #"\P{Nd}"#
    case "s": isInClass ? blanks : "[\(blanks)]"
    case "w": isInClass ? words : "[\(words)]"
    // A negated set cannot stand inside a class; there the ASCII meaning stays.
    case "S": isInClass ? nil : "[^\(blanks)]"
    case "W": isInClass ? nil : "[^\(words)]"
    default: nil
    }
  }

  /// Text made safe for use inside a regular expression.
  static func quoted(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar.value < 0x80, !TextSearch.isASCIITermCharacter(UInt8(scalar.value)), scalar != "_" { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}
