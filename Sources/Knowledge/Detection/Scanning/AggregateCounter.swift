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
    var evidence = RowWitness.Evidence()
    var witnesses = 0
  }

  /// Beyond these nothing more is counted; both are far above any threshold a rule names.
  private static let mostGroups = 50_000
  private static let mostEntries = 20_000
  private static let mostWitnesses = 3

  private let aggregate: SigmaAggregate
  private let groupSources: [(field: String, source: Int?)]
  private let distinctSource: Int?
  private var groups: [String: Group] = [:]

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
    let isWanted = group.witnesses < AggregateCounter.mostWitnesses || (seen.isThen && group.thens.count == 1)
    if isWanted { group.witnesses += 1 }
    groups[key] = group
    return isWanted ? key : nil
  }

  /// Keeps what a row of the group shows.
  mutating func keep(_ more: RowWitness.Evidence, for key: String) {
    guard var group = groups.removeValue(forKey: key) else { return }
    group.evidence.quotes += more.quotes
    group.evidence.entities += more.entities.filter { !group.evidence.entities.contains($0) }
    group.evidence.indicators += more.indicators.filter { !group.evidence.indicators.contains($0) }
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
        found.append(Found(group: group.label, rows: rows, evidence: group.evidence))
      }
      place = last + 1
      first = place
      distinct.removeAll()
    }
    return found
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
