import Casefile
import HuntPipeline
import LocalStore

/// A workspace's store remembers which tables its service has.
struct StoredSchemas: SchemaCache {
  let store: EmbeddedStore

  func schemas(for key: String) async throws -> KeptSchemas? {
    guard let text = try await store.sessionValue(for: "schemas/" + key), let json = try? JSONValue(parsing: text),
      let fetched = json["fetched"]?.string.flatMap({ DateTime($0) }), let tables = json["tables"]?.array
    else { return nil }
    return KeptSchemas(tables: tables.compactMap(StoredSchemas.table), fetched: fetched)
  }

  func keep(_ schemas: KeptSchemas, for key: String) async throws {
    let tables = schemas.tables.map { table -> JSONValue in
      ["name": .string(table.name), "columns": .array(table.columns.map { [.string($0.name), .string($0.type.rawValue)] })]
    }
    let json: JSONValue = ["fetched": .string(schemas.fetched.description), "tables": .array(tables)]
    try await store.setSessionValue(json.text, for: "schemas/" + key)
  }

  private static func table(_ json: JSONValue) -> TableSchema? {
    guard let name = json["name"]?.string, let columns = json["columns"]?.array else { return nil }
    let known = columns.compactMap { pair -> Column? in
      guard let parts = pair.array?.compactMap(\.string), parts.count == 2, let type = ColumnType(rawValue: parts[1]) else { return nil }
      return Column(parts[0], type)
    }
    return known.count == columns.count ? TableSchema(name: name, columns: known) : nil
  }
}
