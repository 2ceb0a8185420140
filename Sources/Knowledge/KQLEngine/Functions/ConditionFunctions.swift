import Casefile

/// Choosing, testing for null and emptiness, smallest and largest of several.
enum ConditionFunctions {
  static let all: [String: ScalarFunctions.Make] = [
    "not": { site in
      try site.require(1)
      let operand = try site.compiler.convert(site.arguments[0], to: .bool)
      return try Scalar(type: .bool) { LogicalKernel.not(try operand($0)) }.folded(when: operand.constant != nil)
    },
    "iff": choose, "iif": choose,
    "case": { site in
      try site.require(1)
      let type = site.type
      return try site.choosing { cells in
        var place = 0
        while place + 1 < cells.count {
          if cells[place] == .bool(true) { return fitted(cells[place + 1], type) }
          place += 2
        }
        return place < cells.count ? fitted(cells[place], type) : .null
      }
    },
    "coalesce": { site in
      let type = site.type
      return try site.choosing { cells in
        let found = cells.first { type == .string ? !$0.isEmpty : !$0.isNull }
        return fitted(found ?? cells.last ?? .null, type)
      }
    },
    "isnull": { site in try nullTest(site, isNegated: false) },
    "isnotnull": { site in try nullTest(site, isNegated: true) },
    "notnull": { site in try nullTest(site, isNegated: true) },
    "isempty": { site in try emptyTest(site, isNegated: false) },
    "isnotempty": { site in try emptyTest(site, isNegated: true) },
    "notempty": { site in try emptyTest(site, isNegated: true) },
    "max_of": { site in try extreme(site, sign: 1) },
    "min_of": { site in try extreme(site, sign: -1) },
    "assert": { site in
      try site.require(2)
      return try site.choosing { $0[0] }
    },
    "column_ifexists": { site in
      try site.require(1)
      return site.arguments[0]
    },
  ]

  private static let choose: ScalarFunctions.Make = { site in
    try site.require(3)
    let condition = try site.compiler.convert(site.arguments[0], to: .bool)
    let type = site.type
    return try site.compiler.rowwise([condition, site.arguments[1], site.arguments[2]], type: type) { cells in
      fitted(cells[0] == .bool(true) ? cells[1] : cells[2], type)
    }
  }

  /// A branch of another type than the whole is converted.
  private static func fitted(_ value: Value, _ type: ColumnType) -> Value {
    switch (type, value) {
    case (.real, .long), (.decimal, .long), (.decimal, .real), (.string, .dynamic), (.string, .bool): Conversion.convert(value, to: type)
    default: value
    }
  }

  private static func nullTest(_ site: CallSite, isNegated: Bool) throws -> Scalar {
    try site.require(1)
    let operand = site.arguments[0]
    return try Scalar(type: .bool) { batch in
      let vector = try operand(batch)
      let cells = CompareKernel.fill(batch.count) { vector.isNull($0) != isNegated }
      return ColumnVector(type: .bool, count: batch.count, storage: .bools(cells))
    }.folded(when: operand.constant != nil)
  }

  private static func emptyTest(_ site: CallSite, isNegated: Bool) throws -> Scalar {
    try site.require(1)
    let operand = site.arguments[0]
    return try Scalar(type: .bool) { batch in
      let vector = try operand(batch)
      let cells: [Bool]
      switch vector.storage {
      case .texts(let texts) where vector.nulls.isEmpty:
        cells = CompareKernel.fill(batch.count) { (texts.offsets[$0] == texts.offsets[$0 + 1]) != isNegated }
      default: cells = CompareKernel.fill(batch.count) { Conversion.text(vector[$0]).isEmpty != isNegated }
      }
      return ColumnVector(type: .bool, count: batch.count, storage: .bools(cells))
    }.folded(when: operand.constant != nil)
  }

  private static func extreme(_ site: CallSite, sign: Int) throws -> Scalar {
    try site.choosing { cells in
      cells.filter { !$0.isNull }.reduce(.null) { best, cell in
        best.isNull || (ValueOrder.compare(cell, best) ?? 0) * sign > 0 ? cell : best
      }
    }
  }
}
