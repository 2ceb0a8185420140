import Canvas
import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("A query that is edited does not take what is on screen along")
struct EditedQueryStories {
  /// A hunt that ended with rows and a finding.
  private func finished() -> Desk {
    var desk = Desk.drafted("Show suspicious PowerShell activity on host WS-123 in the last day")
    desk.press("r")
    var progress = DeskSample.progress(4812)
    progress.isComplete = true
    desk.deliver(.rowsArrived(progress))
    desk.deliver(.reduced(DeskSample.reduction))
    desk.deliver(.modelChosen(.analysis, DeskSample.choice()))
    if desk.model.hunt?.consent != nil { desk.press("y") }
    desk.deliver(.finished(HuntEnding(findings: 0, cost: nil, seconds: 2)))
    _ = desk.takeEffects()
    return desk
  }

  /// Types at the end of the query and leaves the editor.
  private func edit(_ desk: inout Desk, _ text: String) {
    desk.press("e <ctrl+end>")
    desk.type(text)
    desk.press("<escape>")
  }

  @Test("Rows stay, as those of the query before, when the edited query is refused")
  func refused() {
    var desk = finished()
    let shown = desk.model.rows.resultSet
    edit(&desk, "\n| take 7")
    #expect(desk.model.hunt?.stage == .reviewing)
    #expect(desk.model.hunt?.rows?.count == 4812)
    desk.deliver(.queryReviewed(DeskReview.of("Secrets | take 7")))
    #expect(desk.model.hunt?.stage == .refused)
    #expect(desk.model.hunt?.rows?.count == 4812)
    #expect(desk.model.rows.resultSet == shown)
    #expect(desk.model.hunt?.resultsAreEarlier == true)
    desk.press("4")
    #expect(desk.screen().plainText().contains(Wording.earlier("4,812")))
  }

  @Test("They go only when another query runs")
  func runs() {
    var desk = finished()
    edit(&desk, "\n| take 7")
    let text = desk.model.query.editor.text
    desk.deliver(.queryReviewed(DeskReview.of(text)))
    #expect(desk.model.hunt?.stage == .ready)
    #expect(desk.model.hunt?.rows != nil)
    desk.press("r")
    #expect(desk.model.hunt?.stage == .querying)
    #expect(desk.model.hunt?.rows == nil)
    #expect(desk.model.rows.resultSet == nil)
    #expect(desk.model.hunt?.resultsAreEarlier == false)
  }

  @Test("A query that is put back as it was is the finished one again")
  func putBack() {
    var desk = finished()
    let text = desk.model.query.editor.text
    edit(&desk, "x")
    desk.deliver(.queryReviewed(DeskReview.of("Secrets")))
    desk.press("e <ctrl+end> <backspace> <escape>")
    #expect(desk.model.query.editor.text == text)
    desk.deliver(.queryReviewed(DeskReview.of(text)))
    #expect(desk.model.hunt?.stage == .finished)
    #expect(desk.model.hunt?.resultsAreEarlier == false)
    #expect(desk.model.hunt?.followUpUnavailable == nil)
  }
}
