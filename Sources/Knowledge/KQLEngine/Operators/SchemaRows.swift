import Casefile

/// The rows of `getschema`.
enum SchemaRows {
  static func rows(of columns: [Column]) -> [[Value]] {
    columns.enumerated().map { place, column in
      [.string(column.name), .long(Int64(place)), .string(systemName(column.type)), .string(column.type.rawValue)]
    }
  }

  private static func systemName(_ type: ColumnType) -> String {
    switch type {
    case .bool: "System.SByte"
    case .int: "System.Int32"
    case .long: "System.Int64"
    case .real: "System.Double"
    case .decimal: "System.Data.SqlTypes.SqlDecimal"
    case .string: "System.String"
    case .datetime: "System.DateTime"
    case .timespan: "System.TimeSpan"
    case .guid: "System.Guid"
    case .dynamic: "System.Object"
    }
  }
}
