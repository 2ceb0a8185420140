import Casefile
import Foundation

/// The schemas that real hunting queries are written for, where a collection of them is at hand.
enum HuntingSchemas {
  static let folder = (ProcessInfo.processInfo.environment["LOGSPOTLIGHT_SHARED"] ?? "/nowhere") + "/data"
  static let isPresent = FileManager.default.fileExists(atPath: folder + "/kql/dev.jsonl")

  static func all() throws -> [TableSchema] {
    let all = try JSONValue(parsing: String(contentsOfFile: folder + "/tables.json", encoding: .utf8))
    return ["advanced_hunting", "log_analytics", "custom"].flatMap { all[$0]?.object.map { Array($0.pairs) } ?? [] }.reduce(into: [:]) {
      (schemas: inout [String: TableSchema], entry: (String, JSONValue)) in
      let columns = (entry.1.array ?? entry.1["columns"]?.array ?? []).compactMap { column -> Column? in
        guard let name = column["name"]?.string ?? column[0]?.string, let type = column["type"]?.string ?? column[1]?.string else {
          return nil
        }
        return ColumnType(name: type).map { Column(name, $0) }
      }
      // A table that both services have gets the columns of both, as the store keeps it.
      var merged = schemas[entry.0] ?? TableSchema(name: entry.0, columns: [])
      merged.columns += columns.filter { merged.column(named: $0.name) == nil }
      for name in ["TimeGenerated", "Timestamp"] where merged.column(named: name) == nil { merged.columns.append(Column(name, .datetime)) }
      schemas[entry.0] = merged
    }.values.sorted { $0.name < $1.name }
  }
}
