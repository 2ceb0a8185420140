package import AttackCatalogue
internal import Casefile
internal import HuntPipeline

/// One technique of the matrix as this hunt and the alerts shown name it.
package struct MatrixCell: Equatable, Sendable {
  package var id: String
  package var name: String
  package var findings: Int
  package var alerts: Int
  package var count: Int { findings + alerts }
}

/// One tactic with what was seen of it, most frequent first.
package struct MatrixColumn: Equatable, Sendable {
  package var tactic: AttackTactic
  package var cells: [MatrixCell]
  package var count: Int { cells.reduce(0) { $0 + $1.count } }
}

extension Model {
  /// Where a tactic stands in the matrix; what is no tactic stands last.
  static func tacticRank(_ name: String) -> Int {
    let matrix = AttackMatrix.enterprise
    guard let tactic = matrix.tactics(named: name).first else { return matrix.tactics.count }
    return matrix.tactics.firstIndex { $0.shortName == tactic.shortName } ?? matrix.tactics.count
  }

  /// The tactics that anything was seen of, in the order of the matrix. Sub-techniques count for their technique.
  package var matrixColumns: [MatrixColumn] {
    let matrix = AttackMatrix.enterprise
    var counts: [String: (tactic: String, findings: Int, alerts: Int)] = [:]
    for finding in hunt?.findings ?? [] {
      guard let technique = matrix.technique(id: finding.mitre.id) else { continue }
      let id = technique.parent ?? technique.id
      let tactic = matrix.tactics(named: finding.mitre.tactic).first?.shortName ?? technique.tactics.first ?? ""
      counts[id, default: (tactic, 0, 0)].findings += 1
    }
    for (claimed, count) in self.matrix.alertCounts {
      guard let technique = matrix.technique(id: claimed) else { continue }
      let id = technique.parent ?? technique.id
      counts[id, default: (technique.tactics.first ?? "", 0, 0)].alerts += count
    }
    return matrix.tactics.compactMap { tactic in
      let cells = counts.filter { $0.value.tactic == tactic.shortName }.map { id, value in
        MatrixCell(id: id, name: matrix.technique(id: id)?.name ?? "", findings: value.findings, alerts: value.alerts)
      }
      let sorted = cells.sorted { ($1.count, $0.id) < ($0.count, $1.id) }
      return cells.isEmpty ? nil : MatrixColumn(tactic: tactic, cells: sorted)
    }
  }

  package var techniqueUnderCursor: MatrixCell? {
    let columns = matrixColumns
    guard columns.indices.contains(matrix.column), columns[matrix.column].cells.indices.contains(matrix.line) else { return nil }
    return columns[matrix.column].cells[matrix.line]
  }

  mutating func moveInMatrix(_ command: Command) {
    matrix.wanted = nil
    matrix.outing = nil
    switch command {
    case .moveLeft: matrix.column -= 1
    case .moveRight: matrix.column += 1
    default: matrix.line = moved(matrix.line, count: 10_000, page: 5, command)
    }
  }

  mutating func techniquesCounted(_ counts: [String: Int], of listing: AlertListing) {
    guard listing == alerts.listing.flat else { return }
    matrix.alertCounts = counts
    guard matrix.outing == nil, let wanted = matrix.wanted else { return }
    matrix.wanted = nil
    for (column, cells) in matrixColumns.map(\.cells).enumerated() {
      guard let line = cells.firstIndex(where: { $0.id == wanted }) else { continue }
      (matrix.column, matrix.line) = (column, line)
    }
  }

  /// Counts of another list would be taken for this one's.
  mutating func techniquesNotCounted(_ listing: AlertListing) {
    guard listing == alerts.listing.flat else { return }
    matrix.alertCounts = [:]
    matrix.wanted = nil
  }

  mutating func settleMatrix() {
    // Who came back by another road is on no outing any more.
    if focus == .matrix { matrix.outing = nil }
    // On an outing fewer techniques are counted; the cursor is not to move for that.
    guard matrix.outing == nil, matrix.wanted == nil else { return }
    guard tab == .matrix || matrix.column != 0 || matrix.line != 0 else { return }
    let columns = matrixColumns
    matrix.column = min(max(0, matrix.column), max(0, columns.count - 1))
    let lines = columns.indices.contains(matrix.column) ? columns[matrix.column].cells.count : 0
    matrix.line = min(max(0, matrix.line), max(0, lines - 1))
  }

  /// Findings of the technique under the cursor or of its sub-techniques.
  package func findingPlaces(of cell: MatrixCell) -> [Int] {
    (hunt?.findings ?? []).indices.filter { index in
      let id = hunt?.findings[index].mitre.id ?? ""
      return id == cell.id || id.hasPrefix(cell.id + ".")
    }
  }

  /// Shows the findings of the technique, or its alerts where it has none; what is shown then, and the way back, is said.
  mutating func openTechnique() -> [Effect] {
    guard let cell = techniqueUnderCursor else { return [] }
    let places = findingPlaces(of: cell)
    if let place = places.first {
      // One card is found by the cursor; of several, the others would stand between them.
      let isFiltered = places.count > 1 && places.count < hunt?.findings.count ?? 0
      if isFiltered { findings.filter = "technique:" + cell.id }
      select(finding: place)
      let effects = focus(on: .findings)
      say(Wording.techniqueFindings(cell, back: isFiltered ? keys.label(of: .back) : nil), .note)
      return effects
    }
    let before = AlertsState.Before(filter: alerts.listing.filter, id: alerts.lineUnderCursor?.name)
    let filter = FilterWords.setting("technique:" + cell.id, in: alerts.listing.filter)
    let wasZoomed = isZoomed
    let effects = focus(on: .alerts) + list { $0.filter = filter }
    matrix.outing = MatrixState.Outing(filter: filter, before: before, isZoomed: wasZoomed, technique: cell.id)
    say(Wording.techniqueAlerts(cell, back: keys.label(of: .back)), .note)
    return effects
  }

  /// Esc in the alerts of a technique: the list as it was, and the matrix; nil where one is not there.
  mutating func comeBackToMatrix() -> [Effect]? {
    guard focus == .alerts, let outing = matrix.outing else { return nil }
    matrix.outing = nil
    guard alerts.listing.filter == outing.filter else { return nil }
    let effects = list(filter: outing.before.filter, keeping: outing.before.id)
    isZoomed = outing.isZoomed
    matrix.wanted = outing.technique
    return effects + focus(on: .matrix)
  }
}
