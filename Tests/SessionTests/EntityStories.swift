import Canvas
import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("Entities of an alert")
struct EntityStories {
  private static let noon = Desk.opening - .hours(1)

  private static let alert = Alert(
    id: "e1", source: "graph", title: "Encoded PowerShell", summary: "A script was fetched and run.", severity: .high,
    category: "Execution",
    techniques: ["T1059.001", "T1105"], product: "Defender", created: noon, webLink: "https://security.example/alerts/e1",
    entities: [
      Entity(kind: .host, label: "ws-123.contoso.com", verdict: "suspicious", details: [.init("mdeDeviceId", "m1")]),
      Entity(kind: .user, label: "CONTOSO\\mlopez", role: "compromised"),
      Entity(
        kind: .process, label: "powershell.exe -nop -enc JABj", verdict: "malicious",
        details: [
          .init("processId", "42"), .init("mdeDeviceId", "m1"), .init("imageFile.fileName", "powershell.exe"),
          .init("imageFile.sha256", String(repeating: "0a", count: 32)),
        ]),
      Entity(kind: .file, label: "C:\\Users\\up.ps1", details: [.init("fileDetails.fileName", "up.ps1"), .init("mdeDeviceId", "m1")]),
      Entity(kind: .address, label: "203.0.113.77", role: "attacker"),
    ],
    raw: #"{"id": "e1", "evidence": [{"type": "host", "name": "ws-123"}, {"type": "user", "name": "mlopez"}], "status": "new"}"#)

  private func desk(_ width: Int = 120, _ height: Int = 36) -> Desk {
    var desk = Desk(width: width, height: height, store: DeskStore(alerts: [EntityStories.alert]))
    var lists = ContextLists()
    _ = lists.take(["mlopez"], of: .vip)
    _ = lists.take(["ws-123"], of: .critical)
    desk.take(lists)
    return desk
  }

  private static func page() -> EntityPage {
    var page = EntityPage()
    page.axis = TimeRange(from: noon - .hours(12), to: noon + .hours(12))
    (page.firstSeen, page.lastSeen) = (noon - .days(9), noon + .minutes(4))
    page.tables = [
      .init(name: "DeviceProcessEvents", count: 48_113, total: 60_000, bars: (0..<40).map { $0 % 7 * 300 }),
      .init(name: "DeviceNetworkEvents", count: 12, total: 12, bars: (0..<40).map { $0 == 20 ? 12 : 0 }),
    ]
    (page.hosts, page.users, page.count, page.kept, page.processes) = (3, 2, 48_125, 5000, 2)
    page.tree = ProcessTree([
      ProcessStart(
        time: noon, host: "ws-123", id: 42, name: "powershell.exe", commandLine: "powershell.exe -nop -enc JABj", account: "mlopez",
        parentID: 7, parentName: "winword.exe"),
      ProcessStart(
        time: noon + .seconds(3), host: "ws-123", id: 43, name: "whoami.exe", commandLine: "whoami /all", account: "mlopez", parentID: 42,
        parentName: "powershell.exe"),
    ])
    page.notes = ["Odd_CL has no times and is left out."]
    return page
  }

  /// Answers what the page asks for, as the store would.
  private func answer(_ desk: inout Desk) {
    for effect in desk.takeEffects() {
      switch effect {
      case .loadEntity(let question): desk.deliver(.entityArrived(question, EntityStories.page(), problem: nil))
      case .loadEntityRows(let question, let range):
        let rows = range.map {
          EntityRow(
            time: EntityStories.noon - .seconds(Double($0)), table: "DeviceProcessEvents", text: "row \($0) · http://evil.example/x")
        }
        desk.deliver(.entityRowsArrived(question, start: range.lowerBound, rows: rows))
      case .loadEntityRow(let question, let place):
        desk.deliver(.entityRowArrived(question, place, [EntityCell("DeviceName", "ws-123"), EntityCell("ProcessId", "\(place)")]))
      default: break
      }
    }
  }

  /// The page of a host, on the whole screen.
  static func picture() -> Desk {
    let stories = EntityStories()
    var desk = stories.desk()
    desk.press("9 p")
    let lines = [
      "whoami.exe /all  mlopez", "powershell.exe -nop -enc JABj  mlopez", "winword.exe invoice.docm  mlopez",
      "outlook.exe  mlopez", "explorer.exe  mlopez", "logon, interactive  mlopez",
    ]
    for effect in desk.takeEffects() {
      guard case .loadEntity(let question) = effect else { continue }
      desk.deliver(.entityArrived(question, EntityStories.page(), problem: nil))
    }
    for effect in desk.takeEffects() {
      guard case .loadEntityRows(let question, let range) = effect else { continue }
      let rows = range.prefix(lines.count).map { place in
        EntityRow(
          time: EntityStories.noon - .minutes(Double(place) * 3), table: place == 5 ? "DeviceLogonEvents" : "DeviceProcessEvents",
          text: lines[place])
      }
      desk.deliver(.entityRowsArrived(question, start: range.lowerBound, rows: rows))
    }
    return desk
  }

  @Test("The evidence stands as a tree with badges and technique names; n goes from one to the next")
  func evidence() {
    var desk = desk()
    desk.press("<enter> n n n n")
    desk.expectScreen("evidence-120x36")
    desk.press("g n y")
    #expect(desk.takeEffects() == [.copy("T1059.001 PowerShell")])
    desk.press("G y o")
    #expect(desk.takeEffects() == [.copy("https://security.example/alerts/e1"), .openLink("https://security.example/alerts/e1")])
    desk.resize(80, 24)
    desk.press("g n n n n n")
    desk.expectScreen("evidence-80x24")
  }

  @Test("One key makes a pivot of the entity under the cursor, and its query is shown before it runs")
  func pivots() {
    var desk = desk()
    desk.press("9 h")
    let asked = EntityPivot(EntitySubject(.host, "ws-123.contoso.com"), moment: EntityStories.noon)
    #expect(desk.takeEffects() == [.draftPivot(asked)])
    desk.press("u H i F")
    let others = desk.takeEffects()
    #expect(others.count == 4)
    #expect(others[1] == .draftPivot(EntityPivot(EntitySubject(.hash, String(repeating: "0a", count: 32)), moment: EntityStories.noon)))
    desk.deliver(.pivotDrafted(.impossible("No stored table has sign-ins.")))
    #expect(desk.model.toast?.text == "No stored table has sign-ins.")
    #expect(desk.model.hunt == nil)
    desk.deliver(.pivotDrafted(.query(request: "Everything on ws-123", kql: "DeviceProcessEvents\n| take 1")))
    #expect(desk.model.query.editor.text == "DeviceProcessEvents\n| take 1")
    #expect(desk.model.focus == .query)
    let steps = desk.takeSteps()
    #expect(!steps.isEmpty)
    #expect(!steps.contains { if case .run = $0 { true } else { false } }, "nothing runs by itself")
  }

  @Test("The entity page tells first and last seen, how many others, tables on one axis, the process tree and the rows")
  func page() {
    var desk = desk()
    desk.press("9 p")
    desk.expectScreen("entity-reading-120x36")
    answer(&desk)
    answer(&desk)
    desk.expectScreen("entity-120x36")
    desk.press("<tab> j <enter>")
    #expect(desk.model.entity.folded.count == 1)
    desk.press("<enter> <tab> j j <enter>")
    answer(&desk)
    desk.expectScreen("entity-row-120x36")
    desk.resize(80, 24)
    desk.expectScreen("entity-80x24")
    desk.press("<escape>")
    #expect(desk.model.entity.unfolded == nil)
    desk.press("<escape>")
    #expect(desk.model.focus == .detail)
    desk.press("0")
    #expect(desk.model.focus == .entity)
  }

  @Test("The end of many rows is reached by pages; o turns them round; w asks for a wider window")
  func rows() {
    var desk = desk()
    desk.press("9 p")
    answer(&desk)
    desk.press("G")
    answer(&desk)
    #expect(desk.screen().plainText().contains("row 4999"))
    #expect(desk.model.entity.rows.count <= 200)
    desk.press("o")
    answer(&desk)
    #expect(desk.screen().plainText().contains("row 4999"), "the oldest stands first now")
    desk.press("w")
    #expect(
      desk.takeEffects() == [
        .loadEntity(EntityQuestion(EntitySubject(.host, "ws-123.contoso.com"), window: .week, moment: EntityStories.noon))
      ])
  }

