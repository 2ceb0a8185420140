import Casefile
import HuntPipeline
import TestSupport
import Testing

/// Reads reduced tables back by their legend and holds them against the rows they came from.
@Suite("Reduced rows, read back") struct ReductionReadingTests {
  /// Near enough to tokens for any text: words, and four letters for one token.
  static let count: @Sendable (String) -> Int = { text in
    text.split(whereSeparator: { " |\n\\/".contains($0) }).reduce(0) { $0 + 1 + $1.utf8.count / 4 }
  }

  private func reduced(
    _ columns: [Column], _ rows: [[Value]], most: Int? = nil, marked: [Int] = [], steps: Set<ReductionStep> = ReductionStep.all
  ) -> Reduction {
    var reducer = RowReducer(columns: columns, steps: steps, countTokens: ReductionReadingTests.count)
    reducer.add(rows)
    reducer.mark(marked)
    return reducer.finish(maxTokens: most)
  }

  /// Every row stands in one line, and each of its cells is what the line says.
  private func expectWhole(
    _ reduction: Reduction, _ columns: [Column], _ rows: [[Value]], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let read = ReducedReader(reduction.text)
    #expect(read.lines.flatMap(\.rows).sorted() == Array(1...rows.count), sourceLocation: sourceLocation)
    #expect(reduction.lines.map(\.rows) == read.lines.map(\.rows), sourceLocation: sourceLocation)
    var wrong: [String] = []
    for line in read.lines {
      for number in line.rows where number <= rows.count {
        for (column, value) in zip(columns, rows[number - 1]) where !isSaid(column, value, line, read) {
          wrong.append("row \(number), \(column.name): \(value.text.prefix(200)), not in \(line.cells[column.name]?.items ?? [])")
        }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.count) cells, \(wrong.first ?? "")", sourceLocation: sourceLocation)
  }

  private func isSaid(_ column: Column, _ value: Value, _ line: ReducedReader.Line, _ read: ReducedReader) -> Bool {
    let name = read.twins[column.name] ?? column.name
    if name == "§time" || read.notShown.contains(name) { return true }
    let cell = line.cells[name] ?? read.constants[name]
    if case .datetime(let moment) = value, let base = read.base {
      let seconds = String((moment.ticks - base.ticks).floorDivided(by: DateTime.ticksPerSecond))
      let isTime = cell == nil && line.time.map { $0.contains(Int(seconds) ?? .min) } == true
      return isTime || cell?.matches(seconds) == true || cell?.matches(moment.text(decimals: 0)) == true
    }
    if case .datetime(let moment) = value, cell == nil || cell?.matches(moment.text(decimals: 0)) == true { return true }
    return cell.map { $0.matches(value.text) } ?? (read.empty.contains(name) && value.text.isEmpty)
  }

  @Test("Every cell of every row can be read back, whichever steps are on")
  func everyCell() {
    let (columns, rows) = ProcessRows.made(160)
    expectWhole(reduced(columns, rows), columns, rows)
    for step in ReductionStep.allCases { expectWhole(reduced(columns, rows, steps: ReductionStep.all.subtracting([step])), columns, rows) }
    for step in ReductionStep.allCases { expectWhole(reduced(columns, rows, steps: [step]), columns, rows) }
  }

  @Test("What the steps save is together what was saved, and no step costs anything")
  func sums() {
    let (columns, rows) = ProcessRows.made(300)
    for most in [nil, 2_000] {
      let summary = reduced(columns, rows, most: most).summary
      #expect(summary.savings.map(\.step) == ReductionStep.allCases)
      #expect(summary.savings.reduce(0) { $0 + $1.tokens } == summary.tokensBefore - summary.tokensAfter)
      #expect(summary.savings.allSatisfy { $0.tokens >= 0 })
      #expect(summary.tokensAfter * 4 < summary.tokensBefore)
      let parts = summary.parts
      #expect(parts.legend + parts.combinations + parts.dictionary + parts.lines + parts.appendix == summary.tokensAfter)
    }
  }

  @Test("A step that is off saves nothing and says so")
  func off() {
    let (columns, rows) = ProcessRows.made(100)
    let summary = reduced(columns, rows, steps: ReductionStep.all.subtracting([.dictionary, .clusters])).summary
    for saving in summary.savings where saving.step == .dictionary || saving.step == .clusters {
      #expect(saving.tokens == 0 && !saving.isOn)
    }
  }

  @Test("Every distinct indicator is in what is sent, or is counted as missing")
  func indicators() {
    let (columns, rows) = ProcessRows.made(400)
    for most in [nil, 6_000, 1_500, 300] {
      let reduction = reduced(columns, rows, most: most)
      let read = ReducedReader(reduction.text)
      let sent = Set(read.lines.flatMap(\.rows))
      var all: Set<String> = []
      var missing: Set<String> = []
      for (place, row) in rows.enumerated() {
        for (column, value) in zip(columns, row) where column.type == .string {
          let found = IndicatorScan.indicators(of: value.text, column: column.name)
          all.formUnion(found)
          if !sent.contains(place + 1) { missing.formUnion(found.filter { !read.appendix.contains($0) }) }
        }
      }
      for (place, row) in rows.enumerated() where sent.contains(place + 1) {
        for (column, value) in zip(columns, row) { missing.subtract(IndicatorScan.indicators(of: value.text, column: column.name)) }
      }
      #expect(!all.isEmpty)
      // What the text says, found in it alone: no row is looked at.
      let told = Set(read.lines.flatMap { line in line.cells.flatMap { name, cell in indicators(cell, name) } } + read.appendix)
        .union(read.constants.flatMap { indicators($1, $0) })
      #expect(all.subtracting(told).count == reduction.summary.indicatorsLost, "\(all.subtracting(told).sorted().prefix(3))")
      #expect(missing.count == reduction.summary.indicatorsLost)
      #expect((reduction.summary.leftOut != nil) == (sent.count < rows.count))
    }
  }

  private func indicators(_ cell: ReducedReader.Cell, _ column: String) -> [String] {
    cell.readings.flatMap { IndicatorScan.indicators(of: $0, column: column) }
  }

  @Test("Marked rows are sent before all others, and are marked in the text")
  func marked() {
    let (columns, rows) = ProcessRows.made(400)
    let wanted = [7, 120, 399]
    let reduction = reduced(columns, rows, most: 1_200, marked: wanted)
    let read = ReducedReader(reduction.text)
    for row in wanted { #expect(read.lines.contains { $0.rows.contains(row) && $0.isMarked }) }
    #expect(reduction.summary.markedSent == 3 && reduction.summary.markedLost == 0)
    #expect(reduction.summary.rowsSent < rows.count)
  }

  @Test("The text keeps to the tokens it may have, down to none")
  func budget() {
    let (columns, rows) = ProcessRows.made(200)
    for most in [50_000, 3_000, 1_000, 500] {
      let reduction = reduced(columns, rows, most: most)
      #expect(ReductionReadingTests.count(reduction.text) <= most + 8)
    }
    #expect(reduced(columns, rows, most: 0).lines.isEmpty)
  }

  @Test("Forty alerts of distinct indicators fit 16,384 tokens, every indicator told")
  func alerts() {
    let alerts = DistinctAlerts.made(60)
    let rows = alerts.map(AlertRows.row)
    let reduction = reduced(AlertRows.columns, rows, most: 16_384)
    #expect(reduction.summary.rowsSent >= 40)
    expectIndicators(of: rows, AlertRows.columns, in: reduction)
  }

  /// Indicators of the sent rows stand in the text once everything in it is written out.
  private func expectIndicators(of rows: [[Value]], _ columns: [Column], in reduction: Reduction) {
    let read = ReducedReader(reduction.text)
    for line in read.lines {
      for number in line.rows {
        for (column, value) in zip(columns, rows[number - 1]) where column.type == .string {
          guard let cell = line.cells[read.twins[column.name] ?? column.name] else { continue }
          let isSaid = cell.matches(value.text)
          #expect(isSaid, "row \(number), \(column.name): \(value.text) in \(cell.items)")
        }
      }
    }
  }

  @Test("Text that imitates the table is text")
  func hostile() {
    let texts = [
      "", " ", "a|b", "x\n2|0|forged", "§1", "¬", "¬¬|", "«a b»", "¤", "¶", "A1", "!1", "rows:", "§1=evil\n", "\u{0}\u{1B}[2J\u{7F}\u{85}",
      "\u{202E}txt.exe", "\u{2028}3|x", "C:\\", "C:\\|", "¬B{}¬E", "columns: row", "same in every row: Host=x", "a; b; §2; c", "«", "»¬",
      "powershell -enc dwBoAG8AYQBtAGkACgB8ACAAbgBlAHQA", "1 2 3 4 5 6 7 8", "\u{1F468}\u{200D}\u{1F4BB}", "e\u{301}", "\r\n", "=", "a=b",
    ]
    let columns = [Column("TimeGenerated", .datetime), Column("A", .string), Column("§time", .string), Column("x|y=z", .string)]
    let start = DateTime("2026-11-23T00:00:00Z") ?? .minimum
    var rows: [[Value]] = []
    for (place, text) in texts.enumerated() {
      for other in [text, texts[(place * 7 + 3) % texts.count], "long \(text) path\\\(text)\\tail \(place)"] {
        rows.append([
          .datetime(start + .minutes(Double(rows.count))), .string(text), .string(other), .string("C:\\Users\\\(text)\\\(other)"),
        ])
      }
    }
    // A name of a column that looks like one of the table's own.
    let reduction = reduced(columns, rows)
    let read = ReducedReader(reduction.text)
    #expect(read.lines.flatMap(\.rows).sorted() == Array(1...rows.count))
    for line in read.lines {
      for number in line.rows {
        for (name, place) in [("A", 1), ("x|y=z", 3)] {
          let text = rows[number - 1][place].text
          let isSaid = line.cells[name]?.matches(text) == true
          #expect(isSaid, "row \(number), \(name): \(text) in \(line.cells[name]?.items ?? [])")
        }
      }
    }
  }

  @Test("No rows, one row, a thousand columns and a cell of ten megabytes are no trouble")
  func extremes() {
    let columns = [Column("Text", .string), Column("Other", .string)]
    #expect(reduced(columns, []).lines.isEmpty)
    expectWhole(reduced(columns, [[.string("a"), .string("")]]), columns, [[.string("a"), .string("")]])
    let wide = (0..<1000).map { Column("c\($0)", .string) }
    let wideRows = (0..<5).map { row in (0..<1000).map { Value.string($0 % 3 == 0 ? "v\(row)" : "same") } }
    expectWhole(reduced(wide, wideRows), wide, wideRows)
    let huge = [[Value.string(String(repeating: "x1 ", count: 3_500_000)), .string("h")], [.string("b"), .string("203.0.113.9")]]
    let cut = reduced(columns, huge, most: 1_000)
    #expect(cut.lines.map(\.rows) == [[2]])
    #expect(cut.summary.leftOut?.hasPrefix("1 of 2 rows") == true)
  }
}
