/// Counts the rows of each group for one rule; looks for windows when all rows are in.
struct AggregateCounter {
  struct Found {
    var group: String
    var rows: [Int]
    var evidence: RowWitness.Evidence
  }

  private struct Entry {
    let ticks: Int64
    let row: Int
    let distinct: String
  }

  private struct Group {
    var label: String
    var hits: [Entry] = []
    var thens: [Entry] = []
    /// What some of its rows show.
    var witnesses: [(row: Int, evidence: RowWitness.Evidence)] = []
    var wanted = 0
  }

  /// Beyond these nothing more is counted; both are far above any threshold a rule names.
  private static let mostGroups = 50_000
  private static let mostEntries = 20_000
  /// Rows of a group that are looked at for what they show, while few are in all; a later burst wants its own.
  private static let mostWitnesses = 24
  private static let fewWitnesses = 3
  private static let mostInAll = 100_000
  /// Rows of which a burst tells what they show.
  private static let mostTold = 3

  private let aggregate: SigmaAggregate
  private let groupSources: [(field: String, source: Int?)]
  private let distinctSource: Int?
  private var groups: [String: Group] = [:]
  private var witnessesInAll = 0

  init(_ aggregate: SigmaAggregate, compiler: RuleCompiler) {
    self.aggregate = aggregate
    groupSources = aggregate.groupBy.map { ($0, compiler.source(of: $0)) }
    distinctSource = aggregate.distinct.flatMap { compiler.source(of: $0.field) }
  }

  /// A row that counts: when it was, and as what.
  struct Seen {
    let row: Int
    let ticks: Int64
    let isHit: Bool
    let isThen: Bool
  }

  /// Counts a row and gives its group's key when more evidence of that group is wanted.
  ///
  /// Rows without a value in a grouping field belong to no group.
  mutating func add(_ seen: Seen, context: RowContext) -> String? {
    var values: [String] = []
    for (_, source) in groupSources {
      guard let text = source.flatMap({ context.cell(of: $0) })?.text, text != "-" else { return nil }
      values.append(text)
    }
    let key = values.map { $0.lowercased() }.joined(separator: "\u{1F}")
    guard groups[key] != nil || groups.count < AggregateCounter.mostGroups else { return nil }
    let label = zip(groupSources, values).map { "\($0.field) = \($1)" }.joined(separator: ", ")
    let distinct = distinctSource.flatMap { context.cell(of: $0) }?.text.lowercased() ?? ""
    let entry = Entry(ticks: seen.ticks, row: seen.row, distinct: distinct)
    var group = groups.removeValue(forKey: key) ?? Group(label: label)
    if seen.isHit, group.hits.count < AggregateCounter.mostEntries { group.hits.append(entry) }
    if seen.isThen, group.thens.count < AggregateCounter.mostEntries { group.thens.append(entry) }
    let most = witnessesInAll < AggregateCounter.mostInAll ? AggregateCounter.mostWitnesses : AggregateCounter.fewWitnesses
    let isWanted = group.wanted < most || (seen.isThen && group.thens.count == 1)
    if isWanted {
      group.wanted += 1
      witnessesInAll += 1
    }
    groups[key] = group
    return isWanted ? key : nil
  }

  /// Keeps what a row of the group shows.
  mutating func keep(_ evidence: RowWitness.Evidence, of row: Int, for key: String) {
    guard var group = groups.removeValue(forKey: key) else { return }
    group.witnesses.append((row, evidence))
    groups[key] = group
  }

  /// One match for each burst of a group that reaches what the rule asks, ordered by first row.
  func matches() -> [Found] {
    groups.values.flatMap { bursts(in: $0) }.sorted { ($0.rows.first ?? 0, $0.group) < ($1.rows.first ?? 0, $1.group) }
  }

  private func bursts(in group: Group) -> [Found] {
    let hits = group.hits.sorted { ($0.ticks, $0.row) < ($1.ticks, $1.row) }
    var found: [Found] = []
    var first = 0
    var distinct: [String: Int] = [:]
    var place = 0
    while place < hits.count {
      distinct[hits[place].distinct, default: 0] += 1
      while hits[place].ticks - hits[first].ticks > aggregate.within {
        AggregateCounter.remove(hits[first].distinct, from: &distinct)
        first += 1
      }
      guard place - first + 1 >= aggregate.count, distinct.count >= aggregate.distinct?.count ?? 1 else {
        place += 1
        continue
      }
      var last = place
      while last + 1 < hits.count, hits[last + 1].ticks - hits[last].ticks <= aggregate.within { last += 1 }
      if let rows = rows(hits[first...last], reachedAt: hits[place].ticks, lastAt: hits[last].ticks, group) {
        found.append(AggregateCounter.found(rows, in: group))
      }
      place = last + 1
      first = place
      distinct.removeAll()
    }
    return found
  }

  /// The burst with what its own rows show; where none of them was looked at, the rows of the group that were are named too.
  private static func found(_ rows: [Int], in group: Group) -> Found {
    let own = Set(rows)
    let inside = group.witnesses.filter { own.contains($0.row) }
    let all = inside.isEmpty ? group.witnesses : inside
    // The row that follows a burst comes last.
    let chosen = all.prefix(mostTold) + all.dropFirst(mostTold).suffix(1)
    var evidence = RowWitness.Evidence()
    for witness in chosen.map(\.evidence) {
      evidence.quotes += witness.quotes
      evidence.entities += witness.entities.filter { !evidence.entities.contains($0) }
      evidence.indicators += witness.indicators.filter { !evidence.indicators.contains($0) }
    }
    let named = inside.isEmpty ? own.union(chosen.map(\.row)).sorted() : rows
    return Found(group: group.label, rows: named, evidence: evidence)
  }

  /// The burst's rows and the one that follows, when one must; nil when none does.
  private func rows(_ hits: ArraySlice<Entry>, reachedAt: Int64, lastAt: Int64, _ group: Group) -> [Int]? {
    var rows = hits.prefix(1_000).map(\.row)
    if aggregate.then != nil {
      let following = group.thens.filter { $0.ticks >= reachedAt && $0.ticks - lastAt <= aggregate.within }
      guard let next = following.min(by: { $0.ticks < $1.ticks }) else { return nil }
      rows.append(next.row)
    }
    return Array(Set(rows)).sorted()
  }

  private static func remove(_ value: String, from distinct: inout [String: Int]) {
    guard let count = distinct[value] else { return }
    distinct[value] = count == 1 ? nil : count - 1
  }
}
