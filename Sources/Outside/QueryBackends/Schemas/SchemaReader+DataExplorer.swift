import Casefile
import KQL
import Locking

/// The tables, materialized views and external tables of a Data Explorer database.
package struct DataExplorerSchemas: SchemaReader {
  private let backend: DataExplorerBackend

  package init(_ backend: DataExplorerBackend) { self.backend = backend }

  package var key: String { "data-explorer \(backend.cluster.url) \(backend.cluster.database)" }

  /// One command tells all of them: `.show database ['…'] schema as json`. A stand-in that does not know it is asked for each.
  package func read(asked: Set<String>) async throws -> SchemaReading {
    let command: KQLFragment = ".show database [\(backend.cluster.database)] schema as json"
    let answer: KustoTables
    do {
      answer = try await backend.attemptShow(command.text)
    } catch let failed as KustoAttempt {
      guard failed.refusal?.status == 400 else { throw failed.problem }
      return try await readEach(after: failed.problem)
    }
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

  /// The same one by one. Throws what the command was refused with, and why this way did not lead on either.
  private func readEach(after refused: Problem) async throws -> SchemaReading {
    let second: Problem
    do { return try await readEach() } catch let problem as Problem {
      second = problem
    } catch let failed as KustoAttempt {
      second = failed.problem
    }
    var problem = refused
    let reason = [second.summary, second.cause].compactMap { $0 }.joined(separator: " ")
    problem.cause = [refused.cause, "Asking for each table did not lead on: \(reason)"].compactMap { $0 }.joined(separator: " ")
    throw problem
  }

  /// `.show tables`, and `getschema` of each.
  private func readEach() async throws -> SchemaReading {
    let names = try await backend.show(".show tables").values(of: "TableName").map(\.text)
    guard names.count <= DataExplorerSchemas.mostAsked else {
      throw Self.unreadable("there are \(names.count) tables, too many to ask for each")
    }
    let tables = try await withThrowingTaskGroup(of: TableSchema?.self) { group in
      for name in names { group.addTask { try await columns(of: name) } }
      return try await group.reduce(into: [TableSchema]()) { tables, table in if let table { tables.append(table) } }
    }
    return SchemaReading(tables: tables.sorted { $0.name < $1.name })
  }

  /// Tables that are asked for one by one.
  private static let mostAsked = 500

  private func columns(of table: String) async throws -> TableSchema? {
    let rows = Locked<[[Value]]>([])
    let question: KQLFragment = "\(name: table) | getschema | project ColumnName, ColumnType"
    try await backend.ask(question.text, limit: 2000) { batch in rows.withLock { $0 += batch.rows } }
    let columns = rows.withLock { $0 }.compactMap { row in
      row.count == 2 ? Column(row[0].text, ColumnType(name: row[1].text) ?? .string) : nil
    }
    return columns.isEmpty ? nil : TableSchema(name: table, columns: columns)
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
