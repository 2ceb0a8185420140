package import Casefile

/// Columns and rows that a service of the loopback cloud serves, each in its own encoding.
package struct ServedTable: Sendable {
  package var columns: [Column]
  package var rows: [[Value]]

  package init(_ columns: [Column], _ rows: [[Value]] = []) {
    self.columns = columns
    self.rows = rows
  }

  /// A table `TimeGenerated: datetime, Name: string, Number: long` with one row a number, a minute apart from `start` on.
  package static func numbered(_ numbers: Range<Int>, from start: DateTime, time: String = "TimeGenerated") -> ServedTable {
    ServedTable(
      [Column(time, .datetime), Column("Name", .string), Column("Number", .long)],
      numbers.map { [.datetime(start + .minutes(Double($0))), .string("row \($0)"), .long(Int64($0))] })
  }

  /// One table as Log Analytics writes it.
  package var logAnalytics: JSONValue {
    [
      "name": "PrimaryResult", "columns": .array(columns.map { ["name": .string($0.name), "type": .string($0.type.rawValue)] }),
      "rows": .array(rows.map { row in .array(zip(row, columns).map(ServedTable.logAnalytics)) }),
    ]
  }

  /// A whole answer as Log Analytics writes it, members of `more` behind the tables.
  package func logAnalyticsBody(_ more: JSONObject = [:]) -> String {
    var body: JSONObject = ["tables": [logAnalytics]]
    for (key, value) in more.pairs { body[key] = value }
    return JSONValue.object(body).plainText
  }

  /// A whole answer as advanced hunting writes it; whole numbers bear an annotation.
  package func huntingBody(upperKeys: Bool = false) -> String {
    let (name, type) = upperKeys ? ("Name", "Type") : ("name", "type")
    let schema = columns.map { column -> JSONValue in
      .object(JSONObject(distinct: [(name, .string(column.name)), (type, .string(ServedTable.typeNames[column.type] ?? "String"))]))
    }
    let results = rows.map { row -> JSONValue in
      var object = JSONObject()
      for (value, column) in zip(row, columns) {
        if case .long = value { object[column.name + "@odata.type"] = "#Int64" }
        if column.type == .bool, case .bool(let flag) = value {
          object[column.name] = .integer(flag ? 1 : 0)
        } else {
          object[column.name] = value.json
        }
      }
      return .object(object)
    }
    return JSONValue.object([
      "@odata.context": "https://graph.example/v1.0/$metadata#microsoft.graph.security.huntingQueryResults", "schema": .array(schema),
      "results": .array(results),
    ]).plainText
  }

  private static func logAnalytics(_ value: Value, _ column: Column) -> JSONValue {
    if case .dynamic(let json) = value { return json == .null ? .null : .string(json.plainText) }
    return value.json
  }

  private static let typeNames: [ColumnType: String] = [
    .bool: "SByte", .int: "Int32", .long: "Int64", .real: "Double", .decimal: "SqlDecimal", .string: "String", .datetime: "DateTime",
    .timespan: "TimeSpan", .guid: "Guid", .dynamic: "Object",
  ]
}
