import Casefile
import KQL

/// Finds out what a store may leave out: conditions of the first `where`s that every answer row must meet.
struct ScanPlanner {
  let surroundings: ExpressionCompiler.Surroundings

  func request(for read: BoundTableRead, _ operators: [BoundOperator]) -> ScanRequest {
    var request = ScanRequest(table: read.table, columns: read.usedColumns)
    // Which stored column each column of the moment is; nil for a computed one.
    var origin: [Column?] = read.columns.map { $0 }
    var isExact = true
    for step in operators {
      switch step.kind {
      case .filter(let condition):
        for part in FilterStage.conjuncts(of: condition) {
          if part.looksAtOtherRows { return request }
          let found = predicate(part, origin)
          if let predicate = found.predicate { request.predicates.append(predicate) }
          isExact = isExact && found.isExact
        }
      case .project(let outputs):
        if outputs.contains(where: { $0.expression.looksAtOtherRows }) { return request }
        origin = outputs.map { output in
          if case .column(let place) = output.expression.kind { origin[place] } else { nil }
        }
      case .take(let count):
        if isExact, let number = try? StageCompiler(surroundings: surroundings).number(count) { request.limitHint = max(0, number) }
        return request
      case .render, .serialize: continue
      default: return request
      }
    }
    return request
  }

  private typealias Finding = (predicate: ScanPredicate?, isExact: Bool)
  private var compiler: ExpressionCompiler { ExpressionCompiler(surroundings: surroundings, width: 0) }

  private func predicate(_ expression: BoundExpression, _ origin: [Column?]) -> Finding {
    switch expression.kind {
    case .all(let parts):
      let found = parts.map { predicate($0, origin) }
      let known = found.compactMap(\.predicate)
      return (known.isEmpty ? nil : .all(known), found.allSatisfy(\.isExact))
    case .any(let parts):
      let found = parts.map { predicate($0, origin) }
      let known = found.compactMap(\.predicate)
      // One branch that nothing is known of may be true for any row.
      guard known.count == parts.count else { return (nil, false) }
      return (.any(known), found.allSatisfy(\.isExact))
    case .binary(let operation, let left, let right): return binary(operation, left, right, origin)
    case .between(let subject, let low, let high, let isNegated):
      guard !isNegated, let column = column(subject, origin), let from = constant(low) else { return (nil, false) }
      var to = constant(high)
      if case .timespan = to { to = subject.type == .datetime ? ArithmeticKernel.value(.add, from, to ?? .null) : to }
      let bounds = [comparison(column, .greaterOrEqual, from), to.flatMap { comparison(column, .lessOrEqual, $0) }].compactMap { $0 }
      return (bounds.isEmpty ? nil : .all(bounds), bounds.count == 2)
    case .membership(let operation, let subject, let members): return membership(operation, subject, members, origin)
    default: return (nil, false)
    }
  }

  private func binary(_ operation: BoundBinaryOperator, _ left: BoundExpression, _ right: BoundExpression, _ origin: [Column?]) -> Finding {
    if let stored = column(right, origin), let value = constant(left), let mirrored = ScanPlanner.mirrored[operation] {
      let found = comparison(stored, mirrored, value)
      return (found, found != nil)
    }
    guard let stored = column(left, origin), let value = constant(right) else { return (nil, false) }
    if let comparison = ScanPlanner.comparisons[operation] {
      let found = self.comparison(stored, comparison, value)
      return (found, found != nil)
    }
    guard stored.type == .string, case .string(let text) = value, !text.isEmpty, let form = TextPredicate.form(of: operation),
      !form.isNegated
    else { return (nil, false) }
    let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
    switch form.shape {
    // Stores fold ASCII only; what lies beyond is left to the engine.
    case .equals: return isASCII ? (.equalsIgnoringCase(stored, text), true) : (nil, false)
    case .startsWith: return form.isCased || isASCII ? (.startsWith(stored, text, isCased: form.isCased), true) : (nil, false)
    case .contains: return form.isCased || isASCII ? (.contains(stored, text, isCased: form.isCased), true) : (nil, false)
    case .endsWith, .hasPrefix, .hasSuffix:
      return form.isCased || isASCII ? (.contains(stored, text, isCased: form.isCased), false) : (nil, false)
    case .has:
      let terms = ScanPlanner.terms(in: text)
      return (terms.isEmpty ? nil : .hasTerms(stored, terms), false)
    }
  }

