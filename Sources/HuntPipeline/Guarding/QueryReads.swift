import KQL

/// Which tables a query reads.
enum QueryReads {
  /// Names, sorted: what the binder resolved and what the text refers to. Patterns, and shapes that look through every table, stand
  /// for all `known` tables they cover.
  static func tables(_ query: KQLQuery, _ bound: BoundQuery, known: Set<String> = []) -> [String] {
    places(query.references, bound, known: known).map(\.name)
  }

  /// The same with where each name first stands.
  static func places(
    _ references: KQLReferences, _ bound: BoundQuery, known: Set<String>
  ) -> [(name: String, range: Range<Int>)] {
    var places: [String: Range<Int>] = [:]
    func note(_ name: String, _ range: Range<Int>) {
      if let known = places[name], known.lowerBound <= range.lowerBound { return }
      places[name] = range
    }
    for read in bound.reads { note(read.table, read.range) }
    for table in references.tables {
      if table.isPattern {
        for name in known where covers(table.name, name) { note(name, table.range) }
      } else if table.isCertain || known.contains(table.name) {
        note(table.name, table.range)
      }
    }
    for outside in references.outside where outside.kind == .everyTable { for name in known { note(name, outside.range) } }
    return places.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// True when a pattern with `*` covers the name; case is ignored, to be on the safe side.
  static func covers(_ pattern: String, _ name: String) -> Bool { Wildcard.matches(pattern.lowercased(), name.lowercased()) }
}
