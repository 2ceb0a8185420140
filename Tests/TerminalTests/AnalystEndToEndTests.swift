import Canvas
import Foundation
import TestSupport
import Testing

/// What an analyst does in a night, with the real binary on a terminal of its own.
@Suite("An analyst's work on the real binary", .serialized) @BlockingTests struct AnalystEndToEndTests {
  private let seat = Seat()

  @Test("A query is typed with completion, a wrong column is named with the right one, and it runs")
  func typesQuery() throws {
    let terminal = try seat.openedList()
    terminal.press("e")
    terminal.send("DeviceProcessEvents | where FileNam")
    try terminal.wait(forText: "FileName", within: 60)
    terminal.press("tab")
    terminal.send(" has \"powershell\" and DevicName != \"\" ")
    try terminal.wait(forText: "did you mean 'DeviceName'", within: 60)
    for _ in 0..<20 { terminal.press("backspace") }
    terminal.press("ctrl+r")
    try terminal.wait(forText: "proven, in", within: 60)
    try seat.quit(terminal)
  }

  @Test("A part of the plan is changed by its key, and the query follows")
  func changesPlan() throws {
    let terminal = try seat.openedList()
    terminal.press("a")
    terminal.send("Show suspicious PowerShell activity in the last day")
    terminal.press("enter")
    try terminal.wait(forText: "allowed", within: 60)
    terminal.press("3")
    terminal.press("w")
    try terminal.wait(forText: "When", within: 60)
    terminal.press("ctrl+u")
    terminal.send("last 3 days")
    terminal.press("enter")
    try terminal.wait(forText: "You changed the range", within: 60)
    try terminal.wait(forText: "3 d", within: 60)
    try seat.quit(terminal)
  }

  @Test("A hunt is saved as a file and opened again; an ended one comes back after a restart")
  func savesHunts() throws {
    let terminal = try seat.openedList()
    try seat.hunt(terminal)
    terminal.press("ctrl+s")
    try terminal.wait(forText: "Save this hunt as", within: 60)
    terminal.send("night shift")
    terminal.press("enter")
    try terminal.wait(forText: "night shift.kql", within: 60)
    let file = seat.program.home + "/config/logspotlight/hunts/night shift.kql"
    #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("// Show suspicious PowerShell"))
    try seat.quit(terminal)
    let again = try seat.openedList()
    again.press("ctrl+o")
    try again.wait(forText: "saved", within: 60)
    again.send("findings")
    try again.wait(forText: "› findings", within: 60)
    again.press("enter")
    try again.wait(forText: "T1059.001", within: 60)
    try seat.quit(again)
  }

  @Test("What is decided about a finding is on its card after a restart, and in the export")
  func decides() throws {
    let terminal = try seat.openedList()
    try seat.hunt(terminal)
    terminal.press("f")
    terminal.press("t")
    try terminal.wait(forText: "What is this finding?", within: 60)
    terminal.press("j")
    terminal.press("j")
    terminal.press("enter")
    try terminal.wait(forText: "! confirmed", within: 60)
    terminal.press("n")
    terminal.send("ticket 4711")
    terminal.press("enter")
    try terminal.wait(forText: "ticket 4711", within: 60)
    try seat.quit(terminal)
    let again = try seat.openedList()
    try again.wait(forText: "ticket 4711", within: 60)
    try seat.quit(again)
    let report = try seat.program.run(["findings", "export", "--as", "markdown"])
    #expect(report.output.contains("Status: confirmed"))
    #expect(report.output.contains("ticket 4711"))
    #expect(try seat.program.run(["findings", "verify"]).code == 0)
  }

  @Test("Rows are filtered as one types, a column's values are counted, and encoded text is read in place")
  func readsRows() throws {
    let terminal = try seat.openedList()
    try seat.hunt(terminal)
    terminal.press("4")
    try terminal.wait(forText: "TimeGenerated", within: 60)
    terminal.press("/")
    terminal.send("-enc")
    try terminal.wait(for: "fewer rows", within: 60) { $0.lines.contains { $0.contains("4 Rows") && $0.contains(" of ") } }
    terminal.press("enter")
    try terminal.wait(forText: "owershell", within: 60)
    // How long the first row is depends on the time of day; on the whole screen there is room for any.
    terminal.press("+")
    terminal.press("enter")
    try terminal.wait(forText: "base64 UTF-16", within: 60)
    terminal.press("enter")
    terminal.press("F")
    try terminal.wait(forText: "distinct", within: 60)
    try seat.quit(terminal)
  }

  @Test("Alerts are grouped and unfolded, and the histogram is walked and zoomed")
  func groupsAlerts() throws {
    let terminal = try seat.openedList()
    terminal.press("b")
    // Enter unfolds once the groups are there; before it would open the alert under the cursor.
    try terminal.wait(for: "groups with their counts", within: 60) { $0.lines.contains { $0.contains("▸ ") && $0.contains("× ") } }
    terminal.press("enter")
    for _ in 0..<4 { terminal.press("b") }
    // The bars are of the list that is shown: they can be walked once it is counted.
    try terminal.wait(for: "the list without groups, counted", within: 60) { !$0.lines[1].contains("by ") && $0.lines[2].contains("█") }
    terminal.press("t")
    terminal.press("h")
    terminal.press("v")
    terminal.press("h")
    terminal.press("enter")
    try terminal.wait(for: "a zoomed range in the title", within: 60) { $0.lines[1].contains("–") }
    terminal.press("-")
    try seat.quit(terminal)
  }

