import Canvas
import Casefile
import Foundation
import HuntPipeline
import TestSupport
import Testing
import Workbench

@Suite("The table of rows")
struct RowStories {
  /// A hunt with its rows and findings, the rows in front.
  private func rows(
    width: Int = 120, height: Int = 36, isZoomed: Bool = true, partial: String? = nil, restoring state: JSONValue? = nil
  ) -> Desk {
    var desk = Desk(width: width, height: height, store: DeskStore(rows: DeskSample.rows(2400)))
    if let columns = state?["row_columns"] { desk.restore(["row_columns": columns]) }
    desk.press("a")
    desk.type("who ran what")
    desk.press("<enter>")
    desk.deliver(.modelChosen(.draft, DeskSample.offlineChoice))
    desk.deliver(.planDrafted(DeskSample.plan))
    desk.deliver(.queryReviewed(DeskReview.of(DeskSample.kql)))
    desk.press("r")
    desk.deliver(.rowsArrived(DeskSample.progress(2400, partial: partial)))
    desk.deliver(.findingArrived(DeskSample.findings[0]))
    desk.deliver(.finished(HuntEnding(findings: 1, cost: .zero, seconds: 3)))
    desk.press(isZoomed ? "4 plus" : "4")
    desk.wait(seconds: 10)
    _ = desk.takeEffects()
    return desk
  }

  private func text(_ desk: Desk) -> String { desk.screen().plainText() }

  @Test("s sorts by the current column, turns it round, and gives the order of delivery back; numbers stay with their rows")
  func sorting() {
    var desk = rows()
    desk.press("l l l s")
    #expect(desk.model.rows.rowUnderCursor?.number == 114)
    desk.expectScreen("rows-sorted-120x36")
    desk.press("s")
    #expect(desk.model.rows.rowUnderCursor?.number == 1)
    #expect(text(desk).contains("sorted by FileName ↓"))
    desk.press("G j")
    #expect(desk.model.rows.rowUnderCursor?.number == 2214)
    desk.press("s")
    #expect(desk.model.rows.sort == nil)
    #expect(desk.model.rows.rowUnderCursor?.number == 2214, "the row under the cursor is gone on with")
    #expect(desk.takeEffects() == [])
  }

  @Test("A filter narrows the rows as it is typed, Enter keeps it, and Esc shows what stands round the row")
  func filtering() {
    var desk = rows()
    desk.press("/")
    desk.type("filename:power !user")
    desk.expectScreen("rows-filtering-120x36")
    #expect(text(desk).contains("4 of 2,400"))
    desk.press("<enter> j j")
    desk.expectScreen("rows-filtered-120x36")
    desk.resize(80, 24)
    desk.expectScreen("rows-filtered-80x24")
    #expect(desk.model.rows.rowUnderCursor?.number == 1514)
    desk.press("<escape>")
    #expect(desk.model.rows.filter.isEmpty)
    #expect(desk.model.rows.rowUnderCursor?.number == 1514)
    #expect(desk.model.focus == .rows)
    desk.press("/")
    desk.type("nothing like it")
    #expect(text(desk).contains(Wording.noRowMatches("nothing like it", isTyping: true)))
    desk.press("<escape>")
    #expect(desk.model.rows.filter.isEmpty)
    #expect(desk.model.rows.filterEditor == nil)
    desk.press("/")
    desk.type("Nam:x")
    #expect(text(desk).contains(Wording.noColumn("Nam", nearest: nil)))
  }

  @Test("Decoded text counts for the filter, and = and ! go by the value under the cursor")
  func values() {
    var desk = rows()
    desk.press("/")
    desk.type("c=New")
    desk.press("<enter>")
    #expect(desk.model.rows.progress.matching == 4)
    desk.press("<escape> g l l l =")
    #expect(desk.model.rows.filter == "FileName=svchost.exe")
    #expect(desk.model.rows.progress.matching == 2396)
    desk.press("<escape> !")
    #expect(desk.model.rows.filter == "!FileName=svchost.exe")
    #expect(desk.model.rows.progress.matching == 4)
  }

