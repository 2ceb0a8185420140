package import Casefile

/// Writes v2 answers of Data Explorer as it documents them.
package struct DataExplorerFrames: Sendable {
  /// How a result is sent.
  package enum Shape: String, CaseIterable, Sendable {
    /// Every table in one frame.
    case whole
    /// Header, pieces that are added to each other, completion.
    case fragmented
    /// The same with progress, where a later piece replaces all before.
    case progressive
  }

  package var columns: [Column]
  package var rows: [[Value]]
  package var shape = Shape.whole
  /// Rows of one fragment.
  package var fragment = 2
  /// What the service says that it scanned.
  package var scanned: (rows: Int, bytes: Int)? = (1200, 9000)
  package var fault: DataExplorerFault?

  package init(columns: [Column], rows: [[Value]], shape: Shape = .whole, fault: DataExplorerFault? = nil) {
    self.columns = columns
    self.rows = rows
    self.shape = shape
    self.fault = fault
  }

  /// The body.
  package var body: String {
    let separator = fault == .blanksBetweenFrames ? "\r\n\t ,  \n\n" : ",\r\n"
    var frames = [header]
    if fault != .noProperties { frames.append(properties) }
    frames += result + extra
    frames.append(completionInformation)
    if fault != .completionMissing { frames.append(completion) }
    return (fault == .byteOrderMark ? "\u{FEFF}" : "") + "[" + frames.joined(separator: separator) + "]"
  }

  private var isProgressive: Bool { shape == .progressive || fault == .progressiveReplaced || fault == .progressiveCut }

  private var resultKind: String { fault == .noResult ? "QueryPlan" : "PrimaryResult" }

  /// An older server tells nothing of fragments, and writes objects of dynamic columns as text.
  private var header: String {
    let older = [("FrameType", #""DataSetHeader""#), ("IsProgressive", "\(isProgressive)"), ("Version", #""v2.0""#)]
    let newer = [("IsFragmented", "\(shape == .fragmented)"), ("ErrorReportingPlacement", #""EndOfTable""#)]
    return object(fault == .dynamicAsText ? older : older + newer)
  }

  private var properties: String {
    table(
      0, "QueryProperties", "@ExtendedProperties", [Column("TableId", .int), Column("Key", .string), Column("Value", .dynamic)],
      [#"[1,"Visualization","{\"Visualization\":null,\"Title\":null}"]"#])
  }

  private var result: [String] {
    let cells = rowTexts
    switch shape {
    case .whole
    where ![.progressiveReplaced, .progressiveCut, .replacedBeforeDelivery, .headerMissing, .rowCountDiffers, .errorAtTableEnd]
      .contains(fault):
      return [table(1, resultKind, "PrimaryResult", columns, cells)]
    case .whole, .fragmented, .progressive: return pieces(cells)
    }
  }

  /// The result in pieces. A progressive one sends guesses first, which its last piece replaces.
  private func pieces(_ cells: [String]) -> [String] {
    var frames: [String] = []
    if fault != .headerMissing {
      frames.append(
        object([
          ("FrameType", #""TableHeader""#), ("TableId", "1"), ("TableKind", "\"\(resultKind)\""), ("TableName", #""PrimaryResult""#),
          ("Columns", columnTexts(columns)),
        ]))
    }
    if isProgressive || fault == .replacedBeforeDelivery {
      frames += [piece(Array(cells.prefix(1)), "DataAppend"), progress(50)]
      frames += [piece(cells, "DataReplace"), progress(100)]
      if fault == .progressiveCut { return frames }
    } else {
      for start in stride(from: 0, to: cells.count, by: max(1, fragment)) {
        frames.append(piece(Array(cells[start..<min(start + fragment, cells.count)]), "DataAppend"))
      }
    }
    let errors = fault == .errorAtTableEnd ? [("OneApiErrors", "[\(DataExplorerFrames.limits)]")] : []
    let count = fault == .rowCountDiffers ? rows.count + 1 : rows.count
    return frames + [object([("FrameType", #""TableCompletion""#), ("TableId", "1"), ("RowCount", "\(count)")] + errors)]
  }

  private func piece(_ cells: [String], _ type: String) -> String {
    object([
      ("FrameType", #""TableFragment""#), ("TableFragmentType", "\"\(type)\""), ("TableId", "1"), ("FieldCount", "\(columns.count)"),
      ("Rows", "[" + cells.joined(separator: ",") + "]"),
    ])
  }

  private func progress(_ percent: Int) -> String {
    object([("FrameType", #""TableProgress""#), ("TableId", "1"), ("TableProgress", "\(percent)")])
  }

  private var extra: [String] {
    switch fault {
    case .unknownFrame: [#"{"FrameType":"TableOfTomorrow","TableId":9,"Rows":[[1,2,{"a":"]"}]]}"#]
    case .secondResult: [table(7, "PrimaryResult", "Second", [Column("Other", .long)], ["[1]", "[2]"])]
    default: []
    }
  }

  private var completionInformation: String {
    let names: [(String, ColumnType)] = [
      ("Timestamp", .datetime), ("ClientRequestId", .string), ("ActivityId", .guid), ("SubActivityId", .guid), ("ParentActivityId", .guid),
      ("Level", .int), ("LevelName", .string), ("StatusCode", .int), ("StatusCodeName", .string), ("EventType", .int),
      ("EventTypeName", .string), ("Payload", .string),
    ]
    var events = [event(4, "Info", "QueryInfo", #"{"Count":1,"Text":"Query completed successfully"}"#)]
    if fault == .failureInCompletion { events.append(event(2, "Error", "QueryInfo", #"{"Count":1,"Text":"a shard could not be read"}"#)) }
    if fault == .warningInCompletion { events.append(event(3, "Warning", "QueryInfo", #"{"Count":1,"Text":"a union leg was left out"}"#)) }
    if let scanned {
      events.append(
        event(
          6, "Stats", "QueryResourceConsumption",
          #"{"ExecutionTime":0.5,"resource_usage":{"cache":{"shards":{"hot":{"hitbytes":\#(scanned.bytes),"missbytes":0}}}},"#
            + #""input_dataset_statistics":{"extents":{"total":3,"scanned":1},"rows":{"total":9999,"scanned":\#(scanned.rows)}},"#
            + #""dataset_statistics":[{"table_row_count":\#(rows.count),"table_size":64}]}"#))
    }
    return table(3, "QueryCompletionInformation", "QueryCompletionInformation", names.map { Column($0.0, $0.1) }, events)
  }

  private func event(_ level: Int, _ levelName: String, _ type: String, _ payload: String) -> String {
    let id = #""5a1f0000-0000-4000-8000-000000000001""#
    return #"["2026-11-25T04:00:00.1234567Z","LogSpotlight.Query;x",\#(id),\#(id),\#(id),\#(level),"\#(levelName)",0,"S_OK (0)",4,"#
      + "\"\(type)\",\(JSONValue.string(payload).text)]"
  }

  private var completion: String {
    let hasErrors = [.errorAmidRows, .errorAtEnd, .errorAtTableEnd, .errorUnnamed, .runaway].contains(fault)
    let isCancelled = fault == .cancelledThere || fault == .cancelledWithoutRows
    var members = [("FrameType", #""DataSetCompletion""#), ("HasErrors", "\(hasErrors)"), ("Cancelled", "\(isCancelled)")]
    if fault == .runaway { members.append(("OneApiErrors", "[\(DataExplorerFrames.runaway)]")) }
    if hasErrors, fault != .errorUnnamed, fault != .runaway { members.append(("OneApiErrors", "[\(DataExplorerFrames.limits)]")) }
    return object(members)
  }
}

extension DataExplorerFrames {
  private func table(_ id: Int, _ kind: String, _ name: String, _ columns: [Column], _ rows: [String]) -> String {
    object([
      ("FrameType", #""DataTable""#), ("TableId", "\(id)"), ("TableKind", "\"\(kind)\""), ("TableName", JSONValue.string(name).text),
      ("Columns", columnTexts(columns)), ("Rows", "[" + rows.joined(separator: ",") + "]"),
    ])
  }

  private func columnTexts(_ columns: [Column]) -> String {
    "["
      + columns.map { #"{"ColumnName":\#(JSONValue.string($0.name).text),"ColumnType":"\#($0.type.rawValue)"}"# }.joined(separator: ",")
      + "]"
  }

  /// Members in the given order, as the service has them, or by name.
  private func object(_ members: [(String, String)]) -> String {
    var members = members
    if fault == .membersSorted { members.sort { $0.0 < $1.0 } }
    if fault == .unknownMembers { members.insert(("New", #"{"Rows":[[1]],"TableId":5}"#), at: members.count / 2) }
    return "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
  }

  private var rowTexts: [String] {
    if [.runaway, .cancelledWithoutRows].contains(fault) { return [] }
    var texts = rows.map { row in "[" + zip(row, columns).map { cell($0, $1) }.joined(separator: ",") + "]" }
    if fault == .shortRow { texts.append("[]") }
    if fault == .errorAmidRows { texts.append("{\"OneApiErrors\":[\(DataExplorerFrames.limits)]}") }
    return texts
  }

  /// One cell as the service writes it.
  func cell(_ value: Value, _ column: Column) -> String {
    switch value {
    case .null: return column.type == .string ? "\"\"" : "null"
    case .bool(let flag): return fault == .boolsAsNumbers ? (flag ? "1" : "0") : "\(flag)"
    case .real(let number) where !number.isFinite:
      let word = number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity"
      return fault == .bareNumbers ? word : "\"\(word)\""
    case .timespan(let span): return fault == .timespansAsTicks ? "\(span.ticks)" : "\"\(span.description)\""
    case .dynamic(let json) where fault == .dynamicAsText && (json.object != nil || json.array != nil):
      return JSONValue.string(json.text).text
    default: return value.json.text
    }
  }

  /// Where a limit of the service cut the result.
  static let limits =
    #"{"error":{"code":"LimitsExceeded","message":"Request is invalid and cannot be executed.","#
    + #""@type":"Kusto.Data.Exceptions.KustoServicePartialQueryFailureLimitsExceededException","#
    + #""@message":"Query execution has exceeded the allowed limits (80DA0003): The results of this query exceed the set limit.","#
    + #""@context":{"activityId":"5a1f0000-0000-4000-8000-000000000002"},"@permanent":false}}"#

  static let runaway =
    #"{"error":{"code":"LimitsExceeded","message":"Request is invalid and cannot be executed.","#
    + #""@message":"Query execution has exceeded the allowed limits (80DA0001): memory (E_RUNAWAY_QUERY).","@permanent":true}}"#
}
