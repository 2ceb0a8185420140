package import Casefile

/// The tables a query may name, as the binder asks for them; names are case-sensitive, as in Kusto.
package protocol TableCatalogue: Sendable {
  /// The schema of the table of exactly this name, nil when there is none.
  func schema(named name: String) -> TableSchema?
  /// All names, in any order; what wildcards and searches cover.
  var tableNames: [String] { get }
  /// The names that a mistyped one may mean, in any order.
  var spellings: [String] { get }
}

extension TableCatalogue {
  /// Those that wildcards cover.
  package var spellings: [String] { tableNames }
}

/// A catalogue that is a list of schemas.
package struct TableList: TableCatalogue {
  private let schemas: [String: TableSchema]

  /// A catalogue of these schemas; of two with one name the first counts.
  package init(_ schemas: [TableSchema]) {
    self.schemas = Dictionary(schemas.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The schema of the table of exactly this name.
  package func schema(named name: String) -> TableSchema? { schemas[name] }
  /// All names, sorted.
  package var tableNames: [String] { schemas.keys.sorted() }
}
