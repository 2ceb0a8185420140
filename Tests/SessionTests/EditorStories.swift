import Canvas
import Casefile
import HuntPipeline
import KQL
import TestSupport
import Testing
import Workbench

@Suite("Typing a query")
struct EditorStories {
  /// A hunt whose query is drafted and allowed, its editor open.
  private func editing(width: Int = 120, height: Int = 36) -> Desk {
    var desk = Desk.drafted(width: width, height: height)
    _ = desk.takeEffects()
    return desk
  }

  /// A new query, with so much typed.
  private func typed(_ text: String, width: Int = 120, height: Int = 36) -> Desk {
    var desk = Desk(width: width, height: height)
    desk.press("e")
    desk.deliver(.input(.paste(text)))
    return desk
  }

  @Test("What is typed before the tables are known is completed when they come")
  func lateTables() {
    var model = Model(size: Size(width: 120, height: 36), now: Desk.opening, seed: 7)
    _ = model.start()
    for key in "e" { _ = model.receive(.input(.key(.character(key)))) }
    for key in "DeviceProcessEvents | where FileNam" { _ = model.receive(.input(.key(.character(key)))) }
    #expect(model.query.completion == nil)
    _ = model.receive(.tablesArrived(DeskSample.tables))
    #expect(model.query.completion?.completion.items.contains { $0.label == "FileName" } == true)
  }

  @Test("What could be typed is listed as one types, and Tab takes it")
  func completes() {
    var desk = typed("DeviceProcessEvents\n| where ")
    desk.type("Dev")
    desk.expectScreen("editor-completion-120x36")
    #expect(desk.model.query.completion?.item?.label == "DeviceName")
    desk.press("<tab>")
    #expect(desk.model.query.editor.text == "DeviceProcessEvents\n| where DeviceName")
    #expect(desk.model.query.completion == nil)
    desk.resize(80, 24)
    desk.type(" == \"w")
    #expect(desk.model.query.completion?.item?.label == "ws-123.contoso.com", "a value that the column has")
    desk.expectScreen("editor-values-80x24")
    desk.press("<down> <up> <enter>")
    #expect(desk.model.query.editor.text == "DeviceProcessEvents\n| where DeviceName == \"ws-123.contoso.com\"")
  }

  @Test("Enter ends the line while nothing was chosen from the list, Esc closes the list before it leaves the editor")
  func listGivesWay() {
    var desk = typed("DeviceProcessEvents")
    desk.type("\n| ta")
    #expect(desk.model.query.completion != nil)
    desk.press("<enter>")
    #expect(desk.model.query.editor.lineCount == 3)
    desk.type("| ta")
    desk.press("<escape>")
    #expect(desk.model.query.completion == nil)
    #expect(desk.model.query.isEditing)
    desk.press("<escape>")
    #expect(!desk.model.query.isEditing)
  }

  @Test("A column that the table does not have is underlined, with the nearest names beside it")
  func unknownColumn() {
    var desk = typed("DeviceProcessEvents\n| where DevicName == \"a\"\n| take 5")
    let remark = desk.model.query.reading.remarks.first
    #expect(remark?.line == 2)
    #expect(remark?.message.contains("DeviceName") ?? false)
    desk.expectScreen("editor-unknown-column-120x36")
    desk.resize(80, 24)
    desk.expectScreen("editor-unknown-column-80x24")
  }

  @Test("The call one is in is shown with the part being typed, and the bracket's partner is set off")
  func signature() {
    var desk = typed("DeviceProcessEvents\n| summarize count() by bin(Timestamp, 1h)")
    #expect(desk.model.query.help.brackets.count == 2)
    desk.press("<left>")
    #expect(desk.model.query.help.signature?.name == "bin")
    #expect(desk.model.query.help.signature?.active == 1)
    desk.expectScreen("editor-signature-120x36")
    desk.press("<home> <right> <right> <right>")
    #expect(desk.model.query.help.hover?.title.contains("summarize") ?? false)
  }

