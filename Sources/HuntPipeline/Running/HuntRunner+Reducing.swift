import Casefile

extension HuntRunner {
  /// Rows read from the store at once.
  private static let page = 2000
  /// Calls that the rows are read in at most; more of them would be a study, not a hunt.
  private static let mostCalls = 8
  /// Rows get so many tokens even where the prompt leaves less: then the choice of a model says what does not fit.
  private static let leastRoom = 500
  /// Tokens in which it is said that rows were left out.
  private static let leftOutRoom = 100
  /// Tokens of the text that is only measured, because the offline analyst reads the rows themselves.
  private static let offlineRoom = 200_000

  /// Makes rows short: for one call where it holds them, else for as many as it takes.
  func reduce(_ subject: AnalysisSubject, steps: Set<ReductionStep>, _ errand: Errand) async throws {
    let rows = subject.rows
    errand.report(.stageStarted(.reducing))
    let isRead = rules.models.allSatisfy(\.isOffline)
    let hiding = concealsRows ? try await noted(rows, subject.request, errand) : nil
    let work = Reducing(rows: rows, steps: steps, hiding: hiding, marks: isRead ? [] : try await marks(rows, tables: subject.tables))
    let room = isRead ? HuntRunner.offlineRoom : largestRoom(subject, errand)
    var whole = try await reduced(work, 0..<rows.count, room: room)
    if isRead { whole.summary.tellAllRead() }
    var parts = [whole]
    var cut: Reduction?
    if whole.summary.leftOut != nil, let several = try await inParts(work, room: room, like: whole.summary) {
      cut = whole
      parts = several
    }
    var told = parts.dropFirst().reduce(parts[0].summary) { $0.joined(with: $1.summary) }
    told.calls = parts.count
    let (reductions, whenCut) = (parts, cut)
    update(errand.hunt) { work in
      work.reductions = reductions
      work.cutReduction = whenCut
    }
    errand.report(.reduced(told))
  }

  private struct Reducing {
    var rows: RowsProgress
    var steps: Set<ReductionStep>
    var hiding: Concealment?
    /// Numbers of rows that a rule marked, ascending.
    var marks: [Int]
  }

