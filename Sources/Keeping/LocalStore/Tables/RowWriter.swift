import Casefile
import GRDB

/// Writes rows of one table within one transaction.
struct RowWriter {
  private(set) var table: StoredTable
  private let database: Database
  private let sampleMark: DatabaseValue
  private let alertMark: DatabaseValue
  private var statements: [[Int]: Statement] = [:]
  private var uneven: Set<Int> = []
  private(set) var count = 0

  /// Rows of the sample bear its mark; rows made of a stored alert bear that alert's number, so that they go when it changes.
  init(_ schema: TableSchema, _ database: Database, isSample: Bool = false, alert: Int64? = nil) throws {
    self.database = database
    table = try TableRegistry.ensure(schema, database)
    sampleMark = isSample ? 1.databaseValue : .null
    alertMark = alert?.databaseValue ?? .null
  }

  /// Adds columns that the table lacks.
  mutating func add(_ columns: [Casefile.Column]) throws {
    let before = table.columns.count
    try TableRegistry.add(columns, to: &table, database)
    if table.columns.count != before { statements = [:] }
  }

  /// One row: cells at these ordinals of `table.columns`; all others are null. Rows with the same ordinals are quickest.
  mutating func append(_ ordinals: [Int], _ cells: [Value]) throws {
    let statement = try statement(for: ordinals)
    var values: [DatabaseValue] = [sampleMark, alertMark]
    values.reserveCapacity(cells.count + 2)
    for (place, cell) in cells.enumerated() {
      if case .string(let text) = cell { note(text, ordinals[place]) }
      values.append(CellCoding.stored(cell))
    }
    statement.setUncheckedArguments(StatementArguments(values))
    try statement.execute()
    count += 1
  }

  /// To be called before the transaction ends: writes down what pushing down text conditions relies on.
  func finish() throws { try TableRegistry.markUneven(uneven, of: table, database) }

  private mutating func note(_ text: String, _ ordinal: Int) {
    guard table.columns[ordinal].isPlain, !CellCoding.isPlain(text) else { return }
    table.columns[ordinal].isPlain = false
    uneven.insert(ordinal)
  }

  private mutating func statement(for ordinals: [Int]) throws -> Statement {
    if let known = statements[ordinals] { return known }
    if statements.count > 200 { statements = [:] }
    let names = ["_sample", "_alert"] + ordinals.map { table.columns[$0].physical.quotedDatabaseIdentifier }
    let marks = Array(repeating: "?", count: names.count).joined(separator: ",")
    let statement = try database.makeStatement(
      sql: "INSERT INTO \(table.quoted)(\(names.joined(separator: ","))) VALUES (\(marks))")
    statements[ordinals] = statement
    return statement
  }
}
