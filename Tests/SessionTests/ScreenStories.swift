import Canvas
import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("Keys that do nothing, what a question is about, and the screen taken along")
struct ScreenStories {
  @Test("A key that nothing answers is told, with the one pane where it would do something; what is typed never is")
  func unanswered() {
    var desk = Desk()
    desk.press("K")
    #expect(desk.model.toast?.text == "`K` does nothing in Alerts · ? lists the keys")
    desk.press("J")
    #expect(desk.model.toast?.text.hasPrefix("`J` does nothing in Alerts") ?? false)
    desk.press("i")
    #expect(desk.model.toast?.text.hasPrefix("`i` does nothing in Alerts") ?? false)
    desk.press("5 d")
    #expect(desk.model.toast?.text == "`d` does nothing in Findings · ? lists the keys")
    desk.press("1 A")
    #expect(desk.model.toast?.text == "`A` does nothing in Alerts, only in Rows (4) · ? lists the keys")
    desk.press("/")
    desk.press("<escape>")
    var typing = Desk()
    typing.press("a")
    typing.type("KJ")
    typing.press("<f12>")
    #expect(typing.model.toast == nil)
    #expect(typing.model.request.editor.text == "KJ")
  }

  @Test("A disabled command still says why, and no more")
  func disabled() {
    var desk = Desk()
    desk.press("n")
    #expect(desk.model.toast?.text == Wording.noNew)
  }

  @Test("Marks left behind are told before and while a question is typed, and Ctrl-X takes them away")
  func marks() {
    var desk = Desk(width: 80, height: 24)
    desk.press("<space> <space> <space> 3")
    #expect(desk.screen().plainText().contains("Ask ─ asks about 3 marked alerts"))
    desk.press("a")
    desk.type("what else")
    #expect(desk.screen().plainText().contains("● 3 marked › what else"))
    desk.expectScreen("ask-marks-left-80x24")
    desk.press("<ctrl+t>")
    #expect(desk.screen().plainText().contains("asks the logs, not the 3 marked alerts"))
    desk.press("<ctrl+t> <ctrl+x>")
    #expect(desk.model.alerts.marks.isEmpty)
    #expect(desk.model.requestTarget == .logs)
    #expect(desk.model.request.editor.text == "what else", "what was typed stays")
  }

  @Test("d and D go from day to day, h and H from one alert of high severity to the next, and the end is told")
  func jumps() {
    var desk = Desk()
    let first = desk.model.alerts.lineUnderCursor?.created
    desk.press("d")
    #expect(desk.model.alerts.cursor > 0)
    #expect(desk.model.alerts.lineUnderCursor.map { $0.created.parts.day } != first?.parts.day)
    let day = desk.model.alerts.cursor
    desk.press("d D")
    #expect(desk.model.alerts.cursor == day)
    desk.press("j D")
    #expect(desk.model.alerts.cursor == day, "from within a day to its first alert")
    desk.press("g h")
    #expect(desk.model.alerts.cursor > 0)
    #expect(desk.model.alerts.lineUnderCursor?.severity == .high)
    desk.press("H H")
    #expect(desk.model.alerts.cursor == 0)
    #expect(desk.model.toast?.text.hasPrefix("No alert of high severity above") ?? false)
  }

  @Test("y on a folded group copies its alerts, and what is copied cannot steer a terminal")
  func copies() {
    var store = DeskStore()
    for place in store.alerts.indices { store.alerts[place].title += "\u{1B}[201~\u{7}" }
    var desk = Desk(store: store)
    desk.press("b y")
    let text = desk.takeEffects().compactMap { effect -> String? in if case .copy(let text) = effect { text } else { nil } }.last ?? ""
    #expect(text.split(separator: "\n").count == 7)
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" })
    desk.deliver(.copied("to the clipboard"))
    #expect(desk.model.toast?.text.contains("7 alerts of the group") ?? false)
  }

  @Test("Y takes the pane along as plain lines without frames")
  func plain() {
    var desk = Desk()
    desk.press("9 Y")
    let text = desk.takeEffects().compactMap { effect -> String? in if case .copy(let text) = effect { text } else { nil } }.last ?? ""
    #expect(text.contains("WS-123.contoso.com"))
    #expect(!text.contains("│"))
    #expect(!text.contains("1 Alerts"))
  }

