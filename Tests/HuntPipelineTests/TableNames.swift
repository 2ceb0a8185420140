import Casefile
import KQL

/// The one table of these tests, as the binder asks for it.
struct TableNames: TableCatalogue {
  var tableNames: [String] { [HuntDesk.table.name] }
  func schema(named name: String) -> TableSchema? { name == HuntDesk.table.name ? HuntDesk.table : nil }
}
