import Canvas
import Casefile
import HuntPipeline
import TestSupport
import Testing

@testable import Workbench

@Suite("What stays true while findings, text and lists move, and where something cannot be read")
struct MovingStories {
  /// A hunt that has its rows and is being analysed.
  private func analysing(width: Int = 120, height: Int = 36) -> Desk {
    var desk = Desk.reduced(width: width, height: height)
    desk.deliver(.modelChosen(.analysis, DeskSample.choice()))
    return desk
  }

  private func text(_ desk: Desk) -> String { desk.screen().plainText() }

  @Test("Who went from the first card to its rows finds it again, though a surer finding came before it")
  func firstCard() {
    var desk = analysing()
    let low = Finding(id: "low", rows: [2], title: "An old tool", confidence: .low, source: "rule:x")
    desk.deliver(.findingArrived(low))
    desk.press("f <enter>")
    #expect(desk.model.focus == .rows)
    desk.deliver(.findingArrived(DeskSample.findings[0]))
    #expect(desk.model.selectedFinding?.id == "low")
    #expect(desk.model.provingRows == [2])
  }

  @Test("The search of the analysis looks at text that comes later, and tells how many there are")
  func analysisGrows() {
    var desk = analysing()
    desk.deliver(.textArrived("Nothing of note yet.\n"))
    desk.press("6 /")
    desk.type("beacon")
    desk.press("<enter>")
    #expect(text(desk).contains("no match"))
    desk.press("n")
    #expect(desk.model.toast?.text == Wording.noAnalysisMatch)
    desk.deliver(.textArrived("A beacon, every minute a beacon.\n"))
    #expect(!text(desk).contains("no match"))
    #expect(text(desk).contains("Analysis 1/2"))
    desk.press("n")
    #expect(desk.model.analysisSearch.match == 1)
    desk.resize(80, 24)
    #expect(desk.model.analysisSearch.matches.count == 2)
  }

  @Test("A kept search does not hide that the answer was cut short")
  func cutStays() {
    var desk = analysing(width: 160)
    desk.deliver(.textArrived("A beacon."))
    desk.press("6 /")
    desk.type("beacon")
    desk.press("<enter>")
    desk.deliver(.finished(HuntEnding(findings: 0, cost: .zero, seconds: 3, cutReason: "length")))
    #expect(desk.screen().plainText().split(separator: "\n").contains { $0.contains("1/1") && $0.contains(Wording.cut("length")) })
  }

  @Test("A title that has little room tells that the answer was cut rather than how cards are sorted", arguments: [86, 120])
  func neededFigure(width: Int) {
    var desk = analysing(width: width)
    for finding in DeskSample.findings { desk.deliver(.findingArrived(finding)) }
    desk.deliver(.finished(HuntEnding(findings: 3, cost: .zero, seconds: 3, cutReason: "length")))
    desk.press("f plus")
    while desk.model.findings.sort != .arrival { desk.press("s") }
    let title = text(desk).split(separator: "\n").first { $0.contains("▸5 Findings") } ?? ""
    #expect(title.contains("cut: "), "\(title)")
    #expect(title.contains("↓ as found") == (width == 120))
  }

  @Test("Letters stand at the lines as they are now, however the screen changed since they were given")
  func jumpFollows() {
    var desk = Desk()
    desk.press("`")
    desk.resize(80, 24)
    var later = Desk()
    later.resize(80, 24)
    later.press("`")
    #expect(text(desk) == text(later))
    desk.press("d")
    later.press("d")
    #expect(desk.model.alerts.cursor == later.model.alerts.cursor)
  }

  @Test("Kept hunts are listed though saved ones cannot be read, which is said beside them")
  func huntsBesideProblem() {
    var desk = Desk()
    desk.press("<ctrl+o>")
    let entry = HuntEntry(source: .ended("a/1"), time: Desk.opening, title: "who ran what", note: "3 rows")
    desk.deliver(.huntsArrived([entry], problem: Problem("Saved hunts cannot be listed.", cause: "Permission denied")))
    #expect(text(desk).contains("who ran what"))
    #expect(text(desk).contains("Saved hunts cannot be listed."))
  }

