/// Compiles a rule for the columns of one table.
struct RuleCompiler {
  let table: String
  let columns: [String: Int]
  let context: RowContext

  /// The rule's condition, narrowed to the rows of its log source; nil when the table does not hold its events.
  func predicate(for rule: SigmaRule) throws(SigmaReadError) -> Predicate? {
    let targets = LogSourceMap.targets(of: rule.logSource).filter { $0.table.lowercased() == table.lowercased() }
    guard let target = targets.first else { return nil }
    let condition = try predicate(for: rule.condition, in: rule)
    guard let scope = scope(target) else { return condition }
    return .all([scope, condition])
  }

  /// A selection by itself, for rules that wait for a following row.
  func predicate(forSelection name: String, of rule: SigmaRule) throws(SigmaReadError) -> Predicate {
    try predicate(for: .selection(name), in: rule)
  }

  func source(of field: String) -> Int? {
    FieldMap.standard.source(of: field, in: table, columns: columns).map { context.number(of: $0) }
  }

  private func scope(_ target: LogSourceMap.Target) -> Predicate? {
    guard let column = target.column, let place = columns[column.lowercased()] else { return nil }
    let values = target.values.map { value -> [TextMatcher] in [.equals(Array(value.lowercased().utf8), cased: false)] }
    return .test(source: context.number(of: .column(place)), values: values, needsAll: false)
  }

  private func predicate(for condition: SigmaCondition, in rule: SigmaRule) throws(SigmaReadError) -> Predicate {
    switch condition {
    case .selection(let name):
      guard let selection = rule.selections[name] else { throw .unknownSelection(name) }
      return try predicate(for: selection)
    case .all(let parts): return .all(try predicates(for: parts, in: rule))
    case .any(let parts): return .any(try predicates(for: parts, in: rule))
    case .atLeast(let number, let parts): return .atLeast(number, try predicates(for: parts, in: rule))
    case .not(let inner): return .not(try predicate(for: inner, in: rule))
    }
  }

  private func predicates(for parts: [SigmaCondition], in rule: SigmaRule) throws(SigmaReadError) -> [Predicate] {
    var compiled: [Predicate] = []
    for part in parts { compiled.append(try predicate(for: part, in: rule)) }
    return compiled
  }

  private func predicate(for selection: SigmaSelection) throws(SigmaReadError) -> Predicate {
    switch selection {
    case .all(let parts): return .all(try predicates(for: parts))
    case .any(let parts): return .any(try predicates(for: parts))
    case .field(let test): return try predicate(for: test)
    case .keywords(let values, let needsAll):
      var found: [Predicate] = []
      for value in values { found.append(.anywhere(try MatcherCompiler.keyword(value))) }
      return needsAll ? .all(found) : .any(found)
    }
  }

  private func predicates(for parts: [SigmaSelection]) throws(SigmaReadError) -> [Predicate] {
    var compiled: [Predicate] = []
    for part in parts { compiled.append(try predicate(for: part)) }
    return compiled
  }

  /// A field the rows do not have is an empty cell: only a test for emptiness matches it.
  private func predicate(for test: SigmaTest) throws(SigmaReadError) -> Predicate {
    if test.comparison.kind == .fieldReference { return reference(test) }
    let matchers = try MatcherCompiler.matchers(for: test)
    guard let source = source(of: test.field) else {
      let matches = matchers.contains { $0.contains { $0.matches(nil) } }
      return .constant(test.comparison.isNegated ? !matches : matches)
    }
    let found = Predicate.test(source: source, values: matchers, needsAll: test.needsAll)
    return test.comparison.isNegated ? .not(found) : found
  }

  private func reference(_ test: SigmaTest) -> Predicate {
    guard let source = source(of: test.field), case .text(let name)? = test.values.first, let other = self.source(of: name) else {
      return .constant(false)
    }
    return .same(source: source, other: other, .equals)
  }
}
