import Casefile
import MicrosoftData

/// The frames of a v2 answer while they arrive: whole tables, fragments that are added to, or progressive ones that replace each other.
///
/// Of a progressive answer no row is let out before its table is complete, since a later fragment may take it back. Such an answer is not
/// asked for; a service that sends it anyway is read up to 64 MiB of rows. Several results: the first is taken, the others are counted.
struct KustoAnswer: TableReceiver {
  enum Place: Sendable {
    /// The list of frames, or a single object in its stead.
    case root
    case frame
    case member(KustoFrame.Member)
    case rows
    case row
  }

  var table: AnswerTable
  private let progress: @Sendable (Double) -> Void
  private var isList = false
  private var frame = KustoFrame()
  private var tables: [Int64: KustoFrame.Destination] = [:]
  private var result: Int64?
  private var completionRows: RowScanner?
  private var completionColumns: [Column] = []
  /// Rows of the result that may still be replaced.
  private var replaceable = KustoHeldRows()
  private var isProgressive = false
  /// True once a piece stood for all before it: what is held may then be an estimate of the result so far.
  private var isReplaced = false
  /// Older servers write objects and arrays of dynamic columns as text; those that tell of fragments in their header write them as they are,
  /// so that a text which looks like JSON is a text.
  private var writesDynamicNatively = false
  /// Rows of the result that came, without those a fragment replaced.
  private var arrived = 0

  private(set) var completion = KustoCompletion()
  private(set) var errors: [KustoError] = []
  /// Errors beyond those that are kept.
  private(set) var otherErrors = 0
  /// True once the last frame has come.
  private(set) var isComplete = false
  private(set) var isCancelled = false
  /// True when the service says that there were errors, named or not.
  private(set) var hasErrors = false
  /// True while pieces of the result may still come: its end was not told.
  private(set) var isResultOpen = false
  /// True when something came behind the end of the answer.
  private(set) var isOverfull = false
  /// Results behind the first.
  private(set) var otherResults = 0
  /// True when rows were replaced that had been delivered.
  private(set) var hasTakenBack = false
  /// How many rows the service says it sent, where that is not what came.
  private(set) var announcedRows: Int?

  init(limit: Int, progress: @escaping @Sendable (Double) -> Void = { _ in }) {
    table = AnswerTable(limit: limit, encoding: .native)
    self.progress = progress
  }

  mutating func handling(of key: String?, in parent: Place?) -> PieceHandling<Place> {
    switch (parent, key) {
    case (nil, _): return .enter(.root)
    case (.root, nil): return .enter(.frame)
    case (.root, let key?), (.frame, let key?):
      if key == "Rows" { return .enter(.rows) }
      return KustoFrame.Member(rawValue: key).map { .take(.member($0)) } ?? .pass
    case (.rows, _):
      if frame.destination == nil, frame.early.isEmpty { frame.destination = peek() }
      return .take(.row)
    default: return .pass
    }
  }

  mutating func began(_ place: Place, isArray: Bool) throws {
    switch place {
    case .root: isList = isArray
    case .frame: frame = KustoFrame()
    default: break
    }
  }

  mutating func took(_ bytes: UnsafeBufferPointer<UInt8>, at place: Place) throws {
    switch place {
    case .member(let member): try frame.take(bytes, as: member)
    case .row: try take(row: bytes)
    case .root, .frame: throw BrokenAnswer(message: "it is no list of frames")
    case .rows: break
    }
  }

  mutating func ended(_ place: Place) throws {
    switch place {
    case .frame: try end()
    case .root where !isList:
      guard let error = KustoError(frame[.error]) else { throw BrokenAnswer(message: "it is no list of frames") }
      note(errors: [error])
      isComplete = true
    default: break
    }
  }

  /// The frame is whole.
  private mutating func end() throws {
    if isComplete { isOverfull = true }
    switch frame.type {
    case "DataSetHeader":
      isProgressive = frame.isSet(.isProgressive)
      writesDynamicNatively = frame[.isFragmented] != nil
    case "DataTable", "TableFragment": try endRows()
    case "TableHeader": if try open() == .result { isResultOpen = true }
    case "TableProgress":
      if let id = frame.tableID, id == result, let percent = frame[.progress]?.double { progress(min(max(percent / 100, 0), 1)) }
    case "TableCompletion": try endTable()
    case "DataSetCompletion":
      note(errors: KustoError.list(frame[.errors]))
      hasErrors = hasErrors || frame.isSet(.hasErrors)
      isCancelled = frame.isSet(.isCancelled)
      if !isCancelled, errors.isEmpty, !hasErrors { try release() }
      isComplete = true
    default: break
    }
  }