  @Test("A proving row is found under any sorting, and a filter that hides it is cleared and that is said")
  func proof() {
    var desk = rows()
    desk.press("$ s s n")
    #expect(desk.model.rows.rowUnderCursor?.number == 114)
    #expect(desk.model.rows.cursor != 113)
    desk.press("/")
    desk.type("svchost")
    desk.press("<enter> n")
    #expect(desk.model.toast?.text == Wording.filterCleared(desk.model.rows.rowUnderCursor?.number ?? 0))
    #expect([114, 814, 1514, 2214].contains(desk.model.rows.rowUnderCursor?.number ?? 0))
    #expect(desk.model.rows.filter.isEmpty)
    desk.press("N")
    #expect([114, 814, 1514, 2214].contains(desk.model.rows.rowUnderCursor?.number ?? 0))
    desk.press("/")
    desk.type("svchost")
    desk.press("<enter> f <enter>")
    #expect(desk.model.rows.rowUnderCursor?.number == 114)
  }

  @Test("Columns are frozen, hidden, moved and widened, and found again with the same columns")
  func columns() {
    var desk = rows(width: 80, height: 24, isZoomed: false)
    desk.press("l z l l l")
    #expect(desk.model.rows.layout.frozen == 2)
    desk.expectScreen("rows-frozen-80x24")
    desk.press("H")
    #expect(text(desk).contains("1 column hidden, A shows all"))
    desk.wait(seconds: 10)
    #expect(!text(desk).contains("ProcessComm"))
    desk.press("^ > w")
    #expect(desk.model.rows.layout.shown.first == 1)
    #expect(desk.model.rows.column == 1)
    desk.expectScreen("rows-columns-80x24")
    var later = rows(restoring: desk.model.sessionState)
    #expect(later.model.rows.layout.hidden == desk.model.rows.layout.hidden)
    #expect(later.model.rows.layout.order == desk.model.rows.layout.order)
    #expect(later.model.rows.layout.frozen == 2)
    later.press("A")
    #expect(later.model.rows.layout.hidden.isEmpty)
    desk.press("A")
    #expect(desk.model.rows.layout.hidden.isEmpty)
    for _ in 0..<9 { desk.press("H") }
    #expect(desk.model.rows.layout.shown.count == 1)
    #expect(desk.model.toast?.text == Wording.lastColumnStays)
  }

  @Test("The window of columns shows, hides and moves them, and Enter goes to one")
  func columnsWindow() {
    var desk = rows()
    desk.press("c j <space> j J")
    desk.expectScreen("rows-columns-window-120x36")
    #expect(desk.model.rows.layout.hidden == [1])
    #expect(desk.model.rows.layout.order == [0, 1, 3, 2, 4, 5])
    desk.press("G <enter>")
    #expect(desk.model.overlay == nil)
    #expect(desk.model.rows.currentColumn == 5)
  }

  @Test("F counts the values of the column as bars, and Enter filters by one")
  func frequency() {
    var desk = rows()
    desk.press("l l l F")
    desk.expectScreen("rows-values-120x36")
    desk.press("G <enter>")
    #expect(desk.model.rows.filter == "FileName=powershell.exe")
    #expect(desk.model.rows.progress.matching == 4)
    desk.resize(80, 24)
    desk.press("F")
    desk.expectScreen("rows-values-80x24")
    desk.press("<escape>")
    #expect(desk.model.overlay == nil)
  }

  @Test("Too many values are said, with those that are left out; numbers show how they spread")
  func manyValues() {
    var desk = rows()
    desk.store.isSlow = true
    desk.press("$ F")
    guard case .countValues(let view, let column)? = desk.takeEffects().last else {
      Issue.record("nothing was counted")
      return
    }
    desk.deliver(.valuesCounting(view, column: column, looked: 2000))
    #expect(text(desk).contains("counting 2,000 of 2,400 …"))
    let lines = (0..<2000).map { ColumnFrequency.Line(value: .long(Int64($0)), count: 2000 - $0) }
    let counts = (0..<60).map { $0 * $0 % 37 }
    desk.deliver(
      .valuesCounted(
        view, column: column,
        ColumnFrequency(
          rows: 2400, nulls: 12, lines: lines, leftOut: 98_000, distinct: 100_000, uncounted: 77,
          spread: ColumnFrequency.Spread(least: .long(0), greatest: .long(9999), counts: counts))))
    desk.expectScreen("rows-many-values-120x36")
    desk.press("G")
    #expect(text(desk).contains("1999"))
  }

