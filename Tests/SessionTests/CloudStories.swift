import Canvas
import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("Sources of alerts, signing in and writing back, on screen")
struct CloudStories {
  private func text(_ desk: Desk) -> String { desk.screen().plainText() }

  private static let patch = TriageRequest(
    alert: "a", source: "graph", method: "PATCH", address: "https://graph.microsoft.com/v1.0/security/alerts_v2/a",
    body: "{\"status\":\"inProgress\"}")

  private static func draft(_ id: String, _ restoring: AlertChange = AlertChange(status: "new")) -> TriageDraft {
    TriageDraft(alert: id, title: "Suspicious PowerShell", requests: [patch], restoring: AlertChange.Undo(restoring))
  }

  @Test("The workbench begins with reading the sources; each says in the list's title and in its window how it goes")
  func sources() {
    var desk = Desk(sources: ["graph", "office365"])
    #expect(desk.takeEffects().contains(.refreshAlerts))
    desk.deliver(.sourceChanged(SourceNews(name: "graph", state: .reading(200, of: 500), time: Desk.opening)))
    desk.deliver(.sourceChanged(SourceNews(name: "office365", state: .retrying(afterSeconds: 30, cause: "AF429"), time: Desk.opening)))
    #expect(text(desk).contains("office365 waits 30 s"))
    desk.press("O")
    desk.expectScreen("sources-120x36")
    desk.press("s")
    #expect(desk.takeEffects() == [.stopFetching])
    let problem = Problem("Office 365 refused the request.", cause: "AF10001", remedy: "Grant ActivityFeed.Read.")
    desk.deliver(.sourceChanged(SourceNews(name: "office365", state: .failed(problem), time: Desk.opening)))
    desk.deliver(
      .sourceChanged(
        SourceNews(name: "graph", state: .read(500, new: 3, partial: "page 4 was cut", notes: ["title is held here"]), time: Desk.opening)))
    desk.deliver(.fetchEnded)
    #expect(text(desk).contains("500 read, 3 new; not all: page 4 was cut"))
    #expect(text(desk).contains("Grant ActivityFeed.Read."))
    desk.press("<escape>")
    #expect(text(desk).contains("failed: office365"), "a failing source stays in the title")
  }

  @Test("One reading at a time: R while the sources are read asks for nothing more")
  func onceAtATime() {
    var desk = Desk(sources: ["graph"])
    _ = desk.takeEffects()
    desk.press("R")
    #expect(desk.takeEffects().isEmpty)
    desk.deliver(.fetchEnded)
    _ = desk.takeEffects()
    desk.press("R")
    #expect(desk.takeEffects() == [.refreshAlerts])
  }

  @Test("A sign-in code is shown large, copied at once, counted down, and gone once signed in", arguments: [(120, 36), (80, 24)])
  func code(width: Int, height: Int) {
    var desk = Desk(width: width, height: height, sources: ["graph"])
    _ = desk.takeEffects()
    let state = SignInState(code: "HDK4TQ9XZ", address: "https://microsoft.com/devicelogin", until: Desk.opening + .seconds(900))
    desk.deliver(.signInNeeded(state))
    #expect(desk.takeEffects() == [.copy("HDK4TQ9XZ")])
    desk.expectScreen("sign-in-\(width)x\(height)")
    desk.wait(seconds: 61)
    #expect(text(desk).contains("13:59"))
    desk.press("<escape>")
    #expect(desk.model.overlay == nil)
    desk.press("C")
    #expect(text(desk).contains("Sign in with another device"))
    desk.deliver(.signInNeeded(nil))
    #expect(desk.model.overlay == nil && desk.model.signIn == nil)
  }

