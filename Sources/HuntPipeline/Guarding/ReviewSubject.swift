import Casefile
import KQL

/// What a rule looks at.
struct ReviewSubject: Sendable {
  let query: KQLQuery
  let bound: BoundQuery
  let policy: GuardrailPolicy
  let knownTables: Set<String>
  let catalogue: any TableCatalogue
  /// The range asked for beside the text.
  let range: TimeRange?
  let now: DateTime
  let isEmbedded: Bool
  let references: KQLReferences
  /// The windows that the analyst's own text gives each reading of a table.
  let windows: [ReadWindow]

  init(
    query: KQLQuery, bound: BoundQuery, policy: GuardrailPolicy, knownTables: Set<String>, catalogue: any TableCatalogue,
    range: TimeRange?, now: DateTime, isEmbedded: Bool
  ) {
    self.isEmbedded = isEmbedded
    self.query = query
    self.bound = bound
    self.policy = policy
    self.knownTables = knownTables
    self.catalogue = catalogue
    self.range = range
    self.now = now
    references = query.references
    windows = bound.windows
  }

  /// Every pipeline of the query once, those of joins, unions, views and sub-queries included.
  var pipelines: [BoundPipeline] {
    var open = [bound.outline].compactMap { $0 } + bound.views.map(\.pipeline) + bound.subqueries
    for value in bound.values { if case .firstCell(let pipeline) = value.kind { open.append(pipeline) } }
    var all: [BoundPipeline] = []
    while let pipeline = open.popLast() {
      all.append(pipeline)
      if case .union(let union) = pipeline.source.kind { open += union.legs.map(\.pipeline) }
      for step in pipeline.operators {
        switch step.kind {
        case .join(let join): open.append(join.right)
        case .union(let union): open += union.legs.map(\.pipeline)
        default: break
        }
      }
    }
    return all
  }

  /// " on line 3", or nothing where the query has only one line.
  func line(_ range: Range<Int>) -> String {
    let bytes = query.text.utf8
    guard bytes.contains(UInt8(ascii: "\n")) else { return "" }
    let number = bytes.prefix(range.lowerBound).reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    return " on line \(number)"
  }
}

extension String {
  /// At most forty characters, for a sentence.
  var shortened: String { count > 40 ? prefix(39) + "…" : self }
}
