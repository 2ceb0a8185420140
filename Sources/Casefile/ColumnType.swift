/// Kusto's scalar types, named as KQL names them.
package enum ColumnType: String, CaseIterable, Hashable, Sendable {
  case bool
  case int
  case long
  case real
  case decimal
  case string
  case datetime
  case timespan
  case guid
  case dynamic

  /// Reads the names of KQL, of Log Analytics and of .NET (`Int64`, `SByte`, `Double`, `boolean` …), any case; nil for others.
  package init?(name: some StringProtocol) {
    switch name.lowercased() {
    case "bool", "boolean", "sbyte", "system.sbyte", "system.boolean": self = .bool
    case "int", "int32", "system.int32": self = .int
    case "long", "int64", "system.int64", "date64": self = .long
    case "real", "double", "float", "system.double": self = .real
    case "decimal", "sqldecimal", "system.data.sqltypes.sqldecimal": self = .decimal
    case "string", "system.string": self = .string
    case "datetime", "date", "system.datetime": self = .datetime
    case "timespan", "time", "system.timespan": self = .timespan
    case "guid", "uuid", "uniqueid", "system.guid": self = .guid
    case "dynamic", "object", "system.object": self = .dynamic
    default: return nil
    }
  }

  package var isNumeric: Bool { self == .int || self == .long || self == .real || self == .decimal }
}
