import Canvas
import Casefile
import TestSupport
import Testing
import Workbench

@Suite("Windows, themes and sizes")
struct WindowStories {
  @Test("The palette finds commands by letters, says why one cannot run, and runs the chosen one")
  func palette() {
    var desk = Desk()
    desk.press(":")
    desk.expectScreen("palette-120x36")
    desk.type("mrk")
    desk.expectScreen("palette-search-120x36")
    desk.press("<enter>")
    #expect(desk.model.alerts.marks.count == 1)
    desk.press("<ctrl+p>")
    desk.type("time zone nothing")
    #expect(desk.screen().plainText().contains(Wording.nothingFound("time zone nothing")))
    desk.press("<escape>")
    #expect(desk.model.overlay == nil)
  }

  @Test("Help shows the keys of the pane, also the analyst's own, and is searched by typing")
  func help() {
    var desk = Desk(keys: KeyMap.building(overrides: ["mark": "t"]).map)
    desk.press("?")
    desk.expectScreen("help-120x36")
    desk.type("unmark")
    #expect(desk.screen().plainText().contains("Unmark all alerts."))
    desk.resize(80, 24)
    desk.expectScreen("help-search-80x24")
    desk.press("<escape> t")
    #expect(desk.model.alerts.marks.count == 1)
  }

  @Test("A theme is shown while it is looked at; Esc brings the old one back")
  func themes() {
    var desk = Desk()
    desk.press("T j")
    #expect(desk.model.theme.name == "paper")
    desk.expectScreen("themes-120x36")
    desk.press("<escape>")
    #expect(desk.model.theme.name == "dusk")
    desk.press("T j j <enter>")
    #expect(desk.model.theme.name == "contrast")
    #expect(desk.takeEffects().count == 1)
  }

  @Test("Local time is labelled with its offset")
  func zones() {
    var desk = Desk()
    #expect(desk.screen().plainText().contains("03:14 UTC"))
    desk.press("Z")
    #expect(desk.screen().plainText().contains("UTC+00:00 local"))
  }

  @Test("Below 40×10 it says so, and any size from 1×1 draws")
  func sizes() {
    var desk = Desk()
    desk.press("a")
    desk.type("x")
    for width in [1, 2, 5, 7, 20, 39, 40, 41, 60, 79, 80, 99, 100, 101, 120, 160, 220] {
      for height in [1, 2, 3, 9, 10, 11, 14, 20, 24, 27, 28, 30, 36, 60] {
        desk.resize(width, height)
        let text = desk.screen().plainText()
        if width >= 12, width < 40 || height < 10 { #expect(text.contains(Wording.tooSmall)) }
      }
    }
    desk.resize(39, 9)
    desk.expectScreen("too-small-39x9")
    desk.resize(40, 10)
    desk.expectScreen("least-40x10")
    desk.resize(220, 60)
    desk.expectScreen("large-220x60")
  }

  @Test("Copying gives the alert with its address defanged, and the news says how it went")
  func copies() {
    var desk = Desk()
    desk.press("9 y")
    guard case .copy(let text)? = desk.takeEffects().first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text.contains("203[.]0[.]113[.]77"))
    desk.deliver(.copied("Copied through the terminal."))
    #expect(desk.screen().plainText().contains("✓ Copied through the terminal."))
    desk.wait(seconds: 7)
    #expect(desk.model.toast == nil)
  }

  @Test("Idle, the next tick is only the clock's minute")
  func idles() {
    var desk = Desk()
    desk.press("j k")
    #expect(desk.nextTick == Desk.opening + .seconds(53))
  }

  @Test("A session is found again")
  func session() {
    var desk = Desk()
    desk.press("<space> j <space> s T j <enter> Z a")
    desk.type("half a request")
    let state = desk.model.sessionState
    var again = Desk().model
    again.restore(state)
    #expect(again.sessionState == state)
    #expect(again.focus == .ask)
    #expect(again.alerts.marks.count == 2)
    #expect(again.theme.name == "paper")
    again.restore("no object")
    #expect(again.sessionState == state)
  }
}
