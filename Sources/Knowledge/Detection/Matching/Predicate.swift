/// A rule's condition, compiled for the columns at hand.
indirect enum Predicate: Sendable {
  case test(source: Int, values: [[TextMatcher]], needsAll: Bool)
  /// Two fields compared with each other.
  case same(source: Int, other: Int, SigmaComparison.Kind)
  /// A text in any column.
  case anywhere([TextMatcher])
  case all([Predicate])
  case any([Predicate])
  case atLeast(Int, [Predicate])
  case not(Predicate)
  case constant(Bool)

  func matches(_ row: RowContext) -> Bool {
    switch self {
    case .test(let source, let values, let needsAll):
      let cell = row.cell(of: source)
      if needsAll { return values.allSatisfy { $0.contains { $0.matches(cell) } } }
      return values.contains { $0.contains { $0.matches(cell) } }
    case .same(let source, let other, let kind): return Predicate.same(row.cell(of: source), row.cell(of: other), kind)
    case .anywhere(let matchers): return row.anyCell { cell in matchers.contains { $0.matches(cell) } }
    case .all(let parts): return parts.allSatisfy { $0.matches(row) }
    case .any(let parts): return parts.contains { $0.matches(row) }
    case .atLeast(let number, let parts): return parts.lazy.filter { $0.matches(row) }.prefix(number).count == number
    case .not(let inner): return !inner.matches(row)
    case .constant(let value): return value
    }
  }

  /// The sources whose cells speak for a match, in the rule's order; what only had to be absent is left out.
  func evidence(_ row: RowContext, into found: inout [(source: Int, needles: [[UInt8]])]) {
    switch self {
    case .test(let source, let values, _):
      guard matches(row) else { return }
      let cell = row.cell(of: source)
      found.append((source, values.flatMap { $0.filter { $0.matches(cell) }.compactMap(\.needle) }))
    case .same(let source, let other, _): found += [(source, []), (other, [])]
    case .all(let parts), .any(let parts), .atLeast(_, let parts):
      for part in parts where part.matches(row) { part.evidence(row, into: &found) }
    case .anywhere, .not, .constant: break
    }
  }

  private static func same(_ left: CellText?, _ right: CellText?, _ kind: SigmaComparison.Kind) -> Bool {
    let left = left?.bytes(cased: false) ?? []
    let right = right?.bytes(cased: false) ?? []
    return switch kind {
    case .contains: ByteSearch.contains(left, right)
    case .startsWith: left.starts(with: right)
    case .endsWith: ByteSearch.ends(left, with: right)
    default: left == right
    }
  }
}

extension TextMatcher {
  /// The bytes a hit can be found by, for showing the part of a long cell that matters.
  var needle: [UInt8]? {
    switch self {
    case .equals(let bytes, _), .prefix(let bytes, _), .suffix(let bytes, _), .contains(let bytes, _): bytes
    default: nil
    }
  }
}
