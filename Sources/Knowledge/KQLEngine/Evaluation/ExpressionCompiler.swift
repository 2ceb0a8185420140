import Casefile
import KQL

/// Turns bound expressions into `Scalar`s; everything that can be decided before the first row is decided here.
struct ExpressionCompiler {
  /// What is known before the rows come: values of `let`, sets of sub-queries, the hour.
  struct Surroundings {
    var now: DateTime
    var values: [Int: Value] = [:]
    var members: [Int: [Value]] = [:]
    let allowance: Allowance

    init(now: DateTime, allowance: Allowance = Allowance()) {
      self.now = now
      self.allowance = allowance
    }
  }

  let surroundings: Surroundings
  /// How many columns the rows will have; an expression that counts further is refused here, not met by a trap later.
  let width: Int

  func compile(_ expression: BoundExpression) throws -> Scalar {
    let type = expression.type
    switch expression.kind {
    case .constant(let value): return Scalar(value, type: type)
    case .column(let place):
      guard place >= 0, place < width else { throw EngineError.notRunnable("a column was named where there is none") }
      return Scalar(type: type) { $0.columns[place] }
    case .value(let place):
      guard let value = surroundings.values[place] else { throw EngineError.notRunnable("a value was not computed") }
      return Scalar(value, type: type)
    case .all(let parts): return try logical(parts, isAll: true)
    case .any(let parts): return try logical(parts, isAll: false)
    case .negated(let operand): return try negated(compile(operand), type: type)
    case .binary(let operation, let left, let right): return try binary(operation, left, right, expression)
    case .membership(let operation, let subject, let members): return try membership(operation, subject, members, expression)
    case .between(let subject, let low, let high, let isNegated):
      return try between(subject, low, high, isNegated: isNegated)
    case .member(let base, let name): return try member(compile(base), name, type: type)
    case .element(let base, let index): return try element(compile(base), compile(index), type: type)
    case .converted(let operand): return try convert(compile(operand), to: type)
    case .call(let name, let arguments): return try call(name, arguments, expression)
    case .unresolved(let name): throw EngineError.notRunnable("\(name) is not known")
    }
  }

  /// A function of whole rows, run cell by cell; folded when no argument depends on the row.
  ///
  /// With a `site` each value it makes is measured: one that is too large ends the query with an error that names the function. Without
  /// one the function only hands on what was there.
  func rowwise(
    _ arguments: [Scalar], type: ColumnType, isPure: Bool = true, site: CallSite? = nil, _ body: @escaping ([Value]) throws -> Value
  ) throws -> Scalar {
    let allowance = surroundings.allowance
    let measured = type == .string || type == .dynamic ? site : nil
    let most = (type == .string ? EngineLimits.longestText : EngineLimits.largestDynamic) + 64
    let scalar = Scalar(type: type) { batch in
      let vectors = try arguments.map { $0.constant == nil ? try $0(batch) : nil }
      var cells = arguments.map { $0.constant ?? .null }
      var builder = ColumnBuilder(type: type, capacity: batch.count)
      var total = 0
      for row in 0..<batch.count {
        for (place, vector) in vectors.enumerated() {
          if let vector { cells[place] = vector[row] }
        }
        let value = try body(cells)
        if let measured {
          let bytes = value.estimatedBytes(upTo: most)
          guard bytes <= most else { throw EngineError.valueTooLarge(measured.name, measured.range) }
          total += bytes
          if row & 63 == 0 {
            try allowance.checkColumn(total, of: measured.name)
            try Task.checkCancellation()
          }
        }
        builder.append(value)
      }
      return builder.finish()
    }
    return try scalar.folded(when: isPure && arguments.allSatisfy { $0.constant != nil })
  }

  private func logical(_ parts: [BoundExpression], isAll: Bool) throws -> Scalar {
    let operands = try parts.map { try convert(compile($0), to: .bool) }
    guard let first = operands.first else { return Scalar(.bool(isAll), type: .bool) }
    let scalar = Scalar(type: .bool) { batch in
      try operands.dropFirst().reduce(first(batch)) { LogicalKernel.combine($0, try $1(batch), isAll: isAll) }
    }
    return try scalar.folded(when: operands.allSatisfy { $0.constant != nil })
  }

