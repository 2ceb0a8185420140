import Canvas
import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("Hunting the logs")
struct HuntStories {
  private static let request = "Show suspicious PowerShell activity on host WS-123 in the last day"

  /// A hunt whose query is drafted and allowed.
  private func ready(width: Int = 120, height: Int = 36) -> Desk { Desk.drafted(Self.request, width: width, height: height) }

  /// A hunt whose analysis has begun.
  private func analysing(width: Int = 120, height: Int = 36) -> Desk {
    var desk = Desk.reduced(Self.request, width: width, height: height)
    desk.deliver(.modelChosen(.analysis, DeskSample.choice()))
    return desk
  }

  @Test("A request becomes a plan with its reasons, and the query waits for r")
  func drafts() {
    var desk = Desk()
    desk.press("a")
    desk.type("Show suspicious PowerShell activity on host WS-123 in the last day")
    desk.expectScreen("hunt-asking-120x36")
    desk.press("<enter>")
    guard case .perform(.chooseDraftModel(let request, nil), let id, 1)? = desk.takeEffects().first else {
      Issue.record("no draft was asked for")
      return
    }
    #expect(request.text == "Show suspicious PowerShell activity on host WS-123 in the last day")
    #expect(request.subject == .logs)
    #expect(id == desk.model.hunt?.id)
    desk.deliver(.modelChosen(.draft, DeskSample.offlineChoice))
    desk.expectScreen("hunt-drafting-120x36")
    desk.deliver(.planDrafted(DeskSample.plan))
    desk.deliver(.queryReviewed(DeskReview.of(DeskSample.kql)))
    #expect(desk.takeSteps() == [.draftPlan(request, DeskSample.offlineChoice), .review(kql: DeskSample.kql, request)])
    desk.expectScreen("hunt-ready-120x36")
    desk.resize(80, 24)
    desk.expectScreen("hunt-ready-80x24")
  }

  @Test("An edited query is reviewed when the editor is left, and r runs what was typed")
  func edits() throws {
    var desk = ready()
    _ = desk.takeEffects()
    desk.press("e <end>")
    desk.type(" | take 5")
    desk.expectScreen("hunt-editing-120x36")
    #expect(desk.takeEffects().isEmpty)
    desk.press("<escape>")
    let edited = DeskSample.kql + " | take 5"
    let request = try #require(desk.model.hunt?.request)
    #expect(request.asked == desk.model.now)
    #expect(desk.takeSteps() == [.review(kql: edited, request)])
    #expect(desk.model.hunt?.attempt == 2)
    desk.press("r")
    desk.deliver(.queryReviewed(DeskReview.of(edited)))
    guard case .run(let query)? = desk.takeSteps().first else {
      Issue.record("the query did not run")
      return
    }
    #expect(query.text == edited)
  }

  @Test("An ended hunt is on the screen again after a restart, and r runs its query anew")
  func reopens() throws {
    var desk = analysing()
    desk.press("f")
    desk.deliver(.textArrived("Hidden PowerShell on one host."))
    for finding in DeskSample.findings { desk.deliver(.findingArrived(finding)) }
    desk.deliver(.finished(HuntEnding(findings: 3, cost: .zero, seconds: 12)))
    let left = desk.model
    var model = Desk().model
    model.restore(try JSONValue(parsing: left.sessionState.text))
    #expect(model.hunt?.findings == left.hunt?.findings)
    #expect(model.analysis.lines == left.analysis.lines)
    #expect(model.rows.resultSet == left.rows.resultSet)
    #expect(model.query.editor.text == left.query.editor.text)
    let proofs = model.start().filter { if case .loadProof = $0 { true } else { false } }
    #expect(proofs.count == left.hunt?.findings.filter { !$0.rows.isEmpty }.count)
    let effects = model.receive(.input(.key(Key(.character("r")))))
    #expect(effects.contains { if case .perform(.review(kql: DeskSample.kql, _), _, _) = $0 { true } else { false } })
  }

  @Test("News of an older attempt is dropped")
  func dropsOldNews() {
    var desk = analysing()
    guard let hunt = desk.model.hunt else { return }
    let old = StampedEvent(hunt: hunt.id, attempt: hunt.attempt - 1, sequence: 1, time: desk.model.now, event: .textArrived("old"))
    desk.deliver(.hunt(old))
    #expect(desk.model.hunt?.answer.isEmpty == true)
    var generator = SeededGenerator(seed: 1)
    let other = StampedEvent(
      hunt: ULID(at: desk.model.now, using: &generator), attempt: hunt.attempt, sequence: 1, time: desk.model.now,
      event: .textArrived("other"))
    desk.deliver(.hunt(other))
    #expect(desk.model.hunt?.answer.isEmpty == true)
  }

