internal import CNcurses
internal import Canvas

/// What ncurses calls keys, and what we call them.
@TerminalActor enum KeyNames {
  /// The key behind a code of ncurses; nil for what is no key of ours.
  static func key(forCode code: Int32) -> Key? {
    if let plain = plain[code] { return plain }
    if code > KEY_F0, code <= KEY_F0 + 63 { return functionKey(Int(code - KEY_F0)) }
    guard let name = keyname(code).map({ String(cString: $0) }), name.hasPrefix("k") else { return nil }
    // Extended capabilities: kUP3 is up with xterm's modifier number 3.
    guard let digit = name.last?.wholeNumberValue else { return extended[name].map { Key($0, .shift) } }
    return extended[String(name.dropLast())].map { Key($0, modifiers(xterm: digit)) }
  }

  /// The key behind a control character.
  static func key(forControl byte: UInt8) -> Key {
    switch byte {
    case 0x00: return Key(.character(" "), .control)
    case 0x09: return Key(.tab)
    case 0x0D: return Key(.enter)
    case 0x1B: return Key(.escape)
    case 0x7F: return Key(.backspace)
    case 0x01...0x1A: return Key(.character(Character(Unicode.Scalar(byte + 0x60))), .control)
    default: return Key(.character(Character(Unicode.Scalar(byte + 0x40))), .control)
    }
  }

  /// xterm numbers modifiers from 1: shift 1, alt 2, control 4, added up.
  nonisolated static func modifiers(xterm number: Int) -> Key.Modifiers {
    let bits = max(0, number - 1)
    var held: Key.Modifiers = []
    if bits & 1 != 0 { held.insert(.shift) }
    if bits & 2 != 0 { held.insert(.alt) }
    if bits & 4 != 0 { held.insert(.control) }
    return held
  }

  /// terminfo counts on where modifiers are held: F13–F24 with shift, F25–F36 with control, F37–F48 with both, F49–F60 with alt.
  private static func functionKey(_ number: Int) -> Key {
    let groups: [Key.Modifiers] = [[], .shift, .control, [.control, .shift], .alt, [.alt, .shift]]
    let group = (number - 1) / 12
    guard number > 0, group < groups.count else { return Key(.function(number)) }
    return Key(.function((number - 1) % 12 + 1), groups[group])
  }

  private static let plain: [Int32: Key] = [
    KEY_UP: Key(.up), KEY_DOWN: Key(.down), KEY_LEFT: Key(.left), KEY_RIGHT: Key(.right), KEY_HOME: Key(.home), KEY_END: Key(.end),
    KEY_PPAGE: Key(.pageUp), KEY_NPAGE: Key(.pageDown), KEY_IC: Key(.insert), KEY_DC: Key(.delete), KEY_BACKSPACE: Key(.backspace),
    KEY_ENTER: Key(.enter), KEY_BTAB: Key(.tab, .shift), KEY_SLEFT: Key(.left, .shift), KEY_SRIGHT: Key(.right, .shift),
    KEY_SR: Key(.up, .shift), KEY_SF: Key(.down, .shift), KEY_SHOME: Key(.home, .shift), KEY_SEND: Key(.end, .shift),
    KEY_SDC: Key(.delete, .shift), KEY_SIC: Key(.insert, .shift), KEY_SPREVIOUS: Key(.pageUp, .shift), KEY_SNEXT: Key(.pageDown, .shift),
    KEY_A1: Key(.home), KEY_A3: Key(.pageUp), KEY_C1: Key(.end), KEY_C3: Key(.pageDown),
  ]

  private static let extended: [String: Key.Code] = [
    "kUP": .up, "kDN": .down, "kLFT": .left, "kRIT": .right, "kHOM": .home, "kEND": .end, "kPRV": .pageUp, "kNXT": .pageDown,
    "kIC": .insert, "kDC": .delete,
  ]
}
