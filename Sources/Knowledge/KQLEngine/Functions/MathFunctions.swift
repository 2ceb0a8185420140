import Casefile

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Rounding, logarithms, trigonometry, bits.
enum MathFunctions {
  static let all: [String: ScalarFunctions.Make] = {
    var table: [String: ScalarFunctions.Make] = [
      "bin": { site in try BinFunction.compile(site) },
      "floor": { site in try BinFunction.compile(site) },
      "bin_at": { site in
        try site.require(3)
        return try site.rowwise { BinFunction.bin($0[0], $0[1], at: $0[2]) }
      },
      "round": { site in
        try site.require(1)
        return try site.rowwise { cells in rounded(cells[0], places: cells.count > 1 ? Conversion.long(cells[1]) ?? 0 : 0) }
      },
      "abs": { site in
        try site.require(1)
        return try site.rowwise { cells in
          let isNegative = NumberFunctions.real(cells[0]).map { $0 < 0 || $0.isNaN } ?? false
          return isNegative ? NumberFunctions.negated(cells[0]) : cells[0]
        }
      },
      "ceiling": { site in try wholeOrReal(site) { $0.rounded(.up) } },
      "sign": { site in
        try site.require(1)
        let type = site.type
        return try site.rowwise { cells in
          guard let number = Conversion.real(cells[0]) else { return .null }
          return Conversion.convert(.long(number > 0 ? 1 : (number < 0 ? -1 : 0)), to: type)
        }
      },
      "isnan": { site in try test(site) { $0.isNaN } },
      "isinf": { site in try test(site) { $0.isInfinite } },
      "isfinite": { site in try test(site) { $0.isFinite } },
      "pi": { _ in Scalar(.real(.pi), type: .real) },
      "pow": { site in try pair(site) { pow($0, $1) } },
      "atan2": { site in try pair(site) { atan2($0, $1) } },
      "cot": { site in try real(site) { 1 / tan($0) } },
      "exp2": { site in try real(site) { exp2($0) } },
      "exp10": { site in try real(site) { pow(10, $0) } },
      "degrees": { site in try real(site) { $0 * 180 / .pi } },
      "radians": { site in try real(site) { $0 * .pi / 180 } },
      "binary_and": { site in try bits(site) { $0 & $1 } },
      "binary_or": { site in try bits(site) { $0 | $1 } },
      "binary_xor": { site in try bits(site) { $0 ^ $1 } },
      "binary_shift_left": { site in try bits(site) { $0 << ($1 & 63) } },
      "binary_shift_right": { site in try bits(site) { $0 >> ($1 & 63) } },
      "binary_not": { site in
        try site.require(1)
        return try site.rowwise { Conversion.long($0[0]).map { .long(~$0) } ?? .null }
      },
      "bitset_count_ones": { site in
        try site.require(1)
        return try site.rowwise { Conversion.long($0[0]).map { .long(Int64($0.nonzeroBitCount)) } ?? .null }
      },
    ]
    let plain: [(String, @Sendable (Double) -> Double)] = [
      ("sqrt", { $0.squareRoot() }), ("exp", { exp($0) }), ("log", { log($0) }), ("log2", { log2($0) }), ("log10", { log10($0) }),
      ("sin", { sin($0) }), ("cos", { cos($0) }), ("tan", { tan($0) }), ("asin", { asin($0) }), ("acos", { acos($0) }),
      ("atan", { atan($0) }),
      ("gamma", { tgamma($0) }), ("loggamma", { lgamma($0) }), ("erf", { erf($0) }), ("erfc", { erfc($0) }),
    ]
    for (name, body) in plain { table[name] = { site in try real(site, body) } }
    return table
  }()

  private static func real(_ site: CallSite, _ body: @escaping (Double) -> Double) throws -> Scalar {
    try site.require(1)
    return try site.rowwise { cells in
      guard !cells[0].isNull, let number = Conversion.real(cells[0]) else { return .null }
      return .real(body(number))
    }
  }

  private static func wholeOrReal(_ site: CallSite, _ body: @escaping (Double) -> Double) throws -> Scalar {
    try site.require(1)
    return try site.rowwise { cells in
      if case .long = cells[0] { return cells[0] }
      return Conversion.real(cells[0]).map { .real(body($0)) } ?? .null
    }
  }

  private static func test(_ site: CallSite, _ body: @escaping (Double) -> Bool) throws -> Scalar {
    try site.require(1)
    return try site.rowwise { cells in Conversion.real(cells[0]).map { .bool(body($0)) } ?? .null }
  }

  private static func pair(_ site: CallSite, _ body: @escaping (Double, Double) -> Double) throws -> Scalar {
    try site.require(2)
    return try site.rowwise { cells in
      guard let a = Conversion.real(cells[0]), let b = Conversion.real(cells[1]) else { return .null }
      return .real(body(a, b))
    }
  }

  private static func bits(_ site: CallSite, _ body: @escaping (Int64, Int64) -> Int64) throws -> Scalar {
    try site.require(2)
    return try site.rowwise { cells in
      guard let a = Conversion.long(cells[0]), let b = Conversion.long(cells[1]) else { return .null }
      return .long(body(a, b))
    }
  }

  /// Halves go away from zero.
  private static func rounded(_ value: Value, places: Int64) -> Value {
    if case .long(let number) = value, places >= 0 { return .long(number) }
    guard let number = Conversion.real(value) else { return .null }
    let factor = pow(10, Double(max(-15, min(15, places))))
    let scaled = number * factor
    guard scaled.isFinite else { return .real(number) }
    return .real(scaled.rounded(.toNearestOrAwayFromZero) / factor)
  }
}

/// The platform's sine, for files that import no C library.
enum Trigonometry {
  static func sine(_ angle: Double) -> Double { sin(angle) }
}