  private func pages(_ rows: RowsProgress, _ range: Range<Int>, _ take: ([[Value]], Int) async throws -> Void) async throws {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: HuntRunner.page) {
      try Task.checkCancellation()
      let end = min(start + HuntRunner.page, range.upperBound)
      try await take(try await ports.pages.rows(of: rows.resultSet, start..<end), start + 1)
    }
  }

  /// What is hidden in these rows: every row is looked at before the first one is written, so that no name is met too late.
  private func noted(_ rows: RowsProgress, _ request: AnalystRequest, _ errand: Errand) async throws -> Concealment {
    let hiding = try await concealment(request, errand.hunt)
    try await pages(rows, 0..<rows.count) { page, _ in
      hiding.note(page, columns: rows.columns)
      try await hiding.learnNoted()
    }
    return hiding
  }

  /// The offline analyst judges every row by the rules itself; for a model they say which rows must not be missing.
  private func marks(_ rows: RowsProgress, tables: [String]) async throws -> [Int] {
    guard var marker = ports.marker(tables, rows.columns) else { return [] }
    var marks: [Int] = []
    try await pages(rows, 0..<rows.count) { page, first in
      marks += marker.marked(RowBatch(columns: rows.columns, rows: page), firstRow: first)
    }
    return Set(marks + marker.finish()).sorted()
  }

  /// Rows `range` (0-based) made short.
  private func reduced(_ work: Reducing, _ range: Range<Int>, room: Int?) async throws -> Reduction {
    let count = ports.countTokens
    let encoding = rules.models.first?.encoding ?? .o200k
    var reducer = RowReducer(columns: work.rows.columns, steps: work.steps, firstRow: range.lowerBound + 1) { count($0, encoding) }
    try await pages(work.rows, range) { page, _ in
      reducer.add(try await work.hiding?.safelyConcealed(page, columns: work.rows.columns) ?? page)
    }
    reducer.mark(work.marks.filter { $0 > range.lowerBound && $0 <= range.upperBound })
    try Task.checkCancellation()
    func finished(_ room: Int?) -> Reduction {
      var reduction = reducer.finish(maxTokens: room)
      let readable = work.hiding?.revealed(reduction.readable) ?? reduction.readable
      reduction.context = ContextWords.sentence(rules.context, lines: [readable])
      return reduction
    }
    let reduction = finished(room)
    guard let room, !reduction.context.isEmpty else { return reduction }
    // What the analyst's lists say of the rows is known only now, and is sent too.
    let context = count(reduction.context, encoding)
    return reduction.summary.tokensAfter + context > room ? finished(max(HuntRunner.leastRoom, room - context)) : reduction
  }

  /// All rows in parts that follow each other, so that what happened together is read together; nil where that takes too many calls.
  private func inParts(_ work: Reducing, room: Int?, like whole: ReductionSummary) async throws -> [Reduction]? {
    let share = Double(whole.rowsIn) / Double(max(1, whole.rowsSent))
    var calls = max(2, Int(min(1e6, share.rounded(.up))))
    while calls <= HuntRunner.mostCalls {
      let size = (work.rows.count + calls - 1) / calls
      var parts: [Reduction] = []
      for start in stride(from: 0, to: work.rows.count, by: size) {
        parts.append(try await reduced(work, start..<min(start + size, work.rows.count), room: room))
        if parts.last?.summary.leftOut != nil { break }
      }
      if parts.allSatisfy({ $0.summary.leftOut == nil }) { return parts }
      calls += max(1, calls / 3)
    }
    return nil
  }

  /// Tokens of rows that the roomiest allowed model can take beside the prompt and the earlier questions, in its window and in a minute of
  /// the account's tier; nil when none is known.
  private func largestRoom(_ subject: AnalysisSubject, _ errand: Errand) -> Int? {
    let empty = Reduction(
      legend: "", lines: [], summary: ReductionSummary(rowsIn: 0, rowsSent: 0, groups: 0, tokensBefore: 0, tokensAfter: 0))
    var words: [ModelCard.Encoding: Int] = [:]
    let rooms = rules.models.filter { !$0.isOffline }.compactMap { card -> Int? in
      let window = card.maxInput ?? card.contextWindow.map { $0 - min(8000, $0 / 4) }
      let minute = rules.tier.flatMap { card.limitsByTier[$0]?.tokensPerMinute }
      guard let room = [window, minute].compactMap({ $0 }).min() else { return nil }
      let prompt = words[card.encoding] ?? promptTokens(rowless(subject, empty, card, errand), card.encoding)
      words[card.encoding] = prompt
      return Int(Double(room) / card.countFactor) - prompt
    }
    return rooms.max().map { max($0, HuntRunner.leastRoom) }
  }

  /// Tokens of a call as it is without its rows, with room for what is only known with them.
  private func promptTokens(_ brief: AnalysisBrief, _ encoding: ModelCard.Encoding) -> Int {
    var brief = brief
    brief.part = (HuntRunner.mostCalls, HuntRunner.mostCalls)
    return tokens(of: ModelAnalyst.call(for: brief), rowless: nil, encoding).total + HuntRunner.leftOutRoom
  }
}

extension ReductionSummary {
  /// What two parts of the rows come to together.
  func joined(with other: ReductionSummary) -> ReductionSummary {
    var sum = self
    sum.rowsIn += other.rowsIn
    sum.rowsSent += other.rowsSent
    sum.groups += other.groups
    sum.tokensBefore += other.tokensBefore
    sum.tokensAfter += other.tokensAfter
    sum.indicatorsLost += other.indicatorsLost
    sum.markedSent += other.markedSent
    sum.markedLost += other.markedLost
    sum.talking += other.talking
    sum.parts.legend += other.parts.legend
    sum.parts.combinations += other.parts.combinations
    sum.parts.dictionary += other.parts.dictionary
    sum.parts.lines += other.parts.lines
    sum.parts.appendix += other.parts.appendix
    for (place, saving) in other.savings.enumerated() where sum.savings.indices.contains(place) {
      sum.savings[place].tokens += saving.tokens
    }
    return sum
  }
}