  @Test("Groups of one tactic in two spellings are told apart")
  func spellings() {
    var alerts = DeskSample.alerts(20)
    for index in alerts.indices { alerts[index].category = index % 2 == 0 ? "CredentialAccess" : "Credential Access" }
    var desk = Desk(width: 160, store: DeskStore(alerts: alerts))
    while desk.model.alerts.listing.grouping != .tactic { desk.press("b") }
    #expect(text(desk).contains("10× CredentialAccess"))
    #expect(text(desk).contains("10× Credential Access"))
  }

  @Test("A group that is too large to be copied is told at once, without its ids being read")
  func largeGroup() {
    var desk = Desk()
    desk.press("b")
    guard var line = desk.model.alerts.lineUnderCursor else {
      Issue.record("no group")
      return
    }
    line.group?.count = 1_000_000
    desk.deliver(
      .alertsArrived(AlertPage(start: 0, lines: [line], matching: 1_000_000, total: 1_000_000, lineCount: 1), of: desk.model.alerts.listing)
    )
    desk.store.holdsIDs = true
    _ = desk.takeEffects()
    desk.press("y")
    #expect(desk.takeEffects() == [])
    #expect(desk.model.toast?.text == Wording.groupTooLargeToCopy(1_000_000, most: 2000))
  }

  @Test("Counts of techniques that cannot be read leave none of another list behind")
  func notCounted() {
    var desk = Desk()
    desk.press("7")
    #expect(desk.model.techniqueUnderCursor != nil)
    desk.deliver(.notDone(.countTechniques(desk.model.alerts.listing.flat), Problem("The store is busy.")))
    #expect(desk.model.techniqueUnderCursor == nil)
    #expect(text(desk).contains("The store is busy."))
  }

  @Test("Who goes back to the matrix by its key has the cursor on a technique, and Esc no longer brings the list back")
  func matrixByKey() {
    var desk = Desk()
    desk.press("7 l l l l <enter>")
    #expect(desk.model.focus == .alerts)
    desk.press("7")
    #expect(desk.model.techniqueUnderCursor != nil)
    desk.press("1")
    let filter = desk.model.alerts.listing.filter
    desk.press("<escape>")
    #expect(!filter.isEmpty)
    #expect(desk.model.focus == .alerts)
  }

  @Test("A query is harmless where it is pasted after it was copied")
  func harmlessQuery() {
    var desk = Desk()
    desk.press("e")
    desk.deliver(.editorClosed("DeviceProcessEvents\n| where FileName == '\u{1B}]52;c;x\u{7}'"))
    desk.press("<escape> 3")
    _ = desk.takeEffects()
    desk.press("y")
    let copied = desk.takeEffects().compactMap { if case .copy(let text) = $0 { text } else { nil } }
    #expect(copied.count == 1)
    #expect(copied.allSatisfy { $0.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 } })
    #expect(copied.first?.contains("\n| where") ?? false)
  }

  @Test("A row whose place cannot be found is no longer waited for")
  func rowNotFound() {
    var desk = analysing()
    desk.deliver(.findingArrived(DeskSample.findings[0]))
    desk.press("4 s")
    desk.store.isSlow = true
    _ = desk.takeEffects()
    desk.press("f <enter>")
    let asked = desk.takeEffects().compactMap { if case .findRow = $0 { $0 } else { nil } }
    #expect(asked.count == 1)
    #expect(desk.model.rows.wanted != nil)
    for effect in asked { desk.deliver(.notDone(effect, Problem("The store is busy."))) }
    #expect(desk.model.rows.wanted == nil)
    #expect(desk.model.toast?.text.contains("The store is busy.") ?? false)
  }
}
