/// A piece of a result as it arrives: the columns, and some rows of cells in that order.
package struct RowBatch: Equatable, Sendable {
  package var columns: [Column]
  /// Each row has exactly `columns.count` cells.
  package var rows: [[Value]]

  package init(columns: [Column], rows: [[Value]]) {
    self.columns = columns
    self.rows = rows
  }
}

extension RowBatch {
  /// Column names made unique as Kusto does it: the second `Name` becomes `Name1`, the third `Name2`.
  package static func uniqueNames(_ names: [String]) -> [String] {
    var taken = Set<String>(minimumCapacity: names.count)
    return names.map { name in
      var candidate = name
      var number = 1
      while !taken.insert(candidate).inserted {
        candidate = name + String(number)
        number += 1
      }
      return candidate
    }
  }
}
