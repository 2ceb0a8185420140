package import Casefile

/// The columns and rows a query service answered, whichever service it was.
package struct QueryAnswer: Equatable, Sendable {
  /// The columns, names made unique as Kusto does.
  package var columns: [Column]
  /// Each row has exactly `columns.count` cells.
  package var rows: [[Value]]
  /// Why the rows are not all there is, in the service's words; nil when they are.
  package var partial: String?
  /// Cells that did not fit their column's type and are kept as text.
  package var misfits: Int
  /// Rows that are not what the columns ask for, each with its place; all others are in `rows`.
  package var refused: [MicrosoftBody.WrongShape]

  /// Reads the body of Log Analytics, of Data Explorer (v1 and v2) or of advanced hunting; nil when it is none of them.
  ///
  /// Throws `MicrosoftBody.WrongShape` when it is one of them but broken. Of several tables the first result table is taken.
  package static func read(_ json: JSONValue) throws -> QueryAnswer? {
    if let frames = json.array, frames.first?["FrameType"] != nil { return try KustoFrames.answer(frames) }
    if let tables = json["tables"]?.array, tables.first.map({ $0["rows"] != nil }) ?? true {
      return try logAnalytics(tables, error: json.at("error"))
    }
    if let tables = json["Tables"]?.array { return try kusto(tables) }
    if let schema = json[anyCase: "schema"]?.array, let results = json[anyCase: "results"]?.array {
      return try advancedHunting(schema, results)
    }
    return nil
  }

  init(columns: [Column]) {
    self.columns = columns
    rows = []
    partial = nil
    misfits = 0
    refused = []
  }

  /// The answer as one batch of rows.
  package var batch: RowBatch { RowBatch(columns: columns, rows: rows) }

  private static func logAnalytics(_ tables: [JSONValue], error: JSONValue?) throws -> QueryAnswer {
    guard let table = tables.first(where: { $0.textAt("name") == "PrimaryResult" }) ?? tables.first else {
      throw MicrosoftBody.WrongShape(path: "tables", expected: "at least one table", found: "an empty array")
    }
    var answer = QueryAnswer(columns: try columns(table["columns"], path: "tables[0].columns", names: ["name"], types: ["type"]))
    try answer.append(table["rows"], path: "tables[0].rows", dynamicEncoding: .jsonText)
    answer.partial = error.map { ErrorWords.deepest(in: $0) }
    return answer
  }

  private static func kusto(_ tables: [JSONValue]) throws -> QueryAnswer {
    guard let table = tables.first else {
      throw MicrosoftBody.WrongShape(path: "Tables", expected: "at least one table", found: "an empty array")
    }
    let found = try columns(table["Columns"], path: "Tables[0].Columns", names: ["ColumnName"], types: ["ColumnType", "DataType"])
    var answer = QueryAnswer(columns: found)
    try answer.append(table["Rows"], path: "Tables[0].Rows", dynamicEncoding: .jsonText)
    return answer
  }

  private static func advancedHunting(_ schema: [JSONValue], _ results: [JSONValue]) throws -> QueryAnswer {
    var answer = QueryAnswer(columns: try columns(.array(schema), path: "schema", names: ["name"], types: ["type"]))
    for (place, item) in results.enumerated() {
      guard case .object(let object) = item else {
        answer.refused.append(MicrosoftBody.WrongShape(path: "results[\(place)]", expected: "an object", found: item.kindName))
        continue
      }
      answer.append(answer.columns.map { object[$0.name] ?? .null }, dynamicEncoding: .native)
    }
    return answer
  }

  static func columns(_ json: JSONValue?, path: String, names: [String], types: [String]) throws -> [Column] {
    guard let items = json?.array else {
      throw MicrosoftBody.WrongShape(path: path, expected: "an array of columns", found: json?.kindName ?? "nothing")
    }
    let read = try items.enumerated().map { place, item -> Column in
      guard let name = names.lazy.compactMap({ item[anyCase: $0]?.string }).first else {
        throw MicrosoftBody.WrongShape(path: "\(path)[\(place)]", expected: "a column with a name", found: item.kindName)
      }
      let type = types.lazy.compactMap { item[anyCase: $0]?.string }.first.flatMap { ColumnType(name: $0) }
      return Column(name, type ?? .string)
    }
    return zip(RowBatch.uniqueNames(read.map(\.name)), read).map { Column($0, $1.type) }
  }

  /// Appends rows; a row that is an object is an error report amid the data, as Data Explorer sends it, and one of another length than
  /// the columns is refused by itself.
  mutating func append(_ json: JSONValue?, path: String, dynamicEncoding: CellReader.DynamicEncoding) throws {
    guard let items = json?.array else {
      throw MicrosoftBody.WrongShape(path: path, expected: "an array of rows", found: json?.kindName ?? "nothing")
    }
    for (place, item) in items.enumerated() {
      if case .object = item {
        partial = ErrorWords.deepest(in: item)
        continue
      }
      guard let cells = item.array else {
        refused.append(MicrosoftBody.WrongShape(path: "\(path)[\(place)]", expected: "an array of cells", found: item.kindName))
        continue
      }
      guard cells.count == columns.count else {
        let found = "\(cells.count) cells"
        refused.append(MicrosoftBody.WrongShape(path: "\(path)[\(place)]", expected: "\(columns.count) cells", found: found))
        continue
      }
      append(cells, dynamicEncoding: dynamicEncoding)
    }
  }

  private mutating func append(_ cells: [JSONValue], dynamicEncoding: CellReader.DynamicEncoding) {
    rows.append(
      zip(cells, columns).map { cell, column in
        let reading = CellReader.read(json: cell, as: column.type, dynamicEncoding: dynamicEncoding)
        if case .misfit = reading { misfits += 1 }
        return reading.value
      })
  }
}

/// The most telling words in an error report, which services nest.
enum ErrorWords {
  static func deepest(in json: JSONValue, depth: Int = 0) -> String {
    guard depth < 12 else { return json.firstText("message", "code") ?? "" }
    for key in ["innererror", "innerError", "error"] {
      if let inner = json.at(key), inner.object != nil { return deepest(in: inner, depth: depth + 1) }
    }
    for key in ["details", "OneApiErrors"] {
      if let first = json.at(key)?.array?.first, first.object != nil { return deepest(in: first, depth: depth + 1) }
    }
    return json.firstText("@message", "message", "code") ?? json.text
  }
}
