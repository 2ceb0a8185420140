/// Cuts a terminal's byte stream into characters and sequences (ECMA-48, in the part that matters here).
struct ScreenModelParser: Sendable {
  enum Action: Equatable, Sendable {
    case print(Unicode.Scalar)
    case control(UInt8)
    case escape(String)
    case sequence(prefix: String, numbers: [Int], final: Character)
    case osc(String)
  }

  private enum State: Sendable {
    case ground, escape, charset, sequence, string
  }

  private var state = State.ground
  private var bytes: [UInt8] = []
  private var utf8: [UInt8] = []
  private var isOSC = false

  mutating func take(_ byte: UInt8) -> Action? {
    switch state {
    case .ground: return ground(byte)
    case .escape: return escape(byte)
    case .charset:
      state = .ground
      return nil
    case .sequence: return sequence(byte)
    case .string: return string(byte)
    }
  }

  private mutating func ground(_ byte: UInt8) -> Action? {
    if byte == 0x1B {
      state = .escape
      return nil
    }
    if byte < 0x20 || byte == 0x7F { return .control(byte) }
    if byte < 0x80 { return .print(Unicode.Scalar(byte)) }
    utf8.append(byte)
    let wanted = utf8[0] >= 0xF0 ? 4 : utf8[0] >= 0xE0 ? 3 : 2
    guard utf8.count >= wanted else { return nil }
    defer { utf8 = [] }
    return String(decoding: utf8, as: UTF8.self).unicodeScalars.first.map(Action.print)
  }

  private mutating func escape(_ byte: UInt8) -> Action? {
    bytes = []
    switch byte {
    case UInt8(ascii: "["): state = .sequence
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
      state = .string
      isOSC = byte == UInt8(ascii: "]")
    case UInt8(ascii: "("), UInt8(ascii: ")"): state = .charset
    default:
      state = .ground
      return .escape(String(Unicode.Scalar(byte)))
    }
    return nil
  }

  private mutating func sequence(_ byte: UInt8) -> Action? {
    guard (0x40...0x7E).contains(byte) else {
      bytes.append(byte)
      return nil
    }
    state = .ground
    let body = String(decoding: bytes, as: UTF8.self)
    let prefix = body.prefix { "<=>?".contains($0) }
    let numbers = body.dropFirst(prefix.count).split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    return .sequence(prefix: String(prefix), numbers: body.count == prefix.count ? [] : numbers, final: Character(Unicode.Scalar(byte)))
  }

  private mutating func string(_ byte: UInt8) -> Action? {
    let endsHere = byte == 0x07 || (byte == UInt8(ascii: "\\") && bytes.last == 0x1B)
    guard endsHere else {
      bytes.append(byte)
      return nil
    }
    if byte != 0x07 { bytes.removeLast() }
    state = .ground
    return isOSC ? .osc(String(decoding: bytes, as: UTF8.self)) : nil
  }
}
