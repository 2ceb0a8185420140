import Canvas
import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("The list of alerts while answers come late")
struct LateAlertStories {
  private func model(_ store: DeskStore = DeskStore(), refresh seconds: Int = 60) -> Model {
    var model = Model(size: Size(width: 120, height: 36), now: Desk.opening, seed: 7)
    model.setUpAlerts(analyst: "", refreshSeconds: seconds, rings: false)
    for effect in model.start() { if let answer = store.answer(effect) { settle(&model, model.receive(answer), store) } }
    return model
  }

  private func settle(_ model: inout Model, _ effects: [Effect], _ store: DeskStore) {
    for effect in effects { if let answer = store.answer(effect) { settle(&model, model.receive(answer), store) } }
  }

  private func ticks(_ effects: [Effect]) -> [DateTime] { effects.compactMap { if case .tick(let at) = $0 { at } else { nil } } }

  private func loads(_ effects: [Effect]) -> [Effect] { effects.filter { if case .loadAlerts = $0 { true } else { false } } }

  private func press(_ key: String, _ model: inout Model) -> [Effect] {
    Key(notation: key).map { model.receive(.input(.key($0))) } ?? []
  }

  @Test("While a filter is typed, a refresh that is due asks for no tick that is past, and comes once the prompt is left")
  func noSpin() {
    var model = model()
    _ = press("/", &model)
    var now = Desk.opening
    for _ in 0..<200 {
      now = now + .seconds(1)
      for tick in ticks(model.receive(.tick(now))) { #expect(tick > now) }
    }
    #expect(loads(press("enter", &model)).count == 1)
  }

  @Test("Sources are read again by themselves as what nobody asked for, by the key as what somebody did")
  func sources() {
    let store = DeskStore()
    var model = Model(size: Size(width: 120, height: 36), now: Desk.opening, seed: 7)
    model.setUpAlerts(analyst: "", refreshSeconds: 60, rings: false)
    model.setUpSources(["graph"])
    let opening = model.start()
    #expect(opening.contains(.refreshAlerts))
    settle(&model, opening, store)
    settle(&model, model.receive(.fetchEnded), store)
    #expect(model.receive(.tick(Desk.opening + .seconds(60))).contains(.rereadSources))
    settle(&model, model.receive(.fetchEnded), store)
    #expect(press("R", &model).contains(.refreshAlerts))
  }

  @Test("A refresh follows the alert to which one went while it was under way")
  func moved() {
    var store = DeskStore()
    var model = model(store)
    let effects = model.receive(.tick(Desk.opening + .seconds(60)))
    for _ in 0..<5 { _ = press("j", &model) }
    let id = model.alerts.lineUnderCursor?.id
    var alert = store.alerts[0]
    alert.id = "late"
    alert.created = Desk.opening
    store.alerts.insert(alert, at: 0)
    settle(&model, effects, store)
    #expect(model.alerts.lineUnderCursor?.id == id)
    #expect(model.alerts.cursor == 6)
  }

  @Test("A glance that knows fewer lines neither shortens the list under a deep cursor nor empties the screen")
  func glance() {
    let store = DeskStore()
    var model = model(store)
    settle(&model, press("G", &model), store)
    #expect(model.alerts.cursor == 62)
    _ = model.receive(.tick(Desk.opening + .seconds(60)))
    var page = AlertPage(start: 0, lines: [], matching: 3, total: 63)
    page.isCounted = false
    _ = model.receive(.alertsArrived(page, of: model.alerts.listing))
    #expect(model.alerts.cursor == 62)
    #expect(model.alerts.lineUnderCursor != nil)
    #expect(model.alerts.lineCount == 63)
    _ = model.receive(.alertsArrived(AlertPage(start: 0, lines: [], matching: 0, total: 63), of: model.alerts.listing))
    #expect(model.alerts.lineCount == 0)
  }

  @Test("After a refresh the alert under the cursor is read again: its detail is what it is now")
  func detail() {
    var store = DeskStore()
    var model = model(store)
    settle(&model, model.receive(.tick(Desk.opening + .seconds(1))), store)
    store.alerts[0].status = "resolved by another"
    settle(&model, model.receive(.tick(Desk.opening + .seconds(60))), store)
    #expect(model.detail.alert?.status == "resolved by another")
    settle(&model, model.receive(.alertsChanged), store)
    #expect(!model.receive(.tick(Desk.opening + .seconds(62))).contains { if case .loadAlert = $0 { true } else { false } })
  }

  @Test("Only the same thing wanted again voids what is under way: two groups, all and a question have slots of their own")
  func slots() {
    let purposes: [IDPurpose] = [.markGroup("a"), .markGroup("b"), .markAll, .ask("who"), .markRange(0, 3)]
    #expect(Set(purposes.map(\.slot)).count == purposes.count)
    #expect(IDPurpose.ask("who").slot == IDPurpose.ask("when").slot)
  }

  @Test("Ids that come after Esc begin no hunt")
  func stopped() {
    var model = model(refresh: 0)
    _ = press("a", &model)
    for letter in "who" { _ = press(String(letter), &model) }
    _ = press("ctrl+t", &model)
    let effects = press("enter", &model)
    #expect(model.request.isGathering)
    _ = press("escape", &model)
    #expect(!model.request.isGathering)
    for effect in effects {
      if case .loadAlertIDs(let listing, let purpose) = effect {
        _ = model.receive(.alertIDsArrived(["da1000"], of: listing, for: purpose))
      }
    }
    #expect(model.hunt == nil)
  }

  @Test("Ids of a list that is no longer shown mark nothing, and a group that grew is no longer marked whole")
  func oldMarks() {
    var store = DeskStore()
    var model = model(store, refresh: 0)
    settle(&model, press("b", &model), store)
    let mark = press("space", &model)
    var later = model
    settle(&later, press("b", &later), store)
    settle(&later, mark, store)
    #expect(later.alerts.marks.isEmpty)
    settle(&model, mark, store)
    #expect(model.alerts.line(at: 0).map(model.alerts.isMarked) == true)
    var alert = store.alerts[0]
    alert.id = "late"
    alert.title = model.alerts.line(at: 0)?.title ?? ""
    store.alerts.append(alert)
    settle(&model, model.receive(.alertsChanged), store)
    #expect(model.alerts.line(at: 0).map(model.alerts.isMarked) == false)
  }

  @Test("A start that showed no list spends nothing of what is new")
  func unseen() {
    let visit = Desk.opening - .days(1)
    var model = Model(size: Size(width: 120, height: 36), now: Desk.opening, seed: 7)
    model.restore(["seen": .integer(visit.ticks)])
    _ = model.start()
    #expect(model.sessionState["seen"]?.integer == visit.ticks)
    _ = model.receive(.alertsArrived(AlertPage(start: 0, lines: [], matching: 0, total: 0), of: model.alerts.listing))
    #expect(model.sessionState["seen"]?.integer == Desk.opening.ticks)
  }
}

@Suite("The alert list's filter prompt and its words")
struct AlertFilterStories {
  @Test("Esc in the prompt brings back the filter before and the alert; Enter keeps the new one, and Esc at the list clears it")
  func giveUp() {
    var desk = Desk(width: 80, height: 24)
    desk.press("/")
    desk.type("run")
    desk.press("<enter>")
    let kept = desk.model.alerts.listing.filter
    desk.press("j j")
    let id = desk.model.alerts.lineUnderCursor?.id
    desk.press("/")
    desk.type(" zzz")
    #expect(desk.screen().plainText().contains("Esc brings back “run”"))
    desk.press("<escape>")
    #expect(desk.model.alerts.filterEditor == nil)
    #expect(desk.model.alerts.listing.filter == kept)
    #expect(desk.model.alerts.lineUnderCursor?.id == id)
    desk.press("<escape>")
    #expect(desk.model.alerts.listing.filter.isEmpty)
    #expect(desk.model.alerts.lineUnderCursor?.id == id)
    #expect(desk.model.alerts.cursor > 2)
  }

