internal import Casefile

/// Which columns stand in the lines, and what is said of the others once.
struct ColumnPlan {
  /// The column of moments that orders the rows; nil when there is none.
  var time: Int?
  /// The time as it is in every row; nil where it varies.
  var constantTime: String?
  /// Columns that stand in the lines, without the time.
  var shown: [Int] = []
  /// Columns that are the same in every row.
  var constant: [Int] = []
  var empty: [Int] = []
  /// Columns that say in every row what another says.
  var twins: [(column: Int, of: Int)] = []
  /// Columns of record ids, which are left out.
  var recordIDs: [Int] = []

  init(_ columns: [RowColumn], rows: Int, steps: Set<ReductionStep>) {
    let moments = columns.indices.filter { columns[$0].holdsMoments }
    time =
      ["TimeGenerated", "Timestamp"].lazy.compactMap { name in moments.first { columns[$0].column.name == name } }.first ?? moments.first
    var candidates: [Int] = []
    let saysOnce = rows > 1 && steps.contains(.constants)
    for place in columns.indices where place != time {
      if saysOnce, columns[place].isConstant {
        if columns[place].text(0).isEmpty { empty.append(place) } else { constant.append(place) }
      } else if rows > 1, steps.contains(.recordIDs), ColumnPlan.isRecordID(columns[place], rows) {
        recordIDs.append(place)
      } else {
        candidates.append(place)
      }
    }
    if saysOnce, let time, columns[time].isConstant { constantTime = columns[time].text(0) }
    for place in candidates {
      let earlier = (time.map { [$0] } ?? []) + shown
      if saysOnce, let same = earlier.first(where: { ColumnPlan.areTwins(columns[$0], columns[place], rows) }) {
        twins.append((place, same))
      } else {
        shown.append(place)
      }
    }
  }

  private static func isRecordID(_ column: RowColumn, _ rows: Int) -> Bool {
    !column.holdsMoments && ColumnRole(of: column.column.name) == .recordID && column.pool.count == rows
  }

  private static func areTwins(_ left: RowColumn, _ right: RowColumn, _ rows: Int) -> Bool {
    guard left.holdsMoments == right.holdsMoments else { return false }
    if left.holdsMoments { return left.ticks == right.ticks }
    guard left.pool.count == right.pool.count else { return false }
    var known = [Int32](repeating: -1, count: left.pool.count)
    for row in 0..<rows {
      let number = Int(left.numbers[row])
      if known[number] < 0 {
        guard left.pool.length(left.numbers[row]) == right.pool.length(right.numbers[row]), left.text(row) == right.text(row) else {
          return false
        }
        known[number] = right.numbers[row]
      } else if known[number] != right.numbers[row] {
        return false
      }
    }
    return true
  }
}
