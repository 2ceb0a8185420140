/// A column's name and type.
package struct Column: Hashable, Sendable {
  package var name: String
  package var type: ColumnType

  package init(_ name: String, _ type: ColumnType) {
    self.name = name
    self.type = type
  }
}

/// The name and columns of a table, in the order a bare query shows them.
package struct TableSchema: Hashable, Sendable {
  package var name: String
  package var columns: [Column]

  package init(name: String, columns: [Column]) {
    self.name = name
    self.columns = columns
  }

  /// The column a time range applies to: `TimeGenerated`, else `Timestamp`, else the first datetime column.
  package var timeColumn: String? {
    for preferred in ["TimeGenerated", "Timestamp"] where columns.contains(where: { $0.name == preferred && $0.type == .datetime }) {
      return preferred
    }
    return columns.first { $0.type == .datetime }?.name
  }

  package func column(named name: String) -> Column? { columns.first { $0.name == name } }
}
