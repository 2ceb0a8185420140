internal import Casefile

/// Chooses the lines that are sent.
struct LineChooser {
  let columns: [RowColumn]
  let plan: ColumnPlan
  let maker: LineMaker
  /// Marked rows, 0-based.
  let marked: Set<Int32>
  /// Rows whose text talks to a model, 0-based.
  let talking: Set<Int32>
  let steps: Set<ReductionStep>
  let count: (String) -> Int

  /// What is sent, and how.
  struct Choice {
    var drafts: [LineDraft] = []
    var tables: [Combinations.Table] = []
    var heading = ReductionText.Heading()
    var text: ReductionText
    /// How many lines there are in all, and how many distinct rows stand in each that is sent.
    var lineCount = 0
    var isCut = false
    /// Tokens that were to be had at most.
    var most: Int?
    /// Indicators of rows that are not sent, and how many of them are not told either.
    var appendix = ""
    var indicatorsLost = 0
    /// What the sent lines would cost if the rows in them stood apart.
    var apart: Double = 0
    var rowsSent: Int { drafts.reduce(0) { $0 + $1.rows.count } }
  }

  /// How many times its tokens plain lines may have to be worth a try.
  private static let mostShrinking = 6

  func choose(_ most: Int?, widely: Bool) -> Choice {
    let clusters = maker.clusters(widely: widely)
    let order = order(clusters)
    var drafts: [LineDraft] = []
    var sum = 0
    var long: [LineDraft] = []
    for (line, rank, rarity) in order {
      if let most, sum > most * LineChooser.mostShrinking { break }
      if let most, tooLong(clusters[line], most * LineChooser.mostShrinking) { continue }
      var draft = self.draft(clusters[line])
      draft.cost = count(plain(draft)) + 1
      draft.rank = rank
      draft.rarity = rarity
      // A line that would fill a quarter of the room gives way to shorter ones.
      if let most, draft.cost > most / 4, !draft.isMarked { long.append(draft) } else { drafts.append(draft) }
      sum += draft.cost
    }
    drafts += long
    var choice = fitted(drafts, most, isComplete: drafts.count == clusters.count)
    choice.lineCount = clusters.count
    choice.most = most
    return choice
  }

  /// Tells what is missing in a choice that was cut.
  func withAppendix(_ choice: Choice) -> Choice {
    guard choice.isCut, let most = choice.most else { return choice }
    var choice = choice
    let appendix = Appendix(
      columns, constant: plan.constant, sent: choice.drafts.flatMap { $0.rows.map { $0 - maker.firstRow } },
      room: most - count(choice.text.text), count)
    choice.appendix = appendix.text
    choice.indicatorsLost = appendix.lost
    return choice
  }

  private func draft(_ line: ArraySlice<Int32>) -> LineDraft {
    maker.draft(line, marked: marked, talking: talking)
  }

  func plain(_ draft: LineDraft) -> String {
    ([ReductionText.numbers(draft.rows), draft.time] + draft.cells + draft.decoded).joined(separator: "|")
  }

  /// About how many bytes a line takes: its distinct texts.
  private func length(_ line: ArraySlice<Int32>, _ shares: [(place: Int, shares: [Float])]) -> Float {
    var bytes: Float = 0
    for (place, shares) in shares {
      var last: Int32 = -1
      for fold in line {
        let number = columns[place].numbers[Int(maker.folds.firsts[Int(fold)])]
        if number != last { bytes += shares[Int(number)] }
        last = number
      }
    }
    return bytes
  }

  /// Whether the texts of a line are longer than any text of so many tokens can be.
  private func tooLong(_ line: ArraySlice<Int32>, _ most: Int) -> Bool {
    var bytes = 0
    for fold in line {
      let row = Int(maker.folds.firsts[Int(fold)])
      for place in plan.shown where !columns[place].holdsMoments { bytes += columns[place].pool.length(columns[place].numbers[row]) }
      if bytes > most * 16 { return true }
    }
    return false
  }

