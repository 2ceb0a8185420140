import Canvas
import Casefile
import TestSupport
import Testing
import Workbench

@Suite("Windows, themes and sizes")
struct WindowStories {
  @Test("Every sentence of the help is read whole, at any width", arguments: [(120, 36), (80, 24)])
  func helpIsWhole(width: Int, height: Int) {
    for keys in ["?", "4 ?", "9 ?", "5 ?"] {
      var desk = Desk(width: width, height: height)
      desk.press(keys)
      var words: Set<String> = []
      for _ in 0..<300 {
        words.formUnion(desk.screen().plainText().split(whereSeparator: \.isWhitespace).map(String.init))
        desk.press("<down>")
      }
      guard case .pane(let pane)? = desk.model.shownHelp?.place else {
        Issue.record("no help is open")
        continue
      }
      for row in CommandTable.rows {
        guard case .panes(let panes) = row.scope, panes.contains(pane) else { continue }
        for word in row.help.split(separator: " ").map(String.init) { #expect(words.contains(word), "\(row.command.rawValue): \(word)") }
      }
    }
  }

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
    var desk = Desk(keys: KeyMap.building(overrides: ["mark": "X"]).map)
    desk.press("?")
    desk.expectScreen("help-120x36")
    desk.type("unmark")
    #expect(desk.screen().plainText().contains("Unmark all alerts."))
    desk.resize(80, 24)
    desk.expectScreen("help-search-80x24")
    desk.press("<escape> X")
    #expect(desk.model.alerts.marks.count == 1)
  }

  @Test("The help of a window shows its keys over it and gives it back as it was", arguments: ["?", "<f1>"])
  func helpOfWindow(key: String) {
    var desk = Desk()
    desk.press("T j")
    let before = desk.model.overlay
    #expect(before?.kind == .picker)
    desk.press(key)
    #expect(desk.screen().plainText().contains(Wording.helpTitle(Wording.windowNames[.picker] ?? "")))
    #expect(desk.screen().plainText().contains("Go to the choice before."))
    desk.type("before")
    #expect(desk.model.overlay == before)
    desk.press("<escape>")
    #expect(desk.model.overlay == before)
    #expect(desk.model.shownHelp == nil)
    desk.press(key)
    desk.press("<f1>")
    #expect(desk.model.shownHelp == nil)
    desk.press("<escape>")
    #expect(desk.model.overlay == nil)
  }

  @Test("Where a window takes typed text ? is typed and F1 shows the help")
  func helpWhereTyped() {
    var desk = Desk()
    desk.press(":")
    desk.type("?")
    #expect(search(desk) == "?")
    desk.press("<f1>")
    #expect(desk.model.shownHelp?.place == .overlay(.palette))
    desk.type("word")
    #expect(desk.model.shownHelp?.search.text == "word")
    #expect(search(desk) == "?")
    desk.press("<enter>")
    #expect(search(desk) == "?")
    #expect(desk.model.shownHelp == nil)
  }

  @Test("The typing keys work in the search line of palette and help")
  func searchKeys() {
    var desk = Desk()
    for (open, name) in [(":", "palette"), ("?", "help")] {
      desk.press(open)
      desk.type("two words")
      desk.press("<ctrl+w>")
      #expect(search(desk) == "two ", "\(name)")
      desk.press("<ctrl+u>")
      #expect(search(desk) == "", "\(name)")
      desk.type("x")
      desk.press("<ctrl+a>")
      desk.type("y")
      #expect(search(desk) == "yx", "\(name)")
      desk.press("<ctrl+e> <escape>")
      #expect(desk.takeEffects().isEmpty)
      #expect(desk.model.overlay == nil)
    }
  }

  private func search(_ desk: Desk) -> String? {
    switch desk.model.overlay {
    case .palette(let state): state.search.text
    case .help(let state): state.search.text
    default: nil
    }
  }

  @Test("The tab that is shown is marked by a sign, not by weight alone")
  func tabMark() {
    var desk = Desk()
    #expect(desk.screen().plainText().contains("▸5 Findings"))
    desk.press("8")
    #expect(desk.screen().plainText().contains("▸8 Timeline"))
    #expect(!desk.screen().plainText().contains("▸5 Findings"))
  }

  @Test("After a restart the list of alerts has the keys where a hunt, and not the analyst, had given them to the query")
  func focusAfterRestart() {
    var desk = Desk()
    desk.press("a")
    desk.type("Show suspicious PowerShell activity")
    desk.press("<enter>")
    #expect(desk.model.focus == .query)
    var again = Desk()
    again.restore(desk.model.sessionState)
    #expect(again.model.focus == .alerts)
    desk.press("3")
    again.restore(desk.model.sessionState)
    #expect(again.model.focus == .query)
  }

  @Test("The remembered theme gives way to one that was configured since, and to one asked for at the start")
  func rememberedTheme() {
    func opened(_ configured: String, _ state: JSONValue, asked: String? = nil) -> Model {
      var model = Model(size: .init(width: 120, height: 36), now: Desk.opening, themeName: configured, seed: 7)
      model.restore(state)
      if let asked { model.showForThisRun(theme: asked) }
      return model
    }
    var desk = Desk()
    desk.press("T j <enter>")
    let paper = desk.model.sessionState
    #expect(opened("dusk", paper).themeName == "paper")
    #expect(opened("contrast", paper).themeName == "contrast")
    let asked = opened("dusk", paper, asked: "mono")
    #expect(asked.theme.name == "mono")
    #expect(opened("dusk", asked.sessionState).themeName == "paper", "a theme for one run is not remembered")
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
    #expect(desk.screen().plainText().contains("UTC+00:00"))
    #expect(desk.screen().plainText().contains(Wording.readOnly))
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
        if width >= 12, width < 40 || height < 10 { #expect(text.contains("too small")) }
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
    desk.deliver(.copied("with tmux"))
    #expect(desk.screen().plainText().contains("✓ Copied the alert with tmux."))
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
    #expect(again.focus == .alerts, "letters on a screen that just came up are commands")
    #expect(again.request.editor.text == "half a request")
    #expect(again.alerts.marks.count == 2)
    #expect(again.theme.name == "paper")
    let kept = again.sessionState
    again.restore("no object")
    #expect(again.sessionState == kept)
  }
}
