package import Canvas

extension Key {
  /// The bytes xterm sends for this key in application keypad mode, which ncurses switches on.
  package var xtermBytes: String {
    let alt = modifiers.contains(.alt) ? "\u{1B}" : ""
    let number = 1 + (modifiers.contains(.shift) ? 1 : 0) + (modifiers.contains(.alt) ? 2 : 0) + (modifiers.contains(.control) ? 4 : 0)
    switch code {
    case .character(let character): return alt + Self.typed(character, modifiers)
    case .enter: return alt + "\r"
    case .escape: return alt + "\u{1B}"
    case .tab: return modifiers.contains(.shift) ? alt + "\u{1B}[Z" : alt + "\t"
    case .backspace: return alt + "\u{7F}"
    case .up: return Self.letter("A", number)
    case .down: return Self.letter("B", number)
    case .right: return Self.letter("C", number)
    case .left: return Self.letter("D", number)
    case .home: return Self.letter("H", number)
    case .end: return Self.letter("F", number)
    case .insert: return Self.tilde(2, number)
    case .delete: return Self.tilde(3, number)
    case .pageUp: return Self.tilde(5, number)
    case .pageDown: return Self.tilde(6, number)
    case .function(let count): return Self.function(count, number)
    }
  }

  private static func typed(_ character: Character, _ modifiers: Modifiers) -> String {
    guard modifiers.contains(.control), let ascii = character.asciiValue else { return String(character) }
    return String(Unicode.Scalar(ascii & 0x1F))
  }

  private static func letter(_ final: String, _ number: Int) -> String {
    number == 1 ? "\u{1B}O\(final)" : "\u{1B}[1;\(number)\(final)"
  }

  private static func tilde(_ code: Int, _ number: Int) -> String {
    number == 1 ? "\u{1B}[\(code)~" : "\u{1B}[\(code);\(number)~"
  }

  private static func function(_ count: Int, _ number: Int) -> String {
    let finals = ["P", "Q", "R", "S"]
    if count <= 4 { return letter(finals[max(0, count - 1)], number) }
    let codes = [15, 17, 18, 19, 20, 21, 23, 24]
    return tilde(codes[min(count - 5, codes.count - 1)], number)
  }
}
