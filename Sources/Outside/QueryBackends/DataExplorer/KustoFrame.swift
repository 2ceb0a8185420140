import Casefile

/// One frame of an answer while it arrives: its members but for the rows, which are handed on.
struct KustoFrame: Sendable {
  /// The members that are read. `error` stands alone in a document that is no list of frames.
  enum Member: String, Sendable {
    case frameType = "FrameType"
    case tableID = "TableId"
    case tableKind = "TableKind"
    case columns = "Columns"
    case fragmentType = "TableFragmentType"
    case progress = "TableProgress"
    case rowCount = "RowCount"
    case isProgressive = "IsProgressive"
    case isFragmented = "IsFragmented"
    case hasErrors = "HasErrors"
    case isCancelled = "Cancelled"
    case errors = "OneApiErrors"
    case error
  }

  /// Where the rows of a frame go.
  enum Destination: Sendable {
    case result
    case completion
    case nowhere
  }

  private var members: [Member: JSONValue] = [:]
  var columns: [Column]?
  /// Known once everything that decides it has come.
  var destination: Destination?
  /// Rows that came before that.
  var early = KustoHeldRows()

  mutating func take(_ bytes: UnsafeBufferPointer<UInt8>, as member: Member) throws {
    if member == .columns {
      columns = try AnswerTable.columns(bytes, names: ["ColumnName"], types: ["ColumnType", "DataType"])
    } else {
      members[member] = try CellScanner.json(bytes)
    }
  }

  subscript(member: Member) -> JSONValue? { members[member] }

  /// A flag, also where a server writes it as text.
  func isSet(_ member: Member) -> Bool { self[member]?.bool == true || self[member]?.string?.lowercased() == "true" }

  var type: String? { self[.frameType]?.string }
  var tableID: Int64? { self[.tableID]?.integer }
}
