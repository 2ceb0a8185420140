import Canvas
import Casefile
import Glibc
import Locking

/// The two streams: data to standard output, everything else to standard error. Text from outside is made harmless for a terminal.
enum Output {
  private struct Reader {
    var hasLeft = false
    var whenLeft: (@Sendable () -> Void)?
  }

  private static let reader = Locked(Reader())

  /// Calls `body` once when nobody reads standard output any more, instead of ending the program; what is written then goes nowhere.
  static func whenReaderLeaves(_ body: @escaping @Sendable () -> Void) { reader.withLock { $0.whenLeft = body } }

  /// Data, as it is.
  static func write(_ text: String) { write(Array(text.utf8), to: STDOUT_FILENO) }

  static func write(_ bytes: [UInt8]) { write(bytes, to: STDOUT_FILENO) }

  /// A remark for people.
  static func note(_ text: String) { write(Array((harmless(text) + "\n").utf8), to: STDERR_FILENO) }

  /// A remark that the next one takes the place of; nothing where standard error is no terminal.
  static func lineInPlace(_ text: String) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    write(Array("\r\u{1B}[K\(harmless(text))".utf8), to: STDERR_FILENO)
  }

  /// Takes such a remark away.
  static func clearLine() { if isatty(STDERR_FILENO) == 1 { write(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO) } }

  /// A problem in three lines: what, why, what to do.
  ///
  /// What a service says stands in the first two, and must not look like a line of our own.
  static func say(_ problem: Problem) {
    note("logspotlight: \(oneLine(problem.summary))")
    if let cause = problem.cause { note("  why: \(oneLine(cause))") }
    if let remedy = problem.remedy { note("  do:  \(remedy)") }
  }

  static func exitCode(of problem: Problem) -> Int32 {
    switch problem.kind {
    case .failed: 1
    case .usage: 2
    case .refused: 3
    case .overBudget: 4
    case .partial: 5
    case .interrupted: 130
    }
  }

  /// Control characters as visible marks, line breaks kept; for text that a terminal will show.
  static func harmless(_ text: String) -> String { text.harmless }

  /// Words of a service with blanks in the place of their line breaks.
  static func oneLine(_ text: String) -> String {
    text.contains(where: \.isNewline) ? text.split(whereSeparator: \.isNewline).joined(separator: " ") : text
  }

  /// A cell on one line: whatever could forge lines, columns or the direction of text is a visible mark, as on the workbench's screen.
  static func shown(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    return SafeClusters(text).reduce(into: "") { $0 += $1.text }
  }

  /// Columns of the terminal; nil when standard output is none.
  static var terminalWidth: Int? {
    var size = winsize()
    guard isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// True when standard output is a terminal.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  private static func write(_ bytes: [UInt8], to file: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        let reason = errno
        if file == STDOUT_FILENO { cannotWrite(reason) }
        return
      }
      rest = rest.dropFirst(count)
    }
  }

  /// A reader that went away (`| head`) wants no more; that is no failure. Anything else is.
  private static func cannotWrite(_ reason: Int32) {
    guard reason == EPIPE else {
      note("logspotlight: Standard output cannot be written.")
      note("  why: \(String(cString: strerror(reason)))")
      exit(1)
    }
    let (whenLeft, isFirst) = reader.withLock { reader in
      defer { reader.hasLeft = true }
      return (reader.whenLeft, !reader.hasLeft)
    }
    guard let whenLeft else { exit(0) }
    if isFirst { whenLeft() }
  }
}
