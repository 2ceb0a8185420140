import Casefile

/// Reads the frames of Data Explorer's v2 answer, whole tables and progressive pieces alike.
enum KustoFrames {
  static func answer(_ frames: [JSONValue]) throws -> QueryAnswer {
    var answer: QueryAnswer?
    var primary: JSONValue?
    var partial: String?
    for (place, frame) in frames.enumerated() {
      let path = "[\(place)]"
      switch frame.textAt("FrameType") {
      case "DataTable" where frame.textAt("TableKind") == "PrimaryResult" && answer == nil:
        answer = try header(frame, path)
        try answer?.append(frame["Rows"], path: path + ".Rows", dynamicEncoding: .jsonText)
      case "TableHeader" where frame.textAt("TableKind") == "PrimaryResult" && answer == nil:
        answer = try header(frame, path)
        primary = frame["TableId"]
      case "TableFragment" where primary != nil && frame["TableId"] == primary:
        if frame.textAt("TableFragmentType") == "DataReplace" { answer?.rows = [] }
        try answer?.append(frame["Rows"], path: path + ".Rows", dynamicEncoding: .jsonText)
      case "DataSetCompletion", "TableCompletion":
        if let errors = frame.at("OneApiErrors")?.array, !errors.isEmpty { partial = ErrorWords.deepest(in: frame) }
        if frame["Cancelled"]?.bool == true { partial = "the query was cancelled" }
      default: break
      }
    }
    guard var answer else {
      throw MicrosoftBody.WrongShape(path: "", expected: "a frame with the primary result", found: "none in \(frames.count) frames")
    }
    answer.partial = partial ?? answer.partial
    return answer
  }

  private static func header(_ frame: JSONValue, _ path: String) throws -> QueryAnswer {
    QueryAnswer(
      columns: try QueryAnswer.columns(
        frame["Columns"], path: path + ".Columns", names: ["ColumnName"], types: ["ColumnType", "DataType"]))
  }
}
