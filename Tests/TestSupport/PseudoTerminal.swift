package import Canvas
internal import CPseudoTerminal
internal import Foundation

/// A program on a pseudo terminal, with a model of what its user would see.
///
/// Every wait has a deadline and wakes as soon as bytes arrive. Not for sharing between threads: one test drives one terminal.
package final class PseudoTerminal {
  /// A wait that did not come true, with the screen as it was.
  package struct Timeout: Error, CustomStringConvertible {
    /// What should have come.
    package let waitedFor: String

    /// The screen as text.
    package let screen: String

    /// The exit status where the program had ended.
    package let status: Int32?

    /// The story of the wait.
    package var description: String {
      let end = status.map { "; the program had ended with \($0)" } ?? ""
      return "waited in vain for \(waitedFor)\(end); the screen was:\n\(screen)"
    }
  }

  /// The program could not be started, with the reason's errno.
  package struct StartFailure: Error {
    /// The kernel's reason.
    package let errno: Int32
  }

  /// What the user would see now.
  package private(set) var screen: ScreenModel

  /// Everything the program has written, unchanged.
  package private(set) var output: [UInt8] = []

  /// The exit status as a shell tells it; nil while the program runs.
  package private(set) var status: Int32?

  /// The process that was started, which is the leader of its own session.
  package let process: Int32

  private let terminal: Int32
  private let far: Int32
  private let modesBefore: UInt64

  /// Starts a program; `environment` is all it gets, over TERM=xterm-256color and a UTF-8 locale.
  package init(
    _ path: String, _ arguments: [String] = [], environment: [String: String] = [:], size: Size = Size(width: 80, height: 24),
    directory: String? = nil
  ) throws {
    var variables = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]
    variables.merge(environment) { $1 }
    var near: Int32 = -1
    var far: Int32 = -1
    let started = ChildProcess.withCStrings([path] + arguments) { arguments in
      ChildProcess.withCStrings(variables.map { "\($0.key)=\($0.value)" }) { environment in
        pseudo_terminal_start(path, arguments, environment, directory, Int32(size.height), Int32(size.width), &near, &far)
      }
    }
    guard started > 0 else { throw StartFailure(errno: errno) }
    process = started
    terminal = near
    self.far = far
    modesBefore = pseudo_terminal_modes(far)
    screen = ScreenModel(size: size)
  }

  deinit {
    if status == nil {
      kill(process, SIGKILL)
      var ignored: Int32 = 0
      waitpid(process, &ignored, 0)
    }
    close(terminal)
    close(far)
  }

  /// Whether the terminal is as it was before the program: main screen, cursor, no special input, the same modes.
  package var isRestored: Bool { screen.isRestored && pseudo_terminal_modes(far) == modesBefore }

  /// Types raw bytes.
  package func send(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else {
        guard errno == EAGAIN || errno == EINTR else { return }
        pump(for: 0.01)
      }
    }
  }

  /// Presses a key given in our notation, as xterm sends it.
  package func press(_ notation: String) {
    guard let key = Key(notation: notation) else { preconditionFailure("no key is called \(notation)") }
    send(key.xtermBytes)
  }

  /// Pastes text as a terminal does that was asked for bracketed paste.
  package func paste(_ text: String) { send("\u{1B}[200~\(text)\u{1B}[201~") }

  /// Changes the size of the window.
  package func resize(_ size: Size) {
    pump(for: 0)
    screen.resize(size)
    _ = pseudo_terminal_resize(terminal, Int32(size.height), Int32(size.width))
  }

  /// Sends a signal to the program.
  package func signal(_ number: Int32) { kill(process, number) }

  /// Reads until the screen satisfies a condition.
  package func wait(for what: String, within seconds: Double = 5, _ condition: (ScreenModel) -> Bool) throws {
    let deadline = Self.now() + seconds
    while true {
      pump(for: 0)
      if condition(screen) { return }
      let left = deadline - Self.now()
      guard left > 0 else { throw Timeout(waitedFor: what, screen: screen.plainText(), status: status) }
      if checkEnd() {
        pump(for: 0)
        if condition(screen) { return }
        throw Timeout(waitedFor: what, screen: screen.plainText(), status: status)
      }
      pump(for: min(left, 0.05))
    }
  }

  /// Reads until a text stands on the screen.
  package func wait(forText text: String, within seconds: Double = 5) throws {
    try wait(for: "“\(text)”", within: seconds) { $0.contains(text) }
  }

  /// Reads until the program has ended and returns its exit status.
  @discardableResult
  package func waitForEnd(within seconds: Double = 5) throws -> Int32 {
    let deadline = Self.now() + seconds
    while !checkEnd() {
      guard Self.now() < deadline else { throw Timeout(waitedFor: "the program's end", screen: screen.plainText(), status: nil) }
      pump(for: 0.005)
    }
    pump(for: 0)
    return status ?? -1
  }

  /// Reads what is there, waiting at most so many seconds for the first of it; returns whether anything came.
  @discardableResult
  package func pump(for seconds: Double) -> Bool {
    var ready = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, Int32(seconds * 1000)) > 0 else { return false }
    var chunk = [UInt8](repeating: 0, count: 65_536)
    var hasAny = false
    while true {
      let count = read(terminal, &chunk, chunk.count)
      guard count > 0 else { return hasAny }
      hasAny = true
      output += chunk[..<count]
      screen.feed(chunk[..<count])
    }
  }

  private func checkEnd() -> Bool {
    if status != nil { return true }
    let now = pseudo_terminal_status(process)
    if now == -1 { return false }
    status = now
    return true
  }

  private static func now() -> Double { ProcessInfo.processInfo.systemUptime }
}