  @Test("A code that nobody entered is asked for again, and copied, only when somebody wants it, which is said")
  func unanswered() {
    var desk = Desk(sources: ["graph"])
    _ = desk.takeEffects()
    let state = SignInState(code: "ABC", address: "https://microsoft.com/devicelogin", until: Desk.opening + .seconds(900))
    desk.deliver(.signInNeeded(state))
    _ = desk.takeEffects()
    desk.deliver(.signInUnanswered)
    desk.deliver(.fetchEnded)
    _ = desk.takeEffects()
    #expect(desk.model.overlay == nil && desk.model.signIn == nil)
    #expect(text(desk).contains(Wording.signInUnanswered("C")))
    desk.press("C")
    #expect(desk.takeEffects() == [.signInAgain, .refreshAlerts])
    desk.deliver(.signInNeeded(state))
    #expect(desk.takeEffects() == [.copy("ABC")])
    #expect(!desk.model.isSignInUnanswered)
  }

  @Test(
    "While a code waits, whatever waits for it says so: the list, its sources, and a query that runs", arguments: [(120, 36), (80, 24)])
  func saysWhatItWaitsFor(width: Int, height: Int) {
    var desk = Desk(
      width: width, height: height, sources: ["graph", "office365"], asksServices: true, queryPlace: Wording.logAnalytics(["w"]))
    desk.deliver(.sourceChanged(SourceNews(name: "office365", state: .read(5, new: 1, partial: nil, notes: []), time: Desk.opening)))
    desk.deliver(.fetchEnded)
    desk.press("R")
    desk.deliver(
      .signInNeeded(SignInState(code: "ABCD-EFGH", address: "https://microsoft.com/devicelogin", until: Desk.opening + .seconds(900))))
    desk.press("<escape>")
    #expect(text(desk).contains("fetching waits for sign-in"))
    let (status, hints) = (text(desk).split(separator: "\n").dropLast().last ?? "", text(desk).split(separator: "\n").last ?? "")
    #expect(status.contains("waiting for sign-in: code ABCD-EFGH (C shows it)"))
    #expect(hints.contains("C sign-in code"))
    desk.press("O")
    #expect(text(desk).contains("waiting for sign-in: code ABCD-EFGH. Before"))
    #expect(!text(desk).contains("was not read yet"))
    desk.expectScreen("sources-sign-in-\(width)x\(height)")
    desk.press("C")
    #expect(text(desk).contains("Sign in with another device"))
    desk.press("<escape> e")
    desk.type("SigninLogs")
    desk.press("<escape>")
    desk.deliver(.queryReviewed(DeskReview.of("SigninLogs")))
    desk.press("r")
    #expect(desk.model.hunt?.stage == .querying)
    #expect(text(desk).contains("waiting for sign-in: code ABCD-EFGH (C shows it) … 0"))
    #expect(!text(desk).contains("running the query"))
    desk.deliver(.signInNeeded(nil))
    #expect(text(desk).contains("running the query") && !text(desk).contains("sign-in code"))
  }

  @Test(
    "Where alerts may be changed and are read from services, the line of hints names the keys for both", arguments: [(120, 36), (80, 24)])
  func hintsOfTheList(width: Int, height: Int) {
    let desk = Desk(width: width, height: height, sources: ["graph"], isReadOnly: false)
    let hints = text(desk).split(separator: "\n").last ?? ""
    #expect(hints.contains("w change") && hints.contains("R read anew") && hints.contains("? help") && hints.contains("q quit"), "\(hints)")
    let sample = text(Desk(width: width, height: height)).split(separator: "\n").last ?? ""
    #expect(!sample.contains("w change") && !sample.contains("R "), "\(sample)")
  }

  @Test("A page that is none of Microsoft's is warned of above the code, which is not copied for it", arguments: [(120, 36), (80, 24)])
  func foreignPage(width: Int, height: Int) {
    var desk = Desk(width: width, height: height, sources: ["graph"])
    _ = desk.takeEffects()
    var state = SignInState(
      code: "HDK4TQ9XZ", address: "https://microsoft.com.evil.example/devicelogin", until: Desk.opening + .seconds(900),
      isAtMicrosoft: false)
    desk.deliver(.signInNeeded(state))
    #expect(text(desk).contains("none of Microsoft's known ones") && !text(desk).contains("was copied"))
    desk.expectScreen("sign-in-foreign-\(width)x\(height)")
    #expect(desk.takeEffects().isEmpty)
    state.isAtMicrosoft = true
    desk.deliver(.signInNeeded(state))
    #expect(!text(desk).contains("none of Microsoft's"))
  }