  @Test("A wait says how long and why, a lesson of the server only what it is, and both go when something comes")
  func notices() {
    var desk = analysing()
    desk.deliver(.retrying(afterSeconds: 2.1, cause: "luna: 500 tokens are left"))
    #expect(desk.screen().plainText().contains("waiting: luna: 500 tokens are left; again in 3 s"))
    desk.deliver(.retrying(afterSeconds: 0, cause: "luna: this server takes no temperature"))
    #expect(desk.screen().plainText().contains(" luna: this server takes no temperature"))
    #expect(!desk.screen().plainText().contains("waiting"))
    desk.deliver(.textArrived("So"))
    #expect(!desk.screen().plainText().contains("temperature"))
  }

  @Test("Findings come one by one, and Enter goes to the row that proves the one in hand")
  func findings() {
    var desk = analysing()
    _ = desk.takeEffects()
    desk.press("f")
    desk.deliver(.findingArrived(DeskSample.findings[0]))
    desk.expectScreen("findings-first-120x36")
    desk.deliver(.findingArrived(DeskSample.findings[1]))
    desk.deliver(.findingArrived(DeskSample.findings[2]))
    desk.deliver(.usageReported(.analysis, Usage(input: 11_204, output: 1180), Money(dollars: 0.0052)))
    desk.wait(seconds: 12)
    desk.deliver(.finished(HuntEnding(findings: 3, cost: Money(dollars: 0.0052), seconds: 12)))
    let effects = desk.takeEffects()
    #expect(effects.first == .saveSession(desk.model.sessionState.text), "what was found outlives a terminal that goes away")
    #expect(effects.dropFirst().map { if case .keepHunt = $0 { true } else { false } } == [true], "and it is one of the last fifty")
    desk.expectScreen("findings-120x36")
    desk.press("j j")
    desk.expectScreen("findings-third-120x36")
    desk.press("k k <enter>")
    #expect(desk.model.focus == .rows)
    #expect(desk.model.rows.cursor == 113)
    desk.expectScreen("rows-120x36")
    desk.press("n")
    #expect(desk.model.rows.cursor == 813)
    desk.press("<enter>")
    desk.expectScreen("row-unfolded-120x36")
    desk.press("7")
    desk.expectScreen("matrix-120x36")
    desk.press("plus")
    desk.expectScreen("matrix-zoomed-120x36")
    desk.press("plus 8")
    desk.expectScreen("timeline-120x36")
    desk.resize(80, 24)
    desk.press("f")
    desk.expectScreen("findings-80x24")
    desk.press("4")
    desk.expectScreen("rows-80x24")
  }

  @Test("Esc stops at once in every working stage and keeps what came")
  func cancels() {
    var desk = analysing()
    desk.deliver(.findingArrived(DeskSample.findings[0]))
    _ = desk.takeEffects()
    desk.press("<escape>")
    #expect(desk.takeSteps() == [.stop(keptFindings: 1)])
    #expect(desk.model.hunt?.stage == .stopping)
    desk.deliver(.cancelled(keptFindings: 1))
    desk.expectScreen("cancelled-120x36")
    #expect(desk.model.hunt?.findings.count == 1)
    #expect(desk.model.toast?.text == Wording.cancelled(1))
  }

  @Test("Ctrl-C stops the hunt first and leaves only when nothing runs")
  func interrupts() {
    var desk = analysing()
    _ = desk.takeEffects()
    desk.press("<ctrl+c>")
    #expect(desk.takeSteps() == [.stop(keptFindings: 0)])
    desk.deliver(.cancelled(keptFindings: 0))
    _ = desk.takeEffects()
    desk.press("<ctrl+c>")
    #expect(desk.takeEffects().isEmpty)
    desk.press("<ctrl+c>")
    #expect(desk.takeEffects().contains(.quit))
  }

  @Test("Zero rows say why, and what to widen, without an analysis")
  func empty() {
    var desk = ready()
    desk.press("r")
    desk.deliver(.rowsArrived(DeskSample.progress(0)))
    _ = desk.takeEffects()
    let why = EmptyResult(
      reason: .tooNarrow, explanation: "DeviceProcessEvents has 4,812 rows in this range, but none whose DeviceName starts with WS-123.",
      newestRow: Desk.opening - .minutes(4),
      widen: ["Drop the host and look at all devices.", "Look at the last 7 days, from 2026-11-16T03:10:07.0000000Z on."])
    desk.deliver(.foundEmpty(why))
    desk.deliver(.finished(HuntEnding(findings: 0, cost: .zero, seconds: 0.2, empty: why)))
    #expect(desk.takeSteps().isEmpty)
    desk.expectScreen("empty-120x36")
    #expect(!desk.screen().plainText().contains("T03:10"), "times stand as elsewhere on the screen")
  }

