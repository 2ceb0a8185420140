import Canvas
import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("Sources that could not be read, and what the list says of it")
struct SourceFaultStories {
  private func text(_ desk: Desk) -> String { desk.screen().plainText() }

  private static let refused = Problem(
    "The sign-in was refused.", cause: "AADSTS7000222: the client secret ended on 2026-11-01T08:30:00.1234567Z",
    remedy: "Put a new client secret into the place the configuration names.")

  private static func failed(_ name: String, at time: DateTime = Desk.opening) -> Message {
    .sourceChanged(SourceNews(name: name, state: .failed(refused), time: time))
  }

  private static func read(_ name: String, at time: DateTime) -> Message {
    .sourceChanged(SourceNews(name: name, state: .read(5, new: 0, partial: nil, notes: []), time: time))
  }

  @Test(
    "A list that is empty because its sources failed says what, why and what to do, and which keys go on", arguments: [(120, 36), (80, 24)])
  func emptyList(width: Int, height: Int) {
    var desk = Desk(width: width, height: height, store: DeskStore(alerts: []), sources: ["graph", "office365"])
    #expect(text(desk).contains(Wording.noAlerts.prefix(17)))
    desk.deliver(Self.failed("graph"))
    desk.deliver(Self.failed("office365"))
    desk.deliver(.fetchEnded)
    desk.expectScreen("sources-failed-\(width)x\(height)")
    #expect(text(desk).contains(Wording.nothingRead(isAll: true)))
    #expect(text(desk).contains("graph, office365: The sign-in was refused.") && !text(desk).contains("No alerts stored"))
    let hints = text(desk).split(separator: "\n").last ?? ""
    #expect(hints.contains("O sources"), "the key that leads to the sources is among the first hints")
  }

  @Test("Where Office 365 failed and may be written to, the empty list names the key that shows and starts its subscriptions")
  func leadsToSubscriptions() {
    for (isReadOnly, sources) in [(false, ["graph", "office365"]), (true, ["graph", "office365"]), (false, ["graph"])] {
      var desk = Desk(store: DeskStore(alerts: []), sources: sources, isReadOnly: isReadOnly)
      for source in sources { desk.deliver(Self.failed(source)) }
      desk.deliver(.fetchEnded)
      #expect(text(desk).contains("Alt-O subscriptions of Office 365") == (!isReadOnly && sources.count == 2))
    }
  }

  @Test("Where another pane is in hand on a narrow screen, the folded list still says which source failed")
  func folded() {
    var desk = Desk(width: 80, height: 24, sources: ["graph", "office365"])
    desk.deliver(Self.failed("office365"))
    desk.deliver(.fetchEnded)
    desk.press("9")
    #expect(text(desk).split(separator: "\n").contains { $0.contains("1 Alerts ─ 63 ─ failed: office365") })
  }

  @Test("A filter over failed sources still says that nothing matches the filter")
  func filtered() {
    var desk = Desk(sources: ["graph"])
    desk.deliver(Self.failed("graph"))
    desk.deliver(.fetchEnded)
    desk.press("/")
    desk.type("zzzz")
    #expect(text(desk).contains("No alert matches “zzzz”"))
  }

  @Test("Times of services stand in the window of sources as times stand elsewhere, in the zone that is shown")
  func times() {
    var desk = Desk(sources: ["graph"])
    desk.deliver(Self.failed("graph"))
    desk.press("O")
    #expect(text(desk).contains("08:30:00") && !text(desk).contains("T08:30") && !text(desk).contains("1234567"))
    let note = "What did not come before is asked for again at 2026-11-23T04:00:00Z."
    desk.deliver(.sourceChanged(SourceNews(name: "graph", state: .read(5, new: 1, partial: note, notes: [note]), time: Desk.opening)))
    #expect(text(desk).contains("04:00:00") && !text(desk).contains("T04:00"))
  }

  @Test("When one source fails the title says which, and how old the rest is")
  func ages() {
    let store = DeskStore()
    var model = Model(size: Size(width: 120, height: 36), now: Desk.opening, seed: 7)
    model.setUpAlerts(analyst: "", refreshSeconds: 60, rings: false)
    model.setUpSources(["graph", "office365"])
    func settle(_ effects: [Effect]) { for effect in effects { if let answer = store.answer(effect) { settle(model.receive(answer)) } } }
    func title() -> String {
      var surface = Surface(size: model.size)
      model.draw(on: &surface)
      return surface.plainText().split(separator: "\n").first { $0.contains("1 Alerts") }.map(String.init) ?? ""
    }
    settle(model.start())
    #expect(!title().contains("min ago"), "before a source was read nothing is known of it")
    for source in ["graph", "office365"] { settle(model.receive(Self.read(source, at: Desk.opening))) }
    settle(model.receive(.fetchEnded))
    #expect(title().contains("read <1 min ago"))
    settle(model.receive(.tick(Desk.opening + .minutes(5))))
    settle(model.receive(Self.failed("office365", at: model.now)))
    settle(model.receive(Self.failed("graph", at: model.now)))
    settle(model.receive(.fetchEnded))
    #expect(title().contains("failed: graph, office365") || title().contains("failed: office365"))
    #expect(title().contains("read 5 min ago"), "a failed reading makes nothing newer: \(title())")
    settle(model.receive(.input(.key(.character("O")))))
    var surface = Surface(size: model.size)
    model.draw(on: &surface)
    #expect(surface.plainText().contains("It was read last 5 min ago."))
  }
}