  @Test("A reading that hangs shows the one before as such, and one that was stopped does not count as read")
  func hangingAndStopped() {
    var desk = Desk(sources: ["graph", "office365"])
    desk.press("O")
    #expect(text(desk).contains("is being asked …") && !text(desk).contains("was not read yet"))
    for name in ["graph", "office365"] {
      desk.deliver(.sourceChanged(SourceNews(name: name, state: .read(5, new: 1, partial: nil, notes: []), time: Desk.opening)))
    }
    desk.deliver(.fetchEnded)
    #expect(text(desk).contains("5 read, 1 new") && !text(desk).contains("Before that"))
    desk.wait(seconds: 240)
    desk.press("<escape> R O")
    #expect(text(desk).contains("is being asked … Before that: 5 read, 1 new"))
    desk.press("s")
    desk.deliver(.sourceChanged(SourceNews(name: "graph", state: .stopped(2, new: 1), time: Desk.opening + .seconds(240))))
    desk.deliver(.fetchEnded)
    #expect(text(desk).contains("stopped after 2 were read, 1 new; not all. It was read last 4 min ago."))
    #expect(text(desk).contains("stopped before anything came. It was read last 4 min ago."))
    desk.press("<escape>")
    #expect(text(desk).contains("stopped: graph, office365"))
  }

  @Test("A code does not push away what is being typed; the line at the bottom leads to it")
  func codeWaits() {
    var desk = Desk(sources: ["graph"])
    desk.press("?")
    desk.deliver(
      .signInNeeded(SignInState(code: "ABC", address: "https://microsoft.com/devicelogin", until: Desk.opening + .seconds(900))))
    #expect(desk.model.overlay?.kind == .help)
    #expect(text(desk).contains("A sign-in waits for a code: C shows it."))
  }

  @Test("In a read-only workspace w says how to allow writing")
  func readOnly() {
    var desk = Desk()
    desk.press("w")
    #expect(desk.model.overlay == nil)
    #expect(desk.model.toast?.text == Wording.readOnlyWorkspace)
  }

  @Test("Names and comments are typed; leaving the line goes back to the form")
  func typesText() {
    var desk = Desk(sources: ["graph"], isReadOnly: false)
    _ = desk.takeEffects()
    desk.press("w j j j j <enter>")
    desk.type("seen before")
    desk.press("<enter> k <enter>")
    desk.press("<escape>")
    desk.press("<enter> <ctrl+u>")
    desk.type("-")
    desk.press("<enter> w")
    let wishes = desk.takeEffects().compactMap { if case .draftTriage(let wishes, _) = $0 { wishes.first?.change } else { nil } }
    #expect(wishes == [AlertChange(assignment: .nobody, comment: "seen before")])
  }

  @Test("What a service scanned and did stands above its rows")
  func scanned() {
    var desk = Desk()
    desk.press("a")
    desk.type("powershell")
    desk.press("<enter>")
    #expect(desk.model.hunt != nil)
    var progress = DeskSample.progress(4812)
    progress.scannedRows = 1_204_133
    progress.scannedBytes = 2_100_000_000
    progress.notes = ["Asked in 4 parts by time."]
    #expect(progress.scanned == "1,204,133 rows, 2.1 GB")
    desk.deliver(.queryProgressed(.parts(done: 1, of: 4)))
    desk.deliver(.rowsArrived(progress))
    desk.press("4 plus")
    #expect(text(desk).contains("scanned 1,204,133 rows, 2.1 GB · Asked in 4 parts by time."))
  }
}
