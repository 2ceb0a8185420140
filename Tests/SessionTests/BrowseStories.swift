import Canvas
import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("Browsing alerts")
struct BrowseStories {
  @Test("The workbench opens on the alerts with the newest under the cursor")
  func opens() {
    var desk = Desk()
    desk.expectScreen("open-120x36")
    #expect(desk.model.alerts.lineUnderCursor?.id == "da1000")
    #expect(desk.takeEffects().isEmpty)
    desk.resize(80, 24)
    desk.expectScreen("open-80x24")
  }

  @Test("Typing a filter narrows the list at once, Enter keeps it and Esc clears it")
  func filters() {
    var desk = Desk()
    desk.press("/")
    desk.type("run key")
    #expect(desk.model.alerts.matching == 7)
    desk.expectScreen("filter-120x36")
    desk.press("<enter>")
    #expect(desk.model.alerts.filterEditor == nil)
    #expect(desk.model.alerts.listing.filter == "run key")
    desk.press("/ <escape>")
    #expect(desk.model.alerts.listing.filter.isEmpty)
    #expect(desk.model.alerts.matching == 63)
  }

  @Test("Letters typed into a filter are never commands")
  func filterTakesLetters() {
    var desk = Desk()
    desk.press("/")
    desk.type("quit: a?")
    #expect(desk.model.alerts.listing.filter == "quit: a?")
    #expect(desk.model.overlay == nil)
    #expect(desk.takeEffects().isEmpty)
  }

  @Test("Enter opens the whole alert, J its record, q goes back level by level")
  func opensDetail() {
    var desk = Desk()
    desk.press("j j <enter>")
    desk.expectScreen("detail-120x36")
    desk.press("J")
    #expect(desk.model.detail.showsRaw)
    desk.press("q")
    #expect(!desk.model.detail.showsRaw)
    desk.press("q q")
    #expect(desk.model.focus == .alerts)
    desk.resize(80, 24)
    desk.press("<enter>")
    desk.expectScreen("detail-80x24")
  }

  @Test("Space marks, v marks a range, V all that is shown, u none")
  func marks() {
    var desk = Desk()
    desk.press("<space> <space>")
    #expect(desk.model.alerts.marks == ["da1000", "da1001"])
    desk.press("v j j j v")
    #expect(desk.model.alerts.marks.count == 6)
    desk.expectScreen("marks-120x36")
    desk.press("V")
    #expect(desk.model.alerts.marks.count == 63)
    desk.press("u")
    #expect(desk.model.alerts.marks.isEmpty)
  }

  @Test("Sorting goes through the columns and turns round")
  func sorts() {
    var desk = Desk()
    desk.press("s")
    #expect(desk.model.alerts.listing.sort == .severity)
    #expect(desk.model.alerts.lineUnderCursor?.severity == .high)
    desk.press("S")
    #expect(desk.model.alerts.lineUnderCursor?.severity == .informational)
  }

  @Test("A long list is paged: the model holds one page, G and g reach both ends")
  func pages() {
    var desk = Desk(store: DeskStore(alerts: DeskSample.alerts(20_000)))
    desk.press("G")
    #expect(desk.model.alerts.lineUnderCursor?.id == "da20999")
    #expect(desk.model.alerts.lines.count <= 256)
    desk.press("g <pagedown> <ctrl+u>")
    #expect(desk.model.alerts.lineUnderCursor != nil)
  }

  @Test("New alerts come in above and the cursor stays on its alert")
  func staysOnAlert() {
    var desk = Desk()
    desk.press("j j j")
    let held = desk.model.alerts.lineUnderCursor?.id
    desk.store.alerts =
      DeskSample.alerts(2).map { alert in
        var copy = alert
        copy.id = "new-" + alert.id
        copy.created = Desk.opening
        return copy
      } + desk.store.alerts
    desk.deliver(.alertsChanged)
    #expect(desk.model.alerts.lineUnderCursor?.id == held)
    #expect(desk.model.alerts.cursor == 5)
  }
}
