import Casefile
import MicrosoftData

/// The body of advanced hunting: `{"schema":[{"name","type"}],"results":[{…}]}`, its keys in any case and order.
struct HuntingAnswer: TableReceiver {
  enum Place: Sendable {
    case body, schema, results, row, error
  }

  var table: AnswerTable
  /// True when there was a schema and a list of results.
  private(set) var hasResults = false
  /// The error report beside or in place of the results.
  private(set) var error: JSONValue?

  /// A reader of at most `limit` rows.
  init(limit: Int) { table = AnswerTable(limit: limit, form: .members, encoding: .native) }

  mutating func handling(of key: String?, in parent: Place?) -> PieceHandling<Place> {
    switch (parent, key?.lowercased()) {
    case (nil, _): .enter(.body)
    case (.body, "schema"): .take(.schema)
    case (.body, "results"): .enter(.results)
    case (.body, "error"): .take(.error)
    case (.results, nil): .take(.row)
    default: .pass
    }
  }

  mutating func began(_ place: Place, isArray: Bool) throws {
    if case .results = place { hasResults = true } else if isArray { throw BrokenAnswer(message: "the answer is an array") }
    guard isArray == hasResults else { throw BrokenAnswer(message: "the \(place) of the answer has another shape") }
  }

  mutating func ended(_ place: Place) throws {
    guard case .body = place, hasResults, table.columns == nil else { return }
    throw BrokenAnswer(message: "the answer has no schema")
  }

  mutating func took(_ bytes: UnsafeBufferPointer<UInt8>, at place: Place) throws {
    switch place {
    case .row: try table.take(bytes)
    case .schema: try table.begin(try AnswerTable.columns(bytes))
    case .error:
      let json = try CellScanner.json(bytes)
      error = json == .null ? nil : json
    case .body, .results: throw BrokenAnswer(message: "the \(place) of the answer has another shape")
    }
  }
}