  @Test("A theme is chosen with a preview and found again; without colours weight tells what colour did")
  func themes() throws {
    let terminal = try seat.openedList()
    terminal.press("T")
    try terminal.wait(forText: "lucid", within: 60)
    for _ in 0..<3 { terminal.press("j") }
    terminal.press("enter")
    try terminal.wait(forText: "Theme lucid.", within: 60)
    try seat.quit(terminal)
    for environment in [["NO_COLOR": "1"], ["TERM": "xterm"], ["TERM": "linux"], ["TERM": "xterm-256color", "COLORTERM": "truecolor"]] {
      let plain = try seat.openedList(environment: environment)
      try seat.quit(plain)
    }
  }

  @Test("In a locale without UTF-8 borders and signs are ASCII")
  func ascii() throws {
    let terminal = try seat.openedList(environment: ["LC_ALL": "C", "LANG": "C"])
    #expect(terminal.screen.plainText().unicodeScalars.allSatisfy { $0.isASCII })
    try seat.quit(terminal)
  }

  @Test("Another workspace is gone to by key, and each remembers where one was")
  func workspaces() throws {
    try seat.program.configure("[workspaces.second]\nalerts = [\"store\"]\nquery = \"store\"\n")
    let terminal = try seat.openedList(["--workspace", "sample"])
    terminal.press("W")
    try terminal.wait(forText: "second", within: 60)
    terminal.press("k")
    terminal.press("enter")
    try terminal.wait(for: "the other workspace's name at the top", within: 60) {
      $0.lines[0].contains("LogSpotlight  second")
    }
    try seat.quit(terminal)
  }

  @Test("What is copied reaches the terminal as OSC 52, defanged, with news of how")
  func copies() throws {
    let terminal = try seat.openedList()
    terminal.press("y")
    try terminal.wait(forText: "Copied the alert's line", within: 60)
    let encoded = try #require(terminal.screen.clipboard)
    let text = String(decoding: try #require(Data(base64Encoded: encoded)), as: UTF8.self)
    #expect(text.contains("UTC"))
    try seat.quit(terminal)
  }

  @Test("A key of one's own counts at once; a clash is told with both names, and nothing opens")
  func keys() throws {
    try seat.program.configure("[keys]\nchoose_theme = \"f12\"\n")
    let terminal = try seat.openedList()
    terminal.press("f12")
    try terminal.wait(forText: "catppuccin", within: 60)
    terminal.press("escape")
    try seat.quit(terminal)
    try seat.program.configure("[keys]\nchoose_theme = \"y\"\n")
    let refused = try seat.program.open()
    #expect(try refused.waitForEnd(within: 60) == 2)
  }

  @Test("A hundred thousand pasted characters arrive whole, in one piece, and can be taken back")
  func pastes() throws {
    let terminal = try seat.openedList()
    terminal.press("e")
    terminal.paste("T | where a == \"" + String(repeating: "x", count: 100_000) + "\"")
    try terminal.wait(forText: "xxxx", within: 60)
    terminal.press("ctrl+_")
    try terminal.wait(for: "an empty query", within: 60) { !$0.contains("xxxx") }
    terminal.press("escape")
    try seat.quit(terminal)
  }

  @Test("A theme with a wrong key and a broken one are told, and the program opens all the same")
  func brokenThemes() throws {
    let folder = seat.program.home + "/config/logspotlight/themes"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try "name = \"mine\"\ninherits = \"dusk\"\n[roles]\n\"severity.hihg\" = \"red\"\n".write(
      toFile: folder + "/mine.toml", atomically: true, encoding: .utf8)
    try "name = [".write(toFile: folder + "/broken.toml", atomically: true, encoding: .utf8)
    let terminal = try seat.openedList(["--theme", "mine"])
    try terminal.wait(forText: "broken.toml", within: 60)
    try seat.quit(terminal)
  }

  @Test("The query goes to $EDITOR and comes back changed")
  func editor() throws {
    let script = seat.program.home + "/editor.sh"
    try "#!/bin/sh\necho 'DeviceProcessEvents | take 3' > \"$1\"\n".write(toFile: script, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: script)
    let terminal = try seat.openedList(environment: ["EDITOR": script])
    terminal.press("e")
    terminal.press("ctrl+e")
    try terminal.wait(forText: "take 3", within: 60)
    terminal.press("escape")
    try terminal.wait(forText: "allowed", within: 60)
    try seat.quit(terminal)
  }

  @Test("The mouse is off, counts after F2, and is the terminal's again at the end")
  func mouse() throws {
    let terminal = try seat.openedList()
    terminal.press("f2")
    try terminal.wait(forText: "The mouse counts", within: 60)
    // A press and a release at column 90, row 2: the request line.
    terminal.send("\u{1B}[<0;90;3M\u{1B}[<0;90;3m")
    terminal.send("clicked")
    try terminal.wait(forText: "clicked", within: 60)
    try seat.quit(terminal)
  }
}
