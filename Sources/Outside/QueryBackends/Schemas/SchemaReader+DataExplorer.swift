import Casefile
import KQL

/// The tables, materialized views and external tables of a Data Explorer database.
package struct DataExplorerSchemas: SchemaReader {
  private let backend: DataExplorerBackend

  package init(_ backend: DataExplorerBackend) { self.backend = backend }

  package var key: String { "data-explorer \(backend.cluster.url) \(backend.cluster.database)" }

  /// One command tells all of them: `.show database ['…'] schema as json`.
  package func read(asked: Set<String>) async throws -> SchemaReading {
    let command: KQLFragment = ".show database [\(backend.cluster.database)] schema as json"
    let answer = try await backend.show(command.text)
    guard case .string(let text)? = answer.values(of: "DatabaseSchema").first ?? answer.rows.first?.first,
      let json = try? JSONValue(parsing: text), let databases = json["Databases"]?.object
    else { throw Self.unreadable("the command brought no schema as JSON") }
    guard let database = databases[backend.cluster.database] ?? Self.only(databases) else {
      throw Self.unreadable("the schema does not have the database \(backend.cluster.database)")
    }
    var tables: [String: TableSchema] = [:]
    for kind in ["ExternalTables", "MaterializedViews", "Tables"] {
      for (name, entity) in database[kind]?.object.map({ Array($0.pairs) }) ?? [] {
        guard let columns = Self.columns(entity) else { continue }
        tables[name] = TableSchema(name: name, columns: columns)
      }
    }
    return SchemaReading(tables: tables.values.sorted { $0.name < $1.name })
  }

  private static func only(_ databases: JSONObject) -> JSONValue? { databases.count == 1 ? databases.values.first : nil }

  private static func columns(_ entity: JSONValue) -> [Column]? {
    guard let items = entity["OrderedColumns"]?.array else { return nil }
    return items.compactMap { item in
      guard let name = item["Name"]?.string else { return nil }
      let type = [item["CslType"], item["Type"]].lazy.compactMap { $0?.string.flatMap { ColumnType(name: $0) } }.first
      return Column(name, type ?? .string)
    }
  }

  private static func unreadable(_ cause: String) -> Problem {
    Problem(
      "The tables of the database could not be read.", cause: cause.prefix(1).uppercased() + cause.dropFirst() + ".",
      remedy: "Check that the sign-in has the role Database Viewer, and run it again.")
  }
}
