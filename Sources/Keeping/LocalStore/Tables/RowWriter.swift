import Casefile
import GRDB

/// Writes rows of one table within one transaction.
struct RowWriter {
  private(set) var table: StoredTable
  private let database: Database
  private let sampleMark: DatabaseValue
  private var alertMark: DatabaseValue = .null
  private var shapes: [[Int]: Shape] = [:]
  private var isPlain: [Bool]
  private var uneven: Set<Int> = []
  private(set) var count = 0
  private let names: IdentityBook
  /// Where the names wait, unless they are written down with their rows.
  private let delay: DelayedIdentities?
  /// Whether the names of all rows before these are written down.
  private let isBookCurrent: Bool

  /// Rows of the sample bear its mark.
  init(
    _ schema: TableSchema, _ database: Database, identities: IdentityMemory = IdentityMemory(), delay: DelayedIdentities? = nil,
    isSample: Bool = false
  ) throws {
    self.database = database
    let table = try TableRegistry.ensure(schema, database)
    self.table = table
    self.delay = try delay?.begin(table, database) == true ? delay : nil
    names = self.delay?.book ?? IdentityBook(identities)
    isBookCurrent = try IdentityMark(table).isCurrent(database)
    isPlain = table.columns.map(\.isPlain)
    sampleMark = isSample ? 1.databaseValue : .null
  }

  /// Rows made of a stored alert bear that alert's number, so that they go when it changes.
  mutating func mark(alert: Int64) { alertMark = alert.databaseValue }

  /// Adds columns that the table lacks.
  mutating func add(_ columns: [Casefile.Column]) throws {
    try TableRegistry.add(columns, to: &table, database)
    while isPlain.count < table.columns.count { isPlain.append(true) }
  }

  /// The cells that a row fills, and the statement that writes them.
  struct Shape {
    fileprivate let ordinals: [Int]
    fileprivate let isText: [Bool]
    fileprivate let spots: [IdentityBook.Spot?]
    fileprivate let statement: Statement
  }

  /// One row: cells at these ordinals of `table.columns`; all others are null.
  mutating func append(_ ordinals: [Int], _ cells: [Value]) throws { try append(shape(ordinals), cells) }

  mutating func append(_ shape: Shape, _ cells: [Value]) throws {
    // GRDB takes existentials as they are; a list of one type would go through a key path, cell by cell.
    var values: [(any DatabaseValueConvertible)?] = [sampleMark, alertMark]
    values.reserveCapacity(cells.count + 2)
    for (place, cell) in cells.enumerated() {
      if case .string(let text) = cell, shape.isText[place], isPlain[shape.ordinals[place]], !CellCoding.isPlain(text) {
        isPlain[shape.ordinals[place]] = false
        uneven.insert(shape.ordinals[place])
      }
      let stored = CellCoding.stored(cell)
      values.append(stored)
      if let spot = shape.spots[place] { names.take(stored, table.columns[shape.ordinals[place]].column.type, spot) }
    }
    shape.statement.setUncheckedArguments(StatementArguments(values))
    try shape.statement.execute()
    count += 1
  }

  /// To be called before the transaction ends: writes down what pushing down text conditions relies on.
  mutating func finish() throws {
    try TableRegistry.markUneven(uneven, of: table, database)
    if let delay { return try delay.rowsWritten(table, database) }
    try names.write(database)
    if isBookCurrent { try IdentityMark(table).set(database) }
  }

  /// Rows that fill the same cells share a shape; asking for it once is quickest.
  mutating func shape(_ ordinals: [Int]) throws -> Shape {
    if let known = shapes[ordinals] { return known }
    if shapes.count > 200 { shapes = [:] }
    let names = ["_sample", "_alert"] + ordinals.map { table.columns[$0].physical.quotedName }
    let marks = Array(repeating: "?", count: names.count).joined(separator: ",")
    let statement = try database.makeStatement(
      sql: "INSERT INTO \(table.quoted)(\(names.joined(separator: ","))) VALUES (\(marks))")
    let columns = ordinals.map { table.columns[$0].column }
    let shape = Shape(
      ordinals: ordinals, isText: columns.map { $0.type == .string }, spots: columns.map { IdentityBook.Spot(column: $0.name) },
      statement: statement)
    shapes[ordinals] = shape
    return shape
  }
}
