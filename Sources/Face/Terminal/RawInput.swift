internal import CNcurses

/// What ncurses read: a byte that belongs to text, or a key it recognised.
enum RawInput: Equatable {
  case byte(UInt8)
  case key(Int32)
}

extension Screen {
  /// The next thing that is there already; nil when nothing waits.
  func read() -> RawInput? {
    let value = nc_read(session)
    guard value >= 0 else { return nil }
    return value < 256 ? .byte(UInt8(value)) : .key(value)
  }
}
