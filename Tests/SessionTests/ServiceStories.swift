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
