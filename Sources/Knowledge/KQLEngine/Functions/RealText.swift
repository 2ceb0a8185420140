import Casefile

/// Doubles as text and text as doubles.
enum RealText {
  /// The shortest digits that give the same number; exponents as .NET writes them (`1E+20`).
  static func text(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-inf" : "inf" }
    let text = number.description
    guard let mark = text.firstIndex(of: "e") else { return text }
    return String(text[..<mark]) + "e" + text[text.index(after: mark)...]
  }

  /// A decimal number, `nan` or `inf` in any case; nil for anything else. Hexadecimal is not read.
  static func number(_ text: String) -> Double? {
    let text = text.trimmed.lowercased()
    switch text {
    case "nan": return .nan
    case "inf", "+inf", "infinity", "+infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    default:
      guard let first = text.utf8.first, text.utf8.allSatisfy({ "0123456789+-.e".utf8.contains($0) }), first != 0x65 else { return nil }
      return Double(text)
    }
  }
}
