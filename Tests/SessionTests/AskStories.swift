import Canvas
import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("Asking the alerts")
struct AskStories {
  @Test("Where a model gives no plan, one key drafts the same request by rules, and the model stays for the rows")
  func draftsWithoutModel() {
    let asked = "Show suspicious PowerShell activity on host WS-123 in the last day"
    var desk = Desk()
    desk.press("a")
    desk.type(asked)
    desk.press("<enter> E")
    #expect(desk.model.hunt?.stage == .choosingDraftModel)
    desk.deliver(.modelChosen(.draft, DeskSample.choice()))
    desk.deliver(HuntEvent.failed(Problem("The model gave no usable plan.", remedy: "Let the offline planner draft it.")))
    #expect(desk.screen().plainText().contains("E \(Wording.draftOffline)"))
    _ = desk.takeEffects()
    desk.press("E")
    guard case .perform(.chooseDraftModel(let request, let wanted), _, 1)? = desk.takeEffects().last else {
      Issue.record("no draft was asked for")
      return
    }
    #expect(request.text == asked && wanted == ModelCard.offline.name)
    #expect(desk.model.hunt?.wantedModel == nil)
    desk.deliver(.modelChosen(.draft, DeskSample.offlineChoice))
    desk.deliver(HuntEvent.failed(Problem("No table fits.")))
    #expect(!desk.screen().plainText().contains(Wording.draftOffline))
  }

  @Test("Marked alerts are asked in the order they were marked, and the answer streams in")
  func marked() {
    var desk = Desk()
    desk.press("<space> j <space> a")
    desk.expectScreen("ask-marked-120x36")
    desk.type("How do these belong together?")
    desk.press("<enter>")
    #expect(desk.takeSteps() == [.collectAlerts([AlertID("da1000", source: "graph"), AlertID("da1002", source: "graph")])])
    desk.deliver(.rowsArrived(DeskSample.progress(2)))
    desk.deliver(.reduced(ReductionSummary(rowsIn: 2, rowsSent: 2, groups: 2, tokensBefore: 900, tokensAfter: 640)))
    desk.deliver(.modelChosen(.analysis, DeskSample.choice()))
    for piece in DeskSample.answer.split(separator: " ", omittingEmptySubsequences: false) { desk.deliver(.textArrived(piece + " ")) }
    desk.expectScreen("ask-streaming-120x36")
    desk.resize(80, 24)
    desk.expectScreen("ask-streaming-80x24")
    desk.deliver(.finished(HuntEnding(findings: 0, cost: .zero, seconds: 3)))
    #expect(desk.model.toast?.kind == .good)
  }

  @Test("Of two alerts with one id the marked one is asked, copied and shown, and both where both are marked")
  func sameID() throws {
    var store = DeskStore()
    store.alerts[1].id = store.alerts[0].id
    store.alerts[1].source = "office365"
    let (graph, office) = (AlertID("da1000", source: "graph"), AlertID("da1000", source: "office365"))
    func steps(_ keys: String) -> [HuntStep] {
      var desk = Desk(store: store, sources: ["graph", "office365"])
      desk.press(keys + " a")
      desk.type("What is it?")
      desk.press("<enter>")
      return desk.takeSteps()
    }
    #expect(steps("<space>") == [.collectAlerts([graph])])
    #expect(steps("j <space>") == [.collectAlerts([office])])
    #expect(steps("<space> <space>") == [.collectAlerts([graph, office])])
    #expect(steps("V j <space>").first != .collectAlerts([graph]))
    var desk = Desk(store: store, sources: ["graph", "office365"])
    desk.press("j")
    #expect(desk.model.detail.alert?.source == "office365")
    _ = desk.takeEffects()
    desk.press("<space> <space> y")
    let copied = desk.takeEffects().compactMap { effect in if case .copy(let text) = effect { text } else { nil } }
    #expect(copied.first?.contains(store.alerts[1].title) == true && copied.first?.contains(store.alerts[0].title) == false)
    let kept = try #require(asked(of: [office, "da7"]).kept)
    var question = try #require(Hunt(kept: kept))
    #expect(question.request.subject == .alerts([office, "da7"]))
    let text = try #require(asked(of: ["da1000"]).kept?.text)
    #expect(text.contains("\"alerts\":[\"da1000\"]"), "a file that knows only ids is read as before")
    question = try #require(Hunt(kept: JSONValue(parsing: text)))
    #expect(question.request.subject == .alerts(["da1000"]))
  }

