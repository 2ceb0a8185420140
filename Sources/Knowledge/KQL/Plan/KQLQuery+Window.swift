package import Casefile

extension KQLQuery {
  /// This query with a time window added to every table that it reads without a beginning in time.
  ///
  /// The window stands in the text right behind the table's name, so that an analyst sees it. `left` names the tables that it could not be
  /// put to: those behind a wildcard, and those without a time column.
  package func windowed(
    to range: TimeRange, in bound: BoundQuery, timeColumn: (BoundTableRead) -> String?
  ) -> (query: KQLQuery, added: [String], left: [String]) {
    let open = Set(bound.windows(timeColumn: timeColumn).filter { $0.from == nil }.map(\.read))
    var places: [Range<Int>: [BoundTableRead]] = [:]
    for read in open.map({ bound.reads[$0] }) { places[read.range, default: []].append(read) }
    let starts = pipelineStarts
    var bytes = tree.bytes
    var added: [String] = []
    var left: [String] = []
    for (place, reads) in places.sorted(by: { $0.key.lowerBound > $1.key.lowerBound }) {
      let tables = Set(reads.map(\.table))
      guard tables.count == 1, let table = tables.first, !place.isEmpty, let column = timeColumn(reads[0]) else {
        left += tables
        continue
      }
      let filter: KQLFragment = " | where \(name: column) >= \(range.from) and \(name: column) < \(range.to)"
      let isBare = starts.contains(place)
      bytes.insert(contentsOf: Array((isBare ? filter.text : filter.text + ")").utf8), at: place.upperBound)
      if !isBare { bytes.insert(UInt8(ascii: "("), at: place.lowerBound) }
      added.append(table)
    }
    return (KQLQuery(parsing: String(decoding: bytes, as: UTF8.self)), added.sorted(), left.sorted())
  }

  /// Where a pipe may follow without brackets: the first of a pipeline, a statement or a `let` that is a name alone.
  private var pipelineStarts: Set<Range<Int>> {
    var starts: Set<Range<Int>> = []
    for node in syntax.subtree {
      switch node.kind {
      case .pipeline, .expressionStatement: if let first = node.children.first { starts.insert(first.range) }
      case .letStatement: if let value = node.children.last { starts.insert(value.range) }
      default: break
      }
    }
    return starts
  }
}