  @Test("A failure says what, why and what to do, and r tries again")
  func fails() {
    var desk = analysing()
    _ = desk.takeEffects()
    desk.deliver(
      HuntEvent.failed(
        Problem(
          "The model server did not answer.", cause: "127.0.0.1:8080 refused the connection.",
          remedy: "Start it, or choose another model with M.", retry: .now)))
    desk.expectScreen("failed-120x36")
    desk.press("r")
    guard case .run? = desk.takeSteps().first else {
      Issue.record("it was not tried again")
      return
    }
  }

  @Test("Partial rows are said so in the title")
  func partial() {
    var desk = ready()
    desk.press("r")
    desk.deliver(.rowsArrived(DeskSample.progress(4812, partial: "stopped at the limit of 10,000 rows")))
    desk.press("4")
    desk.expectScreen("partial-120x36")
  }

  @Test("A refused query shows each reason with what to do about it")
  func refuses() {
    var desk = ready()
    _ = desk.takeEffects()
    desk.press("e <end>")
    desk.type(" | union SecretTable")
    desk.press("<escape>")
    desk.deliver(
      .queryReviewed(DeskReview.of(desk.model.hunt?.draft ?? "")))
    desk.expectScreen("refused-120x36")
    desk.wait(seconds: 60)
    desk.press("r")
    #expect(desk.model.hunt?.stage == .refused)
    #expect(desk.model.toast?.text == Wording.refused(desk.model.hunt?.review?.concerns ?? []))
    desk.resize(80, 24)
    desk.expectScreen("refused-80x24")
  }

  @Test("However long a refused query is, why and what to do are seen without scrolling", arguments: [(120, 36), (80, 24)])
  func refusesLong(width: Int, height: Int) {
    var desk = ready(width: width, height: height)
    desk.press("e <end>")
    for number in 0..<40 { desk.type("| where ProcessId != \(number) ") }
    desk.press("<escape>")
    let concern = Concern(rule: "x", reason: "The table SecretTable is closed to hunts", remedy: "Choose another table")
    desk.deliver(.queryReviewed(.refused([concern])))
    let text = desk.screen().plainText()
    #expect(text.contains(concern.reason))
    #expect(text.contains("→  " + concern.remedy))
    #expect(text.contains("Refused: The table SecretTable is closed to hunts. Choose another table."))
    desk.wait(seconds: 60)
    #expect(desk.screen().plainText().contains("Refused: The table SecretTable is closed to hunts."))
    desk.press("e")
    #expect(desk.screen().plainText().contains("Refused: The table SecretTable is closed to hunts."), "it is seen while it is mended")
  }

  @Test("A query that asks first says what for before r is pressed")
  func asksFirst() {
    var desk = ready()
    desk.press("e <ctrl+e>")
    desk.deliver(.editorClosed("union * | take 10"))
    desk.press("<escape>")
    desk.deliver(.queryReviewed(DeskReview.of("union * | take 10")))
    guard let reason = desk.model.hunt?.review?.concerns.first?.reason else {
      Issue.record("nothing was asked")
      return
    }
    #expect(desk.screen().plainText().contains(reason.prefix(40)))
    #expect(desk.screen().plainText().contains("Query ready, but asks first: "))
  }

  @Test("A finding says when it may be harmless, names its one row, and keeps a gap behind a long tactic")
  func card() {
    var desk = analysing()
    var finding = DeskSample.findings[0]
    finding.rows = [17]
    finding.mitre.tactic = "Command and Control"
    finding.confidence = .medium
    finding.notes = "May be harmless: administrators fetch tools so"
    desk.press("f")
    desk.deliver(.findingArrived(finding))
    let text = desk.screen().plainText()
    #expect(text.contains("May be harmless: administrators fetch tools so."))
    #expect(text.contains("row 17 "))
    #expect(!text.contains("ControlMedium"))
    #expect(!text.contains("…Medium"))
  }

