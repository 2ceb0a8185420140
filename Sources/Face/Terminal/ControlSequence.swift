internal import Canvas

/// A control sequence (after `ESC [`) that ncurses has no name for: modified keys, mouse reports, answers of the terminal.
struct ControlSequence {
  private var prefix: UInt8 = 0
  private var body: [UInt8] = []
  private var final: UInt8 = 0

  var isEmpty: Bool { body.isEmpty && prefix == 0 }

  /// Takes a byte; true when it was the last one.
  mutating func take(_ byte: UInt8) -> Bool {
    if (0x40...0x7E).contains(byte) {
      final = byte
      return true
    }
    if isEmpty, (0x3C...0x3F).contains(byte) { prefix = byte } else if body.count < 64 { body.append(byte) }
    return false
  }

  /// What it means to the workbench; nil for what is not for it.
  var event: InputEvent? {
    if prefix == UInt8(ascii: "<") { return mouse }
    if prefix != 0 { return nil }
    switch final {
    case UInt8(ascii: "I"): return .focus(true)
    case UInt8(ascii: "O"): return .focus(false)
    case UInt8(ascii: "Z"): return .key(Key(.tab, .shift))
    case UInt8(ascii: "u"): return code(numbers.first ?? 0).map { .key(Key($0, modifiers(at: 1))) }
    case UInt8(ascii: "~"):
      if numbers.first == 27, numbers.count > 2 { return code(numbers[2]).map { .key(Key($0, modifiers(at: 1))) } }
      return Self.tilde[numbers.first ?? 0].map { .key(Key($0, modifiers(at: 1))) }
    default: return Self.letters[final].map { .key(Key($0, modifiers(at: 1))) }
    }
  }

  private var numbers: [Int] {
    body.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { part in
      Int(String(decoding: part.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)) ?? 0
    }
  }

  private func modifiers(at index: Int) -> Key.Modifiers {
    index < numbers.count ? KeyNames.modifiers(xterm: numbers[index]) : []
  }

  private func code(_ scalar: Int) -> Key.Code? {
    switch scalar {
    case 9: return .tab
    case 13: return .enter
    case 27: return .escape
    case 8, 127: return .backspace
    case 0x20..<0xD800: return Unicode.Scalar(UInt32(scalar)).map { .character(Character($0)) }
    default: return nil
    }
  }

  /// SGR mouse report: button, column, row, then `M` for pressed or `m` for released.
  private var mouse: InputEvent? {
    guard numbers.count == 3, numbers.allSatisfy({ $0 >= 0 && $0 < 100_000 }) else { return nil }
    let bits = numbers[0]
    var held: Key.Modifiers = []
    if bits & 4 != 0 { held.insert(.shift) }
    if bits & 8 != 0 { held.insert(.alt) }
    if bits & 16 != 0 { held.insert(.control) }
    let place = Point(x: numbers[1] - 1, y: numbers[2] - 1)
    if bits & 64 != 0 { return .mouse(MouseEvent(bits & 1 == 0 ? .scrollUp : .scrollDown, .none, at: place, held)) }
    let buttons: [MouseEvent.Button] = [.left, .middle, .right, .none]
    let action: MouseEvent.Action = final == UInt8(ascii: "m") ? .release : bits & 32 != 0 ? .drag : .press
    return .mouse(MouseEvent(action, buttons[bits & 3], at: place, held))
  }

  private static let letters: [UInt8: Key.Code] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left,
    UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end, UInt8(ascii: "P"): .function(1), UInt8(ascii: "Q"): .function(2),
    UInt8(ascii: "R"): .function(3), UInt8(ascii: "S"): .function(4),
  ]

  private static let tilde: [Int: Key.Code] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end, 11: .function(1), 12: .function(2),
    13: .function(3), 14: .function(4), 15: .function(5), 17: .function(6), 18: .function(7), 19: .function(8), 20: .function(9),
    21: .function(10), 23: .function(11), 24: .function(12),
  ]
}
