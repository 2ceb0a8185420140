import ArgumentParser
import Canvas
import Casefile
import Foundation
import Glibc
import HuntPipeline
import LocalStore
import Locking
import Settings
import Terminal
import Workbench

/// Without a command: the workbench, full screen.
struct WorkbenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "workbench", abstract: "Open the workbench (the default).", discussion: "Example: logspotlight")

  @Option(help: "Theme, by name.") var theme: String?
  @OptionGroup var common: CommonOptions

  func run() throws { try runOnThisThread() }

  /// Runs the terminal loop on the calling thread, which must be the main one.
  func runOnThisThread() throws {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      throw Problem(
        "The workbench needs a terminal.", cause: "Standard input or output is not one.",
        remedy: "Start it in a terminal, or use a command: `logspotlight hunt \"…\"`, `logspotlight --help`.", kind: .usage)
    }
    var next = try open(common)
    while let name = next {
      var there = common
      there.workspace = name
      next = try open(there)
    }
  }

  /// Runs one workspace until it is left; the name of the one to go to, nil to leave the program.
  private func open(_ common: CommonOptions) throws -> String? {
    let workspace = try opening(common)
    let port = MessagePort<Message>(merge: WorkbenchCommand.merge)
    let bench = Bench(workspace: workspace, port: port)
    var model = try bench.model(theme: theme)
    if let session = session(of: workspace, bench.sessionKey) {
      model.restore(session)
    } else if let last = session(of: workspace, Bench.sessionKey) {
      // Another workspace's session tells how the program is to look, not what is to be looked at.
      let looks = ["theme", "configured_theme", "mouse", "terminal_background", "local_time", "history", "hides_hints", "finding_sort"]
      model.restore(.object(looks.reduce(into: JSONObject()) { $0[$1] = last[$1] }))
    }
    if let theme { model.showForThisRun(theme: theme) }
    let initial = model.start()
    let program = TerminalProgram<Model, Message, Effect>(
      message: { .input($0) }, receive: WorkbenchCommand.receive, perform: { bench.perform($0, $1) },
      draw: { model, surface, _ in model.draw(on: &surface) })
    do {
      let end = try program.run(model, port: port, initial: initial, options: TerminalOptions(mouse: model.hasMouse, colour: colour))
      bench.close(end.model)
      if case .signal(let number) = end.ending { throw ExitCode(128 + number) }
      return bench.nextWorkspace.withLock { $0 }
    } catch let fault as TerminalFault {
      throw fault.problem
    }
  }

  /// Opens the workspace and, where that takes longer than a moment, says so and for how long.
  private func opening(_ common: CommonOptions) throws -> OpenWorkspace {
    let isNew = (try? Surroundings().storePath(common.store)).map { access($0, F_OK) != 0 } ?? false
    var isSaid = false
    defer { if isSaid { Output.clearLine() } }
    return try Waiting.value(
      everySecond: { seconds in
        isSaid = true
        Output.lineInPlace(Wording.opening(isFirst: isNew, seconds: seconds))
      }
    ) { try await OpenWorkspace.open(common) }
  }

  private func session(of workspace: OpenWorkspace, _ key: String) -> JSONValue? {
    let text = (try? Waiting.value { try await workspace.ledger.sessionValue(for: key) }) ?? nil
    return text.flatMap { try? JSONValue(parsing: $0) }
  }

  /// Ticks come only when something is due, so a key brings the time along with it.
  private static func receive(_ model: inout Model, _ message: Message) -> [Effect] {
    if case .input = message { model.tick(SystemClock().now()) }
    return model.receive(message)
  }

  private var colour: Bool? {
    switch common.color {
    case .auto: nil
    case .always: true
    case .never: false
    }
  }

  /// Folds streamed text into what waits before it; endings and findings are never folded.
  private static func merge(_ waiting: inout Message, _ next: Message) -> Bool {
    guard case .hunt(var first) = waiting, case .hunt(let second) = next, first.hunt == second.hunt, first.attempt == second.attempt else {
      return false
    }
    switch (first.event, second.event) {
    case (.textArrived(let text), .textArrived(let more)): first.event = .textArrived(text + more)
    case (.rowsArrived(let rows), .rowsArrived) where !rows.isComplete: first.event = second.event
    default: return false
    }
    first.sequence = second.sequence
    first.time = second.time
    waiting = .hunt(first)
    return true
  }
}

/// Waits on this thread for work done elsewhere; for the moments before the screen is there, and after it.
enum Waiting {
  /// Returns when the work is done or when `seconds` have passed; then it goes on by itself.
  static func moment(_ seconds: Double, _ work: @escaping @Sendable () async -> Void) {
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      await work()
      done.signal()
    }
    _ = done.wait(timeout: .now() + seconds)
  }

  /// `everySecond` is called meanwhile on this thread, first after 0.3 s with 0, then with the seconds that passed.
  static func value<Value: Sendable>(
    everySecond: (Int) -> Void = { _ in }, _ work: @escaping @Sendable () async throws -> Value
  ) throws -> Value {
    let done = DispatchSemaphore(value: 0)
    let result = ResultBox<Value>()
    Task.detached {
      do { result.set(.success(try await work())) } catch { result.set(.failure(error)) }
      done.signal()
    }
    let start = DispatchTime.now()
    var seconds = 0
    // The first word comes early: who sees nothing takes the program for dead.
    while done.wait(timeout: start + (seconds == 0 ? 0.3 : Double(seconds))) == .timedOut {
      everySecond(seconds)
      seconds += 1
    }
    return try result.get()
  }
}
