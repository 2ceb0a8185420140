import Canvas
import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("The list of alerts, its columns, groups and time")
struct AlertListStories {
  private func lines(_ desk: Desk, _ count: Int = 40) -> String { desk.screen().plainText() }

  @Test("c opens the columns: each key changes the list behind at once, and a session finds them again")
  func columns() {
    var desk = Desk()
    desk.press("c G")
    desk.press("j j j j j j j <space> K K K K K K")
    desk.expectScreen("columns-120x36")
    #expect(lines(desk).contains("Sev    Age"))
    desk.press("j j > > s")
    #expect(desk.model.alerts.listing.sort == .title)
    desk.press("<escape>")
    #expect(desk.model.overlay == nil)
    var later = Model(size: Size(width: 80, height: 24), now: Desk.opening, seed: 7)
    later.restore(desk.model.sessionState)
    #expect(later.alerts.columns == desk.model.alerts.columns)
    desk.resize(80, 24)
    desk.expectScreen("columns-chosen-80x24")
    desk.press("c <backspace> <escape>")
    #expect(desk.model.alerts.columns == AlertColumns())
  }

  @Test("A list that cannot be read says so in its title and in its place, waits for no page, and is read again by key")
  func notRead() {
    var desk = Desk()
    let listing = desk.model.alerts.listing
    let problem = Problem("The store is busy.", cause: "Another program holds it.", remedy: "Close it.")
    desk.deliver(.notDone(.loadAlerts(listing, 0..<256), problem))
    #expect(lines(desk).contains("not read: R reads again"))
    #expect(desk.model.toast?.text.contains("Another program holds it") == true)
    desk.deliver(.alertsChanged)
    #expect(!lines(desk).contains("not read"))
    var empty = Model(size: Size(width: 120, height: 36), now: Desk.opening, seed: 7)
    _ = empty.start()
    _ = empty.receive(.notDone(.loadAlerts(empty.alerts.listing, 0..<256), problem))
    var surface = Surface(size: Size(width: 120, height: 36))
    empty.draw(on: &surface)
    #expect(surface.plainText().contains("The store is busy. Another program holds it."))
    #expect(!surface.plainText().contains(Wording.loadingAlerts))
  }

  @Test("A request to all shown alerts whose ids cannot be read ends, and an alert that cannot says why in its place")
  func notGathered() {
    var desk = Desk()
    desk.store.holdsIDs = true
    desk.press("a <ctrl+t>")
    desk.type("what happened")
    desk.press("<enter>")
    #expect(desk.model.request.isGathering)
    let asked = desk.takeEffects().filter { if case .loadAlertIDs = $0 { true } else { false } }
    #expect(asked == [.loadAlertIDs(desk.model.alerts.listing, .ask("what happened"))])
    desk.deliver(.notDone(.loadAlertIDs(desk.model.alerts.listing, .ask("what happened")), Problem("The store is busy.")))
    #expect(!desk.model.request.isGathering)
    #expect(!desk.model.isHunting)
    #expect(desk.model.toast?.text.contains("The store is busy.") ?? false)
    var model = Model(size: Size(width: 120, height: 36), now: Desk.opening, seed: 7)
    _ = model.start()
    if let page = DeskStore().answer(.loadAlerts(model.alerts.listing, 0..<40)) { _ = model.receive(page) }
    let store = DeskStore()
    if let alert = store.answer(.loadAlert(model.alerts.lineUnderCursor?.name ?? "")) { _ = model.receive(alert) }
    let shown = model.detail.alert?.title ?? ""
    #expect(!shown.isEmpty)
    _ = Key(notation: "j").map { model.receive(.input(.key($0))) }
    let id = model.alerts.lineUnderCursor?.name ?? ""
    _ = model.receive(.notDone(.loadAlert(id), Problem("The alert is gone.")))
    #expect(model.detail.alert == nil, "the alert before is not shown in its place")
    var surface = Surface(size: Size(width: 120, height: 36))
    model.draw(on: &surface)
    #expect(surface.plainText().contains("The alert is gone."))
  }

  @Test("t walks the bars, v begins a stretch, Enter zooms in and - out again")
  func histogram() {
    var desk = Desk()
    desk.press("t")
    #expect(desk.model.keyPlace == .bars)
    desk.press("h h v h h h")
    desk.expectScreen("histogram-walk-120x36")
    desk.press("<enter>")
    #expect(desk.model.alerts.listing.range != nil)
    #expect(desk.model.alerts.matching < 63)
    #expect(desk.model.alerts.walk == nil)
    desk.expectScreen("histogram-zoomed-120x36")
    let outer = desk.model.alerts.listing.range
    desk.press("t <enter>")
    #expect(desk.model.alerts.listing.range != outer)
    var later = Model(size: Size(width: 120, height: 36), now: Desk.opening, seed: 7)
    later.restore(desk.model.sessionState)
    #expect(later.alerts.listing.range == desk.model.alerts.listing.range)
    desk.press("-")
    #expect(desk.model.alerts.listing.range == outer)
    desk.press("<backspace>")
    #expect(desk.model.alerts.listing.range == nil)
    desk.press("-")
    #expect(desk.model.toast?.text == Wording.noRange)
    desk.press("t <escape>")
    #expect(desk.model.alerts.walk == nil)
    desk.resize(80, 24)
    desk.press("t h h")
    desk.expectScreen("histogram-walk-80x24")
  }

