import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("Questions that need a yes")
struct ConsentStories {
  /// A hunt that waits for a yes to its cost.
  private func asking() -> Desk {
    var desk = Desk.reduced("failed sign-ins of arisa")
    let question = ConsentQuestion(kind: .cost, reasons: ["This reading costs more than 80 % of what is left of today's budget."])
    desk.deliver(.modelChosen(.analysis, DeskSample.choice(question: question)))
    _ = desk.takeEffects()
    desk.deliver(.consentNeeded(question))
    return desk
  }

  @Test("A yes counts only after a moment without keys")
  func armsLate() {
    var desk = asking()
    #expect(desk.takeEffects() == [.armOverlay(1)])
    desk.expectScreen("consent-arming-120x36")
    desk.press("<enter>")
    #expect(desk.takeEffects() == [.armOverlay(2)])
    #expect(desk.model.overlay != nil)
    desk.deliver(.overlayArmed(1))
    desk.press("y")
    #expect(desk.takeEffects() == [.armOverlay(3)])
    desk.deliver(.overlayArmed(3))
    desk.expectScreen("consent-armed-120x36")
    desk.press("y")
    guard case .analyse(let order)? = desk.takeSteps().first else {
      Issue.record("the analysis did not begin")
      return
    }
    #expect(order.choice.model.name == "gpt-5.6-luna")
    #expect(desk.model.overlay == nil)
  }

  @Test("A no counts at once")
  func refuses() {
    var desk = asking()
    _ = desk.takeEffects()
    desk.press("n")
    #expect(desk.takeSteps() == [.stop(keptFindings: 0)])
    #expect(desk.model.overlay == nil)
  }

  @Test("A costly query asks with its tables and range, and a no goes back to the draft")
  func query() {
    var desk = Desk(width: 80, height: 24)
    desk.press("a")
    desk.type("everything")
    desk.press("<enter>")
    desk.deliver(.modelChosen(.draft, DeskSample.offlineChoice))
    desk.deliver(.planDrafted(DeskSample.plan))
    desk.press("e <ctrl+e>")
    desk.deliver(.editorClosed("union * | take 10"))
    desk.press("<escape>")
    desk.deliver(.queryReviewed(DeskReview.of(desk.model.hunt?.draft ?? "")))
    #expect(desk.model.hunt?.review?.verdict == "consent")
    desk.press("r")
    desk.deliver(.consentNeeded(ConsentQuestion(kind: .query, reasons: desk.model.hunt?.review?.concerns.map(\.reason) ?? [])))
    desk.expectScreen("consent-query-80x24")
    desk.press("<escape>")
    #expect(desk.model.hunt?.stage == .ready)
    #expect(desk.model.overlay == nil)
  }

  @Test("Leaving while a hunt works asks first")
  func leaving() {
    var desk = Desk()
    desk.press("a")
    desk.type("x")
    desk.press("<enter>")
    _ = desk.takeEffects()
    desk.press("<ctrl+q>")
    #expect(desk.model.overlay == .leaving(Wording.huntWouldStop))
    desk.expectScreen("leaving-120x36")
    desk.press("n")
    #expect(desk.model.overlay == nil)
    desk.press("<ctrl+q> y")
    let effects = desk.takeEffects()
    #expect(effects.last == .quit)
    #expect(effects.contains { if case .saveSession = $0 { true } else { false } })
    #expect(effects.contains { if case .perform(.stop, _, _) = $0 { true } else { false } })
  }
}
