internal import CNcurses
internal import Canvas

/// Turns what ncurses read into events: UTF-8, Alt, pastes, focus, and the sequences ncurses has no name for.
@TerminalActor struct InputReader {
  private let screen: Screen
  private var ahead: RawInput?
  private var paste: PasteCollector?

  init(_ screen: Screen) { self.screen = screen }

  /// When an unfinished paste is given up, in monotonic nanoseconds; nil without one.
  var pasteDeadline: UInt64? { paste?.deadline }

  /// Everything that has arrived, in order.
  mutating func drain(now: UInt64) -> [InputEvent] {
    var events: [InputEvent] = []
    while let raw = next() {
      if paste != nil {
        if let text = paste?.take(raw, now: now) {
          paste = nil
          events.append(.paste(text))
        }
      } else if let event = event(for: raw, now: now) {
        events.append(event)
      }
    }
    if let open = paste, now > open.deadline {
      paste = nil
      events.append(.paste(open.text))
    }
    return events
  }

  private mutating func next() -> RawInput? {
    if let ahead {
      self.ahead = nil
      return ahead
    }
    return screen.read()
  }

  private mutating func event(for raw: RawInput, now: UInt64) -> InputEvent? {
    switch raw {
    case .key(nc_paste_start):
      paste = PasteCollector(now: now)
      return nil
    case .key(let code): return event(forCode: code)
    case .byte(0x1B): return escaped(now: now)
    case .byte(let byte): return key(startingWith: byte).map(InputEvent.key)
    }
  }

  private func event(forCode code: Int32) -> InputEvent? {
    switch code {
    case nc_focus_in: return .focus(true)
    case nc_focus_out: return .focus(false)
    default: return KeyNames.key(forCode: code).map(InputEvent.key)
    }
  }

  /// An escape byte came alone, as Alt, or as the start of a sequence ncurses has no name for.
  private mutating func escaped(now: UInt64) -> InputEvent? {
    guard let follower = next() else { return .key(Key(.escape)) }
    switch follower {
    case .byte(0x1B):
      ahead = follower
      return .key(Key(.escape))
    case .byte(UInt8(ascii: "[")):
      var sequence = ControlSequence()
      while let raw = next() {
        guard case .byte(let byte) = raw else {
          ahead = raw
          break
        }
        if sequence.take(byte) { return sequence.event }
      }
      return sequence.isEmpty ? .key(Key(.character("["), .alt)) : nil
    case .byte(UInt8(ascii: "]")), .byte(UInt8(ascii: "P")), .byte(UInt8(ascii: "_")), .byte(UInt8(ascii: "^")):
      return string(openedBy: follower)
    case .byte(let byte):
      return key(startingWith: byte).map { .key(Key($0.code, $0.modifiers.union(.alt))) }
    case .key(let code):
      guard case .key(let key)? = event(forCode: code) else { return event(for: follower, now: now) }
      return .key(Key(key.code, key.modifiers.union(.alt)))
    }
  }

  /// An answer of the terminal (OSC, DCS, APC, PM): swallowed up to its end, however long, or until nothing more has come, so that it is
  /// never taken for typing.
  private mutating func string(openedBy opener: RawInput) -> InputEvent? {
    var count = 0
    var previous: UInt8 = 0
    while let raw = next() {
      guard case .byte(let byte) = raw else { continue }
      count += 1
      if byte == 0x07 || (previous == 0x1B && byte == UInt8(ascii: "\\")) { return nil }
      previous = byte
    }
    guard count == 0, case .byte(let byte) = opener else { return nil }
    return .key(Key(.character(Character(Unicode.Scalar(byte))), .alt))
  }

  /// A plain key: a control, or a character of one to four bytes.
  private mutating func key(startingWith first: UInt8) -> Key? {
    if first < 0x20 || first == 0x7F { return KeyNames.key(forControl: first) }
    if first < 0x80 { return .character(Character(Unicode.Scalar(first))) }
    var bytes = [first]
    let wanted = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    while bytes.count < wanted, let raw = next() {
      guard case .byte(let byte) = raw, byte & 0xC0 == 0x80 else {
        ahead = raw
        break
      }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self).first.map { Key.character($0) }
  }
}

/// Collects a bracketed paste until its end mark, or until nothing has come for a while.
struct PasteCollector {
  private var bytes: [UInt8] = []
  private(set) var deadline: UInt64

  /// A terminal that died in the middle of a paste must not swallow keys for ever.
  private static let patience: UInt64 = 5_000_000_000
  private static let most = 16 << 20

  init(now: UInt64) { deadline = now &+ Self.patience }

  /// The whole text when `raw` was the end mark; keys inside a paste are not text and are left out.
  mutating func take(_ raw: RawInput, now: UInt64) -> String? {
    deadline = now &+ Self.patience
    switch raw {
    case .key(nc_paste_end): return text
    case .key: return nil
    case .byte(let byte):
      if bytes.count < Self.most { bytes.append(byte) }
      return nil
    }
  }

  /// What came so far, with LF for every line break.
  var text: String {
    var lines: [UInt8] = []
    lines.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0D {
        lines.append(0x0A)
      } else if byte != 0x0A || index == 0 || bytes[index - 1] != 0x0D {
        lines.append(byte)
      }
    }
    return String(decoding: lines, as: UTF8.self)
  }
}
