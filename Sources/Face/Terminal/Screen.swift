internal import CNcurses
internal import Canvas
internal import Glibc

/// The real screen: starts and ends ncurses, and sends it what changed between two surfaces.
@TerminalActor final class Screen {
  private(set) var traits: TerminalTraits
  let session: nc_session
  var pairs: [Colours: Int32] = [:]
  private var shown: Surface?
  private var modesOn: String
  private var modesOff: String

  /// Takes the terminal over; throws before anything on it has changed.
  init(_ options: TerminalOptions, wake: Bell) throws(TerminalFault) {
    guard isatty(STDIN_FILENO) == 1 else { throw .notATerminal("Standard input") }
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal("Standard output") }
    guard let type = Environment["TERM"], !type.isEmpty else { throw .noType }
    guard type != "dumb" else { throw .dumb(type) }
    let isUnicode = nc_choose_locale() == 1
    // Before ncurses: it leaves alone the signals that have a handler.
    guard guard_install(wake.descriptor) == 0 else { throw .modesUnreadable }
    session = nc_start(type)
    guard session.screen != nil else {
      guard_remove()
      throw .unknownType(type)
    }
    guard nc_capability("cup") != nil else {
      nc_finish(session)
      guard_remove()
      throw .dumb(type)
    }
    (modesOn, modesOff) = Self.modes(mouse: options.mouse)
    let depth = nc_start_colours() != 0 && options.isColourWanted ? Self.depth(Int(nc_colours())) : .mono
    traits = TerminalTraits(
      size: Size(width: Int(nc_columns()), height: Int(nc_rows())), colours: depth, isUnicode: isUnicode)
    armGuard()
    write(modesOn)
  }

  /// Has clicks and the wheel told, or left to the terminal's own selecting.
  func setMouse(_ isOn: Bool) {
    write(modesOff)
    (modesOn, modesOff) = Self.modes(mouse: isOn)
    armGuard()
    write(modesOn)
  }

  /// What turns bracketed paste, focus reports and the mouse on and off. Off names the mouse always: a crash must not leave it on.
  private static func modes(mouse isOn: Bool) -> (on: String, off: String) {
    let mouse = ["1000", "1002", "1006"]
    let on = ["2004", "1004"] + (isOn ? mouse : [])
    return (on.map { "\u{1B}[?\($0)h" }.joined(), (mouse.reversed() + ["1004", "2004"]).map { "\u{1B}[?\($0)l" }.joined())
  }

  /// Gives the terminal back for good.
  func finish() {
    write(modesOff)
    nc_finish(session)
    guard_restore_modes()
    guard_disarm()
    guard_remove()
  }

  /// Gives the terminal to somebody else for a while.
  func leave() {
    write(modesOff)
    nc_leave()
    guard_restore_modes()
    guard_disarm()
  }

  /// Takes it back and sends everything again.
  func enter() {
    guard_arm()
    nc_enter()
    if let capability = nc_capability("smkx") { write(String(cString: capability)) }
    write(modesOn)
    repaint()
  }

  /// Asks the kernel for the size; true where it has changed.
  func adoptSize() -> Bool {
    var (rows, columns): (Int32, Int32) = (0, 0)
    guard guard_window_size(&rows, &columns) == 1 else { return false }
    let size = Size(width: Int(columns), height: Int(rows))
    guard size != traits.size else { return false }
    nc_resize(rows, columns)
    traits = TerminalTraits(size: size, colours: traits.colours, isUnicode: traits.isUnicode)
    repaint()
    return true
  }

  /// Forgets what is on the screen, so that the next frame is sent whole.
  func repaint() {
    shown = nil
    nc_repaint()
  }

  /// Shows a surface of the screen's size.
  func show(_ surface: Surface) {
    var line: [cchar_t] = []
    let rows = min(surface.size.height, Int(nc_rows()))
    for y in 0..<rows where !(shown?.row(y, isSameAsIn: surface) ?? false) {
      line.removeAll(keepingCapacity: true)
      append(surface.row(y), to: &line)
      nc_put_row(Int32(y), line, Int32(line.count))
    }
    let cursor = surface.cursor.flatMap { surface.bounds.contains($0) ? $0 : nil }
    nc_show(Int32(cursor?.x ?? -1), Int32(cursor?.y ?? 0))
    shown = surface
  }

  /// Sends bytes that ncurses knows nothing about; only between frames.
  func write(_ bytes: String) {
    let utf8 = Array(bytes.utf8)
    utf8.withUnsafeBytes { guard_write($0.bindMemory(to: CChar.self).baseAddress, $0.count) }
  }

  private func armGuard() {
    var bytes = modesOff
    for name in ["sgr0", "rmkx", "cnorm", "rmcup"] {
      if let capability = nc_capability(name) { bytes += Self.withoutPadding(String(cString: capability)) }
    }
    if nc_capability("rmcup") == nil { bytes += "\r\n" }
    let utf8 = Array(bytes.utf8)
    utf8.withUnsafeBytes { guard_set_restore_bytes($0.bindMemory(to: CChar.self).baseAddress, $0.count) }
    guard_arm()
  }

  /// Delays such as `$<2>` are meant for tputs, not for the terminal.
  private static func withoutPadding(_ capability: String) -> String {
    var text = ""
    var rest = Substring(capability)
    while let start = rest.firstIndex(of: "$"), rest[start...].hasPrefix("$<"), let end = rest[start...].firstIndex(of: ">") {
      text += rest[..<start]
      rest = rest[rest.index(after: end)...]
    }
    return text + rest
  }

  private static func depth(_ colours: Int) -> ColourDepth {
    switch colours {
    case ..<8: .mono
    case ..<16: .eight
    case ..<256: .sixteen
    case ..<(1 << 24): .palette
    default: .direct
    }
  }
}