  @Test("Esc stops the reading, a late answer changes nothing, and p reads again")
  func stops() {
    var desk = desk()
    desk.press("9 p")
    let question = EntityQuestion(EntitySubject(.host, "ws-123.contoso.com"), moment: EntityStories.noon)
    desk.deliver(.entityProgressed(question, EntityProgress(table: "SigninLogs", done: 2, count: 20)))
    #expect(desk.screen().plainText().contains("Reading SigninLogs … 3 of 20 tables"))
    _ = desk.takeEffects()
    desk.press("<escape>")
    #expect(desk.takeEffects() == [.stopEntity])
    desk.deliver(.entityArrived(question, EntityStories.page(), problem: nil))
    #expect(desk.model.entity.page == nil)
    desk.press("p")
    #expect(desk.takeEffects() == [.loadEntity(question)])
  }

  @Test("A restart does not begin on a page or a record that is no longer there", arguments: ["entity", "record"])
  func restart(pane: String) {
    var model = desk().model
    model.restore(["version": 1, "focus": .string(pane)])
    #expect(model.focus == .alerts)
  }

  @Test("A page is opened by name from anywhere")
  func byName() {
    var desk = desk()
    desk.press("<alt+p>")
    desk.type("two words")
    desk.press("<enter>")
    #expect(desk.model.overlay != nil)
    desk.press("<ctrl+u>")
    desk.type("user:mia")
    desk.press("<enter>")
    #expect(desk.model.entity.question?.subject == EntitySubject(.user, "mia"))
    #expect(desk.model.focus == .entity)
  }

