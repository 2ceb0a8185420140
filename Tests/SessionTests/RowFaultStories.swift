import Canvas
import Casefile
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("The table of rows where something is missing, long, or still coming")
struct RowFaultStories {
  private func rows(width: Int = 120, height: Int = 36, stored: Int = 2400, told: Int = 2400) -> Desk {
    var desk = Desk(width: width, height: height, store: DeskStore(rows: DeskSample.rows(stored)))
    desk.press("a")
    desk.type("who ran what")
    desk.press("<enter>")
    desk.deliver(.modelChosen(.draft, DeskSample.offlineChoice))
    desk.deliver(.planDrafted(DeskSample.plan))
    desk.deliver(.queryReviewed(DeskReview.of(DeskSample.kql)))
    desk.press("r")
    desk.deliver(.rowsArrived(DeskSample.progress(told)))
    desk.deliver(.finished(HuntEnding(findings: 0, cost: .zero, seconds: 3)))
    desk.press("4 plus")
    desk.wait(seconds: 10)
    _ = desk.takeEffects()
    return desk
  }

  private func text(_ desk: Desk) -> String { desk.screen().plainText() }

  @Test("Rows that the store has no more are asked for once, and said to be gone", arguments: [0, 1, 2390])
  func gone(stored: Int) {
    var desk = rows(stored: stored)
    desk.press("G k j")
    #expect(text(desk).contains(Wording.rowNotStored))
    desk.press("<enter>")
    #expect(text(desk).contains(Wording.rowNotStored))
    desk.press("<escape> g")
    #expect(text(desk).contains(Wording.rowNotStored) == (stored < 30))
  }

  @Test("A screen taller than a page of rows is filled and asks no more")
  func tall() {
    var desk = rows()
    desk.resize(120, 320)
    desk.press("G g")
    #expect(desk.model.rows.row(at: 300) != nil)
    #expect(desk.takeEffects() == [])
  }

  @Test("A page asked for before more rows came is taken, not dropped")
  func streaming() {
    var desk = rows()
    desk.store.isSlow = true
    desk.press("G")
    guard case .loadRows(let view, let range)? = desk.takeEffects().last else {
      Issue.record("no page was asked for")
      return
    }
    desk.deliver(.rowsArrived(DeskSample.progress(3000, isComplete: false)))
    let page = range.map { NumberedRow(number: $0 + 1, cells: DeskSample.rows(2400)[$0]) }
    desk.deliver(.rowsArrived(view, start: range.lowerBound, rows: page))
    #expect(desk.model.rows.rowUnderCursor?.number == 2400)
    #expect(desk.takeEffects().isEmpty, "the page is not asked for again")
  }

  @Test("A filtered or sorted view stays while rows that came since are gone through", arguments: [true, false])
  func steady(isSort: Bool) {
    var desk = rows()
    if isSort {
      desk.press("l l l s")
    } else {
      desk.press("/")
      desk.type("powershell")
      desk.press("<enter>")
    }
    let before = desk.model.rows.progress.matching
    desk.store.rows = DeskSample.rows(3000)
    desk.store.isSlow = true
    desk.deliver(.rowsArrived(DeskSample.progress(3000)))
    guard case .orderRows(let next)? = desk.takeEffects().last else {
      Issue.record("the new rows were not gone through")
      return
    }
    #expect(desk.model.shownRows == before)
    #expect(text(desk).contains("powershell.exe"))
    #expect(!desk.model.rows.isOrdering)
    desk.deliver(.rowsOrdered(next, RowOrderProgress(looked: 1000, matching: 1, isComplete: false)))
    #expect(desk.model.shownRows == before)
    desk.store.isSlow = false
    desk.deliver(.rowsOrdered(next, RowOrderProgress(looked: 3000, matching: isSort ? 3000 : 5, isComplete: true)))
    #expect(desk.model.shownRows == (isSort ? 3000 : 5))
    #expect(desk.model.rows.view?.rowCount == 3000)
    #expect(text(desk).contains("powershell.exe"))
  }

  @Test("Columns that would take more than half of the table are not frozen, and that is said")
  func freezing() {
    var desk = rows()
    desk.press("l l l l z")
    #expect(desk.model.rows.layout.frozen == 0)
    #expect(text(desk).contains("more than half of the table"))
    desk.press("^ l z l l l l")
    #expect(desk.model.rows.layout.frozen == 2)
    desk.resize(60, 20)
    #expect(text(desk).contains("▸Pro"), "the current column is in view")
  }

  @Test("What a cell says decoded comes back to the bottom line after the next key, whatever was said before")
  func preview() {
    var desk = rows()
    desk.press("/")
    desk.type("powershell")
    desk.press("<enter> l l l l y")
    desk.deliver(.copied("with a test"))
    #expect(text(desk).contains("with a test"))
    desk.press("j")
    #expect(text(desk).contains("≈ base64 UTF-16: $c=New"))
    #expect(!text(desk).contains("with a test"))
  }

  @Test("Esc in the prompt brings the filter back that was there, and Esc again clears it")
  func escape() {
    var desk = rows()
    desk.press("/")
    #expect(text(desk).contains("Esc as before") || text(desk).contains("esc as before"))
    desk.type("powershell")
    desk.press("<enter> j /")
    desk.type(" zzz")
    #expect(desk.model.shownRows == 0)
    desk.press("<escape>")
    #expect(desk.model.rows.filter == "powershell")
    #expect(desk.model.rows.filterEditor == nil)
    #expect(text(desk).contains(Wording.clearsFilter))
    desk.press("<escape>")
    #expect(desk.model.rows.filter.isEmpty)
  }

  @Test("A misspelt column is said with the nearest one, also where nothing matches")
  func misspelt() {
    var desk = rows()
    desk.press("/")
    desk.type("Acountname:x")
    #expect(text(desk).contains("Did you mean AccountName?"))
    desk.press("<enter>")
    #expect(text(desk).contains("Did you mean AccountName?"))
  }

  @Test("Closing the window of values ends the count that is under way")
  func counting() {
    var desk = rows()
    desk.store.isSlow = true
    desk.press("F")
    _ = desk.takeEffects()
    desk.press("<escape>")
    #expect(desk.takeEffects() == [.stopCounting])
    desk.store.isSlow = false
    desk.press("F <escape>")
    #expect(desk.takeEffects() == [])
  }

  @Test("A column that says the same everywhere is as wide as its name, and times have no fractions where room is short")
  func widths() {
    var desk = rows()
    #expect(desk.model.rows.layout.width(of: 1) == "DeviceName".count)
    desk.press("l w")
    #expect(desk.model.rows.layout.width(of: 1) == "ws-123.contoso.com".count)
    var timed = rows()
    timed.store.rows[0][0] = .datetime(Desk.opening + .seconds(0.25))
    timed.press("G g")
    #expect(!text(timed).contains("07.250"))
    timed.resize(200, 36)
    #expect(timed.model.rows.rowUnderCursor?.number == 1)
    #expect(text(timed).contains("07.2"))
  }
}