  @Test("An edit of the query shows in the plan, and a changed part loses the reason that is no longer true")
  func planFollows() {
    var desk = editing()
    desk.press("e <home>")
    for _ in 0..<3 { desk.press("<up>") }
    desk.press("<end> <backspace> <backspace> <backspace> <backspace>")
    desk.type("7d)")
    let from = desk.model.hunt.map { $0.request.asked - .days(7) }
    #expect(desk.model.query.plan?.range.from.wholeSecond == from?.wholeSecond)
    desk.press("<escape>")
    #expect(desk.model.hunt?.plan?.range.from.wholeSecond == from?.wholeSecond)
    #expect(desk.model.hunt?.drafted == DeskSample.plan)
    desk.deliver(.queryReviewed(DeskReview.of(desk.model.query.editor.text)))
    desk.expectScreen("editor-plan-follows-120x36")
  }

  @Test("A query that says more than a plan can has no plan any more, and says so")
  func beyond() {
    var desk = editing()
    desk.press("e <end>")
    desk.type("\n| summarize count() by DeviceName")
    #expect(desk.model.query.plan == nil)
    desk.press("<escape> <escape>")
    #expect(desk.model.hunt?.plan == nil)
    desk.press("3 w")
    #expect(desk.model.toast?.text.contains("more than a plan") ?? false)
  }