  @Test("A bare name is what columns of identities know it as; where none does, nothing is opened and the line says how to write it")
  func byBareName() {
    var desk = desk()
    desk.press("<alt+p>")
    desk.type("MLopez")
    desk.press("<enter>")
    #expect(desk.model.entity.question?.subject == EntitySubject(.user, "MLopez"))
    #expect(desk.model.toast?.text == Wording.entityKindKnown("MLopez", .user))
    desk.press("<alt+p>")
    desk.type("ws-123")
    desk.press("<enter>")
    #expect(desk.model.entity.question?.subject == EntitySubject(.host, "ws-123"))
    desk.press("<alt+p>")
    desk.type("alice")
    desk.press("<enter>")
    #expect(desk.model.entity.question?.subject == EntitySubject(.host, "ws-123"), "no page of a guess is opened")
    guard case .prompt(let state)? = desk.model.overlay else {
      Issue.record("the line is gone")
      return
    }
    #expect(state.problem == Wording.entityKindUnknown("alice"))
    #expect(desk.screen().plainText().contains("✗ No column of users or hosts here knows “alice”"))
    desk.type("x")
    desk.deliver(.entityKindFound("alice", EntitySubject(.host, "alice")))
    #expect(desk.model.entity.question?.subject.name == "ws-123", "an answer about what is no longer typed opens nothing")
  }

  @Test("The record folds and is searched in its place")
  func record() {
    var desk = desk()
    desk.press("9 J")
    #expect(desk.model.focus == .record)
    desk.press("/")
    desk.type("NAME")
    #expect(desk.model.record.matches.count == 2)
    desk.press("<enter> n")
    desk.press("+")
    desk.expectScreen("record-120x36")
    desk.press("y h h h")
    #expect(desk.takeEffects() == [.copy("\"mlopez\"")])
    desk.resize(80, 24)
    desk.expectScreen("record-80x24")
    desk.press("<escape>")
    #expect(desk.model.focus == .detail)
    desk.press("J g y")
    #expect(desk.takeEffects() == [.copy(EntityStories.alert.raw)])
  }

  @Test("Every size of the page and of the record draws", arguments: [(40, 10), (41, 11), (80, 24), (100, 28), (300, 90)])
  func sizes(width: Int, height: Int) {
    var desk = desk(width, height)
    desk.press("9 p")
    answer(&desk)
    desk.press("<tab> <tab> j <enter>")
    answer(&desk)
    _ = desk.screen()
    desk.press("9 J G k l h")
    _ = desk.screen()
    #expect(desk.model.focus == .record)
  }
}
