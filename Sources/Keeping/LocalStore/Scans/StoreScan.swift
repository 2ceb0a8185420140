import Casefile
import GRDB
import KQLEngine

/// Hands the engine stored rows out of one snapshot, so that a query sees one moment of the store. Rows come in the order they were
/// stored.
struct StoreScan: TableScan {
  let snapshot: DatabaseSnapshot
  let includesSample: Bool
  let path: String

  func scan(_ request: ScanRequest, deliver: (ColumnBatch) async throws -> Demand) async throws {
    let name = request.table
    guard let table = try await read({ try TableRegistry.table(named: name, $0) }) else {
      // A table we know of but that nothing was imported into has no rows.
      return
    }
    let condition = ScanCondition(request.predicates, of: table, includesSample: includesSample)
    let reader = BatchReader(table: table, columns: request.columns, condition: condition.sql)
    let limit = condition.isExact ? request.limitHint : nil
    if condition.isEmpty {
      try await walk(reader, limit: limit, deliver)
    } else {
      try await pick(reader, limit: limit, deliver)
    }
  }

  /// All rows, page by page.
  private func walk(_ reader: BatchReader, limit: Int?, _ deliver: (ColumnBatch) async throws -> Demand) async throws {
    var last = Int64.min
    var left = limit ?? Int.max
    while left > 0 {
      try Task.checkCancellation()
      let (start, count) = (last, min(left, ColumnBatch.preferredCount))
      let page = try await read { try reader.page(after: start, count: count, $0) }
      guard let end = page.last, page.batch.count > 0 else { return }
      left -= page.batch.count
      last = end
      if try await deliver(page.batch) == .enough || page.batch.count < count && !page.isFull { return }
    }
  }

  /// First the numbers of the rows that may match, through whatever index SQLite likes; then those rows, batch by batch.
  private func pick(_ reader: BatchReader, limit: Int?, _ deliver: (ColumnBatch) async throws -> Demand) async throws {
    let numbers = try await read { try reader.numbers(limit: limit, $0) }
    var place = 0
    while place < numbers.count {
      try Task.checkCancellation()
      let slice = Array(numbers[place..<min(place + ColumnBatch.preferredCount, numbers.count)])
      let (batch, last) = try await read { try reader.batch(of: slice, $0) }
      while place < numbers.count, numbers[place] <= last { place += 1 }
      if try await deliver(batch) == .enough { return }
    }
  }

  private func read<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws -> Result {
    try await StoreProblem.shaped(path) { try await snapshot.read(body) }
  }
}

/// Reads rows of one table as columns.
struct BatchReader: Sendable {
  let table: StoredTable
  let columns: [Casefile.Column]
  let condition: SQL

  /// Up to `count` rows behind row number `start`, and the number of the last one; fewer, and full, where they are large.
  func page(after start: Int64, count: Int, _ database: Database) throws -> (batch: ColumnBatch, last: Int64?, isFull: Bool) {
    let request = SQLRequest<Row>(
      literal: "SELECT row_id\(list) FROM \(name) WHERE row_id > \(start) ORDER BY row_id LIMIT \(count)", cached: true)
    var builder = RowBuilder(columns, stored)
    try builder.append(try request.fetchCursor(database))
    return (builder.finish(), builder.last, builder.isFull)
  }

  /// Numbers of the rows that meet the condition, ascending.
  func numbers(limit: Int?, _ database: Database) throws -> [Int64] {
    let bound: SQL = limit.map { "ORDER BY row_id LIMIT \($0)" } ?? ""
    return try SQLRequest<Int64>(literal: "SELECT row_id FROM \(name) WHERE \(condition) \(bound)").fetchAll(database).sorted()
  }

  /// The rows of these numbers, as far as one batch may grow, and the last number that was looked at. Where they lie close together, one
  /// walk is quicker than looking each of them up.
  func batch(of numbers: [Int64], _ database: Database) throws -> (batch: ColumnBatch, last: Int64) {
    var builder = RowBuilder(columns, stored)
    guard let first = numbers.first, let last = numbers.last else { return (builder.finish(), .max) }
    if last - first < Int64(numbers.count) * 4 {
      let literal: SQL = "SELECT row_id\(list) FROM \(name) WHERE row_id BETWEEN \(first) AND \(last) AND \(condition) ORDER BY row_id"
      try builder.append(try SQLRequest<Row>(literal: literal).fetchCursor(database))
      return (builder.finish(), builder.isFull ? builder.last ?? last : last)
    }
    let statement = try database.cachedStatement(literal: "SELECT row_id\(list) FROM \(name) WHERE row_id = \(first)")
    for number in numbers {
      try builder.append(try Row.fetchCursor(statement, arguments: [number]))
      if builder.isFull { return (builder.finish(), number) }
    }
    return (builder.finish(), last)
  }

  private var name: SQL { SQL(sql: table.quoted) }
  private var stored: [Bool] { columns.map { table.column(named: $0.name) != nil } }
  private var list: SQL {
    let names = columns.compactMap { table.column(named: $0.name)?.physical.quotedName }
    return SQL(sql: names.map { ", " + $0 }.joined())
  }
}

/// Lays rows into columns, until they are as large as a batch should be. A wanted column that the stored table lacks is null throughout.
private struct RowBuilder {
  private let types: [ColumnType]
  private let stored: [Bool]
  private var builders: [ColumnBuilder]
  private(set) var last: Int64?
  private var count = 0
  private var bytes = 0
  private static let mostBytes = 64 << 20

  var isFull: Bool { bytes >= RowBuilder.mostBytes }

  init(_ columns: [Casefile.Column], _ stored: [Bool]) {
    types = columns.map(\.type)
    self.stored = stored
    builders = columns.map { ColumnBuilder(type: $0.type) }
  }

  mutating func append(_ cursor: RowCursor) throws {
    while !isFull, let row = try cursor.next() {
      last = row[0]
      count += 1
      var place = 1
      for column in builders.indices {
        guard stored[column] else {
          builders[column].appendNull()
          continue
        }
        append(row[place] as DatabaseValue, to: column)
        place += 1
      }
    }
  }

  private mutating func append(_ cell: DatabaseValue, to column: Int) {
    switch (types[column], cell.storage) {
    case (_, .null): builders[column].appendNull()
    case (.bool, .int64(let number)): builders[column].append(number != 0)
    case (.int, .int64(let number)), (.long, .int64(let number)), (.datetime, .int64(let number)), (.timespan, .int64(let number)):
      builders[column].append(number)
    case (.real, .double(let number)): builders[column].append(number)
    default:
      let value = CellCoding.value(cell, types[column])
      if case .string(let text) = cell.storage { bytes += text.utf8.count + 16 }
      builders[column].append(value)
    }
  }

  mutating func finish() -> ColumnBatch { ColumnBatch(count: count, columns: builders.indices.map { builders[$0].finish() }) }
}
