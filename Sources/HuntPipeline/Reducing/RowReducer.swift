package import Casefile

/// Makes rows short without losing an indicator: said once is what never varies, together what is alike, by code what is repeated.
///
/// Feed it all rows in delivery order, then `finish`. It keeps every distinct text once and four bytes for each cell.
package struct RowReducer {
  private var columns: [RowColumn]
  private let steps: Set<ReductionStep>
  private let countTokens: @Sendable (String) -> Int
  private(set) var rowCount = 0
  private var marked: Set<Int32> = []
  private let firstRow: Int

  /// Counting is given as a function, so that any tokenizer will do. `firstRow` is the number of the first row that will be added.
  package init(
    columns: [Column], steps: Set<ReductionStep> = ReductionStep.all, firstRow: Int = 1,
    countTokens: @escaping @Sendable (String) -> Int
  ) {
    self.firstRow = firstRow
    self.columns = columns.map { RowColumn($0) }
    self.steps = steps
    self.countTokens = countTokens
  }

  package mutating func add(_ rows: [[Value]]) {
    for place in columns.indices { for row in rows { columns[place].append(row[place]) } }
    rowCount += rows.count
  }

  /// Says that a rule or the analyst marked these rows, by their numbers: they are sent before all others.
  package mutating func mark(_ rows: some Sequence<Int>) {
    for row in rows where row >= firstRow && row - firstRow < Int(Int32.max) { marked.insert(Int32(row - firstRow)) }
  }

  /// Lines in order of first appearance. What does not fit `maxTokens` is left out and said to be; nil is no bound.
  package func finish(maxTokens: Int?) -> Reduction {
    guard rowCount > 0 else { return nothing() }
    let plan = ColumnPlan(columns, rows: rowCount, steps: steps)
    let maker = LineMaker(columns, plan, rows: rowCount, firstRow: firstRow, steps: steps)
    let bill = ReductionBill(columns, plan, maker, rows: rowCount, firstRow: firstRow, steps: steps, countTokens)
    let talking = TalkingRows(columns, count: rowCount).rows
    let work = LineChooser(columns: columns, plan: plan, maker: maker, marked: marked, talking: talking, steps: steps, count: countTokens)
    var chosen = work.choose(maxTokens, widely: false)
    if chosen.isCut, steps.contains(.clusters) {
      let wider = work.choose(maxTokens, widely: true)
      if wider.rowsSent > chosen.rowsSent { chosen = wider }
    }
    var reduction = bill.reduction(of: work.withAppendix(chosen), rowCount: rowCount, marked: marked)
    reduction.talking = talking.map { Int($0) + firstRow }.sorted()
    reduction.summary.talking = talking.count
    reduction.names = RowNames.names(in: columns)
    return reduction
  }

  private func nothing() -> Reduction {
    let legend = "columns: " + (["§row"] + columns.map { SafeCell.name($0.column.name) }).joined(separator: "|") + "\nrows:\n"
    let tokens = countTokens(legend)
    return Reduction(
      legend: legend, lines: [], summary: ReductionSummary(rowsIn: 0, rowsSent: 0, groups: 0, tokensBefore: tokens, tokensAfter: tokens))
  }

  /// A cell on one line: line breaks, separators and signs with a meaning are written as escapes, so that a row cannot pretend to be two.
  package static func oneLine(_ text: String) -> String { SafeCell.written(text) }
}