  /// Which lines first: marked ones, then those with something not yet said, the rarest before the common ones, then repeats.
  private func order(_ clusters: Grouping) -> [(line: Int, rank: Int, rarity: Int)] {
    let all = Array(0..<clusters.count)
    func isMarked(_ line: Int) -> Bool { !marked.isEmpty && maker.rows(of: clusters[line]).contains(where: marked.contains) }
    guard steps.contains(.rarest) else {
      return all.filter(isMarked).map { ($0, 0, 0) } + all.filter { !isMarked($0) }.map { ($0, 1, 0) }
    }
    // How often a distinct row of the line occurs, and how long the line is for each row it stands for.
    let sizes = all.map { line in clusters[line].reduce(0) { $0 + maker.folds[Int($1)].count } }
    let rarity = all.map { sizes[$0] / clusters[$0].count }
    let shares = plan.shown.filter { !columns[$0].holdsMoments }.map { (place: $0, shares: maker.shares(of: $0)) }
    let lengths = all.map { line in length(clusters[line], shares) / Float(sizes[line]) }
    let ranked = all.sorted { (rarity[$0], lengths[$0], $0) < (rarity[$1], lengths[$1], $1) }
    var said = columns.map { [Bool](repeating: false, count: $0.pool.count) }
    let texts = plan.shown.filter { !columns[$0].holdsMoments && !columns[$0].column.type.isNumeric }
    func bringsNews(_ line: Int) -> Bool {
      var isNew = false
      for fold in clusters[line] {
        let row = Int(maker.folds.firsts[Int(fold)])
        for place in texts {
          let number = Int(columns[place].numbers[row])
          if !said[place][number] {
            said[place][number] = true
            isNew = true
          }
        }
      }
      return isNew
    }
    let first = ranked.filter(isMarked)
    for line in first { _ = bringsNews(line) }
    let taken = Set(first)
    var news: [(line: Int, rank: Int, rarity: Int)] = []
    var repeats: [(line: Int, rank: Int, rarity: Int)] = []
    for line in ranked where !taken.contains(line) {
      if bringsNews(line) { news.append((line, 1, rarity[line])) } else { repeats.append((line, 2, rarity[line])) }
    }
    return first.map { ($0, 0, rarity[$0]) } + news + repeats
  }

  /// Lines at most for which it is worked out what each costs once it is abbreviated.
  private static let mostWeighed = 2_000

  /// The same lines in the order in which they are sent when room is short, by what they cost with all abbreviations.
  private func weighed(_ drafts: [LineDraft], _ text: ReductionText, _ most: Int) -> [LineDraft] {
    guard steps.contains(.rarest), drafts.count <= LineChooser.mostWeighed else { return drafts }
    let sent = drafts.indices.sorted { drafts[$0].rows[0] < drafts[$1].rows[0] }
    var costs = [Double](repeating: 0, count: drafts.count)
    for (place, share) in zip(sent, text.shares(count)) { costs[place] = share }
    func key(_ place: Int) -> (Int, Int, Double, Int) {
      let draft = drafts[place]
      // A line that would fill a quarter of the room gives way to shorter ones.
      let isLong = draft.rank > 0 && costs[place] > Double(most) / 4
      return (isLong ? 3 : draft.rank, draft.rarity, costs[place] / Double(draft.rows.count), place)
    }
    return drafts.indices.map(key).sorted(by: <).map { drafts[$0.3] }
  }

