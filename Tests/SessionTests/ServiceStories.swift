import Canvas
import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("What a service leaves out or refuses, on screen")
struct ServiceStories {
  @Test("Where a service refuses the query it stands why, and the same query runs again once the right was given")
  func refusedByService() {
    var desk = Desk.drafted()
    desk.press("r")
    desk.deliver(HuntEvent.failed(Problem("Log Analytics does not allow this.", remedy: "Grant Log Analytics Reader.", kind: .refused)))
    #expect(desk.model.hunt?.stage == .failed)
    #expect(desk.screen().plainText().contains("Grant Log Analytics Reader.") && desk.screen().plainText().contains(Wording.tryAgain))
    _ = desk.takeEffects()
    desk.press("r")
    #expect(!desk.takeEffects().isEmpty && desk.model.hunt?.stage != .failed)
  }

  @Test("However long the reason why rows are missing, a finding stands below it", arguments: [(120, 36), (80, 24)])
  func longReason(_ width: Int, _ height: Int) {
    var desk = Desk.reduced(width: width, height: height)
    desk.deliver(.modelChosen(.analysis, DeskSample.choice()))
    var progress = DeskSample.progress(4812)
    progress.partial = (1...56).map { "part \($0): the service stopped at a limit" }.joined(separator: "; ")
    progress.isComplete = true
    desk.deliver(.rowsArrived(progress))
    for finding in DeskSample.findings { desk.deliver(.findingArrived(finding)) }
    desk.press("5")
    let shown = desk.screen().plainText()
    #expect(shown.contains("Not all rows came") && shown.contains("more line"))
    #expect(shown.contains(desk.model.selectedFinding?.title ?? "none selected"))
  }

  @Test("What a stopped call cost is told after the stop, of an older attempt too, and is kept with the hunt")
  func stoppedCall() {
    var desk = Desk.reduced()
    desk.deliver(.modelChosen(.analysis, DeskSample.choice()))
    guard let hunt = desk.model.hunt else { return }
    desk.press("<ctrl+g>")
    desk.deliver(.cancelled(keptFindings: 0))
    _ = desk.takeEffects()
    let booking = HuntEvent.usageReported(.analysis, Usage(input: 900, output: 40), Money(dollars: 0.002))
    desk.deliver(booking)
    #expect(desk.model.hunt?.cost == Money(dollars: 0.002))
    let effects = desk.takeEffects()
    #expect(effects.contains { if case .keepHunt = $0 { true } else { false } })
    desk.deliver(
      .hunt(StampedEvent(hunt: hunt.id, attempt: hunt.attempt - 1, sequence: 900, time: Desk.opening, event: booking)))
    #expect(desk.model.hunt?.cost == Money(dollars: 0.004))
  }

  @Test("That rows are partial stands beside the findings, in the news of the end, and is counted down to no success")
  func partialRows() {
    var desk = Desk.reduced()
    desk.deliver(.modelChosen(.analysis, DeskSample.choice()))
    var progress = DeskSample.progress(4812)
    progress.partial = "the service reports PartialError: one cluster did not answer"
    progress.isComplete = true
    desk.deliver(.rowsArrived(progress))
    desk.deliver(.finished(HuntEnding(findings: 0, cost: .zero, seconds: 2)))
    #expect(desk.model.toast?.kind == .warning && desk.model.toast?.text.contains("of partial rows: the service reports") == true)
    desk.press("5")
    let shown = desk.screen().plainText()
    #expect(shown.contains("Not all rows came") && shown.contains(Wording.ofPartialRows))
  }
}
