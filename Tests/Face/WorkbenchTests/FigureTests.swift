import Canvas
import Testing

@testable import Workbench

@Suite("Figures of a title") struct FigureTests {
  private func shown(_ room: Int) -> [String] {
    let figures = [
      Figure("63 alerts", .plain), Figure("sorted by severity", .plain), Figure("/powershell -enc", .plain, isNeeded: true),
      Figure("14 d", .plain),
    ]
    return Figure.fitting(figures, in: room).map(\.text)
  }

  @Test("What is needed has its room before what is not, and what has no room leaves it to those behind it")
  func needed() {
    #expect(shown(59) == ["63 alerts", "sorted by severity", "/powershell -enc", "14 d"])
    #expect(shown(58) == ["63 alerts", "sorted by severity", "/powershell -enc"])
    #expect(shown(38) == ["63 alerts", "/powershell -enc", "14 d"])
    #expect(shown(31) == ["63 alerts", "/powershell -enc"])
    #expect(shown(22) == ["/powershell -enc"], "of one that is cut at the edge there is nothing behind")
    #expect(shown(10) == ["14 d"])
    #expect(shown(2).isEmpty)
  }
}

@Suite("Lists that are cut") struct CutListTests {
  @Test("A list that is not shown whole says how much of it is")
  func some() {
    let rows = (1...42).map(String.init)
    #expect(Wording.some(rows, most: 3) == "1, 2, 3 (3 of 42 shown)")
    #expect(Wording.some(Array(rows.prefix(3)), most: 3) == "1, 2, 3")
  }
}