  @Test("A finding's rows over midnight show both days")
  func overMidnight() {
    var desk = analysing()
    desk.store.rows[0][0] = .datetime(Desk.opening - .hours(30))
    desk.store.rows[1][0] = .datetime(Desk.opening - .hours(4))
    var finding = DeskSample.findings[0]
    finding.rows = [1, 2]
    desk.press("f")
    desk.deliver(.findingArrived(finding))
    let words = desk.screen().plainText().split(whereSeparator: { " ▌│\n".contains($0) }).joined(separator: " ")
    #expect(words.contains("21 Nov 21:14:07 – 22 Nov 23:14:07"))
  }

  @Test("An unfolded row stays unfolded while j and k go through the rows")
  func unfolded() {
    var desk = analysing()
    desk.press("4 g <enter> j")
    #expect(desk.model.rows.isUnfolded)
    #expect(desk.model.rows.cursor == 1)
    #expect(desk.screen().plainText().contains("row 2 of 4,812"))
    #expect(desk.screen().plainText().contains("4001"))
    for _ in 0..<300 { desk.press("j") }
    #expect(desk.screen().plainText().contains("4301"))
    desk.press("<pagedown> <pagedown> <pagedown>")
    #expect(desk.screen().plainText().contains("ProcessId"))
    desk.press("k")
    #expect(desk.model.rows.isUnfolded)
    #expect(desk.screen().plainText().contains("row 301 of 4,812"))
  }

  @Test("Rows keep their scroll while another tab is shown")
  func rowsKeepScroll() {
    var desk = analysing()
    desk.press("4 <pagedown> <pagedown> k k k")
    let top = desk.model.rows.top
    #expect(top < desk.model.rows.cursor)
    desk.press("5 4")
    #expect(desk.model.rows.top == top)
  }

  @Test("Where text is typed only keys that work there are shown", arguments: ["a", "/", "e"])
  func footers(key: String) {
    var desk = key == "/" ? Desk() : ready()
    desk.press(key)
    let footer = desk.screen().plainText().split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    let shown = footer.split(separator: " ").map(String.init)
    #expect(shown.contains("Esc"))
    #expect(shown.contains("Ctrl-P"))
    for letter in ["q", "r", ":", "?", "a", "e"] { #expect(!shown.contains(letter), "\(footer)") }
  }

  @Test("A query line that is wider than its editor says so at the edge that is cut")
  func longLines() {
    var desk = Desk()
    desk.press("e")
    desk.type("DeviceProcessEvents")
    desk.press("<enter>")
    desk.type("| where " + String(repeating: "abcdefghij", count: 12) + " == 1")
    let atEnd = desk.screen().plainText().split(separator: "\n").first { $0.contains("== 1") } ?? ""
    #expect(atEnd.contains(" 2 …"))
    desk.press("<home>")
    let atStart = desk.screen().plainText().split(separator: "\n").first { $0.contains("| where abc") } ?? ""
    #expect(atStart.contains("…"))
    desk.expectScreen("hunt-long-line-120x36")
  }

  @Test("Offline, the meter tells what was read, what came of it and where it is kept, and speaks of no money")
  func offlineMeter() {
    var desk = ready()
    desk.press("r")
    desk.deliver(.rowsArrived(DeskSample.progress(4812)))
    desk.deliver(.reduced(DeskSample.reduction))
    desk.deliver(.modelChosen(.analysis, DeskSample.offlineChoice))
    for finding in DeskSample.findings { desk.deliver(.findingArrived(finding)) }
    desk.wait(seconds: 3)
    desk.deliver(.finished(HuntEnding(findings: 3, cost: .zero, seconds: 3)))
    desk.wait(seconds: 300)
    let text = desk.screen().plainText()
    for words in ["4,812 rows read → 137 lines", "3 s · 3 findings, 2 proven", Wording.staysHere, "findings kept in ~/"] {
      #expect(text.contains(words), "\(words)")
    }
    #expect(!text.contains("no cap"))
    desk.expectScreen("finished-offline-120x36")
    desk.resize(80, 24)
    #expect(desk.screen().plainText().contains("4,812 rows read → 137 lines · 3 s · 3 findings, 2 proven"))
  }

  @Test("A query can be written without any request")
  func fromScratch() throws {
    var desk = Desk()
    desk.press("e")
    desk.type("SigninLogs | take 5")
    desk.press("<escape>")
    let request = try #require(desk.model.hunt?.request)
    #expect(request.asked == desk.model.now)
    #expect(desk.takeSteps() == [.review(kql: "SigninLogs | take 5", request)])
    #expect(desk.model.hunt?.draft == "SigninLogs | take 5")
  }
}