  private func negated(_ operand: Scalar, type: ColumnType) throws -> Scalar {
    switch type {
    case .int, .long, .timespan: return try arithmetic(.subtract, Scalar(.long(0), type: .long), operand, type: type)
    default: return try rowwise([operand], type: type) { NumberFunctions.negated($0[0]) }
    }
  }

  private func between(
    _ subject: BoundExpression, _ low: BoundExpression, _ high: BoundExpression, isNegated: Bool
  ) throws -> Scalar {
    let value = try compile(subject)
    let bottom = try compile(low)
    var top = try compile(high)
    if subject.type == .datetime, high.type == .timespan {
      top = try arithmetic(.add, bottom, top, type: .datetime)
    }
    let above = try compare(.greaterOrEqual, value, bottom)
    let below = try compare(.lessOrEqual, value, top)
    let scalar = Scalar(type: .bool) { batch in
      let inside = LogicalKernel.combine(try above(batch), try below(batch), isAll: true)
      return isNegated ? LogicalKernel.not(inside) : inside
    }
    return try scalar.folded(when: value.constant != nil && bottom.constant != nil && top.constant != nil)
  }

  private func member(_ base: Scalar, _ name: String, type: ColumnType) throws -> Scalar {
    try rowwise([base], type: type) { cells in
      guard case .dynamic(let value) = DynamicAccess.asDynamic(cells[0]) else { return .null }
      return value[name].map { Value.dynamic($0) } ?? .null
    }
  }

  private func element(_ base: Scalar, _ index: Scalar, type: ColumnType) throws -> Scalar {
    try rowwise([base, index], type: type) { DynamicAccess.element(of: $0[0], at: $0[1]) }
  }

  private func call(_ name: String, _ arguments: [BoundExpression], _ expression: BoundExpression) throws -> Scalar {
    let operands = try arguments.map { try compile($0) }
    let site = CallSite(name: name, arguments: operands, type: expression.type, range: expression.range, compiler: self)
    guard let make = ScalarFunctions.all[name] else { throw EngineError.unsupported("the function \(name)", expression.range) }
    return try make(site)
  }
}

/// One call of a scalar function while it is compiled.
struct CallSite {
  let name: String
  let arguments: [Scalar]
  let type: ColumnType
  let range: Range<Int>
  let compiler: ExpressionCompiler

  var now: DateTime { compiler.surroundings.now }

  /// The argument's value when it is there and constant.
  func constant(_ place: Int) -> Value? { place < arguments.count ? arguments[place].constant : nil }

  func rowwise(isPure: Bool = true, _ body: @escaping ([Value]) throws -> Value) throws -> Scalar {
    try compiler.rowwise(arguments, type: type, isPure: isPure, site: self, body)
  }

  /// Like `rowwise`, for functions that only choose among what they are given.
  func choosing(_ body: @escaping ([Value]) throws -> Value) throws -> Scalar {
    try compiler.rowwise(arguments, type: type, body)
  }

  /// Throws when a function is about to make so many bytes.
  func allow(bytes: Int, most: Int = EngineLimits.longestText) throws {
    guard bytes <= most else { throw EngineError.valueTooLarge(name, range) }
  }

  /// Throws when a function is about to make an array of so many elements, each of at least so many bytes.
  func allow(elements: Int, bytes: Int = JSONValue.nodeBytes) throws {
    let (total, isTooMuch) = elements.multipliedReportingOverflow(by: max(1, bytes))
    guard !isTooMuch else { throw EngineError.valueTooLarge(name, range) }
    try allow(bytes: total, most: EngineLimits.largestDynamic + 64)
  }

  /// Throws unless there are at least this many arguments, so that bodies may index them.
  func require(_ count: Int) throws {
    guard arguments.count >= count else { throw EngineError.badArgument("\(name) needs \(count) arguments", range) }
  }
}
