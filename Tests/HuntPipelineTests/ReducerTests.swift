import Casefile
import HuntPipeline
import Testing

@Suite("Rows made short") struct ReducerTests {
  private let columns = [Column("TimeGenerated", .datetime), Column("Host", .string), Column("Command", .string), Column("Empty", .string)]
  private let start = DateTime("2026-11-23T00:00:00Z") ?? .minimum

  private func row(_ minute: Double, _ command: String) -> [Value] {
    [.datetime(start + .minutes(minute)), .string("WS-1"), .string(command), .string("")]
  }

  private func reduction(
    _ rows: [[Value]], maxTokens: Int? = nil, steps: Set<ReductionStep> = ReductionStep.all
  ) -> Reduction {
    var reducer = RowReducer(columns: columns, steps: steps) { $0.split(whereSeparator: { " |\n".contains($0) }).count }
    reducer.add(rows)
    return reducer.finish(maxTokens: maxTokens)
  }

  @Test("What never varies is said once, and empty columns are named")
  func constant() {
    let text = reduction([row(0, "a"), row(1, "b")]).text
    #expect(text.contains("same in every row: Host=WS-1"))
    #expect(text.contains("empty in every row: Empty"))
    #expect(text.contains("\n1|0|a\n2|60|b"))
    #expect(text.contains("times: seconds after 2026-11-23T00:00:00Z"))
  }

  @Test("Rows that differ only in time are folded, and keep all their numbers")
  func folded() {
    let reduction = reduction([row(0, "a"), row(1, "b"), row(2, "a"), row(3, "a")])
    #expect(reduction.lines.map(\.rows) == [[1, 3, 4], [2]])
    #expect(reduction.lines[0].text == "1,3-4|0..180|a")
    #expect(reduction.summary.rowsSent == 4)
    #expect(reduction.summary.leftOut == nil)
  }

  @Test("When a budget cuts, the rare rows stay and the rest is said to be left out")
  func cut() {
    let rows = (0..<50).map { row(Double($0), "common") } + [row(60, "rare")]
    let reduction = reduction(rows + (0..<40).map { row(Double($0 + 100), "other \($0 % 2)") }, maxTokens: 27)
    #expect(reduction.lines.contains { $0.text.contains("rare") })
    #expect(reduction.summary.rowsSent < reduction.summary.rowsIn)
    #expect(reduction.summary.leftOut != nil)
  }

  @Test("A cell cannot pretend to be a row")
  func oneLine() {
    #expect(RowReducer.oneLine("a\n99|fake\u{0}") == "a¬n99¬|fake¬x00")
    #expect(reduction([row(0, "x\n2|forged"), row(1, "y")]).lines.map(\.text) == ["1|0|x¬n2¬|forged", "2|60|y"])
  }

  @Test("Every row number stands in exactly one line")
  func complete() {
    let rows = (0..<500).map { row(Double($0), "c\($0 % 37)") }
    let numbers = reduction(rows).lines.flatMap(\.rows).sorted()
    #expect(numbers == Array(1...500))
  }

  @Test("What is encoded is offered decoded beside the original, on the line of its row, and nowhere else")
  func decoded() {
    let hidden = "powershell -enc dwBoAG8AYQBtAGkACgB8ACAAbgBlAHQA"
    let lines = reduction([row(0, "a"), row(1, hidden)]).lines.map(\.text)
    #expect(lines[0] == "1|0|a")
    #expect(lines[1] == "2|60|powershell -enc ¬Wwhoami¬n¬| net¬E")
    let constant = reduction([row(0, hidden), row(1, hidden)]).text
    #expect(constant.contains("Command=powershell -enc ¬Wwhoami¬n¬| net¬E"))
  }

  @Test("A long decoded text is cut and says so")
  func decodedCut() {
    let text = String(repeating: "d2hvYW1pIC9hbGwgYW5kIG1vcmUg", count: 1000)
    let line = reduction([row(0, text), row(1, "b")], steps: ReductionStep.all.subtracting([.decoding])).lines.first?.text ?? ""
    #expect(line.hasSuffix("… (cut)"))
    #expect(line.utf8.count < text.utf8.count + 4_200)
  }
}
