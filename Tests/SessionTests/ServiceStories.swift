import Canvas
import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("What a service leaves out or refuses, on screen")
struct ServiceStories {
  /// A hunt whose query is drafted and allowed.
  private func ready(width: Int = 120, height: Int = 36) -> Desk {
    var desk = Desk(width: width, height: height)
    desk.press("a")
    desk.type("Show suspicious PowerShell activity on host WS-123 in the last day")
    desk.press("<enter>")
    desk.deliver(.modelChosen(.draft, DeskSample.offlineChoice))
    desk.deliver(.planDrafted(DeskSample.plan))
    desk.deliver(.queryReviewed(DeskReview.of(DeskSample.kql)))
    return desk
  }

  /// A hunt whose analysis has begun.
  private func analysing(width: Int = 120, height: Int = 36) -> Desk {
    var desk = ready(width: width, height: height)
    desk.press("r")
    desk.deliver(.rowsArrived(DeskSample.progress(4812)))
    desk.deliver(.reduced(DeskSample.reduction))
    desk.deliver(.modelChosen(.analysis, DeskSample.choice()))
    return desk
  }

  @Test("Where a service refuses the query it stands why, and the same query runs again once the right was given")
  func refusedByService() {
    var desk = ready()
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
    var desk = analysing()
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