  @Test("b groups, Enter and z unfold, space marks all of a group, and z on an alert folds its group")
  func groups() {
    var desk = Desk()
    desk.press("b")
    #expect(desk.model.alerts.listing.grouping == .title)
    #expect(desk.model.alerts.lineCount == 10)
    desk.press("<enter>")
    #expect(desk.model.focus == .alerts)
    #expect(desk.model.alerts.lineCount > 10)
    desk.press("<space>")
    #expect(desk.model.alerts.marks.count == 7)
    desk.expectScreen("groups-120x36")
    desk.press("z")
    #expect(desk.model.alerts.lineCount == 10)
    #expect(desk.model.alerts.cursor == 0)
    #expect(desk.model.alerts.lineUnderCursor?.group?.isUnfolded == false)
    desk.press("<space>")
    #expect(desk.model.alerts.marks.isEmpty)
    desk.press("b b b")
    #expect(desk.model.alerts.listing.grouping == .incident)
    #expect(lines(desk).contains("63× (no incident)"))
    desk.press("b z")
    #expect(desk.model.alerts.listing.grouping == nil)
    #expect(desk.model.toast?.text == Wording.noGroup)
    desk.resize(80, 24)
    desk.press("b <enter>")
    desk.expectScreen("groups-80x24")
  }

  @Test("Groups marked one after another keep their marks, and an unmarked alert takes the whole mark away")
  func groupMarks() {
    var desk = Desk()
    desk.press("b <space> <space>")
    #expect(desk.model.alerts.marks.count == 14)
    desk.press("g <enter> j <space>")
    #expect(desk.model.alerts.marks.count == 13)
    desk.press("u")
    #expect(desk.model.alerts.marks.isEmpty)
  }

  @Test("What came since the last visit bears a sign, is counted, and n and N go from one to the next")
  func news() {
    var store = DeskStore()
    for id in ["da1003", "da1040"] { store.stored[id] = Desk.opening + .seconds(30) }
    var desk = Desk(store: store)
    #expect(desk.model.alerts.newCount == 2)
    desk.expectScreen("new-120x36")
    desk.press("n")
    #expect(desk.model.alerts.lineUnderCursor?.id == "da1003")
    desk.press("n")
    #expect(desk.model.alerts.lineUnderCursor?.id == "da1040")
    desk.press("n")
    #expect(desk.model.toast?.text == Wording.noFurtherNew(isForward: true))
    desk.press("N")
    #expect(desk.model.alerts.lineUnderCursor?.id == "da1003")
    // The next visit begins where this one ended.
    var later = Model(size: Size(width: 120, height: 36), now: Desk.opening + .days(1), seed: 7)
    later.restore(desk.model.sessionState)
    #expect(later.alerts.listing.newSince == desk.model.now)
  }

  @Test("@ and U put a word into the filter and take it out, and say what me means")
  func mine() {
    var store = DeskStore()
    store.alerts[3].assignedTo = "arisa"
    var model = Desk(store: store).model
    model.setUpAlerts(analyst: "arisa", refreshSeconds: 0, rings: false)
    let effects = model.receive(.input(.key(.character("@"))))
    #expect(model.alerts.listing.filter == "assigned:me")
    #expect(model.toast?.text == Wording.mine("arisa", isOn: true))
    guard case .alertsArrived(let page, _)? = effects.first.flatMap(store.answer) else {
      Issue.record("the list was not asked for")
      return
    }
    #expect(page.matching == 1)
    _ = model.receive(.input(.key(.character("U"))))
    #expect(model.alerts.listing.filter == "assigned:none")
    _ = model.receive(.input(.key(.character("U"))))
    #expect(model.alerts.listing.filter.isEmpty)
  }

