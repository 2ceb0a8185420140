import Canvas
import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("Changes of alerts, from choosing them to undoing them")
struct WriteBackStories {
  private func text(_ desk: Desk) -> String { desk.screen().plainText() }

  private static let patch = TriageRequest(
    alert: "a", source: "graph", method: "PATCH", address: "https://graph.microsoft.com/v1.0/security/alerts_v2/a",
    body: "{\"status\":\"inProgress\"}")
  private static let comment = TriageRequest(
    alert: "a", source: "graph", method: "POST", address: "https://graph.microsoft.com/v1.0/security/alerts_v2/a/comments",
    body: "{\"comment\":\"seen\"}")
  private static let conflict = Problem("Somebody else changed it meanwhile; nothing was set.", cause: "HTTP 409")

  private static func draft(
    _ id: String, _ restoring: AlertChange = AlertChange(status: "new"), requests: [TriageRequest] = [patch]
  ) -> TriageDraft {
    TriageDraft(alert: id, title: "Suspicious PowerShell", requests: requests, restoring: AlertChange.Undo(restoring))
  }

  private func sends(_ effects: [Effect]) -> Bool { effects.contains { if case .sendTriage = $0 { true } else { false } } }

  /// A desk on which a change of the marked alerts is being sent.
  private func sending(_ drafts: (_ ids: [String]) -> [TriageDraft]) -> Desk {
    var desk = Desk(sources: ["graph"], isReadOnly: false)
    desk.press("<space> <space>")
    let ids = desk.model.alerts.marks.map(\.id)
    desk.press("w l w")
    desk.deliver(.triageDrafted(drafts(ids), change: 1))
    desk.arm()
    desk.press("y")
    _ = desk.takeEffects()
    return desk
  }

  @Test("A change is chosen, shown as the exact requests, sent by key, answered by the service, and undone")
  func writesBack() {
    var desk = Desk(sources: ["graph"], isReadOnly: false)
    _ = desk.takeEffects()
    let id = desk.model.alerts.lineUnderCursor?.id ?? ""
    desk.press("w w")
    #expect(desk.model.toast?.text == Wording.nothingToChange, "nothing is asked for an empty change")
    desk.press("l")
    desk.press("j l l l j l")
    desk.expectScreen("change-120x36")
    desk.press("w")
    let change = AlertChange(status: "inProgress", classification: "falsePositive", determination: "notMalicious")
    let source = desk.model.alerts.lineUnderCursor?.source
    #expect(desk.takeEffects() == [.draftTriage([TriageWish(alert: id, source: source, change: change)], change: 1)])
    desk.deliver(.triageDrafted([Self.draft(id)], change: 1))
    #expect(desk.takeEffects() == [.armOverlay(1)] && text(desk).contains(Wording.arming))
    desk.expectScreen("change-requests-120x36")
    desk.press("<enter>")
    desk.press("w w w")
    #expect(!sends(desk.takeEffects()), "neither Enter nor the key that shows the requests sends them")
    #expect(desk.model.toast?.text == Wording.requestsAreShown("y"))
    desk.press("y")
    #expect(!sends(desk.takeEffects()), "a key that comes before they can be read sends nothing")
    desk.press("y")
    desk.arm()
    _ = desk.takeEffects()
    #expect(text(desk).contains("y send   Esc send nothing"))
    desk.press("y")
    #expect(desk.takeEffects() == [.sendTriage([Self.patch], change: 1)])
    desk.deliver(.triageAnswered(.answered("The service says: status is inProgress."), change: 1))
    #expect(text(desk).contains("✓ The service says: status is inProgress."))
    desk.press("u")
    #expect(desk.takeEffects() == [.draftTriage([TriageWish(alert: id, change: AlertChange(status: "new"))], change: 2)])
    desk.deliver(.triageDrafted([Self.draft(id)], change: 2))
    #expect(text(desk).contains("Undo: to be sent; nothing left yet"))
    desk.press("<escape>")
    #expect(desk.model.overlay == nil && !sends(desk.takeEffects()))
  }

  @Test("Esc over the requests goes back to what was chosen; a name put in for the analyst gives way to the one that is typed")
  func escapeKeepsTheForm() {
    var desk = Desk(sources: ["graph"], isReadOnly: false)
    let id = desk.model.alerts.lineUnderCursor?.id ?? ""
    desk.press("w l w")
    desk.deliver(.triageDrafted([Self.draft(id)], change: 1))
    desk.press("<escape>")
    guard case .writeBack(let form) = desk.model.overlay else {
      Issue.record("the form is gone")
      return
    }
    #expect(form.phase == .choosing && form.change.status == "inProgress" && form.drafts.isEmpty)
    desk.deliver(.triageDrafted([Self.draft(id)], change: 1))
    #expect(!text(desk).contains("PATCH"), "requests that come late are not shown")
    desk.press("<escape>")
    #expect(desk.model.overlay == nil)
  }

