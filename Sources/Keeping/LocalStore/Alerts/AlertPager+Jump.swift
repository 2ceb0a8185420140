import Casefile
import GRDB
import HuntPipeline

extension AlertPager {
  /// Where a walk along the lines ends, within this one look at the store.
  func place(of walk: AlertJumpWalk, _ isForward: Bool) throws -> Int? {
    guard walk.start >= 0 else { return nil }
    return isGrouped ? try placeInGroups(of: walk, isForward) : try placeInLines(of: walk, isForward)
  }

  private func placeInLines(of walk: AlertJumpWalk, _ isForward: Bool) throws -> Int? {
    let matches = try self.matches()
    guard walk.start < matches.count else { return nil }
    let facts = try AlertFacts(database)
    defer { facts.close() }
    var walk = walk
    if let rows = matches.rows, rows.count <= AlertScan.mostCandidates {
      let ordered = try self.ordered(rows)
      for at in isForward ? Array(walk.start..<ordered.count) : (0...walk.start).reversed() {
        guard try facts.look(ordered[at], at: at, &walk) else { break }
      }
      return walk.found
    }
    // From the end that the walk goes away from; what is passed over is not looked at.
    var toPass = isForward ? walk.start : matches.count - 1 - walk.start
    let skipped = matches.rows == nil ? toPass : 0
    toPass -= skipped
    let sql = AlertOrder(listing, isBackwards: !isForward).rows + " LIMIT -1 OFFSET ?"
    let rows = try RawRows(database, sql, [ends.from, ends.to, skipped])
    defer { rows.close() }
    var at = walk.start
    while try rows.next() {
      let row = rows.integer(0)
      guard matches.rows?.contains(row) ?? true else { continue }
      if toPass > 0 {
        toPass -= 1
        continue
      }
      guard try facts.look(row, at: at, &walk) else { break }
      at += isForward ? 1 : -1
    }
    return walk.found
  }

  /// Groups are as grave as the gravest and as new as the newest of them; what is unfolded below one is looked at by itself.
  private func placeInGroups(of walk: AlertJumpWalk, _ isForward: Bool) throws -> Int? {
    let groups = try self.groups().groups
    var place = 0
    let heads = groups.map { group in
      defer { place += 1 + (listing.unfolded.contains(group.key) ? group.count : 0) }
      return place
    }
    let facts = try AlertFacts(database)
    defer { facts.close() }
    var walk = walk
    func looksAtHead(_ number: Int) -> Bool {
      walk.looks(at: heads[number], AlertCoding.severity(groups[number].severity), DateTime(ticks: groups[number].newest))
    }
    func looksAtMembers(_ number: Int) throws -> Bool {
      let (head, group) = (heads[number], groups[number])
      guard listing.unfolded.contains(group.key) else { return true }
      let places = head + 1..<head + 1 + group.count
      let wanted = places.clamped(to: isForward ? max(0, walk.start)..<Int.max : 0..<walk.start + 1)
      guard !wanted.isEmpty else { return true }
      let rows = try members(of: group.key, (wanted.lowerBound - places.lowerBound)..<(wanted.upperBound - places.lowerBound))
      let lines = Array(zip(wanted, rows))
      for (at, row) in isForward ? lines : lines.reversed() {
        guard try facts.look(row, at: at, &walk) else { return false }
      }
      return true
    }
    for number in isForward ? Array(groups.indices) : groups.indices.reversed() {
      if isForward {
        if heads[number] >= walk.start, !looksAtHead(number) { break }
        guard try looksAtMembers(number) else { break }
      } else if heads[number] <= walk.start {
        guard try looksAtMembers(number), looksAtHead(number) else { break }
      }
    }
    return walk.found
  }
}

/// What a walk is told of an alert, read by its number.
private struct AlertFacts {
  private let rows: RawRows

  init(_ database: Database) throws {
    rows = try RawRows(database, "SELECT severity, created FROM alert_lines WHERE row_id = ?", [0])
  }

  func close() { rows.close() }

  /// Looks at one alert; false when no more have to be looked at.
  func look(_ row: Int64, at place: Int, _ walk: inout AlertJumpWalk) throws -> Bool {
    rows.restart(row)
    guard try rows.next() else { return true }
    return walk.looks(at: place, AlertCoding.severity(Int(rows.integer(0))), DateTime(ticks: rows.integer(1)))
  }
}
