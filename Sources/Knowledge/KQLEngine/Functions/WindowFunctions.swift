import Casefile

/// Functions that look at neighbouring rows; the step that calls them gathers all rows into one batch first.
enum WindowFunctions {
  static let names: Set<String> = [
    "row_number", "prev", "next", "row_cumsum", "row_rank_dense", "row_rank_min", "row_rank", "row_window_session",
  ]

  static let all: [String: ScalarFunctions.Make] = [
    "row_number": { site in
      let start = site.constant(0).flatMap { Conversion.long($0) } ?? 1
      return running(site, restart: 1) { row, isRestart, total in
        if row == 0 || isRestart { return start }
        return (total ?? start) &+ 1
      }
    },
    "prev": { site in try shifted(site, direction: -1) },
    "next": { site in try shifted(site, direction: 1) },
    "row_cumsum": { site in
      try site.require(1)
      let (term, restart, type) = (site.arguments[0], site.arguments.count > 1 ? site.arguments[1] : nil, site.type)
      return Scalar(type: type) { batch in
        let (cells, restarts) = (try term(batch), try restart?(batch))
        var builder = ColumnBuilder(type: type, capacity: batch.count)
        var total: Value = .null
        for row in 0..<batch.count {
          if restarts?[row] == .bool(true) { total = .null }
          let cell = cells[row]
          if !cell.isNull { total = total.isNull ? cell : ArithmeticKernel.value(.add, total, cell) }
          builder.append(total)
        }
        return builder.finish()
      }
    },
    "row_rank_dense": { site in try rank(site, isDense: true) },
    "row_rank_min": { site in try rank(site, isDense: false) },
    "row_rank": { site in try rank(site, isDense: true) },
  ]

  private static func running(_ site: CallSite, restart place: Int, _ body: @escaping (Int, Bool, Int64?) -> Int64) -> Scalar {
    let restart = place < site.arguments.count ? site.arguments[place] : nil
    return Scalar(type: .long) { batch in
      let restarts = try restart?(batch)
      var total: Int64?
      var cells: [Int64] = []
      cells.reserveCapacity(batch.count)
      for row in 0..<batch.count {
        total = body(row, restarts?[row] == .bool(true), total)
        cells.append(total ?? 0)
      }
      return ColumnVector(type: .long, count: batch.count, storage: .integers(cells))
    }
  }

  private static func shifted(_ site: CallSite, direction: Int) throws -> Scalar {
    try site.require(1)
    let operand = site.arguments[0]
    let offset = Int(clamping: site.constant(1).flatMap { Conversion.long($0) } ?? 1)
    let missing = site.constant(2) ?? .null
    let type = site.type
    return Scalar(type: type) { batch in
      let vector = try operand(batch)
      var builder = ColumnBuilder(type: type, capacity: batch.count)
      for row in 0..<batch.count {
        let (place, isTooFar) = row.addingReportingOverflow(direction &* offset)
        builder.append(!isTooFar && place >= 0 && place < batch.count ? vector[place] : missing)
      }
      return builder.finish()
    }
  }

  private static func rank(_ site: CallSite, isDense: Bool) throws -> Scalar {
    try site.require(1)
    let (term, restart) = (site.arguments[0], site.arguments.count > 1 ? site.arguments[1] : nil)
    return Scalar(type: .long) { batch in
      let (cells, restarts) = (try term(batch), try restart?(batch))
      var result: [Int64] = []
      var (rank, position): (Int64, Int64) = (0, 0)
      for row in 0..<batch.count {
        if row == 0 || restarts?[row] == .bool(true) {
          (rank, position) = (1, 1)
        } else {
          position += 1
          if cells[row] != cells[row - 1] { rank = isDense ? rank + 1 : position }
        }
        result.append(rank)
      }
      return ColumnVector(type: .long, count: batch.count, storage: .integers(result))
    }
  }
}
