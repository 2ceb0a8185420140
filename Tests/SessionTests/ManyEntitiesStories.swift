import Canvas
import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("Alerts with very many entities") struct ManyEntitiesStories {
  @Test(
    "A hundred thousand processes and people in one alert do not hold up the screen; how many are not drawn is said",
    .timeLimit(.minutes(10)))
  func many() throws {
    let entities = (0..<100_000).map { number in
      number % 2 == 0
        ? Entity(kind: .process, label: "tool-\(number).exe", details: [Entity.Detail("parent", "tool-\(number - 2).exe")])
        : Entity(kind: .user, label: "user-\(number)@contoso.com")
    }
    var alert = try #require(DeskStore().alerts.first)
    alert.entities = entities
    var desk = Desk(store: DeskStore(alerts: [alert]))
    desk.press("<enter> G")
    #expect(desk.screen().plainText().contains(Wording.moreEntities(99_500)), "\(desk.screen().plainText())")
    _ = desk.takeEffects()
    desk.press("g y")
    let copied = desk.takeEffects().compactMap { if case .copy(let text) = $0 { text } else { nil } }
    #expect(copied.last?.split(separator: "\n").count ?? 0 > 100_000, "all of them are copied")
    desk.press("g <down> <down> G")
    #expect(desk.screen().plainText().contains(Wording.moreEntities(99_500)))
  }
}
