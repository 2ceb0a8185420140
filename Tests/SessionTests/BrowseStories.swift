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

  @Test("Typing a filter narrows the list at once, Enter keeps it and Esc at the list clears it")
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
    #expect(desk.model.alerts.listing.filter == "run key")
    desk.press("<escape>")
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
    #expect(desk.model.alerts.marks.map(\.id) == ["da1000", "da1001"])
    desk.press("v j j j v")
    #expect(desk.model.alerts.marks.count == 6)
    desk.expectScreen("marks-120x36")
    desk.press("V")
    #expect(desk.model.alerts.marks.count == 63)
    #expect(desk.model.toast?.text == "63 marked.")
    desk.press("u")
    #expect(desk.model.alerts.marks.isEmpty)
    #expect(desk.model.toast == nil, "how many were marked goes with the marks")
    desk.press("V <space>")
    #expect(desk.model.alerts.marks.count == 62 && desk.model.toast == nil)
  }

  @Test("Of an older alert the list tells the day and the time of day", arguments: [(120, 36), (80, 24)])
  func olderTimes(width: Int, height: Int) {
    let desk = Desk(width: width, height: height)
    let old = desk.screen().plainText().split(separator: "\n").filter { $0.contains(" 22 Nov ") }
    #expect(old.contains { $0.contains("22 Nov 21:26") }, "\(old)")
  }

  @Test(
    "Comments of an alert stand in its detail and its copy: who, when and what, harmless whatever they hold",
    arguments: [(120, 36), (80, 24)])
  func comments(width: Int, height: Int) {
    var store = DeskStore()
    store.alerts[0].summary = ""
    store.alerts[0].comments = [
      AlertComment("Seen\u{1B}[31m before\non WS-9, see http://evil.example/x", author: "ada@contoso.com", time: Desk.opening - .hours(3)),
      AlertComment("first look"),
    ]
    var desk = Desk(width: width, height: height, store: store)
    desk.press("9 +")
    let text = desk.screen().plainText()
    #expect(text.contains("2 comments"))
    #expect(text.contains("ada@contoso.com  2026-11-23 00:14:07 UTC"))
    #expect(text.contains("on WS-9, see hxxp[:]//evil[.]example/x") || text.contains("hxxp"), "links are defanged")
    #expect(!text.contains("\u{1B}") && text.contains("Seen"))
    #expect(text.contains("somebody") && text.contains("first look"))
    desk.press("y")
    guard case .copy(let copied)? = desk.takeEffects().last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(copied.contains("ada@contoso.com 2026-11-23 00:14:07 UTC: Seen"))
  }

  @Test("A long link stands whole in a detail that has the screen, broken where its parts end, and each of its lines is the link")
  func longLink() {
    var store = DeskStore()
    store.alerts[0].webLink =
      "https://security.microsoft.com/alerts/da1000?tid=11111111-2222-3333-4444-555555555555&view=evidence&from=queue"
    var desk = Desk(width: 80, height: 24, store: store)
    desk.press("9 + G")
    let lines = desk.screen().plainText().split(separator: "\n").map { $0.trimmingPrefix("▌") }
    #expect(lines.contains { $0.hasSuffix("view=evidence&from=queue") || $0.hasSuffix("evidence&from=queue") }, "\(lines)")
    #expect(lines.contains { $0.contains("portal") && $0.hasSuffix("?") || $0.hasSuffix("tid=") }, "\(lines)")
    desk.press("y")
    #expect(desk.takeEffects().last == .copy(store.alerts[0].webLink))
  }

  @Test("What of long comments is not drawn is said, with the key that copies all of it", arguments: [(120, 36), (80, 24)])
  func longComments(width: Int, height: Int) {
    var store = DeskStore()
    store.alerts[0].comments = [AlertComment(String(repeating: "long ", count: 2000), author: "ada@contoso.com")]
    store.alerts[0].comments += (0..<510).map { AlertComment("c\($0)") }
    var desk = Desk(width: width, height: height, store: store)
    desk.press("9 +")
    func seen(_ words: String) -> Bool {
      desk.press("g")
      for _ in 0..<200 {
        if desk.screen().plainText().contains(words) { return true }
        desk.press("<pagedown>")
      }
      return false
    }
    #expect(seen("… 2,000 more characters; y copies all of it"))
    #expect(seen("and 11 older comments that are not shown; y copies all"))
    desk.press("+")
    #expect(seen("and 491 older comments; zoom in to see them"))
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

  @Test("Esc never leaves and says which key does; q leaves from the bottom")
  func escapeStays() {
    var desk = Desk()
    desk.press("<escape> <escape>")
    #expect(desk.takeEffects().isEmpty)
    #expect(desk.model.toast?.text == Wording.bottom("q"))
    desk.press("3 q")
    #expect(desk.takeEffects().isEmpty)
    #expect(desk.model.focus == .alerts)
    desk.press("q")
    #expect(desk.takeEffects().last == .quit)
  }

  @Test("Ctrl-C clears what is typed, then leaves it, and the program only when pressed twice within two seconds")
  func interruptsTyping() {
    var desk = Desk()
    desk.press("a")
    desk.type("half a request")
    desk.press("<ctrl+c>")
    #expect(desk.model.request.editor.isEmpty)
    #expect(desk.model.focus == .ask)
    desk.press("<ctrl+c>")
    #expect(desk.model.focus == .alerts)
    desk.press("/")
    desk.type("run")
    desk.press("<ctrl+c>")
    #expect(desk.model.alerts.filterEditor == nil)
    #expect(desk.model.alerts.listing.filter.isEmpty)
    desk.press("<ctrl+c>")
    #expect(desk.model.toast?.text == Wording.interruptAgain("Ctrl-C"))
    desk.wait(seconds: 3)
    #expect(desk.model.toast == nil)
    desk.press("<ctrl+c> j <ctrl+c>")
    #expect(desk.takeEffects().isEmpty, "another key in between begins anew")
    desk.press("<ctrl+c>")
    #expect(desk.takeEffects().last == .quit)
  }

  @Test("A second Ctrl-C leaves though the machine was busy for longer than the notice was to stay")
  func interruptsLate() {
    var desk = Desk()
    desk.press("<ctrl+c>")
    let late = desk.model.now + .seconds(30)
    desk.deliver(.hunt(StampedEvent(hunt: HuntID(at: late), attempt: 0, sequence: 1, time: late, event: .begun)))
    _ = desk.takeEffects()
    desk.press("<ctrl+c>")
    #expect(desk.takeEffects().last == .quit)
  }

  @Test("The list keeps its place while another pane has the screen, and is filled to its end")
  func keepsScroll() {
    var desk = Desk()
    desk.press("<pagedown> <pagedown> k k k")
    let top = desk.model.alerts.top
    #expect(top < desk.model.alerts.cursor)
    desk.press("5 plus plus 1")
    #expect(desk.model.alerts.top == top)
    desk.press("<enter> <escape> <escape>")
    #expect(desk.model.alerts.top == top)
    desk.press("G")
    let lines = ScreenLayout(desk.model).alertLines
    #expect(desk.model.alerts.top == 63 - lines)
    desk.resize(120, 50)
    #expect(desk.model.alerts.top == 63 - ScreenLayout(desk.model).alertLines)
  }

  @Test("The list names hosts and users without their domains, and never cuts an address")
  func entities() {
    #expect(EntityLabel.short("WS-123.contoso.com") == "WS-123")
    #expect(EntityLabel.short("CONTOSO\\mlopez") == "mlopez")
    #expect(EntityLabel.short("arisa@contoso.com") == "arisa")
    for whole in [
      "203.0.113.77", "fe80::1", "up.ps1", "C:\\Users\\x\\up.ps1", "\\\\srv\\share", "https://evil.example/a.b.c", "37 users",
      "evil.example",
    ] { #expect(EntityLabel.short(whole) == whole) }
    var alerts = DeskSample.alerts(20)
    alerts[3].entities = [Entity(kind: .address, label: "203.100.113.177")]
    alerts[0].entities[0].label = "WS-123.sales.contoso.com"
    alerts[0].entities[0].role = "compromised"
    let text = Desk(store: DeskStore(alerts: alerts)).screen().plainText()
    #expect(text.contains("203.100.113.177"))
    #expect(text.contains("Encoded PowerShell down"))
    #expect(!text.contains("arisa@"))
    #expect(text.contains(" WS-123.sales.contoso.com"), "the detail names it whole")
    #expect(text.contains("suspicious, compromised"))
  }

  @Test("An unknown field of the filter is told with the known ones, and the detail shows nothing that is not in the list")
  func unknownField() {
    var desk = Desk()
    desk.press("/")
    desk.type("gravity:high")
    #expect(desk.screen().plainText().contains("There is no field “gravity”"))
    desk.press("<ctrl+u>")
    desk.type("nobody:zzz")
    #expect(desk.model.alerts.matching == 0)
    #expect(desk.model.detail.alert == nil)
    #expect(desk.screen().plainText().contains("There is no field “nobody”"))
    desk.press("<escape>")
    #expect(desk.model.detail.alert?.id == "da1000")
    for known in ["sev:high", "user:x host:y ip:1.2.3.4", "!src:graph", "10:30", "C:\\x", "http://a.b", "fe80::1", "tactic:"] {
      #expect(FilterWords.unknownField(in: known) == nil, "\(known)")
    }
  }

  @Test("A matrix that is on screen counts the alerts, whichever pane has the keys")
  func matrixCounts() {
    var desk = Desk()
    desk.press("7 1")
    var model = Model(size: Size(width: 120, height: 36), now: Desk.opening, seed: 7)
    model.restore(desk.model.sessionState)
    #expect(model.focus == .alerts)
    let listing = model.alerts.listing
    guard let page = DeskStore().answer(.loadAlerts(listing, 0..<256)) else { return }
    let effects = model.receive(page)
    #expect(effects.contains { if case .countTechniques(let counted) = $0 { counted.filter == listing.filter } else { false } })
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

  @Test("A screen that is taller than a page of alerts gets all its lines, and asks for them once")
  func tallScreen() {
    var desk = Desk(width: 120, height: 400, store: DeskStore(alerts: DeskSample.alerts(900)))
    desk.press("plus G")
    #expect(desk.model.alerts.cursor == 899)
    #expect(desk.model.alerts.line(at: 899) != nil && desk.model.alerts.line(at: desk.model.alerts.top) != nil)
  }
}
