import Casefile
import KQL

/// A query as it would run, and what was put to its text.
struct Windowing: Sendable {
  var query: KQLQuery
  var bound: BoundQuery
  /// In words, for the analyst.
  var additions: [String] = []
  /// Tables with a time column that no window could be put to.
  var left: [String] = []
}

extension Guardrails {
  /// The query with a window for every reading of a table that has none of its own: the range asked beside the text, else the time of the
  /// query's other tables, else the policy's default. Where the query's own beginning is known only when it runs, the longest range
  /// allowed bounds it.
  func windowed(_ query: KQLQuery, _ bound: BoundQuery, range: TimeRange?) -> Windowing {
    let plain = Windowing(query: query, bound: bound)
    let errors = bound.errorCount
    guard query.isWellFormed else { return plain }
    let usual = usualWindow(bound)
    func wanted(_ window: ReadWindow) -> AddedWindow? {
      if let range {
        let isInside = window.from.map { $0 >= range.from } == true && window.to.map { $0 <= range.to } == true
        return isInside ? nil : AddedWindow(from: range.from, to: range.to)
      }
      if window.isOpen, !usual.isOfOthers, let extent = extents[window.table] { return whole(extent, until: window.to) }
      if window.isOpen, let end = window.to, end < usual.window.from {
        // The query asks for what lies before: the default window would leave nothing of it.
        return AddedWindow(from: end - min(policy.defaultRange, policy.maxRange), to: end)
      }
      if window.isOpen { return usual.window }
      return window.from == nil ? AddedWindow(from: now - policy.maxRange) : nil
    }
    let windowed = query.windowed(in: bound, wanted)
    guard !windowed.added.isEmpty || !windowed.left.isEmpty else { return plain }
    let rebound = self.bound(windowed.query)
    guard windowed.query.isWellFormed, rebound.errorCount <= errors else {
      return Windowing(
        query: query, bound: bound, left: Set(bound.windows.filter { wanted($0) != nil && extents[$0.table] == nil }.map(\.table)).sorted())
    }
    let open = rebound.windows.filter { $0.from == nil && extents[$0.table] == nil }.map(\.table)
    return Windowing(
      query: windowed.query, bound: rebound, additions: words(windowed.added, asked: range, usual),
      left: Set(windowed.left + open).sorted())
  }

  /// All rows of a table that lies here, up to the end the query names; nothing to add where a row has no time.
  private func whole(_ extent: TableExtent, until end: DateTime?) -> AddedWindow? {
    guard let range = extent.range else { return nil }
    let to = end.map { min($0, range.to) } ?? range.to
    return AddedWindow(from: min(range.from, to - .seconds(1)), to: to)
  }

  /// What a reading without a window gets. Tables that meet should cover the same time: a month of mails is not joined with a day of links.
  private func usualWindow(_ bound: BoundQuery) -> (window: AddedWindow, isOfOthers: Bool) {
    let length = min(policy.defaultRange, policy.maxRange)
    let plain = AddedWindow(from: now - length, to: now)
    let others = bound.windows.filter { $0.from != nil }
    guard let from = others.compactMap(\.from).min(), let to = others.map({ min($0.to ?? now, now) }).max(), from < to else {
      return (plain, false)
    }
    let earliest = to > plain.from ? min(from, plain.from) : from
    let window = AddedWindow(from: max(earliest, to - policy.maxRange), to: to)
    return window == plain ? (plain, false) : (window, true)
  }

  private func words(
    _ added: [String: AddedWindow], asked: TimeRange?, _ usual: (window: AddedWindow, isOfOthers: Bool)
  ) -> [String] {
    let length = min(policy.defaultRange, policy.maxRange)
    let groups = Dictionary(grouping: added.keys.sorted()) { table in
      added[table] == usual.window ? 0 : added[table]?.to == nil ? 1 : added[table]?.to == extents[table]?.range?.to ? 3 : 2
    }
    let wholes = (groups[3] ?? []).map { table in
      let range = extents[table]?.range
      return
        "\(table): all its rows, \(range?.from.text(decimals: 0) ?? "") to \(range?.to.text(decimals: 0) ?? ""), because the query gives no time."
    }
    return wholes
      + groups.filter { $0.key != 3 }.sorted { $0.key < $1.key }.map { kind, tables in
        let names = tables.joined(separator: ", ")
        let from = (tables.first.flatMap { added[$0]?.from } ?? now).text(decimals: 0)
        let to = (tables.first.flatMap { added[$0]?.to } ?? now).text(decimals: 0)
        if asked != nil { return "\(names): only \(from) to \(to), the range asked beside the text." }
        switch kind {
        case 0 where usual.isOfOthers: return "\(names): only \(from) to \(to), the time of the query's other tables."
        case 0: return "\(names): only the last \(length.words), \(from) to \(to), because the query gives no time."
        case 1: return "\(names): nothing before \(from), because the query's own beginning is known only when it runs."
        default: return "\(names): only \(from) to \(to), because the query gives no beginning."
        }
      }
  }
}

extension BoundQuery {
  var errorCount: Int { diagnostics.count { $0.severity == .error } }

  /// From the first moment that any reading asks for to the last; nil when one is open or nothing has a time.
  func range(now: DateTime) -> TimeRange? {
    let windows = windows
    guard !windows.isEmpty, !windows.contains(where: { $0.from == nil }) else { return nil }
    guard let from = windows.compactMap(\.from).min(), let to = windows.map({ $0.to ?? now }).max(), from < to else { return nil }
    return TimeRange(from: from, to: to)
  }
}

extension TimeSpan {
  /// "24 hours", "7 days", "90 minutes".
  var words: String {
    let days = (totalSeconds / 8640).rounded() / 10
    if days >= 2 { return "\(TimeSpan.figure(days)) days" }
    for (length, name) in [(3600.0, "hours"), (60, "minutes")] where totalSeconds >= 2 * length {
      return "\(TimeSpan.figure((totalSeconds / length * 10).rounded() / 10)) \(name)"
    }
    return "\(TimeSpan.figure(totalSeconds.rounded())) seconds"
  }

  private static func figure(_ number: Double) -> String {
    number == number.rounded() && number.magnitude < 1e15 ? "\(Int(number))" : JSONValue.text(of: number)
  }
}
