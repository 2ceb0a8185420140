package import Casefile

/// Cells of one column in one batch: typed storage and a mask of nulls.
package struct ColumnVector: Sendable {
  /// Where the cells are. A null cell has some value of its storage all the same; the mask decides.
  package enum Storage: Sendable {
    /// Every cell is null (of a string column: empty); costs nothing, and stands for columns that nobody reads.
    case absent
    case bools([Bool])
    /// `int` and `long` as they are, `datetime` and `timespan` in ticks.
    case integers([Int64])
    case reals([Double])
    /// `string`, `guid` in lower case, `decimal` in digits.
    case texts(TextColumn)
    case dynamics([JSONValue])
  }

  /// Kusto's type of the cells.
  package let type: ColumnType
  /// Cells in the column.
  package let count: Int
  /// The cells themselves; what a null cell holds is of no meaning.
  package let storage: Storage
  /// True where the cell is null; empty when no cell is. A `string` is never null, and a null `dynamic` is marked here too.
  package let nulls: [Bool]

  /// Storage of the kind that `type` asks for; `nulls` is empty or has one entry a cell.
  package init(type: ColumnType, count: Int, storage: Storage, nulls: [Bool] = []) {
    self.type = type
    self.count = count
    self.storage = storage
    self.nulls = nulls
  }

  /// A column whose every cell is missing.
  package static func absent(_ type: ColumnType, count: Int) -> ColumnVector {
    ColumnVector(type: type, count: count, storage: .absent)
  }

  /// The same value in each of `count` cells.
  package init(repeating value: Value, type: ColumnType, count: Int) {
    var builder = ColumnBuilder(type: type, capacity: count)
    for _ in 0..<count { builder.append(value) }
    self = builder.finish()
  }

  /// Cells from values, each converted as `ColumnBuilder.append` does.
  package init(_ values: [Value], type: ColumnType) {
    var builder = ColumnBuilder(type: type, capacity: values.count)
    for value in values { builder.append(value) }
    self = builder.finish()
  }

  /// True when the cell holds nothing; false for every string.
  package func isNull(_ row: Int) -> Bool {
    if case .absent = storage { return type != .string }
    return !nulls.isEmpty && nulls[row]
  }

  /// The cell as a value of its own.
  package subscript(row: Int) -> Value {
    if !nulls.isEmpty, nulls[row] { return .null }
    switch storage {
    case .absent: return type == .string ? .string("") : .null
    case .bools(let cells): return .bool(cells[row])
    case .reals(let cells): return .real(cells[row])
    case .dynamics(let cells): return .dynamic(cells[row])
    case .integers(let cells):
      switch type {
      case .datetime: return .datetime(DateTime(ticks: cells[row]))
      case .timespan: return .timespan(TimeSpan(ticks: cells[row]))
      default: return .long(cells[row])
      }
    case .texts(let cells):
      switch type {
      case .guid: return .guid(cells[row])
      case .decimal: return .decimal(cells[row])
      default: return .string(cells[row])
      }
    }
  }

  /// The cells of these rows in this order.
  package func gathered(_ rows: [Int]) -> ColumnVector {
    let mask = nulls.isEmpty ? [] : rows.map { nulls[$0] }
    let picked: Storage =
      switch storage {
      case .absent: .absent
      case .bools(let cells): .bools(rows.map { cells[$0] })
      case .integers(let cells): .integers(rows.map { cells[$0] })
      case .reals(let cells): .reals(rows.map { cells[$0] })
      case .texts(let cells): .texts(cells.gathered(rows))
      case .dynamics(let cells): .dynamics(rows.map { cells[$0] })
      }
    return ColumnVector(type: type, count: rows.count, storage: picked, nulls: mask)
  }

  /// The first `length` cells.
  package func prefix(_ length: Int) -> ColumnVector {
    guard length < count else { return self }
    let kept: Storage =
      switch storage {
      case .absent: .absent
      case .bools(let cells): .bools(Array(cells.prefix(length)))
      case .integers(let cells): .integers(Array(cells.prefix(length)))
      case .reals(let cells): .reals(Array(cells.prefix(length)))
      case .texts(let cells): .texts(cells.prefix(length))
      case .dynamics(let cells): .dynamics(Array(cells.prefix(length)))
      }
    return ColumnVector(type: type, count: length, storage: kept, nulls: Array(nulls.prefix(length)))
  }

  /// The same cells under another type of the same storage, such as `long` for `int`.
  func relabelled(_ type: ColumnType) -> ColumnVector {
    ColumnVector(type: type, count: count, storage: storage, nulls: nulls)
  }
}
