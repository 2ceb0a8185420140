import Casefile
import Testing
@testable import Workbench

@Suite("Columns on the screen")
struct ColumnLayoutTests {
  @Test("Frozen columns stand at the left and leave half of the room, the last one takes what is left")
  func places() {
    var layout = ColumnLayout(widths: [10, 10, 10, 10])
    #expect(layout.places(from: 0, width: 60).map(\.x) == [0, 11, 22, 33])
    #expect(layout.places(from: 0, width: 60).last?.width == 27)
    layout.freeze(1)
    #expect(layout.places(from: 3, width: 60).map(\.column) == [0, 3])
    #expect(layout.places(from: 3, width: 60).map(\.x) == [0, 13])
    layout.freeze(3)
    #expect(layout.mostFrozen(60) == 2)
    #expect(layout.places(from: 2, width: 60).map(\.isFrozen) == [true, true, false, false], "the third one scrolls")
    #expect(layout.places(from: 0, width: 20).allSatisfy { !$0.isFrozen })
    layout.freeze(3)
    #expect(layout.frozen == 0)
  }

  @Test("The current column comes into view, whole where it can be, at any width")
  func scrolling() {
    var layout = ColumnLayout(widths: Array(repeating: 12, count: 30))
    layout.freeze(2)
    for width in [1, 5, 20, 40, 100, 400] {
      var left = 0
      for cursor in (0..<30).map({ $0 }) + (0..<30).reversed() {
        left = layout.left(left, cursor: cursor, width: width)
        let isThere = layout.places(from: left, width: width).contains { $0.index == cursor }
        if width >= 20 { #expect(isThere, "column \(cursor) at \(width)") }
      }
    }
  }

  @Test("Hiding, moving and showing keep every column once, and the last one stays")
  func changing() {
    var layout = ColumnLayout(widths: [4, 4, 4, 4])
    layout.freeze(2)
    layout.toggle(0)
    #expect(layout.frozen == 1)
    #expect(layout.shown == [1, 2, 3])
    let moved = [layout.move(2, by: -1), layout.move(3, by: 1), layout.move(2, by: -1)]
    #expect(moved == [true, false, false], "at the end, or only a hidden column before it, there is no place to go to")
    #expect(layout.shown == [2, 1, 3])
    layout.toggle(1)
    layout.toggle(2)
    layout.toggle(3)
    #expect(layout.shown == [3])
    layout.showAll()
    #expect(Set(layout.shown) == [0, 1, 2, 3])
  }

  @Test("A kept layout fits its columns again, and nonsense does no harm")
  func kept() {
    let columns = ["a", "b", "c"].map { Column($0, .string) }
    var layout = ColumnLayout(widths: [4, 4, 4])
    layout.move(2, by: -2)
    layout.toggle(1)
    layout.freeze(1)
    var later = ColumnLayout(widths: [4, 4, 4])
    later.restore(layout.kept(columns), columns)
    #expect(later == layout)
    later.restore(["order": ["c", "c", "x"], "hidden": ["a", "b", "c"], "frozen": 99], columns)
    #expect(later.order == [2, 0, 1])
    #expect(later.shown.count == 3)
    #expect(later.frozen == 2)
  }
}
