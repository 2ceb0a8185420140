package import Casefile
internal import Glibc
internal import HuntPipeline
internal import Locking
package import Workbench

/// The rows of a story, sorted, filtered and counted in memory; simpler than the store, which has tests of its own.
package struct DeskRows: Sendable {
  /// How values read, remembered, since most stories have the same rows.
  private static let texts = Locked<[Value: [ContiguousArray<CChar>]]>([:])

  let rows: [[Value]]

  package init(rows: [[Value]]) { self.rows = rows }

  /// The message that answers an effect about rows.
  package func answer(_ effect: Effect) -> Message? {
    switch effect {
    case .loadRows(let view, let range):
      let page = numbers(view).dropFirst(range.lowerBound).prefix(range.count).map { place in
        NumberedRow(number: place + 1, cells: rows[place], decoded: DecodedCell.all(in: rows[place], of: DeskSample.columns))
      }
      return .rowsArrived(view, start: range.lowerBound, rows: Array(page))
    case .loadWholeRow(let resultSet, let number):
      guard rows.indices.contains(number - 1) else { return .wholeRowArrived(resultSet, nil) }
      let cells = rows[number - 1]
      return .wholeRowArrived(
        resultSet, NumberedRow(number: number, cells: cells, decoded: DecodedCell.all(in: cells, of: DeskSample.columns)))
    case .orderRows(let view):
      return .rowsOrdered(view, RowOrderProgress(looked: view.rowCount, matching: numbers(view).count, isComplete: true))
    case .findRow(let view, let row): return .rowFound(view, row: row, place: numbers(view).firstIndex(of: row - 1))
    case .countValues(let view, let column): return .valuesCounted(view, column: column, frequency(view, column))
    default: return nil
    }
  }

  private func numbers(_ view: RowView) -> [Int] {
    let filter = RowFilter(view.filter, columns: DeskSample.columns)
    let found = DeskRows.texts.withLock { texts in
      rows.indices.prefix(view.rowCount).filter { place in
        filter.terms.allSatisfy { holds($0, rows[place], &texts) != $0.isInverse }
      }
    }
    guard let sort = view.sort else { return found }
    let keys = rows.map { $0[sort.column].text }
    return found.sorted { keys[$0] == keys[$1] ? $0 < $1 : (keys[$0] < keys[$1]) != sort.isDescending }
  }

  private func holds(_ term: RowFilter.Term, _ cells: [Value], _ texts: inout [Value: [ContiguousArray<CChar>]]) -> Bool {
    for cell in term.column.map({ [cells[$0]] }) ?? cells {
      let found: Bool
      switch term.test {
      case .contains(let text), .matches(let text):
        let known = texts[cell] ?? ([cell.text] + cell.decodedLines).map { $0.lowercased().utf8CString }
        if texts[cell] == nil { texts[cell] = known }
        let wanted = text.lowercased()
        found = known.contains { $0.withUnsafeBufferPointer { $0.baseAddress.map { strstr($0, wanted) != nil } ?? false } }
      case .equals(let text): found = cell.text.lowercased() == text.lowercased()
      case .compares(_, let text): found = (Double(cell.text) ?? 0) > (Double(text) ?? 0)
      }
      if found { return true }
    }
    return false
  }

  private func frequency(_ view: RowView, _ column: Int) -> ColumnFrequency {
    let values = numbers(view).map { rows[$0][column] }
    let counts = values.reduce(into: [Value: Int]()) { $0[$1, default: 0] += 1 }
    let lines = counts.map { ColumnFrequency.Line(value: $0, count: $1) }.sorted { ($1.count, $0.value.text) < ($0.count, $1.value.text) }
    return ColumnFrequency(rows: values.count, nulls: 0, lines: Array(lines.prefix(2000)), distinct: lines.count)
  }
}