  @Test("Several alerts each have their own request and result; one that fails is not undone")
  func severalResults() {
    var desk = Desk(sources: ["graph"], isReadOnly: false)
    desk.press("<space> <space>")
    let ids = desk.model.alerts.marks.map(\.id)
    _ = desk.takeEffects()
    desk.press("w l w")
    #expect(
      desk.takeEffects() == [
        .draftTriage(ids.map { TriageWish(alert: $0, source: "graph", change: AlertChange(status: "inProgress")) }, change: 1)
      ])
    desk.deliver(.triageDrafted(ids.map { Self.draft($0, AlertChange(status: "resolved")) }, change: 1))
    desk.arm()
    desk.press("y")
    _ = desk.takeEffects()
    desk.deliver(
      .triageAnswered(
        .failed(Problem("Graph refused the change.", cause: "Forbidden", remedy: "Grant SecurityAlert.ReadWrite.All.")), change: 1))
    #expect(text(desk).contains("on its way"))
    desk.deliver(.triageAnswered(.answered("status is new"), change: 1))
    #expect(text(desk).contains("✗ Graph refused the change."))
    desk.press("u")
    #expect(desk.takeEffects() == [.draftTriage([TriageWish(alert: ids[1], change: AlertChange(status: "resolved"))], change: 2)])
  }

  @Test("While a change is sent another cannot begin: w brings the first one back, and its answers go nowhere else")
  func oneAtATime() {
    var desk = sending { ids in ids.map { Self.draft($0) } }
    desk.press("<escape>")
    #expect(desk.model.overlay == nil)
    desk.press("w")
    #expect(text(desk).contains("on its way") && desk.model.toast?.text == Wording.changeUnderWay)
    #expect(desk.takeEffects().isEmpty)
    desk.deliver(.triageAnswered(.answered("status is inProgress"), change: 7))
    #expect(!text(desk).contains("✓"), "an answer of another change is not taken in")
    desk.deliver(.triageAnswered(.answered("status is inProgress"), change: 1))
    #expect(text(desk).contains("✓ status is inProgress"))
  }

  @Test("What was sent survives Esc: its end is told, w shows it, and it can still be undone")
  func survivesEscape() {
    var desk = sending { ids in ids.map { Self.draft($0) } }
    let ids = desk.model.alerts.marks.map(\.id)
    desk.press("<escape>")
    desk.deliver(.triageAnswered(.answered("status is inProgress"), change: 1))
    #expect(desk.model.toast?.text.contains("The change ended") != true)
    desk.deliver(.triageAnswered(.failed(Self.conflict), change: 1))
    #expect(desk.model.toast?.text == "The change ended: 1 of 2 requests answered; w shows it.")
    desk.press("w")
    #expect(text(desk).contains("✓ status is inProgress") && text(desk).contains("✗ Somebody else changed it"))
    desk.press("<enter> w")
    #expect(text(desk).contains("the last change"), "once seen, a new change opens, and the last one can be undone from there")
    desk.press("u u")
    #expect(
      desk.takeEffects().contains(.draftTriage([TriageWish(alert: ids[0], change: AlertChange(status: "new"))], change: 3)))
  }

  @Test("Requests made ready for a change that was left are not shown as those of the next")
  func staleDrafts() {
    var desk = Desk(sources: ["graph"], isReadOnly: false)
    desk.press("w l w <escape> <escape> j w l w")
    desk.deliver(.triageDrafted([Self.draft("first")], change: 1))
    #expect(text(desk).contains(Wording.draftingRequests))
    desk.deliver(.triageDrafted([Self.draft("second")], change: 2))
    #expect(text(desk).contains("To be sent; nothing left yet"))
  }

  @Test("Only what was changed is undone: a refused change with a comment that was taken brings no former values back")
  func undoesOnlyChanges() {
    var desk = sending { ids in
      [Self.draft(ids[0], requests: [Self.patch, Self.comment]), Self.draft(ids[1], requests: [Self.patch, Self.comment])]
    }
    let ids = desk.model.alerts.marks.map(\.id)
    for result in [.failed(Self.conflict), .answered("the comment is there"), .answered("status is new"), .failed(Self.conflict)]
      as [TriageResult]
    {
      desk.deliver(.triageAnswered(result, change: 1))
    }
    desk.press("u")
    #expect(desk.takeEffects() == [.draftTriage([TriageWish(alert: ids[1], change: AlertChange(status: "new"))], change: 2)])
  }

  @Test("An undo says what it takes back, so that it can be held against what stands by now")
  func undoKnowsTheChange() {
    let change = AlertChange(status: "inProgress")
    var desk = sending { ids in
      [
        TriageDraft(
          alert: ids[0], source: "graph", title: "t", requests: [Self.patch], change: change,
          restoring: AlertChange.Undo(AlertChange(status: "new"), remains: ["The comment stays."]))
      ]
    }
    let id = desk.model.alerts.marks[0].id
    desk.deliver(.triageAnswered(.answered("status is inProgress"), change: 1))
    desk.press("u")
    let wish = TriageWish(alert: id, source: "graph", change: AlertChange(status: "new"), undoing: change, remains: ["The comment stays."])
    #expect(desk.takeEffects() == [.draftTriage([wish], change: 2)])
  }

  @Test("An undo that would overwrite somebody's change says so, says what stays, and asks again; the palette undoes too")
  func undoAsksAgain() {
    var desk = sending { ids in [Self.draft(ids[0])] }
    desk.press("<escape> :")
    desk.type("undo the last")
    desk.press("<enter>")
    #expect(desk.takeEffects().isEmpty && desk.model.toast?.text == Wording.changeUnderWay)
    desk.deliver(.triageAnswered(.answered("status is inProgress"), change: 1))
    desk.press(":")
    desk.type("undo the last")
    #expect(text(desk).contains("Alt-U") && text(desk).contains("Undo the last change of alerts"))
    desk.press("<enter>")
    let id = desk.model.alerts.marks[0].id
    #expect(desk.takeEffects() == [.draftTriage([TriageWish(alert: id, change: AlertChange(status: "new"))], change: 2)])
    var draft = Self.draft(id)
    draft.isOvertaken = true
    draft.warnings = ["Somebody changed it since: The status is resolved by now, not inProgress.", "The comment stays."]
    desk.deliver(.triageDrafted([draft], change: 2))
    #expect(text(desk).contains("! Somebody changed it since: The status is resolved by now, not inProgress."))
    desk.resize(80, 24)
    desk.expectScreen("undo-overtaken-80x24")
    #expect(text(desk).contains("! The comment stays.") && text(desk).contains("undo all the same?"))
    desk.arm()
    #expect(text(desk).contains("y overwrite it"))
    _ = desk.takeEffects()
    desk.press("y")
    #expect(desk.takeEffects() == [.sendTriage([Self.patch], change: 2)])
  }

  @Test("Nobody is assigned whose name cannot be one: the line says what is wrong with it and stays")
  func assignee() {
    var desk = Desk(sources: ["graph"], isReadOnly: false)
    desk.press("w j j j <enter>")
    for (name, fault) in [
      ("ada", "lacks @"), ("ada lovelace", "holds a blank"), ("ada@contoso", "no domain"), ("a@b.c@d", "more than one @"),
    ] {
      desk.press("<ctrl+u>")
      desk.type(name)
      desk.press("<enter>")
      #expect(text(desk).contains(fault) && text(desk).contains("ada@contoso.com"), "\(name)")
    }
    desk.press("<ctrl+u>")
    desk.type("ada.l_o-v+1@contoso.onmicrosoft.com")
    desk.press("<enter>")
    #expect(text(desk).contains("ada.l_o-v+1@contoso"))
    #expect(AlertChange.objection(toAssignee: "SOC tier 2", sources: ["graph-legacy"]) == nil)
    #expect(AlertChange.objection(toAssignee: "a\u{1B}[31m@contoso.com", sources: ["graph-legacy"]) != nil)
  }

  @Test("A request left out says why, and what failed here afterwards stands beside the answer")
  func remarks() {
    var desk = sending { ids in [Self.draft(ids[0], requests: [Self.patch, Self.comment]), Self.draft(ids[1])] }
    desk.deliver(.triageAnswered(.failed(Self.conflict), change: 1))
    desk.deliver(.triageAnswered(.leftOut, change: 1))
    desk.deliver(.triageAnswered(.answered("status is new", remark: "The journal did not take the answer."), change: 1))
    let screen = text(desk)
    #expect(screen.contains(Wording.requestLeftOut))
    #expect(screen.contains("✓ status is new") && screen.contains("! The journal did not take the answer."))
  }

  @Test("The first status offered changes something, and the line of hints says what the window says at each step")
  func offersWhatChanges() {
    var desk = Desk(sources: ["graph"], isReadOnly: false)
    func hints() -> String { text(desk).split(separator: "\n").last.map(String.init) ?? "" }
    let id = desk.model.alerts.lineUnderCursor?.id ?? ""
    #expect(desk.model.detail.alert?.status == "new")
    desk.press("w")
    #expect(hints().contains("w show the requests") && hints().contains("Esc leave") && !hints().contains("Enter"))
    desk.press("l")
    #expect(text(desk).contains("inProgress"))
    desk.press("l l")
    #expect(!text(desk).contains("inProgress"), "after what can be set stands what leaves it as it is")
    desk.press("l j j j")
    #expect(hints().contains("Enter type"))
    desk.press("w")
    desk.deliver(.triageDrafted([Self.draft(id)], change: 1))
    #expect(hints().contains("Esc send nothing") && !hints().contains("y send"), "it counts only in a moment")
    desk.arm()
    #expect(hints().contains("y send") && hints().contains("Esc send nothing") && !hints().contains("Enter"))
    #expect(!hints().contains("w "))
    desk.press("y")
    desk.deliver(.triageAnswered(.answered("status is inProgress"), change: 1))
    #expect(hints().contains("Enter close"))
  }

  @Test("Of two alerts with one id only the marked one is changed, after a restart too, and both where both are marked")
  func sameID() {
    var store = DeskStore()
    store.alerts[1].id = store.alerts[0].id
    store.alerts[1].source = "office365"
    var desk = Desk(store: store, sources: ["graph", "office365"], isReadOnly: false)
    let id = store.alerts[0].id
    func wishes() -> [TriageWish] {
      desk.takeEffects().flatMap { effect -> [TriageWish] in if case .draftTriage(let wishes, _) = effect { wishes } else { [] } }
    }
    desk.press("<space>")
    #expect(desk.model.alerts.isMarked(desk.model.alerts.lines[0]) && !desk.model.alerts.isMarked(desk.model.alerts.lines[1]))
    let kept = desk.model.sessionState
    desk.press("w l w")
    #expect(wishes().map(\.source) == ["graph"])
    desk.press("<escape> <escape> <space> w l w")
    #expect(wishes().map(\.source) == ["graph", "office365"])
    #expect(desk.model.alerts.marks == [AlertID(id, source: "graph"), AlertID(id, source: "office365")])
    desk.press("<escape> <escape> k k <space> w l w")
    #expect(wishes().map(\.source) == ["office365"])
    var later = Desk(store: store, sources: ["graph", "office365"], isReadOnly: false)
    later.restore(kept)
    #expect(later.model.alerts.isMarked(later.model.alerts.lines[0]) && !later.model.alerts.isMarked(later.model.alerts.lines[1]))
    later.press("V")
    #expect(later.model.alerts.isMarked(later.model.alerts.lines[1]), "all that is shown is marked whatever its source")
  }

  @Test("Undoing a change whose comment was refused says nothing of a comment that stays")
  func refusedComment() {
    func wished(_ comment: TriageResult) -> [String] {
      let undo = AlertChange.Undo(AlertChange(status: "new"), remains: [AlertChange.commentStays])
      var desk = sending { ids in
        [TriageDraft(alert: ids[0], title: "Suspicious PowerShell", requests: [Self.patch, Self.comment], restoring: undo)]
      }
      desk.deliver(.triageAnswered(.answered("status is inProgress"), change: 1))
      desk.deliver(.triageAnswered(comment, change: 1))
      _ = desk.takeEffects()
      desk.press("u")
      return desk.takeEffects().flatMap { effect -> [String] in
        if case .draftTriage(let wishes, _) = effect { wishes.flatMap(\.remains) } else { ["no undo"] }
      }
    }
    #expect(wished(.failed(Problem("There is no such alert.", cause: "HTTP 404"))).isEmpty)
    #expect(wished(.answered("the comment is there")) == [AlertChange.commentStays])
  }

  @Test("A request that is not answered says for how long, and the key of undoing says that it is under way")
  func unanswered() {
    var desk = sending { ids in [Self.draft(ids[0])] }
    desk.wait(seconds: 12)
    #expect(text(desk).contains("no answer for 12 s"))
    desk.press("u")
    #expect(desk.model.toast?.text == Wording.changeUnderWay)
  }

  @Test("A change that only added a comment offers no undo, and says why there is none")
  func commentStays() {
    var desk = sending { ids in [Self.draft(ids[0], AlertChange(), requests: [Self.comment])] }
    desk.deliver(.triageAnswered(.answered("the comment is there"), change: 1))
    #expect(!(text(desk).split(separator: "\n").last ?? "").contains("undo"))
    desk.press("u")
    #expect(desk.model.toast?.text == Wording.nothingToUndo && desk.takeEffects().isEmpty)
  }

  @Test("An alert of Office 365 is not offered a form: nothing of it can be changed there, which is said at once")
  func office365() {
    var store = DeskStore()
    store.alerts = store.alerts.map { alert in
      var alert = alert
      alert.source = "office365"
      return alert
    }
    var desk = Desk(store: store, sources: ["graph", "office365"], isReadOnly: false)
    desk.press("w")
    #expect(desk.model.overlay == nil && desk.model.toast?.text == Wording.takesNoChange("office365"))
    #expect(!text(desk).split(separator: "\n").suffix(1).joined().contains("change"))
  }
}
