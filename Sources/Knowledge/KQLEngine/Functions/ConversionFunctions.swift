import Casefile

extension ExpressionCompiler {
  /// The expression as another type; a vector that needs no change is passed through.
  func convert(_ operand: Scalar, to type: ColumnType) throws -> Scalar {
    if operand.type == type { return operand }
    if let constant = operand.constant { return Scalar(Conversion.convert(constant, to: type), type: type) }
    return Scalar(type: type) { try ConversionFunctions.convert(operand($0), to: type) }
  }
}

/// `to…()` functions and what tells of a value's type.
enum ConversionFunctions {
  static let all: [String: ScalarFunctions.Make] = {
    var table: [String: ScalarFunctions.Make] = [
      "gettype": { site in
        try site.require(1)
        let type = site.arguments[0].type
        return try site.rowwise { .string(typeName(of: $0[0], type)) }
      },
      "tohex": { site in
        try site.require(1)
        return try site.rowwise { cells in
          guard let number = Conversion.long(cells[0]) else { return .string("") }
          let text = String(UInt64(bitPattern: number), radix: 16)
          let width = cells.count > 1 ? Int(clamping: Conversion.long(cells[1]) ?? 0) : 0
          return .string(String(repeating: "0", count: min(max(0, width - text.count), 4096)) + text)
        }
      },
      "parse_json": { try conversion($0, .dynamic) },
    ]
    let names: [(String, ColumnType)] = [
      ("tostring", .string), ("toint", .int), ("tolong", .long), ("toreal", .real), ("todouble", .real), ("tobool", .bool),
      ("toboolean", .bool), ("todatetime", .datetime), ("totimespan", .timespan), ("toguid", .guid), ("todecimal", .decimal),
      ("todynamic", .dynamic), ("parsejson", .dynamic), ("toobject", .dynamic), ("totime", .timespan),
    ]
    for (name, type) in names { table[name] = { try conversion($0, type) } }
    return table
  }()

  /// Throws when the texts of a batch together become larger than a query may hold.
  static func convert(_ vector: ColumnVector, to type: ColumnType) throws -> ColumnVector {
    switch (vector.type, type) {
    case (.int, .long), (.datetime, .long), (.timespan, .long): return vector.relabelled(type)
    case (.int, .real), (.long, .real):
      guard case .integers(let cells) = vector.storage else { return .absent(type, count: vector.count) }
      return ColumnVector(type: .real, count: vector.count, storage: .reals(cells.map { Double($0) }), nulls: vector.nulls)
    case (.real, .long):
      guard case .reals(let cells) = vector.storage else { return .absent(type, count: vector.count) }
      // In rows the service stops at the ends of the range, where its constants take the smallest number.
      let numbers = cells.map { number -> Value in
        guard number.isFinite else { return .null }
        return .long(Int64(exactly: number.rounded(.towardZero)) ?? (number < 0 ? .min : .max))
      }
      return ColumnVector(numbers.enumerated().map { vector.isNull($0.offset) ? .null : $0.element }, type: type)
    default:
      if case .absent = vector.storage, vector.type != .string { return .absent(type, count: vector.count) }
      var builder = ColumnBuilder(type: type, capacity: vector.count)
      var bytes = 0
      for row in 0..<vector.count {
        let value = Conversion.convert(vector[row], to: type)
        if case .string(let text) = value {
          bytes += text.utf8.count
          guard bytes <= EngineLimits.memory / 2 else { throw EngineError.tooMuchHeld("tostring", most: EngineLimits.memory / 2) }
        }
        builder.append(value)
      }
      return builder.finish()
    }
  }

  private static func conversion(_ site: CallSite, _ type: ColumnType) throws -> Scalar {
    try site.require(1)
    let operand = site.arguments[0]
    // A text column that is named dynamic is parsed, although its type stays what it is.
    return try site.compiler.convert(operand, to: type)
  }

  private static func typeName(of value: Value, _ type: ColumnType) -> String {
    guard type == .dynamic, case .dynamic(let json) = value else { return type == .dynamic ? "null" : type.rawValue }
    switch json {
    case .null: return "null"
    case .bool: return "bool"
    case .integer: return "long"
    case .number: return "double"
    case .string: return "string"
    case .array: return "array"
    case .object: return "dictionary"
    }
  }
}
