import Casefile
import KQL

extension ExpressionCompiler {
  func membership(
    _ operation: BoundMembershipOperator, _ subject: BoundExpression, _ members: BoundMembers, _ expression: BoundExpression
  ) throws -> Scalar {
    let value = try compile(subject)
    switch operation {
    case .isIn, .isNotIn, .isInIgnoringCase, .isNotInIgnoringCase: return try inclusion(operation, value, members)
    case .hasAny, .notHasAny, .hasAll, .notHasAll:
      guard let list = try constants(members) else { return try varyingTerms(operation, value, members) }
      let predicates = list.map { TextPredicate(.has, $0.text, isCased: false) }
      let isNegated = operation == .notHasAny || operation == .notHasAll
      let isAny = operation == .hasAny || operation == .notHasAny
      return try tests(try convert(value, to: .string)) { text in
        let holds = isAny ? predicates.contains { $0.test(text) } : predicates.allSatisfy { $0.test(text) }
        return holds != isNegated
      }
    }
  }

  /// `has_any` and `has_all` with members that depend on the row.
  private func varyingTerms(_ operation: BoundMembershipOperator, _ subject: Scalar, _ members: BoundMembers) throws -> Scalar {
    guard case .list(let expressions) = members else { throw EngineError.notRunnable("a sub-query was not computed") }
    let isNegated = operation == .notHasAny || operation == .notHasAll
    let isAny = operation == .hasAny || operation == .notHasAny
    return try rowwise([subject] + expressions.map { try compile($0) }, type: .bool) { cells in
      let text = Conversion.text(cells[0])
      let terms = cells.dropFirst().flatMap { MemberSet.flattened($0) }.map { TextPredicate(.has, $0.text, isCased: false) }
      return .bool((isAny ? terms.contains { $0.test(text) } : terms.allSatisfy { $0.test(text) }) != isNegated)
    }
  }

  private func inclusion(_ operation: BoundMembershipOperator, _ subject: Scalar, _ members: BoundMembers) throws -> Scalar {
    let isNegated = operation == .isNotIn || operation == .isNotInIgnoringCase
    let ignoresCase = operation == .isInIgnoringCase || operation == .isNotInIgnoringCase
    guard let list = try constants(members) else {
      return try varyingInclusion(subject, members, ignoresCase: ignoresCase, isNegated: isNegated)
    }
    if ignoresCase || subject.type == .string {
      return try textInclusion(convert(subject, to: .string), list, ignoresCase: ignoresCase, isNegated: isNegated)
    }
    let set = MemberSet(list)
    return try Scalar(type: .bool) { batch in
      let vector = try subject(batch)
      let cells: [Bool]
      if case .integers(let numbers) = vector.storage, let wanted = set.integers(for: vector.type) {
        cells = CompareKernel.fill(batch.count) { (wanted.contains(numbers[$0]) && !vector.isNull($0)) != isNegated }
      } else {
        cells = CompareKernel.fill(batch.count) { set.contains(vector[$0]) != isNegated }
      }
      return ColumnVector(type: .bool, count: batch.count, storage: .bools(cells))
    }.folded(when: subject.constant != nil)
  }

  private func textInclusion(_ subject: Scalar, _ list: [Value], ignoresCase: Bool, isNegated: Bool) throws -> Scalar {
    var table = KeyTable()
    var hasBeyondASCII = false
    for value in list {
      let text = ignoresCase ? TextSearch.folded(value.text) : Array(value.text.utf8)
      hasBeyondASCII = hasBeyondASCII || text.contains { $0 >= 0x80 }
      _ = text.withUnsafeBufferPointer { table.insert($0) }
    }
    let (finished, needsFolding) = (table, hasBeyondASCII)
    return try tests(subject) { text in
      guard ignoresCase else { return (finished.find(text) != nil) != isNegated }
      if needsFolding { return TextSearch.folded(text).withUnsafeBufferPointer { finished.find($0) != nil } != isNegated }
      return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(text.count, 1)) { buffer in
        for place in 0..<text.count { buffer[place] = TextSearch.lowered(text[place]) }
        return (finished.find(UnsafeBufferPointer(rebasing: buffer[0..<text.count])) != nil) != isNegated
      }
    }
  }

  private func varyingInclusion(_ subject: Scalar, _ members: BoundMembers, ignoresCase: Bool, isNegated: Bool) throws -> Scalar {
    guard case .list(let expressions) = members else { throw EngineError.notRunnable("a sub-query was not computed") }
    let operands = try [subject] + expressions.map { try compile($0) }
    return try rowwise(operands, type: .bool) { cells in
      let candidates = cells.dropFirst().flatMap { MemberSet.flattened($0) }
      let holds =
        ignoresCase
        ? candidates.contains { TextPredicate(.equals, $0.text, isCased: false).test(cells[0].text) }
        : MemberSet(candidates).contains(cells[0])
      return .bool(holds != isNegated)
    }
  }

  /// The members when none depends on the row.
  private func constants(_ members: BoundMembers) throws -> [Value]? {
    switch members {
    case .subquery(let place): return surroundings.members[place]
    case .list(let expressions):
      var values: [Value] = []
      for expression in expressions {
        guard let constant = try compile(expression).constant else { return nil }
        values.append(contentsOf: MemberSet.flattened(constant))
      }
      return values
    }
  }
}

/// Values to be looked up among.
struct MemberSet {
  private let values: [Value]
  private let plain: Set<Value>

  init(_ values: [Value]) {
    self.values = values.filter { !$0.isNull }
    self.plain = Set(self.values)
  }

  /// A dynamic array among members stands for its elements.
  static func flattened(_ value: Value) -> [Value] {
    guard case .dynamic(.array(let items)) = value else { return [value] }
    return items.map { DynamicAccess.primitive($0) }
  }

  func contains(_ value: Value) -> Bool {
    if value.isNull { return false }
    return plain.contains(value) || values.contains { ValueOrder.compare($0, value) == 0 }
  }

  /// The members as they are stored in an integer column of this type; nil when one of them is something else.
  func integers(for type: ColumnType) -> Set<Int64>? {
    var result: Set<Int64> = []
    for value in values {
      switch (type, value) {
      case (.int, .long(let number)), (.long, .long(let number)): result.insert(number)
      case (.datetime, .datetime(let moment)): result.insert(moment.ticks)
      case (.timespan, .timespan(let span)): result.insert(span.ticks)
      default: return nil
      }
    }
    return result
  }
}