  @Test("What is encoded is read below its original, in place, and at the bottom, and goes along when copied")
  func decoded() {
    var desk = rows()
    desk.press("n l l l l")
    #expect(text(desk).contains("≈ base64 UTF-16: $c=New"))
    desk.press("d")
    desk.expectScreen("rows-decoded-120x36")
    desk.press("<enter>")
    #expect(text(desk).contains("≈ base64 UTF-16: $c=New"))
    desk.press("d")
    #expect(!text(desk).contains("≈"))
    desk.press("y")
    guard case .copy(let copied)? = desk.takeEffects().last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(copied.contains("ProcessCommandLine: powershell.exe -nop -w hidden -enc JABjAD0ATgBlAHcA"))
    #expect(copied.contains("ProcessCommandLine (decoded, base64 UTF-16): $c=New"))
  }

  @Test("While rows are sorted the screen goes on, says how far it is, and Esc stops it")
  func slow() {
    var desk = rows()
    desk.store.isSlow = true
    desk.press("s")
    guard case .orderRows(let view)? = desk.takeEffects().last else {
      Issue.record("nothing was sorted")
      return
    }
    desk.deliver(.rowsOrdered(view, RowOrderProgress(looked: 1400, matching: 1400, isComplete: false)))
    desk.expectScreen("rows-sorting-120x36")
    desk.press("<escape>")
    #expect(desk.model.rows.sort == nil)
    #expect(desk.model.focus == .rows)
    desk.press("/")
    desk.type("x")
    guard case .orderRows(let filtered)? = desk.takeEffects().last(where: { if case .orderRows = $0 { true } else { false } }) else {
      Issue.record("nothing was filtered")
      return
    }
    desk.deliver(.rowsOrdered(view, RowOrderProgress(looked: 2400, matching: 2400, isComplete: true)))
    #expect(desk.model.rows.isOrdering, "news of an older view is dropped")
    desk.deliver(.notDone(.orderRows(filtered), Problem("/x(/ is no pattern: missing ): x(.")))
    #expect(text(desk).contains("is no pattern"))
    desk.press("<escape>")
    #expect(desk.model.rows.problem == nil)
  }

  @Test("More rows that arrive are taken into a filtered view when it is done with those before")
  func growing() {
    var desk = rows()
    desk.press("/")
    desk.type("powershell")
    desk.press("<enter>")
    #expect(desk.model.rows.view?.rowCount == 2400)
    desk.store.rows = DeskSample.rows(3000)
    desk.deliver(.rowsArrived(DeskSample.progress(3000)))
    #expect(desk.model.rows.view?.rowCount == 3000)
    #expect(desk.model.rows.progress.matching == 5)
  }

  @Test("Missing rows are said in the title at every size", arguments: [(120, 36), (80, 24), (76, 20), (60, 16), (40, 10), (220, 60)])
  func partial(width: Int, height: Int) {
    var desk = rows(width: width, height: height, isZoomed: false, partial: "row limit 2,400")
    #expect(text(desk).contains("2,400+ partial"))
    desk.press("/")
    desk.type("power")
    desk.press("<enter>")
    #expect(text(desk).contains("4 of 2,400+ partial"))
    desk.press("<enter>")
    #expect(text(desk).contains("2,400+ partial"))
    desk.press("1")
    #expect(text(desk).contains("2,400+ partial"))
  }

  @Test("Cells of megabytes, escapes and turned text draw in time, whole or unfolded")
  func hostile() {
    let huge = String(repeating: "\u{202E}evil\u{1B}[31m %41%42%2f ", count: 500_000)
    var desk = rows()
    for place in 0..<40 { desk.store.rows[place][4] = .string(place == 0 ? huge : String(huge.prefix(20_000))) }
    desk.store.rows[0][3] = .string("\u{1B}]52;c;AAAA\u{7}")
    desk.press("] [ s s s g")
    let took = ContinuousClock().measure {
      for key in ["j", "<enter>", "j", "<pagedown>", "d", "<escape>", "d", "l", "w"] {
        desk.press(key)
        _ = desk.screen()
      }
    }
    #expect(took < .seconds(20))
    #expect(!text(desk).contains("\u{1B}"))
    #expect(!text(desk).contains("\u{202E}"))
  }
}
