import Casefile
import MicrosoftData

/// The result table of an answer while it arrives: its columns once they are known, and the rows that nobody has fetched yet.
struct AnswerTable {
  /// How rows are written.
  enum RowForm: Sendable {
    /// Arrays of cells in the order of the columns.
    case cells
    /// Objects with the columns' names as keys.
    case members
  }

  /// Rows wanted; what comes behind them is only noticed.
  let limit: Int
  private let form: RowForm
  private let encoding: CellReader.DynamicEncoding
  private var scanner: RowScanner?
  /// Rows that came before their columns, one behind the other, and where each ends.
  private var early: [UInt8] = []
  private var earlyEnds: [Int] = []

  /// Names are unique; nil until they have come.
  private(set) var columns: [Column]?
  /// Rows read and not yet fetched.
  private(set) var ready: [[Value]] = []
  /// Rows read in all.
  private(set) var count = 0
  /// True when a row more than the limit came.
  private(set) var isOverLimit = false
  /// Rows that are not what the columns ask for, and what the first of them was.
  private(set) var refused = 0
  private(set) var firstRefused: String?
  /// Error reports that stood amid the rows.
  private(set) var reports: [JSONValue] = []

  init(limit: Int, form: RowForm = .cells, encoding: CellReader.DynamicEncoding = .jsonText) {
    self.limit = limit
    self.form = form
    self.encoding = encoding
  }

  /// Cells that did not fit their column and are kept as text.
  var misfits: Int { scanner?.misfits ?? 0 }

  /// The columns are known. Rows that came earlier are read now.
  mutating func begin(_ columns: [Column]) throws {
    let unique = zip(RowBatch.uniqueNames(columns.map(\.name)), columns).map { Column($0, $1.type) }
    self.columns = unique
    scanner = RowScanner(unique, encoding: encoding)
    let (bytes, ends) = (early, earlyEnds)
    (early, earlyEnds) = ([], [])
    var start = 0
    try bytes.withUnsafeBufferPointer { bytes in
      for end in ends {
        try take(UnsafeBufferPointer(rebasing: bytes[start..<end]))
        start = end
      }
    }
  }

  /// The bytes of one row.
  mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) throws {
    guard scanner != nil else { return try keep(bytes) }
    guard count < limit else { return isOverLimit = true }
    switch form == .cells ? try scanner?.cells(bytes) : try scanner?.members(bytes) {
    case .row(let row)?:
      ready.append(row)
      count += 1
    case .report(let json)?: reports.append(json)
    case .refused(let found)?: refuse(found)
    case nil: break
    }
  }

  private mutating func keep(_ bytes: UnsafeBufferPointer<UInt8>) throws {
    guard early.count + bytes.count <= 64 << 20 else { throw BrokenAnswer(message: "64 MiB of rows came before their columns") }
    early.append(contentsOf: bytes)
    earlyEnds.append(early.count)
  }

  private mutating func refuse(_ found: String) {
    refused += 1
    if firstRefused == nil { firstRefused = found }
  }

  /// The rows read so far, which are forgotten here; nil before the columns are known.
  mutating func fetch() -> RowBatch? {
    guard let columns else { return nil }
    var rows: [[Value]] = []
    swap(&rows, &ready)
    return RowBatch(columns: columns, rows: rows)
  }

  /// Forgets every row, as a replacing fragment of Data Explorer asks; rows already fetched cannot be called back.
  mutating func forgetReady() {
    count -= ready.count
    ready = []
  }

  /// The columns that a `columns` or `schema` array names; the keys are found in any case. Throws `BrokenAnswer` when it is none.
  static func columns(_ bytes: UnsafeBufferPointer<UInt8>, names: [String] = ["name"], types: [String] = ["type"]) throws -> [Column] {
    guard let items = try CellScanner.json(bytes).array else { throw BrokenAnswer(message: "the columns are no array") }
    return try items.map { item in
      let members = item.object?.pairs.map { ($0.0.lowercased(), $0.1) } ?? []
      func text(_ keys: [String]) -> String? {
        keys.lazy.compactMap { key in members.first { $0.0 == key.lowercased() && $0.1.string != nil }?.1.string }.first
      }
      guard let name = text(names) else { throw BrokenAnswer(message: "a column has no name") }
      return Column(name, text(types).flatMap { ColumnType(name: $0) } ?? .string)
    }
  }
}