  private func fitted(_ drafts: [LineDraft], _ most: Int?, isComplete: Bool) -> Choice {
    let heading = heading()
    let tables = steps.contains(.combinations) ? Combinations(drafts, names: heading.names, count).tables : []
    func attempt(_ lines: ArraySlice<LineDraft>) -> (Choice, Int) {
      let sent = lines.sorted { $0.rows[0] < $1.rows[0] }
      var choice = Choice(text: ReductionText(sent, heading, tables: tables, steps: steps, count))
      choice.drafts = sent
      choice.tables = tables
      choice.heading = heading
      return (choice, count(choice.text.text))
    }
    let (whole, tokens) = attempt(drafts[...])
    guard let most, tokens > most || !isComplete else { return whole }
    let drafts = weighed(drafts, whole.text, most)
    let room = most
    var best = attempt(drafts.prefix(0))
    var low = 0
    var high = drafts.count + (tokens <= room ? 1 : 0)
    var next = tokens <= room ? drafts.count : min(drafts.count - 1, max(0, drafts.count * room / max(1, tokens)))
    while low < high {
      let (choice, tokens) = attempt(drafts.prefix(next))
      if tokens <= room {
        best = (choice, tokens)
        low = next + 1
        if room - tokens < room / 64 { break }
      } else {
        high = next
      }
      // As many lines as the room holds if all are as long as these; halfway where that is known to be wrong.
      let guess = next * room / max(1, tokens)
      next = guess >= low && guess < high ? guess : low + (high - low) / 2
      if high - low <= low / 64 { break }
    }
    fill(&best, with: drafts.dropFirst(best.0.drafts.count), room: room, attempt)
    best.0.isCut = true
    return best.0
  }

  /// Lines that are tried beyond the first one that does not fit.
  private static let mostTries = 24

  /// Puts in shorter lines from further behind while there is room.
  private func fill(
    _ best: inout (Choice, Int), with rest: ArraySlice<LineDraft>, room: Int, _ attempt: (ArraySlice<LineDraft>) -> (Choice, Int)
  ) {
    guard best.0.drafts.count < 1_000 else { return }
    var tries = 0
    for draft in rest where tries < LineChooser.mostTries && best.1 + 8 < room {
      // What a line costs plain may be far more than what it adds, but not a hundred times.
      guard draft.cost / 100 < room - best.1 else { continue }
      tries += 1
      let (choice, tokens) = attempt(ArraySlice(best.0.drafts + [draft]))
      if tokens <= room { best = (choice, tokens) }
    }
  }

  private func heading() -> ReductionText.Heading {
    func names(_ places: [Int]) -> String { places.map { SafeCell.name(columns[$0].column.name) }.joined(separator: "|") }
    var heading = ReductionText.Heading(hasTime: plan.time != nil && plan.constantTime == nil)
    heading.names = plan.shown.map { SafeCell.name(columns[$0].column.name) }
    if steps.contains(.times), heading.hasTime || plan.shown.contains(where: { columns[$0].holdsMoments }) {
      heading.remarks.append("times: seconds after \(maker.base.text(decimals: 0))")
    }
    var same = plan.constantTime.map { ["\(plan.time.map { SafeCell.name(columns[$0].column.name) } ?? "time")=\($0)"] } ?? []
    var beside: [String] = []
    for place in plan.constant {
      let name = SafeCell.name(columns[place].column.name)
      let text = columns[place].text(0)
      let found = columns[place].holdsMoments ? nil : DecodedWriting.written(text, replaces: steps.contains(.decoding))
      same.append("\(name)=\(found?.text ?? SafeCell.written(text))")
      beside += found?.beside.map { "\(name) (decoded)=\($0)" } ?? []
    }
    if !same.isEmpty { heading.remarks.append("same in every row: " + (same + beside).joined(separator: "|")) }
    if !plan.empty.isEmpty { heading.remarks.append("empty in every row: \(names(plan.empty))") }
    if !plan.twins.isEmpty {
      let pairs = plan.twins.map { "\(names([$0.column]))=\($0.of == plan.time && plan.constantTime == nil ? "§time" : names([$0.of]))" }
      heading.remarks.append("equal in every row: " + pairs.joined(separator: "|"))
    }
    if !plan.recordIDs.isEmpty { heading.remarks.append("not shown, the row number stands for it: \(names(plan.recordIDs))") }
    return heading
  }
}
