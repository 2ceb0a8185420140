import Canvas
import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("Deciding about findings")
struct FindingStories {
  /// A hunt with its three findings, the cards in front.
  private func found(width: Int = 120, height: Int = 36) -> Desk {
    var desk = Desk.reduced(width: width, height: height)
    desk.deliver(.modelChosen(.analysis, DeskSample.choice()))
    for finding in DeskSample.findings { desk.deliver(.findingArrived(finding)) }
    desk.deliver(.usageReported(.analysis, Usage(input: 11_204, cached: 2048, output: 1180), Money(dollars: 0.0052)))
    desk.deliver(.finished(HuntEnding(findings: 3, cost: Money(dollars: 0.0052), seconds: 12)))
    desk.press("f")
    _ = desk.takeEffects()
    return desk
  }

  @Test("A status and a note are kept with the finding, and stand on its card and in what is copied")
  func decides() {
    var desk = found()
    desk.press("t")
    desk.expectScreen("finding-status-120x36")
    desk.press("j j j <enter> n")
    desk.type("the admin's own script")
    desk.press("<enter>")
    let decision = desk.model.findings.decisions["a1b2c3d4e5f60718"]
    #expect(decision?.status == .falsePositive)
    #expect(decision?.note == "the admin's own script")
    desk.expectScreen("finding-decided-120x36")
    desk.resize(80, 24)
    desk.expectScreen("finding-decided-80x24")
    #expect(desk.model.copyText?.contains("Status: false positive") ?? false)
    #expect(desk.model.copyText?.contains("203[.]0[.]113[.]77") ?? false)
    #expect(desk.model.copyText?.contains("KQL:") ?? false)
  }

  @Test("What was decided about the same finding in an earlier hunt is told when it is found again")
  func toldAgain() {
    var desk = found()
    let earlier = Triage(status: .confirmed, note: "ticket 4711", time: Desk.opening - .days(3))
    desk.deliver(.decisionsArrived(["b1b2c3d4e5f60718": earlier]))
    desk.press("j")
    desk.expectScreen("finding-known-120x36")
  }

  @Test("Cards are sorted and filtered; the cursor stays on its finding, and a hidden one is found all the same")
  func sortsAndFilters() {
    var desk = found()
    #expect(desk.model.findings.sort == .confidence)
    desk.press("j j s")
    #expect(desk.model.findings.sort == .time)
    #expect(desk.model.selectedFinding?.title == "Base64 hides a second stage")
    var later = Model(size: Size(width: 120, height: 36), now: Desk.opening, seed: 7)
    later.restore(desk.model.sessionState)
    #expect(later.findings.sort == .time)
    desk.press("/")
    desk.type("run !base64")
    #expect(desk.model.findings.shown == [1])
    desk.expectScreen("finding-filter-120x36")
    desk.type(" nowhere")
    desk.expectScreen("finding-filter-none-80x24".replacing("80x24", with: "120x36"))
    desk.press("<ctrl+u>")
    desk.type("persistence")
    desk.press("<enter> <enter>")
    #expect(desk.model.focus == .rows)
    #expect(desk.model.rows.cursor == 2913)
    desk.press("5 <escape>")
    #expect(desk.model.findings.filter.isEmpty)
    #expect(desk.model.findings.shown.count == 3)
    desk.press("/")
    desk.type("evidence:verified !tactic:execution")
    #expect(desk.model.findings.shown == [1])
    desk.press("<enter>")
    #expect(desk.screen().plainText().contains("▸5 Findings 1 of 3"))
  }

  @Test("A part that is not in the rows is struck through and said to be missing")
  func struck() {
    var desk = found()
    desk.press("j j")
    #expect(desk.screen().plainText().contains("p\u{336}o\u{336}w\u{336}"))
    #expect(desk.screen().plainText().contains("not in the rows"))
  }

  @Test("The meter turns to a warning near the cap and to a refusal over it, and says which tokens were cached")
  func meter() {
    var desk = found()
    #expect(desk.screen().plainText().contains("(2k cached)"))
    desk.deliver(.usageReported(.analysis, Usage(input: 10, output: 1, isEstimated: true), Money(dollars: 0.6)))
    let screen = desk.screen().plainText()
    #expect(screen.contains("over the cap: refused"))
    #expect(screen.contains("~11,214"), "what we counted ourselves has a tilde")
    desk.expectScreen("meter-over-120x36")
  }
}
