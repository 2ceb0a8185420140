import Canvas
import Foundation
import TestSupport

/// How long an analyst waits: for the first frame, and for a key while an answer streams in.
enum ScreenBenchmark {
  static func run() throws {
    let program = BuiltProgram.withSample()
    print("the sample:")
    try measureStart(program)
    try measureKeys(program)
  }

  /// The same with stores of a hundred thousand and a million alerts; these are made once and take long.
  static func runCrowd() throws {
    for count in [100_000, 1_000_000] {
      let program = BuiltProgram.withSample()
      let store = ["--store", try AlertBenchmark.store(of: count)]
      print("\(count) alerts:")
      try measureStart(program, store)
      try measureKeys(program, store)
      try measureRest(program, store)
    }
  }

  /// Keys, memory and wake-ups while nothing else happens.
  private static func measureRest(_ program: BuiltProgram, _ arguments: [String]) throws {
    let terminal = try program.open(arguments)
    try terminal.wait(for: "a page of alerts", within: 60) { cursorLine($0) != nil }
    _ = terminal.pump(for: 3)
    var times: [Double] = []
    for place in 0..<200 {
      let before = cursorLine(terminal.screen)
      let start = now()
      terminal.press(place / 8 % 2 == 0 ? "j" : "k")
      try terminal.wait(for: "the cursor's move", within: 5) { screen in cursorLine(screen).map { $0 != before } ?? false }
      times.append(now() - start)
    }
    print("key at rest:            \(Times(times).text)")
    _ = terminal.pump(for: 2)
    let before = ProcessFigures(terminal.process)
    _ = terminal.pump(for: 20)
    let after = ProcessFigures(terminal.process)
    print(
      "20 s at rest:           \(after.processorMilliseconds - before.processorMilliseconds) ms of processor, "
        + "\(after.wakeUps - before.wakeUps) wake-ups, \(after.residentMegabytes) MB resident")
    try leave(terminal)
  }

  private static func measureStart(_ program: BuiltProgram, _ arguments: [String] = []) throws {
    var frames: [Double] = []
    var pages: [Double] = []
    for _ in 0..<10 {
      let start = now()
      let terminal = try program.open(arguments)
      try terminal.wait(forText: "1 Alerts", within: 30)
      frames.append(now() - start)
      try terminal.wait(for: "a page of alerts", within: 30) { cursorLine($0) != nil }
      pages.append(now() - start)
      try leave(terminal)
    }
    print("first frame after start: \(Times(frames).text)")
    print("first page of alerts:    \(Times(pages).text)")
  }

  private static func measureKeys(_ program: BuiltProgram, _ arguments: [String] = []) throws {
    let server = try RawServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
      connection.write(event(#"{\"answer\":\""#))
      // A thousand pieces a second, for a minute at most.
      for _ in 0..<60_000 {
        guard connection.write(event("some more words ")) else { return }
        usleep(1000)
      }
    }
    try program.configure(
      """
      [workspaces.sample]
      model = "streaming"
      [models.streaming]
      provider = "compatible"
      name = "streaming"
      base_url = "\(server.url)/v1"
      context = 100000
      price = { input = 0.0, output = 0.0 }
      """)
    let terminal = try program.open(arguments)
    try terminal.wait(for: "a page of alerts", within: 30) { cursorLine($0) != nil }
    for key in ["space", "a"] { terminal.press(key) }
    terminal.send("what is this?")
    terminal.press("enter")
    try terminal.wait(forText: "some more words", within: 30)
    terminal.press("1")
    try terminal.wait(for: "the list in hand", within: 30) { cursorLine($0) != nil }
    var times: [Double] = []
    for place in 0..<400 {
      let before = cursorLine(terminal.screen)
      let start = now()
      terminal.press(place / 8 % 2 == 0 ? "j" : "k")
      try terminal.wait(for: "the cursor's move from line \(before ?? -1) by key \(place)", within: 5) { screen in
        // A frame that is half read may show no bar at all.
        cursorLine(screen).map { $0 != before } ?? false
      }
      times.append(now() - start)
    }
    print("key while text streams:  \(Times(times).text), \(ProcessFigures(terminal.process).residentMegabytes) MB resident")
    try leave(terminal)
  }

  private static func event(_ content: String) -> String {
    #"data: {"choices":[{"index":0,"delta":{"content":""# + content + #""}}]}"# + "\n\n"
  }

  /// The line of the cursor bar in the list at the left edge.
  private static func cursorLine(_ screen: ScreenModel) -> Int? {
    let lines = screen.plainText().split(separator: "\n", omittingEmptySubsequences: false)
    return lines.firstIndex { $0.dropFirst().hasPrefix("▌") }
  }

  private static func leave(_ terminal: PseudoTerminal) throws {
    for _ in 0..<6 where terminal.status == nil {
      terminal.press("ctrl+c")
      _ = try? terminal.waitForEnd(within: 1)
    }
  }

  private static func now() -> Double { Double(DispatchTime.now().uptimeNanoseconds) / 1_000_000 }
}