  @Test("Without a name, @ says so and leaves the list as it is")
  func nobody() {
    var desk = Desk()
    desk.press("@")
    #expect(desk.model.alerts.listing.filter.isEmpty)
    #expect(desk.model.toast?.text == Wording.noAnalyst)
  }

  @Test("Words go with what they speak of: groups, a range, a refresh")
  func words() {
    var desk = Desk()
    desk.press("b b b b b")
    #expect(desk.model.alerts.listing.grouping == nil)
    #expect(desk.model.toast == nil)
    desk.press("v j")
    #expect(desk.model.toast != nil)
    desk.press("v")
    #expect(desk.model.toast == nil)
    desk.press("v <escape>")
    #expect(desk.model.toast == nil)
    desk.press("R")
    #expect(desk.model.toast?.text == Wording.refreshing)
    desk.deliver(.alertsChanged)
    #expect(desk.model.toast == nil)
  }

  @Test("Alerts of another year say which, in the list, its bars and its range")
  func years() {
    var store = DeskStore()
    for place in store.alerts.indices { store.alerts[place].created = store.alerts[place].created - .days(366 * 5) }
    var desk = Desk(store: store)
    #expect(desk.screen().plainText().contains("2021"))
    desk.resize(80, 24)
    #expect(desk.screen().plainText().contains("Nov 2021"))
    desk.resize(44, 24)
    #expect(desk.screen().plainText().contains("Nov'21"))
  }
}
