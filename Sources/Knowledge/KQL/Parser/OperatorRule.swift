/// One operator after a pipe: the words that name it, the node it makes, the rule that reads the rest.
struct OperatorRule: Sendable {
  let kind: SyntaxKind
  let parse: @Sendable (inout Parser) -> Void

  private init(_ kind: SyntaxKind, _ parse: @escaping @Sendable (inout Parser) -> Void) {
    self.kind = kind
    self.parse = parse
  }

  static func named(_ word: Word) -> OperatorRule? { word == .none ? nil : table[word] }

  static let names: [String] = table.keys.map(\.rawValue).sorted()

  private static let table: [Word: OperatorRule] = shaping.merging(combining) { $1 }.merging(rare) { $1 }

  private static let shaping: [Word: OperatorRule] = [
    .where: OperatorRule(.whereOperator) { $0.filter() },
    .filter: OperatorRule(.whereOperator) { $0.filter() },
    .extend: OperatorRule(.extendOperator) { $0.namedExpressions() },
    .project: OperatorRule(.projectOperator) { $0.projection() },
    .projectAway: OperatorRule(.projectAwayOperator) { $0.wildcards() },
    .projectKeep: OperatorRule(.projectKeepOperator) { $0.wildcards() },
    .projectRename: OperatorRule(.projectRenameOperator) { $0.namedExpressions() },
    .projectReorder: OperatorRule(.projectReorderOperator) { $0.reordering() },
    .projectByNames: OperatorRule(.projectByNamesOperator) { $0.namedExpressions() },
    .summarize: OperatorRule(.summarizeOperator) { $0.summary() },
    .distinct: OperatorRule(.distinctOperator) { $0.distinction() },
    .sort: OperatorRule(.sortOperator) { $0.ordering() },
    .order: OperatorRule(.sortOperator) { $0.ordering() },
    .top: OperatorRule(.topOperator) { $0.topmost() },
    .take: OperatorRule(.takeOperator) { $0.counted() },
    .limit: OperatorRule(.takeOperator) { $0.counted() },
    .sample: OperatorRule(.sampleOperator) { $0.counted() },
    .sampleDistinct: OperatorRule(.sampleDistinctOperator) { $0.countedDistinct() },
    .count: OperatorRule(.countOperator) { $0.counting() },
    .getschema: OperatorRule(.getSchemaOperator) { _ in },
    .serialize: OperatorRule(.serializeOperator) { $0.serialization() },
    .as: OperatorRule(.asOperator) { $0.naming() },
    .render: OperatorRule(.renderOperator) { $0.rendering() },
    .consume: OperatorRule(.consumeOperator) { $0.parameters() },
  ]

  private static let combining: [Word: OperatorRule] = [
    .join: OperatorRule(.joinOperator) { $0.joining() },
    .lookup: OperatorRule(.lookupOperator) { $0.joining() },
    .union: OperatorRule(.unionOperator) { $0.unionLegs() },
    .mvExpand: OperatorRule(.mvExpandOperator) { $0.expansion() },
    .mvexpand: OperatorRule(.mvExpandOperator) { $0.expansion() },
    .mvApply: OperatorRule(.mvApplyOperator) { $0.application() },
    .mvapply: OperatorRule(.mvApplyOperator) { $0.application() },
    .parse: OperatorRule(.parseOperator) { $0.parsing() },
    .parseWhere: OperatorRule(.parseOperator) { $0.parsing() },
    .parseKeyValues: OperatorRule(.parseKeyValuesOperator) { $0.parsingPairs() },
    .evaluate: OperatorRule(.evaluateOperator) { $0.evaluation() },
    .invoke: OperatorRule(.invokeOperator) { $0.invocation() },
    .search: OperatorRule(.searchOperator) { $0.searching() },
    .find: OperatorRule(.findOperator) { $0.finding() },
  ]

  private static let rare: [Word: OperatorRule] = [
    .makeSeries: OperatorRule(.makeSeriesOperator) { $0.makingSeries() },
    .topNested: OperatorRule(.topNestedOperator) { $0.nestedTop() },
    .topHitters: OperatorRule(.topHittersOperator) { $0.topHitters() },
    .partition: OperatorRule(.partitionOperator) { $0.partitioning() },
    .partitionBy: OperatorRule(.partitionByOperator) { $0.partitioning() },
    .scan: OperatorRule(.scanOperator) { $0.scanning() },
    .fork: OperatorRule(.forkOperator) { $0.forking() },
    .facet: OperatorRule(.facetOperator) { $0.faceting() },
    .reduce: OperatorRule(.reduceOperator) { $0.reducing() },
    .makeGraph: OperatorRule(.graphOperator) { $0.graph() },
    .graphMatch: OperatorRule(.graphOperator) { $0.graph() },
    .graphMerge: OperatorRule(.graphOperator) { $0.graph() },
    .graphToTable: OperatorRule(.graphOperator) { $0.graph() },
    .graphShortestPaths: OperatorRule(.graphOperator) { $0.graph() },
    .graphMarkComponents: OperatorRule(.graphOperator) { $0.graph() },
    .macroExpand: OperatorRule(.macroExpandOperator) { $0.graph() },
  ]
}