  /// A question about alerts that has ended.
  private func asked(of alerts: [AlertID]) -> Hunt {
    var hunt = Hunt(
      id: DeskSample.resultSet, request: AnalystRequest(text: "?", subject: .alerts(alerts), workspace: "sample", asked: Desk.opening))
    _ = hunt.handle(.begun, at: Desk.opening)
    _ = hunt.handle(.rowsArrived(DeskSample.progress(1)), at: Desk.opening)
    _ = hunt.handle(.finished(HuntEnding(findings: 0, cost: .zero, seconds: 1)), at: Desk.opening)
    return hunt
  }

  @Test("Without marks all alerts shown are asked, and nothing is limited to eight")
  func allShown() {
    var desk = Desk()
    desk.press("a <ctrl+t>")
    #expect(desk.model.requestTarget == .alerts)
    desk.type("What stands out?")
    desk.press("<enter>")
    guard case .collectAlerts(let ids)? = desk.takeSteps().first else {
      Issue.record("no alerts were asked")
      return
    }
    #expect(ids.count == 63)
  }

  @Test("What was read stays where it was while text grows below; G follows the end")
  func staysPut() {
    var desk = Desk()
    desk.press("<space> a")
    desk.type("x")
    desk.press("<enter>")
    desk.deliver(.rowsArrived(DeskSample.progress(1)))
    desk.deliver(.reduced(DeskSample.reduction))
    desk.deliver(.modelChosen(.analysis, DeskSample.choice()))
    for number in 1...100 { desk.deliver(.textArrived("line \(number)\n")) }
    #expect(desk.model.analysis.scroll == 0)
    desk.press("6 j j")
    desk.deliver(.textArrived("more\n"))
    #expect(desk.model.analysis.scroll == 2)
    desk.press("G")
    desk.deliver(.textArrived("a\nb\nc\n"))
    #expect(desk.model.analysis.lines.count - desk.model.analysis.scroll <= 19)
  }

  @Test("The request line has history, words, undo, and takes a paste in one piece")
  func editor() {
    var desk = Desk()
    desk.press("a")
    desk.type("first request")
    desk.press("<enter> a <ctrl+u>")
    desk.deliver(.input(.paste("pasted\ntext: q")))
    #expect(desk.model.request.editor.text == "pasted text: q")
    desk.press("<ctrl+w> <ctrl+w>")
    #expect(desk.model.request.editor.text == "pasted ")
    desk.press("<ctrl+_>")
    #expect(desk.model.request.editor.text == "pasted text: ")
    desk.press("<up>")
    #expect(desk.model.request.editor.text == "pasted text: ", "no older request has these words")
    desk.press("<ctrl+u>")
    desk.type("REQ")
    desk.press("<up>")
    #expect(desk.model.request.editor.text == "first request")
    desk.press("<down>")
    #expect(desk.model.request.editor.text == "REQ")
    desk.press("<ctrl+u>")
    desk.type("pasted text: ")
    desk.press("<ctrl+e>")
    #expect(desk.takeEffects().last == .openEditor("pasted text: "))
    desk.deliver(.editorClosed("written elsewhere\n"))
    #expect(desk.model.request.editor.text == "written elsewhere")
  }

  @Test("A new question takes the place of one that was sent; an arrow keeps it for editing")
  func nextQuestion() {
    var desk = Desk()
    desk.press("a")
    desk.type("first request")
    desk.press("<enter> 1 a")
    desk.type("second")
    #expect(desk.model.request.editor.text == "second")
    desk.press("<tab> a")
    desk.type(" and more")
    #expect(desk.model.request.editor.text == "second and more", "what was not sent is kept")
    desk.press("<enter> a <left>")
    desk.type("!")
    #expect(desk.model.request.editor.text == "second and mor!e")
  }

  @Test("A paste outside an editor runs nothing")
  func pasteIsNoCommand() {
    var desk = Desk()
    desk.deliver(.input(.paste("q\nr\nx")))
    #expect(desk.takeEffects().isEmpty)
    #expect(desk.model.toast?.text == Wording.pasteNowhere)
  }

  @Test("An alert's host becomes a query that can be read before it runs")
  func pivots() {
    var desk = Desk()
    desk.press("9 h")
    let subject = EntitySubject(.host, "WS-123.contoso.com")
    #expect(desk.takeEffects() == [.draftPivot(EntityPivot(subject, moment: Desk.opening - .minutes(33)))])
    #expect(desk.model.focus == .detail, "nothing moves before the query is there")
  }
}
