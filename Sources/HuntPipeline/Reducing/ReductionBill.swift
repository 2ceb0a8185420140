internal import Casefile

/// Adds up what each step saves, so that all savings together are what was saved.
struct ReductionBill {
  private let columns: [RowColumn]
  private let plan: ColumnPlan
  private let maker: LineMaker
  private let steps: Set<ReductionStep>
  private let count: (String) -> Int
  private let costs: [ColumnCosts]
  private let header: Int
  private let rows: Int
  /// The number of the first row.
  private let firstRow: Int

  init(
    _ columns: [RowColumn], _ plan: ColumnPlan, _ maker: LineMaker, rows: Int, firstRow: Int, steps: Set<ReductionStep>,
    _ count: @escaping (String) -> Int
  ) {
    self.firstRow = firstRow
    self.columns = columns
    self.plan = plan
    self.maker = maker
    self.steps = steps
    self.count = count
    self.rows = rows
    costs = columns.map { ColumnCosts($0, count) }
    header = count(columns.map(\.column.name).joined(separator: ","))
  }

  /// Tokens of one distinct row as it stands in a line, times as they are written there.
  private func cost(_ row: Int) -> Double {
    var sum: Float = plan.time != nil && plan.constantTime == nil ? momentCost(plan.time ?? 0) : 0
    for place in plan.shown {
      sum += columns[place].holdsMoments ? momentCost(place) : costs[place].texts[Int(columns[place].numbers[row])]
    }
    return Double(sum)
  }

  private func momentCost(_ place: Int) -> Float { steps.contains(.times) ? costs[place].offset : costs[place].moment }

  func reduction(of choice: LineChooser.Choice, rowCount: Int, marked: Set<Int32>) -> Reduction {
    var saved: [ReductionStep: Double] = [:]
    let once = plan.constant + plan.empty + plan.twins.map(\.column) + (plan.constantTime == nil ? [] : [plan.time ?? 0])
    saved[.constants] = once.reduce(0) { $0 + costs[$1].total }
    saved[.recordIDs] = plan.recordIDs.reduce(0) { $0 + costs[$1].total }
    let times = plan.shown.filter { columns[$0].holdsMoments } + (plan.constantTime == nil ? plan.time.map { [$0] } ?? [] : [])
    if steps.contains(.times) { saved[.times] = times.reduce(0) { $0 + Double(costs[$1].moment - costs[$1].offset) * Double(rows) } }
    let folded = maker.folds.firsts.reduce(0.0) { $0 + cost(Int($1)) }
    let before = costs.reduce(Double(header)) { $0 + $1.total }
    let unfolded = before - Double(header) - (saved[.constants] ?? 0) - (saved[.recordIDs] ?? 0) - (saved[.times] ?? 0)
    saved[.folding] = max(0, unfolded - folded)
    let stages = stages(choice)
    // What the folds of the sent lines would cost apart, and what the others cost.
    var sentApart = 0.0
    var together = 0
    let firsts = Set(maker.folds.firsts)
    var inClusters = 0.0
    for draft in choice.drafts {
      let apart = draft.rows.reduce(0.0) { firsts.contains(Int32($1 - firstRow)) ? $0 + cost($1 - firstRow) : $0 }
      sentApart += apart
      together += draft.cost
      if draft.folds > 1, apart > Double(draft.cost) { inClusters += apart - Double(draft.cost) }
    }
    let undone = choice.drafts.flatMap(\.undone)
    saved[.decoding] = undone.reduce(0) { $0 + max(0, Double(count($1.before) - count($1.after))) }
    if choice.isCut { saved[.rarest] = max(0, folded - sentApart) }
    if steps.contains(.clusters) { saved[.clusters] = inClusters }
    var last = stages.plain
    for (step, tokens) in stages.later {
      saved[step] = Double(last - tokens)
      last = tokens
    }
    return written(choice, saved, stages: stages, marked: marked)
  }

