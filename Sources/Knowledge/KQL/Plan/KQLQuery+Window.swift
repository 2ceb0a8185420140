package import Casefile

/// A window to put to a table that is read without one.
package struct AddedWindow: Sendable, Equatable {
  /// The first moment asked for.
  package var from: DateTime
  /// The first moment not asked for; nil when open.
  package var to: DateTime?
  /// The column to filter by; nil for the table's first time column.
  package var column: String?

  /// A window from a moment, up to another or without end.
  package init(from: DateTime, to: DateTime? = nil, column: String? = nil) {
    self.from = from
    self.to = to
    self.column = column
  }

  /// The least window that covers both.
  func joined(with other: AddedWindow) -> AddedWindow {
    AddedWindow(
      from: min(from, other.from), to: to.flatMap { end in other.to.map { max(end, $0) } }, column: column == other.column ? column : nil)
  }
}

/// A query with windows put to it.
package struct WindowedQuery: Sendable {
  /// The new text and tree.
  package var query: KQLQuery
  /// What was added to which table, by name.
  package var added: [String: AddedWindow]
  /// Tables that no window could be put to, sorted: those of a `find`, and those of a `search` without one time column in common.
  package var left: [String]
}

extension KQLQuery {
  /// This query with a time window behind the names of the tables that `window` gives one.
  ///
  /// It stands in the text right behind the table's name, so that an analyst sees it; a wildcard of a `union` gives way to the names it
  /// stands for, and tables of one `search` are filtered behind it.
  package func windowed(in bound: BoundQuery, _ window: (ReadWindow) -> AddedWindow?) -> WindowedQuery {
    var wanted: [Int: AddedWindow] = [:]
    for read in bound.windows {
      guard let new = window(read) else { continue }
      wanted[read.read] = wanted[read.read]?.joined(with: new) ?? new
    }
    var writer = WindowWriter(query: self)
    var places: [Range<Int>: [Int]] = [:]
    for read in bound.reads.indices { places[bound.reads[read].range, default: []].append(read) }
    for (place, reads) in places.sorted(by: { $0.key.lowerBound > $1.key.lowerBound }) where reads.contains(where: { wanted[$0] != nil }) {
      writer.write(reads.map { (bound.reads[$0], wanted[$0]) }, at: place)
    }
    return WindowedQuery(
      query: KQLQuery(parsing: String(decoding: writer.bytes, as: UTF8.self)), added: writer.added, left: writer.left.sorted())
  }

  /// This query with one window for every table that is read without a beginning in time.
  package func windowed(to range: TimeRange, in bound: BoundQuery) -> WindowedQuery {
    windowed(in: bound) { $0.isOpen ? AddedWindow(from: range.from, to: range.to) : nil }
  }
}

/// Writes filters into a query's text, from its end to its beginning.
private struct WindowWriter {
  var bytes: [UInt8]
  var added: [String: AddedWindow] = [:]
  var left: Set<String> = []
  /// Where a pipe may follow without brackets: the first of a pipeline, a statement or a `let` that is a name alone.
  private var starts: Set<Range<Int>> = []
  private var kinds: [Range<Int>: SyntaxKind] = [:]

  init(query: KQLQuery) {
    bytes = query.tree.bytes
    for node in query.syntax.subtree {
      switch node.kind {
      case .pipeline, .expressionStatement: if let first = node.children.first { starts.insert(first.range) }
      case .letStatement: if let value = node.children.last { starts.insert(value.range) }
      case .wildcard, .star, .searchSource: kinds[node.range] = node.kind
      case .findSource, .findOperator: for scope in node.child(.nameList)?.expressions ?? [] { kinds[scope.range] = .findSource }
      default: break
      }
    }
  }

  mutating func write(_ reads: [(read: BoundTableRead, window: AddedWindow?)], at place: Range<Int>) {
    switch kinds[place] {
    case .wildcard, .star: spell(reads, at: place)
    case .findSource: left.formUnion(reads.map(\.read.table))
    default: follow(reads, at: place)
    }
  }

  /// One filter behind the place, for all its tables.
  private mutating func follow(_ reads: [(read: BoundTableRead, window: AddedWindow?)], at place: Range<Int>) {
    let columns = Set(reads.map { $0.window?.column ?? $0.read.timeColumns.first })
    guard columns.count == 1, let column = columns.first ?? nil, !place.isEmpty else { return left.formUnion(reads.map(\.read.table)) }
    // Where one text is read more than once, as in a function called twice, the window must cover every reading.
    guard let window = reads.compactMap(\.window).reduce(nil, { $0?.joined(with: $1) ?? $1 as AddedWindow? }) else { return }
    let filter = WindowWriter.filter(column, window)
    let isBare = starts.contains(place)
    bytes.insert(contentsOf: Array((isBare ? filter : filter + ")").utf8), at: place.upperBound)
    if !isBare { bytes.insert(UInt8(ascii: "("), at: place.lowerBound) }
    for read in reads { added[read.read.table] = window }
  }

  /// The names that a wildcard stands for, each with its own filter.
  private mutating func spell(_ reads: [(read: BoundTableRead, window: AddedWindow?)], at place: Range<Int>) {
    let legs = reads.map { read, window -> String in
      let name: KQLFragment = "\(name: read.table)"
      guard let window, let column = window.column ?? read.timeColumns.first else { return name.text }
      added[read.table] = window
      return "(" + name.text + WindowWriter.filter(column, window) + ")"
    }
    bytes.replaceSubrange(place, with: Array(legs.joined(separator: ", ").utf8))
  }

  private static func filter(_ column: String, _ window: AddedWindow) -> String {
    let from: KQLFragment = " | where \(name: column) >= \(window.from)"
    guard let end = window.to else { return from.text }
    let to: KQLFragment = " and \(name: column) < \(end)"
    return from.text + to.text
  }
}
