import Casefile
import KQL

/// A catalogue in which every name is a table: one that is not known has the time column that all tables of the service have. Where they
/// share none, it is not known here either.
struct CatalogueWithTime: TableCatalogue {
  let tables: any TableCatalogue
  let timeColumn: String?

  func schema(named name: String) -> TableSchema? {
    tables.schema(named: name) ?? timeColumn.map { TableSchema(name: name, columns: [Column($0, .datetime)]) }
  }

  var tableNames: [String] { tables.tableNames }
}