  @Test("A page comes before its count: the lines are shown, the title says that it counts, and typing goes on")
  func countsLater() {
    var desk = Desk()
    desk.press("/")
    desk.type("run")
    let listing = desk.model.alerts.listing
    var glance = AlertPage(start: 0, lines: Array(desk.model.alerts.lines.prefix(5)), matching: 5, total: 1_000_000)
    glance.isCounted = false
    desk.deliver(.alertsArrived(glance, of: listing))
    #expect(lines(desk).contains("… of 1,000,000"))
    // What was counted a moment ago still holds where the glance saw less.
    #expect(desk.model.alerts.lineCount == 7)
    desk.expectScreen("counting-120x36")
    desk.type(" key")
    desk.deliver(.alertsArrived(AlertPage(start: 0, lines: [], matching: 9, total: 10), of: listing))
    #expect(desk.model.alerts.matching == 7)
  }

  @Test("A part of the filter that cannot be read is told in the status line, and the list stays")
  func remarks() {
    var desk = Desk()
    var page = AlertPage(start: 0, lines: desk.model.alerts.lines, matching: 63, total: 63)
    page.remark = "/(/ is no regular expression: missing )"
    desk.deliver(.alertsArrived(page, of: desk.model.alerts.listing))
    #expect(lines(desk).contains("/(/ is no regular expression: missing )."))
    #expect(desk.model.alerts.lines.count == 63)
  }

  @Test("y copies the one alert, or all that are marked as lines")
  func copies() {
    var desk = Desk()
    desk.press("<space> <space> y")
    guard case .copy(let text)? = desk.takeEffects().last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text.split(separator: "\n").count == 2)
    #expect(text.hasPrefix("2026-11-23 02:41:07 UTC\thigh\t"))
  }
}

@Suite("The list of alerts read again by itself")
struct RefreshStories {
  private func desk(rings: Bool = true) -> (Model, DeskStore) {
    let store = DeskStore()
    var model = Model(size: Size(width: 120, height: 36), now: Desk.opening, seed: 7)
    model.setUpAlerts(analyst: "", refreshSeconds: 60, rings: rings)
    for effect in model.start() { if let answer = store.answer(effect) { _ = model.receive(answer) } }
    return (model, store)
  }

  private func reads(_ effects: [Effect]) -> Int { effects.count { if case .loadAlerts = $0 { true } else { false } } }

  @Test("It is read when the time has come, not before, and not while it is paused or a filter is typed")
  func timed() {
    var (model, store) = desk()
    #expect(reads(model.receive(.tick(Desk.opening + .seconds(59)))) == 0)
    let effects = model.receive(.tick(Desk.opening + .seconds(60)))
    #expect(reads(effects) == 1)
    #expect(reads(model.receive(.tick(Desk.opening + .seconds(61)))) == 0)
    for effect in effects { if let answer = store.answer(effect) { _ = model.receive(answer) } }
    _ = model.receive(.input(.key(.character("="))))
    #expect(model.alerts.refresh.isPaused)
    #expect(reads(model.receive(.tick(Desk.opening + .seconds(600)))) == 0)
    var surface = Surface(size: model.size)
    model.isZoomedForTest()
    model.draw(on: &surface)
    #expect(surface.plainText().contains("paused, read 8 min ago"))
    _ = model.receive(.input(.key(.character("/"))))
    _ = model.receive(.input(.key(.character("="))))
    #expect(model.alerts.listing.filter == "=")
  }

  @Test("What comes in above moves neither the alert under the cursor nor the screen, and high severity rings once")
  func stays() {
    var (model, store) = desk()
    for _ in 0..<3 { _ = model.receive(.input(.key(.character("j")))) }
    let (id, top) = (model.alerts.lineUnderCursor?.id, model.alerts.cursor - model.alerts.top)
    let effects = model.receive(.tick(Desk.opening + .seconds(60)))
    var alert = store.alerts[0]
    alert.id = "late"
    alert.created = Desk.opening
    alert.severity = .high
    store.alerts.insert(alert, at: 0)
    store.stored["late"] = Desk.opening + .seconds(50)
    var after: [Effect] = []
    for effect in effects { if let answer = store.answer(effect) { after += model.receive(answer) } }
    #expect(model.alerts.lineUnderCursor?.id == id)
    #expect(model.alerts.cursor == 4)
    #expect(model.alerts.cursor - model.alerts.top == top)
    #expect(model.alerts.newCount == 1)
    #expect(after.contains(.bell))
    after = []
    for effect in model.receive(.tick(Desk.opening + .seconds(121))) {
      if let answer = store.answer(effect) { after += model.receive(answer) }
    }
    #expect(!after.contains(.bell))
  }

  @Test("Without a refresh the clock's minute is the only reason to wake; with one its moment counts too")
  func ticks() {
    var (model, _) = desk()
    let due = model.receive(.tick(Desk.opening + .seconds(1))).compactMap { if case .tick(let at) = $0 { at } else { nil } }
    #expect(due.allSatisfy { $0 >= Desk.opening + .seconds(53) })
  }
}

extension Model {
  fileprivate mutating func isZoomedForTest() { _ = receive(.input(.key(.character("+")))) }
}
