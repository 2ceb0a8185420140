extension Key: CustomStringConvertible {
  /// Reads `ctrl+r`, `alt+x`, `shift+tab`, `f5`, `j`, `G`, `?`, `space`, `plus`; nil where it is no key.
  ///
  /// Names of keys and modifiers may be in either case, a single character means itself.
  package init?(notation: String) {
    var modifiers: Modifiers = []
    var rest = Substring(notation)
    while let plus = rest.dropFirst().firstIndex(of: "+"), rest.index(after: plus) < rest.endIndex {
      switch rest[..<plus].lowercased() {
      case "ctrl", "control", "c": modifiers.insert(.control)
      case "alt", "meta", "option", "a", "m": modifiers.insert(.alt)
      case "shift", "s": modifiers.insert(.shift)
      default: return nil
      }
      rest = rest[rest.index(after: plus)...]
    }
    guard let code = Self.code(named: rest) else { return nil }
    self.init(code, modifiers)
  }

  /// The notation that `init(notation:)` reads back to an equal key.
  package var description: String {
    var text = ""
    if modifiers.contains(.control) { text += "ctrl+" }
    if modifiers.contains(.alt) { text += "alt+" }
    if modifiers.contains(.shift) { text += "shift+" }
    switch code {
    case .function(let number): return text + "f\(number)"
    case .character(" "): return text + "space"
    case .character(let character): return text + String(character)
    default: return text + (Self.names.first { $0.code == code }?.name ?? "?")
    }
  }

  private static func code(named name: Substring) -> Code? {
    if name.count == 1, let character = name.first {
      return SafeClusters(String(character)).contains(where: \.isMark) ? nil : .character(character)
    }
    let lower = name.lowercased()
    if let known = names.first(where: { $0.name == lower }) { return known.code }
    guard lower.hasPrefix("f"), let number = Int(lower.dropFirst()), number >= 1, number <= 63 else { return nil }
    return .function(number)
  }

  /// The first name of a key is the one that is printed.
  private static let names: [(name: String, code: Code)] = [
    ("enter", .enter), ("escape", .escape), ("esc", .escape), ("return", .enter), ("tab", .tab), ("backspace", .backspace),
    ("delete", .delete), ("del", .delete), ("insert", .insert), ("up", .up), ("down", .down), ("left", .left), ("right", .right),
    ("home", .home), ("end", .end), ("pageup", .pageUp), ("pagedown", .pageDown), ("pgup", .pageUp), ("pgdn", .pageDown),
    ("space", .character(" ")), ("plus", .character("+")), ("minus", .character("-")),
  ]
}