  @Test("F3 gives the line of keys to the panes, and a session remembers it")
  func hints() {
    var desk = Desk(width: 80, height: 24)
    let before = desk.screen().plainText().split(separator: "\n", omittingEmptySubsequences: false)
    #expect(before.last?.contains("? help") ?? false)
    desk.press("<f3>")
    let after = desk.screen().plainText().split(separator: "\n", omittingEmptySubsequences: false)
    #expect(!(after.last?.contains("? help") ?? false))
    #expect(after.last?.contains("F3 shows it again") ?? false)
    var later = Model(size: Size(width: 80, height: 24), now: Desk.opening, seed: 7)
    later.restore(desk.model.sessionState)
    #expect(later.hidesHints)
  }

  @Test("Columns of the matrix that do not fit are counted at their side; Enter says what it shows, and Esc brings all back")
  func matrix() {
    var desk = Desk()
    desk.press("7")
    #expect(desk.screen().plainText().contains("more ▸"))
    desk.press("l l l l l l l l l l l l")
    #expect(desk.screen().plainText().contains("◂ "))
    #expect(!desk.screen().plainText().contains("more ▸"))
    let cell = desk.model.techniqueUnderCursor
    desk.press("<enter>")
    #expect(desk.model.focus == .alerts)
    #expect(desk.model.alerts.listing.filter == "technique:\(cell?.id ?? "")")
    #expect(desk.model.toast?.text.contains("brings the list and the matrix back") ?? false)
    desk.press("<escape>")
    #expect(desk.model.alerts.listing.filter.isEmpty)
    #expect(desk.model.focus == .matrix)
    #expect(desk.model.techniqueUnderCursor?.id == cell?.id, "the cursor is where it was")
  }

  @Test("A tactic is spelt the same in the list, the detail and the matrix")
  func tactics() {
    var desk = Desk(width: 160, height: 40)
    desk.press("plus <escape> j j j")
    let text = desk.screen().plainText()
    #expect(text.contains("Credential Access"))
    #expect(!text.contains("CredentialAccess"))
  }

  /// A question to the alerts with its answer, the analysis in front.
  private func answered() -> Desk {
    var desk = Desk()
    desk.press("<space> a")
    desk.type("what happened")
    desk.press("<enter>")
    desk.deliver(.rowsArrived(DeskSample.progress(1)))
    desk.deliver(.reduced(DeskSample.reduction))
    desk.deliver(.modelChosen(.analysis, DeskSample.choice()))
    desk.deliver(.textArrived(DeskSample.answer))
    desk.deliver(.finished(HuntEnding(findings: 0, cost: .zero, seconds: 1)))
    desk.press("6")
    return desk
  }

  @Test("/ searches the analysis, n and N go round, and Esc forgets it")
  func analysis() {
    var desk = answered()
    desk.press("/")
    desk.type("what")
    desk.press("<enter>")
    #expect(desk.model.analysisSearch.matches.count == 2)
    #expect(desk.screen().plainText().contains("▸6 Analysis 1/2"))
    desk.press("n")
    #expect(desk.model.analysisSearch.match == 1)
    desk.press("n")
    #expect(desk.model.analysisSearch.match == 0)
    desk.press("<escape>")
    #expect(desk.model.analysisSearch.text.isEmpty)
    #expect(desk.model.focus == .analysis)
    desk.press("n")
    #expect(desk.model.toast?.text == Wording.nothingSearchedHere("/"))
  }

  @Test("The list of completions stays inside the query's pane and above its last line")
  func completion() {
    var desk = Desk()
    desk.press("e")
    for _ in 0..<11 { desk.press("<enter>") }
    desk.type("DeviceProcessEvents | where DeviceName has 'x' and ")
    desk.press("<ctrl+space>")
    let lines = desk.screen().plainText().split(separator: "\n", omittingEmptySubsequences: false)
    let edges = lines.indices.filter { lines[$0].contains("╭──") && $0 > 1 }
    #expect(!edges.isEmpty)
    for edge in edges { #expect(lines[edge].prefix(49).contains("╭──") == false, "what stands beside the query stays") }
    desk.expectScreen("editor-completion-edge-120x36")
  }

  @Test("` gives the lines letters: a letter goes to its line, a digit to its pane, Esc leaves all as it was")
  func jump() {
    var desk = Desk()
    desk.press("`")
    desk.expectScreen("jump-120x36")
    desk.press("d")
    #expect(desk.model.overlay == nil)
    #expect(desk.model.alerts.cursor == 2)
    #expect(desk.model.toast == nil)
    desk.press("` 4")
    #expect(desk.model.focus == .rows)
    desk.press("` f")
    #expect(desk.model.focus == .alerts)
    #expect(desk.model.alerts.cursor == 3)
    desk.press("` Z")
    #expect(desk.model.toast?.text == Wording.noSuchLetter("Z"))
    desk.press("<escape>")
    #expect(desk.model.overlay == nil)
    #expect(desk.model.alerts.cursor == 3)
  }
}
