import Casefile
package import HuntPipeline
import KQL
import Locking
import MicrosoftData

extension StoreBackend {
  /// Process starts that a tree is made of at most.
  package static let mostProcesses = 1000
  private static let bars = 40

  /// Reads every table's rows of one entity. `progress` hears the table that is read, how many were and how many there are.
  ///
  /// A table that cannot be read is told in the page's notes. Cancelling the task ends it at the next batch.
  package func dossier(
    of question: EntityQuestion, progress: @Sendable (_ table: String, _ done: Int, _ count: Int) -> Void = { _, _, _ in }
  ) async throws -> EntityDossier {
    var dossier = EntityDossier(question)
    let matches = try await schemas().compactMap { EntityMatch(question.subject, in: $0) }
    var found: [Sightings] = []
    for (place, match) in matches.enumerated() {
      try Task.checkCancellation()
      progress(match.schema.name, place, matches.count)
      guard match.time != nil else {
        dossier.page.notes.append("\(match.schema.name) has no times and is left out.")
        continue
      }
      do {
        let seen = try await sightings(of: question, in: match)
        if seen.total > 0 { found.append(seen) }
        if seen.times.isEmpty { continue }
        dossier.rows += try await rows(of: question, in: match)
        if dossier.rows.count > EntityDossier.mostRows * 2 { dossier.keepNewest() }
      } catch let problem as Problem {
        dossier.page.notes.append("\(match.schema.name) could not be read: \(problem.cause ?? problem.summary)")
      }
    }
    dossier.keepNewest()
    dossier.page.take(found, question, bars: StoreBackend.bars)
    dossier.page.kept = dossier.rows.count
    try await readTree(question, matches, &dossier.page)
    return dossier
  }

  /// When rows of one table are about the entity, and who else is in them.
  struct Sightings: Sendable {
    let table: String
    var times: [Int64] = []
    var total = 0
    var first = Int64.max
    var last = Int64.min
    var hosts: Set<String> = []
    var users: Set<String> = []
  }

  private func sightings(of question: EntityQuestion, in match: EntityMatch) async throws -> Sightings {
    guard let time = match.time else { return Sightings(table: match.schema.name) }
    let names = [match.host, match.user].compactMap { $0 }
    let wanted = KQLFragment.joined(([time] + names).map { "\(name: $0)" }, by: ", ")
    let query: KQLFragment = "\(name: match.schema.name) | where \(match.condition) | project \(wanted)"
    let range = question.window.range(around: question.moment)
    let found = Locked(Sightings(table: match.schema.name))
    let hostPlace = match.host == nil ? nil : 1
    let userPlace = match.user == nil ? nil : names.count
    _ = try await run(text: query.text) { batch in
      try Task.checkCancellation()
      found.withLock { found in
        for row in batch.rows {
          guard case .datetime(let moment) = row[0] else { continue }
          found.total += 1
          found.first = min(found.first, moment.ticks)
          found.last = max(found.last, moment.ticks)
          guard range.map({ $0.from <= moment && moment < $0.to }) ?? true else { continue }
          found.times.append(moment.ticks)
          if let place = hostPlace { found.hosts.insert(HostName(row[place].text).short) }
          if let place = userPlace { found.users.insert(AccountName(row[place].text).account) }
        }
      }
    }
    return found.withLock { $0 }
  }

  private func rows(of question: EntityQuestion, in match: EntityMatch) async throws -> [EntityDossier.Row] {
    guard let time = match.time else { return [] }
    let within = StoreBackend.within(question, time)
    let query: KQLFragment =
      "\(name: match.schema.name)\(within) | where \(match.condition) | top \(EntityDossier.mostRows) by \(name: time) desc"
    let found = Locked<[EntityDossier.Row]>([])
    let shown = match.profile.fields.filter { $0 != time && !match.columns.prefix(1).contains($0) }
    let table = match.schema.name
    _ = try await run(text: query.text) { batch in
      try Task.checkCancellation()
      let places = shown.compactMap { name in batch.columns.firstIndex { $0.name == name } }
      guard let timePlace = batch.columns.firstIndex(where: { $0.name == time }) else { return }
      let rows = batch.rows.compactMap { cells -> EntityDossier.Row? in
        guard case .datetime(let moment) = cells[timePlace] else { return nil }
        let text = StoreBackend.line(places.map { cells[$0] })
        return EntityDossier.Row(line: EntityRow(time: moment, table: table, text: text), columns: batch.columns, cells: cells)
      }
      found.withLock { $0 += rows }
    }
    return found.withLock { $0 }
  }

  static func within(_ question: EntityQuestion, _ time: String) -> KQLFragment {
    guard let range = question.window.range(around: question.moment) else { return "" }
    return " | where \(name: time) >= \(range.from) and \(name: time) < \(range.to)"
  }

  /// What a row says, each value once, in one line.
  private static func line(_ cells: [Value]) -> String {
    var said: [String] = []
    var length = 0
    for cell in cells where !cell.isEmpty && length < 300 {
      let text = String(cell.text.unicodeScalars.prefix(200).map { $0.value < 32 ? " " : Character($0) })
      guard !said.contains(text) else { continue }
      said.append(text)
      length += text.count + 3
    }
    return String(said.joined(separator: " · ").prefix(300))
  }
}

extension EntityDossier {
  fileprivate mutating func keepNewest() {
    rows.sort { ($0.line.time, $1.line.table) > ($1.line.time, $0.line.table) }
    if rows.count > EntityDossier.mostRows { rows.removeSubrange(EntityDossier.mostRows...) }
  }
}

extension EntityPage {
  /// Puts the tables on one time axis: the window's, or from the first to the last row.
  fileprivate mutating func take(_ sightings: [StoreBackend.Sightings], _ question: EntityQuestion, bars: Int) {
    guard let first = sightings.map(\.first).min(), let last = sightings.map(\.last).max() else { return }
    firstSeen = DateTime(ticks: first)
    lastSeen = DateTime(ticks: last)
    let axis =
      question.window.range(around: question.moment)
      ?? TimeRange(from: DateTime(ticks: first), to: DateTime(ticks: last) + .seconds(1))
    self.axis = axis
    let length = Double(max(1, axis.length.ticks))
    tables = sightings.map { seen in
      var counts = [Int](repeating: 0, count: bars)
      for time in seen.times {
        let place = Double(time - axis.from.ticks) / length * Double(bars)
        counts[min(bars - 1, max(0, Int(place)))] += 1
      }
      return Table(name: seen.table, count: seen.times.count, total: seen.total, bars: counts)
    }
    .sorted { ($0.count, $0.total, $1.name) > ($1.count, $1.total, $0.name) }
    count = tables.reduce(0) { $0 + $1.count }
    var others = (hosts: Set<String>(), users: Set<String>())
    for seen in sightings {
      others.hosts.formUnion(seen.hosts)
      others.users.formUnion(seen.users)
    }
    others.hosts.subtract(question.subject.kind == .host ? ["", HostName(question.subject.name).short] : [""])
    others.users.subtract(question.subject.kind == .user ? ["", AccountName(question.subject.name).account] : [""])
    hosts = others.hosts.count
    users = others.users.count
  }
}
