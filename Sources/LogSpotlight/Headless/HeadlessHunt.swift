import Casefile
import Dispatch
import Glibc
import HuntPipeline
import QueryBackends
import Workbench

/// Drives one hunt without a screen: what the analyst would press is decided by the options.
struct HeadlessHunt {
  /// What a run says yes to.
  struct Answers {
    /// `--yes`: consent to queries, and to costs within the budget.
    var saysYes: Bool
    /// Stop once the plan is drafted and reviewed.
    var stopsAtPlan = false
    /// Stop once the rows are in.
    var stopsAtRows = false
    /// Show the first call to a model instead of making it.
    var showsCall = false
    /// Further questions, asked one after the other once the hunt is finished.
    var followUps: [String] = []
  }

  let workspace: OpenWorkspace
  let answers: Answers
  /// Called with each event, in order, after the hunt took it.
  let watch: (StampedEvent, Hunt) -> Void

  /// The hunt as it ended. An interrupt cancels it; what came is kept.
  func run(_ start: Hunt) async -> Hunt {
    var hunt = start
    let (stream, feed) = AsyncStream.makeStream(of: StampedEvent?.self)
    let runner = workspace.runner { feed.yield($0) }
    // Whoever wants the hunt to end hears how it ended, and the journal has its ending.
    let interrupts = [SIGINT, SIGTERM, SIGHUP].map { number in HeadlessHunt.on(number) { feed.yield(nil) } }
    defer { for interrupt in interrupts { interrupt.cancel() } }
    Output.whenReaderLeaves { feed.yield(nil) }
    let clock = SystemClock()
    func take(_ event: HuntEvent, at time: DateTime) {
      for step in hunt.handle(event, at: time) { runner.perform(step, for: hunt.id, attempt: hunt.attempt) }
    }
    var followUps = answers.followUps[...]
    take(.begun, at: clock.now())
    for await stamped in stream {
      guard let stamped else {
        take(.stopRequested, at: clock.now())
        continue
      }
      guard stamped.attempt == hunt.attempt else { continue }
      if answers.showsCall, case .modelChosen(let purpose, let choice) = stamped.event {
        if choice.model.isOffline {
          guard purpose == .analysis else {
            take(stamped.event, at: stamped.time)
            continue
          }
          Output.note("The offline analyst reads the rows in this program: nothing is sent.")
        } else {
          await show(runner, hunt)
          if purpose == .draft { Output.note("This is the planning call; for the rows add --kql.") }
        }
        break
      }
      take(stamped.event, at: stamped.time)
      watch(stamped, hunt)
      if let answer = answer(hunt, stamped.event) { take(answer, at: clock.now()) }
      if hunt.stage == .finished, hunt.followUpUnavailable == nil, let question = followUps.popFirst() {
        take(.followUpAsked(question), at: clock.now())
        continue
      }
      if isOver(hunt, stamped.event) { break }
    }
    await runner.close()
    await workspace.cloud?.stops.settle()
    return hunt
  }

  /// Prints the call that is ready, as it would leave.
  private func show(_ runner: HuntRunner, _ hunt: Hunt) async {
    do {
      guard let call = try await runner.preview(of: hunt.id) else { return }
      Output.note(Wording.hidden(call))
      for one in call.calls {
        for message in one.messages { Output.write("[\(message.role.rawValue)]\n\(Output.harmless(message.text))\n\n") }
        if let tool = one.tool { Output.write("[tool \(tool.name)]\n\(tool.parameters.text)\n") }
        if let schema = one.answerSchema { Output.write("[schema \(schema.name)]\n\(schema.schema.text)\n") }
      }
    } catch let problem as Problem {
      Output.say(problem)
    } catch {
      Output.note(String(describing: error))
    }
  }

  /// What the analyst would do now; nil to wait.
  private func answer(_ hunt: Hunt, _ event: HuntEvent) -> HuntEvent? {
    if hunt.stage == .ready, case .queryReviewed = event, !answers.stopsAtPlan { return .runRequested }
    if hunt.stage.isAwaitingConsent, hunt.consent != nil, answers.saysYes { return .consentGiven }
    return nil
  }

  private func isOver(_ hunt: Hunt, _ event: HuntEvent) -> Bool {
    if hunt.stage.isEnding || hunt.stage == .refused { return true }
    if hunt.stage.isAwaitingConsent, hunt.consent != nil, !answers.saysYes { return true }
    if hunt.stage == .ready, answers.stopsAtPlan { return true }
    return answers.stopsAtRows && hunt.rows?.isComplete == true
  }

  /// Calls `body` on the first such signal; a second one ends the program at once.
  private static func on(_ number: Int32, _ body: @escaping @Sendable () -> Void) -> any DispatchSourceSignal {
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler {
      body()
      signal(number, SIG_DFL)
    }
    source.resume()
    return source
  }
}

extension Hunt {
  /// The exit code of CONTRACTS §2 for how the hunt stands.
  var exitCode: Int32 {
    switch stage {
    case .cancelled, .stopping: 130
    case .failed: problem.map(Output.exitCode) ?? 1
    case .refused: problem.map(Output.exitCode) ?? 3
    case .awaitingQueryConsent: 3
    case .awaitingDraftConsent, .awaitingCostConsent: 4
    default: rows?.partial != nil || cutReason != nil ? 5 : 0
    }
  }
}
