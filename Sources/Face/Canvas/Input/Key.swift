/// One key press: what was pressed and what was held.
///
/// A shifted character is the character itself (`G`, not shift+g); a terminal cannot tell ctrl+i from tab, ctrl+m from enter and ctrl+[
/// from escape, so these are one key here.
package struct Key: Hashable, Sendable {
  /// What was pressed.
  package enum Code: Hashable, Sendable {
    case character(Character)
    case enter, escape, tab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    /// F1 is 1; terminals send up to 63.
    case function(Int)
  }

  /// What was held down meanwhile.
  package struct Modifiers: OptionSet, Hashable, Sendable {
    /// One bit a key.
    package let rawValue: UInt8

    /// Makes a set from its bits.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Ctrl.
    package static let control = Modifiers(rawValue: 1)

    /// Alt, Option or Meta.
    package static let alt = Modifiers(rawValue: 2)

    /// Shift, where it is not part of the character.
    package static let shift = Modifiers(rawValue: 4)
  }

  /// What was pressed.
  package let code: Code

  /// What was held, in normal form.
  package let modifiers: Modifiers

  /// Makes a key in its one normal form: shift goes into a letter, ctrl+i, ctrl+m and ctrl+[ become the keys they are.
  package init(_ code: Code, _ modifiers: Modifiers = []) {
    var code = code
    var modifiers = modifiers
    if case .character(let character) = code {
      if modifiers.contains(.control) {
        let lower = Character(character.lowercased())
        code = .character(lower)
        let twins: [Character: Code] = ["i": .tab, "m": .enter, "[": .escape]
        if let twin = twins[lower] {
          code = twin
          modifiers.remove(.control)
        }
      } else if modifiers.contains(.shift), character.isLetter, character.uppercased().count == 1 {
        code = .character(Character(character.uppercased()))
      }
      if case .character(let final) = code, final != " " || !modifiers.contains(.control) { modifiers.remove(.shift) }
    }
    self.code = code
    self.modifiers = modifiers
  }

  /// The key that types this character.
  package static func character(_ character: Character) -> Key { Key(.character(character)) }

  /// The text this key types; nil for anything but a plain character.
  package var typed: Character? {
    if case .character(let character) = code, modifiers.isEmpty { return character }
    return nil
  }
}