  private func membership(
    _ operation: BoundMembershipOperator, _ subject: BoundExpression, _ members: BoundMembers, _ origin: [Column?]
  ) -> Finding {
    guard let stored = column(subject, origin), let list = values(members) else { return (nil, false) }
    switch operation {
    case .isIn:
      let fitting = list.filter { !$0.isNull }
      guard fitting.allSatisfy({ ScanPlanner.suits($0, stored.type) }) else { return (nil, false) }
      return (.isIn(stored, fitting), true)
    case .isInIgnoringCase:
      let texts = list.map(\.text)
      guard stored.type == .string, texts.allSatisfy({ $0.utf8.allSatisfy { $0 < 0x80 } }) else { return (nil, false) }
      return (.any(texts.map { .equalsIgnoringCase(stored, $0) }), true)
    case .hasAny, .hasAll:
      let predicates = list.map { value -> ScanPredicate? in
        let terms = ScanPlanner.terms(in: value.text)
        return stored.type != .string || terms.isEmpty ? nil : .hasTerms(stored, terms)
      }
      let known = predicates.compactMap { $0 }
      if operation == .hasAll { return (known.isEmpty ? nil : .all(known), false) }
      return (known.count == predicates.count ? .any(known) : nil, false)
    default: return (nil, false)
    }
  }

  /// The whole terms of a text, in lower case; a run that touches a character beyond ASCII is left out.
  static func terms(in text: String) -> [String] {
    text.split { $0.isASCII && !($0.isLetter || $0.isNumber) }
      .filter { $0.utf8.allSatisfy { $0 < 0x80 } }.map { $0.lowercased() }
  }

  private func column(_ expression: BoundExpression, _ origin: [Column?]) -> Column? {
    guard case .column(let place) = expression.kind, place < origin.count else { return nil }
    return origin[place]
  }

  private func constant(_ expression: BoundExpression) -> Value? {
    guard let value = try? compiler.compile(expression).constant, !value.isNull else { return nil }
    return value
  }

  private func values(_ members: BoundMembers) -> [Value]? {
    switch members {
    case .subquery(let place): return surroundings.members[place]
    case .list(let expressions):
      let values = expressions.map { try? compiler.compile($0).constant }
      guard values.allSatisfy({ $0 != nil }) else { return nil }
      return values.compactMap { $0 }.flatMap { MemberSet.flattened($0) }
    }
  }

  private func comparison(_ column: Column, _ comparison: ScanPredicate.Comparison, _ value: Value) -> ScanPredicate? {
    ScanPlanner.suits(value, column.type) ? .compare(column, comparison, value) : nil
  }

  /// Only values of the column's own type; anything else is converted by the engine's rules, not by a store's.
  private static func suits(_ value: Value, _ type: ColumnType) -> Bool {
    switch (type, value) {
    case (.int, .long), (.long, .long), (.string, .string), (.datetime, .datetime), (.timespan, .timespan), (.bool, .bool), (.guid, .guid):
      true
    case (.real, .real(let number)): number.isFinite
    default: false
    }
  }

  private static let comparisons: [BoundBinaryOperator: ScanPredicate.Comparison] = [
    .equal: .equal, .less: .less, .lessOrEqual: .lessOrEqual, .greater: .greater, .greaterOrEqual: .greaterOrEqual,
  ]
  private static let mirrored: [BoundBinaryOperator: ScanPredicate.Comparison] = [
    .equal: .equal, .less: .greater, .lessOrEqual: .greaterOrEqual, .greater: .less, .greaterOrEqual: .lessOrEqual,
  ]
}
