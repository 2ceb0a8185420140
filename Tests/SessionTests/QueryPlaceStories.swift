import Canvas
import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("Where a query runs, and which tables are there")
struct QueryPlaceStories {
  private static let place = Wording.logAnalytics(["66666666-7777-8888-9999-000000000000"])

  private func text(_ desk: Desk) -> String { desk.screen().plainText() }

  @Test(
    "The query's pane says where it will run, before there is one, while it is typed and once it is read", arguments: [(120, 36), (80, 24)])
  func place(width: Int, height: Int) {
    var desk = Desk(width: width, height: height, asksServices: true, queryPlace: Self.place)
    let line = "runs on: Log Analytics 66666666-7777-8888-9999-000000000000"
    desk.press("3")
    #expect(text(desk).contains(line))
    desk.press("e")
    #expect(text(desk).contains(line.prefix(38)))
    desk.type("SigninLogs")
    desk.press("<escape>")
    desk.deliver(.queryReviewed(DeskReview.of("SigninLogs")))
    #expect(text(desk).contains(line) && desk.takeSteps().allSatisfy { if case .run = $0 { false } else { true } })
    desk.deliver(.tablesArrived(DeskSample.tables, own: ["SigninLogs"]))
    #expect(text(desk).contains("runs on: the local store"), "a table that only this machine has is read here")
    #expect(Wording.logAnalytics(["a", "b", "c"]) == "Log Analytics a and 2 more workspaces")
    #expect(Wording.dataExplorer("https://help.kusto.windows.net", "Samples") == "Data Explorer help.kusto.windows.net/Samples")
  }

  @Test("What is typed says where it runs, whatever ran before it")
  func typed() {
    var desk = Desk(asksServices: true, queryPlace: Self.place)
    desk.deliver(.tablesArrived(DeskSample.tables, own: ["SigninLogs"]))
    desk.press("3 e")
    desk.type("SigninLogs")
    #expect(text(desk).contains("runs on: the local store"))
    desk.press("<escape>")
    desk.deliver(.queryReviewed(DeskReview.of("SigninLogs")))
    desk.press("e <end>")
    for _ in 0..<40 { desk.press("<backspace>") }
    desk.type("DeviceProcessEvents")
    #expect(!text(desk).contains("runs on: the local store") && text(desk).contains("runs on: Log Analytics"))
  }

  @Test("The palette and a key read the tables anew, and say how many there are and when they were told")
  func rereads() {
    var desk = Desk(asksServices: true, queryPlace: Self.place)
    _ = desk.takeEffects()
    desk.press(":")
    desk.type("tables anew")
    #expect(text(desk).contains("Alt-T"))
    desk.press("<enter>")
    #expect(desk.takeEffects() == [.rereadTables] && desk.model.toast?.text == Wording.readingTables)
    desk.deliver(.tablesArrived(DeskSample.tables))
    desk.deliver(.tablesReread(2, at: Desk.opening))
    #expect(desk.model.toast?.text == "2 tables read at 03:14:07 UTC.")
    desk.press("<alt+t>")
    desk.deliver(.notDone(.rereadTables, Problem("Log Analytics does not answer.", cause: "A timeout.")))
    #expect(desk.model.toast?.text.contains("Log Analytics does not answer.") == true)
  }
}