  private mutating func endTable() throws {
    note(errors: KustoError.list(frame[.errors]))
    hasErrors = hasErrors || frame.isSet(.hasErrors)
    guard frame.tableID == result, result != nil else { return }
    isResultOpen = false
    if isReplaced, hasErrors || !errors.isEmpty {
      // The result did not come to its end, so these rows are none of it.
      replaceable.removeAll()
      arrived = 0
    }
    if let announced = frame[.rowCount]?.integer, announced != arrived { announcedRows = Int(clamping: announced) }
    try release()
  }

  /// The same error is told at the end of a table and again at the end of the answer.
  private mutating func note(errors new: [KustoError]) {
    for error in new where !errors.contains(where: { $0.innerCode == error.innerCode && $0.message == error.message }) {
      if errors.count < KustoAnswer.mostErrors { errors.append(error) } else { otherErrors += 1 }
    }
  }

  /// Errors that are kept; whoever reads them needs no more, and each is held against all before it.
  private static let mostErrors = 100
}

extension KustoAnswer {
  /// Where the rows of the frame at hand go; nil while that is not known. A table that opens here is opened.
  private mutating func peek() -> KustoFrame.Destination? {
    switch frame.type {
    case "TableFragment":
      guard let id = frame.tableID, frame[.fragmentType] != nil else { return nil }
      replaceIfAsked(id)
      return tables[id]
    case "DataTable":
      guard frame.columns != nil, frame.tableID != nil, frame[.tableKind] != nil else { return nil }
      return try? open()
    default: return nil
    }
  }

  /// Opens the table that the frame describes.
  @discardableResult
  private mutating func open() throws -> KustoFrame.Destination {
    guard let id = frame.tableID, let columns = frame.columns else { throw BrokenAnswer(message: "a table has no columns") }
    let destination: KustoFrame.Destination
    switch frame[.tableKind]?.string {
    case "PrimaryResult" where result == nil:
      result = id
      table = AnswerTable(limit: table.limit, encoding: writesDynamicNatively ? .verbatim : .native)
      try table.begin(columns)
      destination = .result
    case "PrimaryResult":
      otherResults += 1
      destination = .nowhere
    case "QueryCompletionInformation":
      completionRows = RowScanner(columns, encoding: .native)
      completionColumns = columns
      destination = .completion
    default: destination = .nowhere
    }
    tables[id] = destination
    return destination
  }

  private mutating func take(row bytes: UnsafeBufferPointer<UInt8>) throws {
    guard let destination = frame.destination else { return try frame.early.append(bytes) }
    try take(row: bytes, to: destination)
  }

  private mutating func take(row bytes: UnsafeBufferPointer<UInt8>, to destination: KustoFrame.Destination) throws {
    // An object amid the rows is an error report, whichever table it stands in.
    if bytes.first == UInt8(ascii: "{") {
      let report = try CellScanner.json(bytes)
      hasErrors = true
      return note(errors: KustoError.list(report[KustoFrame.Member.errors.rawValue]))
    }
    switch destination {
    case .nowhere: break
    case .completion:
      guard case .row(let row)? = try completionRows?.cells(bytes) else { break }
      completion.take(Dictionary(zip(completionColumns.map(\.name), row)) { first, _ in first })
    case .result:
      arrived += 1
      if isProgressive, frame.type == "TableFragment" { try replaceable.append(bytes) } else { try table.take(bytes) }
    }
  }

  /// The frame's rows are all there: those that came before what they belong to was known are taken now.
  private mutating func endRows() throws {
    if frame.destination == nil { frame.destination = frame.type == "DataTable" ? try open() : peek() }
    guard let destination = frame.destination else { throw BrokenAnswer(message: "rows came for a table that was not described") }
    var early = KustoHeldRows()
    swap(&early, &frame.early)
    try early.drain { try take(row: $0, to: destination) }
  }

  /// A `DataReplace` fragment stands for everything its table had before.
  private mutating func replaceIfAsked(_ id: Int64) {
    guard frame[.fragmentType]?.string == "DataReplace", id == result else { return }
    replaceable.removeAll()
    arrived = 0
    isReplaced = true
    if table.count > table.ready.count { hasTakenBack = true }
    table.forgetReady()
  }

  /// Nothing can replace these rows any more.
  private mutating func release() throws {
    var held = KustoHeldRows()
    swap(&held, &replaceable)
    try held.drain { try table.take($0) }
  }
}
