internal import Casefile

/// One column of all rows: for each row the number of its text, or its moment.
struct RowColumn {
  let column: Column
  /// For each row the number of its text in `pool`; empty for a column of moments.
  private(set) var numbers: [Int32] = []
  private(set) var pool = TextPool()
  /// For each row its ticks, `RowColumn.noMoment` for none; empty for a column of texts.
  private(set) var ticks: [Int64] = []
  private(set) var holdsMoments: Bool
  /// Whether any moment differs from the first.
  private var variesInTime = false

  static let noMoment = Int64.min

  init(_ column: Column) {
    self.column = column
    holdsMoments = column.type == .datetime
  }

  var count: Int { holdsMoments ? ticks.count : numbers.count }
  var isConstant: Bool { holdsMoments ? !variesInTime : pool.count <= 1 }

  mutating func append(_ value: Value) {
    if holdsMoments {
      switch value {
      case .datetime(let moment): return append(ticks: moment.ticks)
      case .null: return append(ticks: RowColumn.noMoment)
      case .string(let text) where text.isEmpty: return append(ticks: RowColumn.noMoment)
      default: giveUpMoments()
      }
    }
    switch value {
    case .string(let text), .guid(let text): numbers.append(pool.number(of: text))
    case .long(let number): numbers.append(pool.number(of: number))
    default: numbers.append(pool.number(of: value.text))
    }
  }

  private mutating func append(ticks new: Int64) {
    if let first = ticks.first, first != new { variesInTime = true }
    ticks.append(new)
  }

  /// A column that calls itself one of moments and holds something else is one of texts.
  private mutating func giveUpMoments() {
    holdsMoments = false
    numbers = ticks.map { pool.number(of: $0 == RowColumn.noMoment ? "" : DateTime(ticks: $0).description) }
    ticks = []
  }

  /// The cell as a text.
  func text(_ row: Int) -> String {
    guard holdsMoments else { return pool.text(numbers[row]) }
    return ticks[row] == RowColumn.noMoment ? "" : DateTime(ticks: ticks[row]).text(decimals: 0)
  }
}
