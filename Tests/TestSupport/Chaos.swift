internal import Canvas
internal import Casefile
internal import HuntPipeline
internal import Workbench

/// A story nobody thought of: keys, pastes, resizes and news in any order.
package struct Chaos {
  package private(set) var desk: Desk
  private var generator: SeededGenerator
  private let keys: [Key]

  package init(seed: UInt64) {
    desk = Desk(width: 80, height: 24, models: ["luna", "local"])
    generator = SeededGenerator(seed: seed)
    var keys = CommandTable.rows.flatMap(\.keys).compactMap { Key(notation: $0) }
    keys += "abcxyz0189 \"|()=~éß日🔒".map { Key(.character($0)) }
    keys += [
      Key(.backspace), Key(.delete), Key(.up), Key(.down), Key(.left), Key(.right), Key(.enter), Key(.enter), Key(.escape), Key(.tab),
    ]
    self.keys = keys
  }

  private mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &generator) }

  /// Does one thing and draws nothing.
  package mutating func step() {
    switch number(0..<20) {
    case 0: number(0..<20) == 0 ? desk.resize(220, 60) : desk.resize(number(0..<125), number(0..<37))
    case 1: desk.deliver(anyEvent())
    case 2: desk.deliver(anyEvent())
    case 3: desk.deliver(anyMessage())
    case 4: desk.wait(seconds: Double(number(0..<3)))
    case 5: desk.arm()
    default: desk.deliver(.input(.key(keys[number(0..<keys.count)])))
    }
  }

  private mutating func anyEvent() -> HuntEvent {
    let kql = DeskSample.kql
    switch number(0..<17) {
    case 0: return .modelChosen(.draft, DeskSample.offlineChoice)
    case 1:
      return .modelChosen(.analysis, DeskSample.choice(question: number(0..<2) == 0 ? ConsentQuestion(kind: .cost, reasons: ["r"]) : nil))
    case 2: return .planDrafted(DeskSample.plan)
    case 3: return .queryReviewed(DeskReview.of(kql))
    case 4: return .queryReviewed(DeskReview.of("union * | take 10"))
    case 5: return .queryReviewed(.refused([Concern(rule: "a", reason: "b\u{1B}[31m", remedy: "c")]))
    case 6: return .rowsArrived(DeskSample.progress(number(0..<5000), isComplete: number(0..<2) == 0))
    case 7: return .reduced(DeskSample.reduction)
    case 8: return .findingArrived(DeskSample.findings[number(0..<3)])
    case 9: return .findingArrived(Finding(id: "\(number(0..<50))", rows: [0, -3, 99_999_999], title: "\u{202E}x", source: ""))
    case 10: return .textArrived("some text\nwith 10.0.0.1 and a\ttab \u{1B}]0;x\u{7} ")
    case 11: return .consentNeeded(ConsentQuestion(kind: .egress, reasons: ["because"]))
    case 12: return .failed(Problem("It failed.", cause: "So.", remedy: "Do."))
    case 13: return .cancelled(keptFindings: 1)
    case 14: return .finished(HuntEnding(findings: 1, cost: nil, seconds: 3, cutReason: "length"))
    case 15: return .foundEmpty(EmptyResult(reason: .nothingInRange, explanation: "none", widen: ["more"]))
    default: return .retrying(afterSeconds: 3, cause: "busy")
    }
  }

  private mutating func anyMouse() -> MouseEvent {
    let actions: [MouseEvent.Action] = [.press, .release, .drag, .scrollUp, .scrollDown]
    return MouseEvent(actions[number(0..<5)], number(0..<2) == 0 ? .left : .right, at: Point(x: number(-2..<130), y: number(-2..<40)))
  }

  private mutating func anyEffect() -> Effect {
    let alerts = desk.model.alerts
    switch number(0..<9) {
    case 0: return .loadAlerts(alerts.listing, 0..<9)
    case 1: return .loadAlert(alerts.lineUnderCursor?.name ?? "")
    case 2: return .loadAlertIDs(alerts.listing, .ask("x"))
    case 3: return desk.model.rows.view.map { .loadRows($0, 0..<9) } ?? .loadHunts
    case 4: return desk.model.rows.view.map { .countValues($0, column: 0) } ?? .loadHunts
    case 5: return .loadHunts
    case 6: return desk.model.rows.view.map { .findRow($0, number(0..<9)) } ?? .loadHunts
    case 7: return .loadWholeRow(DeskSample.resultSet, number(0..<9))
    default: return .countTechniques(alerts.listing.flat)
    }
  }

  private mutating func anyMessage() -> Message {
    switch number(0..<16) {
    case 9:
      let status = Triage.Status.allCases[number(0..<5)]
      return .decisionsArrived(["a1b2c3d4e5f60718": Triage(status: status, note: "n\u{1B}[2J", time: desk.model.now)])
    case 10: return .huntsArrived([HuntEntry(source: .saved("x"), time: nil, title: "\u{202E}t", note: "")])
    case 11: return .savedHuntArrived("x", text: "declare query_parameters(a:string, b:long = 3);\nT | where c == a")
    case 12: return number(0..<2) == 0 ? .tablesArrived(DeskSample.tables) : .huntOpened(desk.model.hunt?.kept ?? .null)
    case 0: return .alertsChanged
    case 1:
      var page = AlertPage(start: number(-5..<90), lines: [], matching: number(-1..<70), total: 3)
      page.isCounted = number(0..<2) == 0
      return .alertsArrived(page, of: desk.model.alerts.listing)
    case 2: return .alertArrived(nil)
    case 3:
      let view = desk.model.rows.view ?? RowView(resultSet: DeskSample.resultSet, rowCount: 2)
      let rows = [NumberedRow(number: 7, cells: [.string("short")]), NumberedRow(number: -3, cells: [])]
      switch number(0..<4) {
      case 0: return .rowsOrdered(view, RowOrderProgress(looked: 5, matching: number(0..<9), isComplete: number(0..<2) == 0))
      case 1: return .rowFound(view, row: number(-1..<9), place: number(0..<2) == 0 ? nil : number(0..<9))
      case 2: return .notDone(.orderRows(view), Problem("no"))
      default: return .rowsArrived(view, start: number(-2..<50), rows: rows)
      }
    case 4: return .editorClosed(number(0..<2) == 0 ? nil : "a\nb")
    case 5: return .input(.paste("pasted \u{9B}31m\ntwo"))
    case 6: return .failed(Problem("x"))
    case 7: return .techniquesCounted(["T1059.001": 3, "nonsense": 2, "T1110": Int(Int32.max)], of: desk.model.alerts.listing.flat)
    case 13: return .input(.mouse(anyMouse()))
    case 14: return .notDone(anyEffect(), Problem("no", cause: "\u{1B}[2J", remedy: "r"))
    default: return .alertIDsArrived([], of: desk.model.alerts.listing, for: .markRange(number(0..<9), number(0..<9)))
    }
  }
}
