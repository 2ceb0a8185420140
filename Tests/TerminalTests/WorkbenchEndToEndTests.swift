import Canvas
import Foundation
import TestSupport
import Testing

@Suite("The real binary on a terminal", .serialized) @BlockingTests struct WorkbenchEndToEndTests {
  private let seat = Seat()
  private var program: BuiltProgram { seat.program }
  private let request = "Show suspicious PowerShell activity on host WS-123 in the last day"

  private func opened(size: Size = Size(width: 120, height: 36), environment: [String: String] = [:]) throws -> PseudoTerminal {
    try seat.opened(size: size, environment: environment)
  }

  private func quit(_ terminal: PseudoTerminal) throws { try seat.quit(terminal) }

  @Test("It opens on the sample workspace, says so, lists alerts and quits with the terminal as it was")
  func opens() throws {
    let terminal = try opened()
    try terminal.wait(forText: "sample workspace", within: 60)
    try terminal.wait(forText: "Entity", within: 60)
    try quit(terminal)
  }

  @Test("A filter narrows the list as it is typed, Enter opens an alert with its evidence")
  func browses() throws {
    let terminal = try opened()
    try terminal.wait(forText: "Sev", within: 60)
    terminal.press("/")
    terminal.send("spray")
    try terminal.wait(forText: "spray", within: 60)
    terminal.press("enter")
    terminal.press("enter")
    try terminal.wait(forText: "ipAddress", within: 60)
    try quit(terminal)
  }

  @Test("A whole offline hunt from request to a proven finding")
  func hunts() throws {
    let terminal = try opened()
    terminal.press("a")
    terminal.send(request)
    terminal.press("enter")
    try terminal.wait(forText: "DeviceProcessEvents", within: 30)
    try terminal.wait(forText: "allowed", within: 30)
    terminal.press("r")
    try terminal.wait(forText: "proven", within: 60)
    try terminal.wait(forText: "T1059.001", within: 60)
    try quit(terminal)
    let again = try opened()
    try again.wait(forText: "T1059.001", within: 60)
    try again.wait(forText: "DeviceProcessEvents", within: 60)
    try quit(again)
  }

  @Test("Marked alerts are asked, and no query runs")
  func asksAlerts() throws {
    let terminal = try opened()
    try terminal.wait(forText: "Sev", within: 60)
    terminal.press("space")
    terminal.press("j")
    terminal.press("space")
    terminal.press("a")
    terminal.send("which of these belong together?")
    terminal.press("enter")
    try terminal.wait(forText: "proven", within: 60)
    try quit(terminal)
  }

  @Test("Any size from 1×1 up is survived, and too small a one says so")
  func resizes() throws {
    let terminal = try opened()
    for size in [(1, 1), (5, 3), (39, 9), (80, 24), (220, 60), (2, 40), (120, 36)] {
      terminal.resize(Size(width: size.0, height: size.1))
    }
    terminal.resize(Size(width: 39, height: 9))
    try terminal.wait(forText: "too small", within: 60)
    terminal.resize(Size(width: 80, height: 24))
    try terminal.wait(forText: "Alerts", within: 60)
    try quit(terminal)
  }

  @Test("A kill leaves the terminal sane", arguments: [SIGTERM, SIGHUP])
  func killed(signal: Int32) throws {
    let terminal = try opened()
    terminal.signal(signal)
    #expect(try terminal.waitForEnd(within: 60) == 128 + signal)
    #expect(terminal.isRestored)
  }

  @Test("A crash leaves the terminal sane", arguments: [SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGTRAP])
  func crashed(signal: Int32) throws {
    // The toolchain's own crash report takes seconds and writes to standard error only.
    let terminal = try opened(environment: ["SWIFT_BACKTRACE": "enable=no"])
    terminal.signal(signal)
    #expect(try terminal.waitForEnd(within: 60) == 128 + signal)
    #expect(terminal.isRestored)
  }

  @Test("Esc while an answer streams in stops it at once, keeps what came and hangs up", arguments: ["escape", "ctrl+c"])
  func cancels(key: String) throws {
    let hungUp = Signal()
    let server = try RawServer { connection in
      guard connection.readRequest() != nil else { return }
      let piece = #"{"choices":[{"index":0,"delta":{"content":"{\"answer\":\"Reading the first alert"}}]}"#
      connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: \(piece)\n\n")
      connection.waitForClose()
      hungUp.fire()
    }
    try program.configure(
      """
      [workspaces.sample]
      model = "stalling"
      [models.stalling]
      provider = "compatible"
      name = "stalling"
      base_url = "\(server.url)/v1"
      context = 100000
      price = { input = 0.0, output = 0.0 }
      """)
    let terminal = try opened()
    try terminal.wait(forText: "Sev", within: 60)
    terminal.press("space")
    terminal.press("a")
    terminal.send("what is this?")
    terminal.press("enter")
    try terminal.wait(forText: "Reading the first alert", within: 60)
    terminal.press(key)
    try terminal.wait(forText: "Stopped", within: 60)
    hungUp.block()
    #expect(terminal.screen.contains("Reading the first alert"))
    try quit(terminal)
  }

  @Test("Without a usable terminal it explains itself and exits 2")
  func noTerminal() throws {
    let plain = try program.run([])
    #expect(plain.code == 2)
    #expect(plain.errors.contains("terminal"))
    let dumb = try program.open(environment: ["TERM": "dumb"])
    #expect(try dumb.waitForEnd(within: 60) == 2)
  }

  @Test("tmux, an independent terminal, shows the same screen", .enabled(if: TmuxSession.isInstalled, "tmux is not installed"))
  func tmux() throws {
    let session = try TmuxSession([BuiltProgram.path], environment: program.environment)
    _ = try session.wait(forText: "sample workspace", within: 60)
    #expect(try session.isAlternate())
    try session.resize(Size(width: 80, height: 24))
    _ = try session.wait(forText: "Alerts", within: 60)
    try session.press("C-c", "C-c")
    _ = try session.wait(for: "the end", within: 60) { !$0.contains("Alerts") }
    #expect(try !session.isAlternate())
  }

  @Test(
    "Ctrl-Z gives the shell its screen back, and fg the workbench",
    .enabled(if: TmuxSession.isInstalled, "tmux is not installed"))
  func suspends() throws {
    let session = try TmuxSession(["bash", "--norc", "-i"], environment: program.environment)
    try session.type(BuiltProgram.path)
    try session.press("Enter")
    _ = try session.wait(forText: "sample workspace", within: 60)
    try session.press("C-z")
    _ = try session.wait(forText: "Stopped", within: 60)
    #expect(try !session.isAlternate())
    try session.type("echo $((6*7)) is the shell; fg")
    try session.press("Enter")
    _ = try session.wait(forText: "sample workspace", within: 60)
    #expect(try session.isAlternate())
    try session.press("C-c", "C-c")
    _ = try session.wait(forText: "42 is the shell", within: 60)
    #expect(try !session.isAlternate())
  }
}
