package import Casefile

/// Some rows as columns; between operators there is nothing else.
package struct ColumnBatch: Sendable {
  /// The size a source aims at; a batch may be smaller or somewhat larger.
  package static let preferredCount = 8192

  /// Rows in the batch.
  package let count: Int
  /// One vector a column, each of `count` cells.
  package let columns: [ColumnVector]

  /// Columns of equal length; `count` matters when there is none.
  package init(count: Int, columns: [ColumnVector]) {
    precondition(columns.allSatisfy { $0.count == count }, "columns of a batch differ in length")
    self.count = count
    self.columns = columns
  }

  /// Rows of values laid into columns of these types.
  package init(rows: [[Value]], columns: [Column]) {
    var builders = columns.map { ColumnBuilder(type: $0.type, capacity: rows.count) }
    for row in rows {
      for place in builders.indices { builders[place].append(place < row.count ? row[place] : .null) }
    }
    self.init(count: rows.count, columns: builders.indices.map { builders[$0].finish() })
  }

  /// The cells of one row.
  package func row(_ row: Int) -> [Value] { columns.map { $0[row] } }

  /// These rows in this order.
  package func gathered(_ rows: [Int]) -> ColumnBatch {
    ColumnBatch(count: rows.count, columns: columns.map { $0.gathered(rows) })
  }

  /// The first `length` rows.
  package func prefix(_ length: Int) -> ColumnBatch {
    guard length < count else { return self }
    return ColumnBatch(count: length, columns: columns.map { $0.prefix(length) })
  }

  /// The rows as the rest of the program passes them on.
  package func rowBatch(columns names: [Column]) -> RowBatch {
    RowBatch(columns: names, rows: (0..<count).map { row($0) })
  }
}
