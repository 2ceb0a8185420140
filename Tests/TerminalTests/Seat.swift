import Canvas
import Foundation
import TestSupport
import Testing

/// A home with the sample, and how the program is opened and left there.
struct Seat {
  /// A home for each test: the workbench opens as it was left, and no test may see how another left it.
  let program = BuiltProgram.withSample()

  func opened(
    _ arguments: [String] = [], size: Size = Size(width: 120, height: 36), environment: [String: String] = [:]
  ) throws -> PseudoTerminal {
    let terminal = try program.open(arguments, size: size, environment: environment)
    // The first start makes the sample workspace, which takes a while in a debug build.
    try terminal.wait(forText: "Alerts", within: 60)
    return terminal
  }

  /// Opens it and waits until the list is there.
  func openedList(_ arguments: [String] = [], environment: [String: String] = [:]) throws -> PseudoTerminal {
    let terminal = try opened(arguments, environment: environment)
    try terminal.wait(forText: "Sev", within: 60)
    return terminal
  }

  func quit(_ terminal: PseudoTerminal) throws {
    // Ctrl-C stops, clears or goes back, whatever comes next; a few of them always lead to where one more leaves.
    for _ in 0..<6 where terminal.status == nil {
      terminal.press("ctrl+c")
      guard (try? terminal.wait(forText: "again leaves", within: 3)) != nil else { continue }
      terminal.press("ctrl+c")
      _ = try? terminal.waitForEnd(within: 10)
    }
    #expect(terminal.status == 0)
    #expect(terminal.isRestored)
  }

  /// Asks and runs an offline hunt to its end.
  func hunt(_ terminal: PseudoTerminal, _ request: String = "Show suspicious PowerShell activity in the last day") throws {
    terminal.press("a")
    terminal.send(request)
    terminal.press("enter")
    try terminal.wait(forText: "allowed", within: 60)
    terminal.press("r")
    try terminal.wait(forText: "proven, in", within: 60)
  }
}
