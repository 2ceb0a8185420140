import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("How rows are made short")
struct ReductionStories {
  private static let summary: ReductionSummary = {
    let saved = [
      (ReductionStep.constants, 17_115), (.recordIDs, 468), (.times, 8_791), (.folding, 1_204), (.clusters, 36_783), (.rarest, 0),
      (.decoding, 640), (.combinations, 23_292), (.dictionary, 3_033), (.prefixes, 484),
    ]
    var summary = ReductionSummary(rowsIn: 4812, rowsSent: 4812, groups: 137, tokensBefore: 107_870, tokensAfter: 16_060)
    summary.savings = saved.map { ReductionSummary.Saving(step: $0.0, tokens: $0.1) }
    summary.parts.legend = 442
    summary.parts.combinations = 7_200
    summary.parts.dictionary = 2_300
    summary.parts.lines = 6_118
    summary.markedSent = 3
    return summary
  }()

  /// A hunt that waits for a yes to its cost.
  private func asking(width: Int = 120, height: Int = 36) -> Desk {
    var desk = Desk.reduced("failed sign-ins of arisa", to: ReductionStories.summary, width: width, height: height)
    let question = ConsentQuestion(kind: .cost, reasons: ["This reading costs more than 80 % of what is left of today's budget."])
    desk.deliver(.modelChosen(.analysis, DeskSample.choice(question: question)))
    desk.deliver(.consentNeeded(question))
    _ = desk.takeEffects()
    return desk
  }

  @Test("From the question, L shows what each step saved; Space leaves one out, and the rows are reduced anew")
  func switches() {
    var desk = asking()
    desk.press("L")
    desk.expectScreen("reduction-120x36")
    _ = desk.takeEffects()
    desk.press("j j j j <space>")
    let steps = desk.takeSteps()
    guard case .reduce(_, let wanted)? = steps.first else {
      Issue.record("nothing was reduced anew")
      return
    }
    #expect(wanted == ReductionStep.all.subtracting([.clusters]))
    #expect(desk.model.reductionSteps == wanted)
    desk.press("<escape>")
    #expect(desk.model.overlay == nil)
    #expect(desk.model.sessionState["steps_off"]?.array?.compactMap(\.string) == ["clusters"])
  }

  @Test("On a narrow screen the words of the step in hand stand below")
  func narrow() {
    var desk = asking(width: 80, height: 24)
    desk.press("L j")
    desk.expectScreen("reduction-80x24")
  }

  @Test("Esc goes back to the question, which is asked again")
  func back() {
    var desk = asking()
    desk.press("L <escape>")
    guard case .consent? = desk.model.overlay else {
      Issue.record("the question is gone")
      return
    }
  }

  @Test("Before any hunt the steps can be switched for the next one, and come back with the session")
  func remembered() {
    var desk = Desk()
    desk.press("L j <space>")
    #expect(desk.model.reductionSteps == ReductionStep.all.subtracting([.recordIDs]))
    let kept = desk.model.sessionState
    desk.press("<backspace>")
    #expect(desk.model.reductionSteps == ReductionStep.all)
    var later = desk.model
    later.restore(kept)
    #expect(later.reductionSteps == ReductionStep.all.subtracting([.recordIDs]))
  }
}