  private struct Stages {
    /// Tokens of the sent lines with every cell written out.
    var plain = 0
    var plainText = ""
    /// Tokens after each later step.
    var later: [(ReductionStep, Int)] = []
    var text: ReductionText
  }

  /// The sent lines with one step more each time; a step that saves nothing is not applied.
  private func stages(_ choice: LineChooser.Choice) -> Stages {
    var tables: [Combinations.Table] = []
    var taken = steps.subtracting([.dictionary, .prefixes])
    var text = ReductionText(choice.drafts, choice.heading, tables: [], steps: taken, count)
    var stages = Stages(text: text)
    stages.plainText = text.text
    stages.plain = count(stages.plainText)
    var tokens = stages.plain
    for step in [ReductionStep.combinations, .dictionary, .prefixes] where steps.contains(step) {
      if step != .combinations { taken.insert(step) }
      let wider = step == .combinations ? choice.tables : tables
      let next = ReductionText(choice.drafts, choice.heading, tables: wider, steps: taken, count)
      let after = count(next.text)
      if after < tokens {
        text = next
        tokens = after
        tables = wider
      } else {
        taken.remove(step)
      }
      stages.later.append((step, tokens))
    }
    // All steps together may do what none does alone; what was chosen to fit is what is sent.
    let chosen = count(choice.text.text)
    if chosen < tokens, let last = stages.later.indices.last {
      text = choice.text
      stages.later[last].1 = chosen
    }
    stages.text = text
    return stages
  }

  private func written(
    _ choice: LineChooser.Choice, _ saved: [ReductionStep: Double], stages: Stages, marked: Set<Int32>
  ) -> Reduction {
    let text = stages.text
    let savings = ReductionStep.allCases.map { step in
      ReductionSummary.Saving(step: step, tokens: steps.contains(step) ? Int((saved[step] ?? 0).rounded()) : 0, isOn: steps.contains(step))
    }
    let after = count(text.text + choice.appendix)
    var summary = ReductionSummary(
      rowsIn: rows, rowsSent: choice.rowsSent, groups: choice.drafts.count,
      tokensBefore: after + savings.reduce(0) { $0 + $1.tokens }, tokensAfter: after)
    summary.savings = savings
    summary.parts.legend = count(text.legend + "\n")
    summary.parts.combinations = count(text.combinationLines.joined(separator: "\n"))
    summary.parts.dictionary = count(text.dictionaryLines.joined(separator: "\n"))
    summary.parts.appendix = count(choice.appendix)
    summary.parts.lines = after - summary.parts.legend - summary.parts.combinations - summary.parts.dictionary - summary.parts.appendix
    summary.indicatorsLost = choice.indicatorsLost
    let sent = Set(choice.drafts.lazy.flatMap(\.rows))
    summary.markedSent = marked.filter { sent.contains(Int($0) + firstRow) }.count
    summary.markedLost = marked.filter { Int($0) < rows && !sent.contains(Int($0) + firstRow) }.count
    if choice.isCut { summary.leftOut = leftOut(summary) }
    var reduction = Reduction(
      legend: text.head, lines: zip(choice.drafts, text.lines).map { Reduction.Line(rows: $0.rows, text: $1) }, summary: summary)
    reduction.appendix = choice.appendix
    if !text.codes.isEmpty { reduction.plain = stages.plainText }
    reduction.codes = text.codes
    return reduction
  }

  private func leftOut(_ summary: ReductionSummary) -> String {
    let which = steps.contains(.rarest) ? "the commonest and the longest were left out" : "the last were left out"
    let lost = summary.indicatorsLost
    let indicators =
      lost == 0
      ? "every indicator in them is sent" : "\(lost.grouped) distinct indicators in them are not sent"
    let marked = summary.markedLost == 0 ? "" : "; \(summary.markedLost.grouped) of them are marked"
    return "\((summary.rowsIn - summary.rowsSent).grouped) of \(summary.rowsIn.grouped) rows do not fit the model; \(which); \(indicators)"
      + marked
  }
}