  @Test("Each part of the plan has its key, and the query is written anew from it")
  func parts() throws {
    var desk = editing()
    desk.press("3 w")
    desk.expectScreen("plan-range-120x36")
    desk.press("<ctrl+u>")
    desk.type("last 6 hours")
    desk.press("<enter>")
    let asked = try #require(desk.model.hunt?.request.asked)
    #expect(desk.model.hunt?.plan?.range == TimeRange(from: asked - .hours(6), to: asked))
    #expect(desk.model.query.editor.text.contains("| where Timestamp >= datetime("))
    desk.press("i <ctrl+u>")
    desk.type("FileNam has \"power\"")
    desk.press("<enter>")
    desk.expectScreen("plan-filter-unknown-120x36")
    desk.press("<ctrl+u>")
    desk.type("FileName has \"power\" and ProcessId > 10")
    desk.press("<enter> l <ctrl+u>")
    desk.type("50")
    desk.press("<enter> c <ctrl+u>")
    desk.type("Timestamp, FileName")
    desk.press("<enter>")
    #expect(
      desk.model.query.editor.text == """
        DeviceProcessEvents
        | where Timestamp >= datetime(\((asked - .hours(6)).text(decimals: 0))) and Timestamp < datetime(\(asked.text(decimals: 0)))
        | where FileName has "power"
        | where ProcessId > 10
        | top 50 by Timestamp desc
        | project Timestamp, FileName
        """)
    #expect(desk.model.hunt?.plan?.fields == ["Timestamp", "FileName"])
    desk.press("t <ctrl+u>")
    desk.type("SigninLogs")
    desk.press("<enter>")
    #expect(desk.model.hunt?.plan?.table == "SigninLogs")
    #expect(desk.model.hunt?.plan?.filters == [], "what the other table does not have is left out")
    desk.resize(80, 24)
    desk.press("w")
    desk.expectScreen("plan-range-80x24")
  }

  @Test("A layout of one step a line, with the cursor at the word it was at")
  func layout() {
    var desk = typed("DeviceProcessEvents | where FileName == 'a' | take 5")
    desk.press("<left>")
    desk.press("<alt+q>")
    #expect(desk.model.query.editor.text == "DeviceProcessEvents\n| where FileName == 'a'\n| take 5")
    #expect(desk.model.query.editor.cursor.line == 2)
    desk.press("<ctrl+_>")
    #expect(desk.model.query.editor.text == "DeviceProcessEvents | where FileName == 'a' | take 5")
  }

  @Test("A hunt is saved under a name, and asks for its parameters when it is opened")
  func savedHunt() {
    var desk = typed("declare query_parameters(host:string = \"WS-1\", days:long = 2);\nDeviceProcessEvents | where DeviceName == host")
    desk.press("<escape> <ctrl+s>")
    desk.type("../x")
    desk.press("<enter>")
    #expect(desk.model.overlay?.kind == .prompt, "a name that leaves the folder is not taken")
    desk.press("<ctrl+u>")
    desk.type("one host")
    _ = desk.takeEffects()
    desk.press("<enter>")
    guard case .saveHunt("one host", let text)? = desk.takeEffects().first else {
      Issue.record("nothing was saved")
      return
    }
    desk.press("<ctrl+o>")
    #expect(desk.takeEffects() == [.loadHunts])
    desk.deliver(
      .huntsArrived([
        HuntEntry(source: .saved("one host"), time: nil, title: "one host", note: "asks for host, days"),
        HuntEntry(source: .ended("k"), time: Desk.opening, title: "powershell on WS-123", note: "4812 rows, 3 findings"),
      ]))
    desk.expectScreen("hunts-120x36")
    desk.type("one")
    desk.press("<enter>")
    #expect(desk.takeEffects() == [.openHunt(.saved("one host"))])
    desk.deliver(.savedHuntArrived("one host", text: text))
    desk.press("<ctrl+u>")
    desk.type("it's \"x\"")
    desk.press("<enter> <ctrl+u>")
    desk.type("many")
    desk.press("<enter>")
    desk.expectScreen("hunt-parameter-120x36")
    desk.press("<ctrl+u>")
    desk.type("3")
    desk.press("<enter>")
    #expect(
      desk.model.query.editor.text
        == "let host = \"it's \\\"x\\\"\";\nlet days = 3;\nDeviceProcessEvents | where DeviceName == host")
  }

  @Test("An ended hunt is kept with each attempt, and comes back with its findings")
  func keptHunts() throws {
    var desk = editing()
    desk.press("r")
    desk.deliver(.rowsArrived(DeskSample.progress(4812)))
    desk.deliver(.findingArrived(DeskSample.findings[0]))
    desk.deliver(.finished(HuntEnding(findings: 1, cost: .zero, seconds: 2)))
    let kept = try #require(
      desk.takeEffects().compactMap { effect in if case .keepHunt(_, let kept) = effect { kept } else { nil } }.first)
    desk.press("e <end>")
    desk.type("\n| take 1")
    desk.press("<escape>")
    #expect(desk.model.hunt?.resultsAreEarlier == true)
    desk.deliver(.huntOpened(kept))
    #expect(desk.model.hunt?.resultsAreEarlier == true, "an answer that nobody asked for comes too late")
    desk.press("<ctrl+o>")
    desk.deliver(.huntsArrived([HuntEntry(source: .ended("k"), time: Desk.opening, title: "powershell", note: "")]))
    desk.press("<enter>")
    desk.deliver(.huntOpened(kept))
    #expect(desk.model.hunt?.findings == [DeskSample.findings[0]])
    #expect(desk.model.query.editor.text == DeskSample.kql)
    #expect(desk.model.focus == .findings)
    _ = desk.takeEffects()
    desk.press("r")
    desk.deliver(.queryReviewed(DeskReview.of(DeskSample.kql)))
    #expect(desk.takeSteps().contains { if case .run = $0 { true } else { false } }, "one key runs a hunt that was opened again")
  }

  @Test("A range that reached up to the asking reaches up to now in a saved hunt")
  func savedRange() {
    var desk = Desk()
    desk.press("a")
    desk.type("powershell in the last day")
    desk.press("<enter>")
    desk.deliver(.modelChosen(.draft, DeskSample.offlineChoice))
    var plan = DeskSample.plan
    plan.filters = []
    plan.kql =
      "DeviceProcessEvents\n| where Timestamp >= datetime(2026-11-22T03:14:07Z) and Timestamp < datetime(2026-11-23T03:14:07Z)\n| take 10000"
    desk.deliver(.planDrafted(plan))
    _ = desk.takeEffects()
    desk.press("<ctrl+s> <ctrl+u>")
    desk.type("night")
    desk.press("<enter>")
    let effects = desk.takeEffects()
    let saved = effects.compactMap { effect in if case .saveHunt(_, let text) = effect { text } else { nil } }.first
    #expect(saved?.contains("Timestamp >= ago(1d) and Timestamp < now()") == true, "\(effects)")
  }
}
