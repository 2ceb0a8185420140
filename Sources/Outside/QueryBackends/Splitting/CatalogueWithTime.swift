import Casefile
import KQL

/// A catalogue in which every name is a table: one that is not known has the time column that all tables of the service have.
struct CatalogueWithTime: TableCatalogue {
  let tables: any TableCatalogue
  let timeColumn: String

  func schema(named name: String) -> TableSchema? {
    tables.schema(named: name) ?? TableSchema(name: name, columns: [Column(timeColumn, .datetime)])
  }

  var tableNames: [String] { tables.tableNames }
}
