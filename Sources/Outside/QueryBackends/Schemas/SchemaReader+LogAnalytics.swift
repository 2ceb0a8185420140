import Casefile
import MicrosoftData
package import SignIn
import Transport

/// The tables of a Log Analytics workspace: `GET /v1/workspaces/{id}/metadata`.
///
/// The answer is `{"tables": [{"name", "timespanColumn", "hasData", "columns": [{"name", "type"}]}]}` as far as Microsoft's clients show
/// it; anything else in it is passed over, `hasData` too: a table without rows is still one of the workspace's, and a query of it is looked
/// up on this machine as well when it brings none (`ServiceAndStore`). A workspace that does not tell is taken to have the documented tables, which is said.
package struct LogAnalyticsSchemas: SchemaReader {
  private let sender: AuthorisedSender
  private let workspace: String

  /// `workspace` is its id.
  package init(sender: AuthorisedSender, workspace: String) {
    self.sender = sender
    self.workspace = workspace
  }

  package var key: String { "log-analytics \(sender.address) \(workspace)" }

  package func read(asked: Set<String>) async throws -> SchemaReading {
    let (tables, cause) = try await told()
    if !tables.isEmpty { return SchemaReading(tables: tables) }
    let known = TableReference.standard.tables.compactMap { TableReference.standard.schema(named: $0.name, in: .logAnalytics) }
    return SchemaReading(
      tables: known,
      instead: "The workspace does not tell its tables (\(cause)); Microsoft's documented ones are used, without custom tables.")
  }

  /// Nothing, and why, where the workspace answers with something else. No permission and no connection are thrown.
  private func told() async throws -> ([TableSchema], String) {
    let request = HTTPRequest(
      .get, sender.address + "/v1/workspaces/\(PercentEncoding.encoded(workspace))/metadata", headers: ["accept": "application/json"])
    let response = try await sender.send(request)
    guard response.head.status == 200 else {
      if [401, 403].contains(response.head.status) { throw refused(response.head.status) }
      return ([], "HTTP \(response.head.status)")
    }
    do {
      let body = try await response.body.collect()
      guard let json = try? JSONValue(parsing: body[...]), let tables = json["tables"]?.array else {
        return ([], "its answer is of another shape")
      }
      return (tables.compactMap(Self.schema), "it names no table with columns")
    } catch let failure as HTTPFailure {
      throw failure.problem
    }
  }

  private static func schema(_ table: JSONValue) -> TableSchema? {
    guard let name = table["name"]?.string ?? table["id"]?.string, !name.isEmpty, let items = table["columns"]?.array else { return nil }
    var seen: Set<String> = []
    let columns = items.compactMap { item -> Column? in
      guard let name = item["name"]?.string, !name.isEmpty, seen.insert(name).inserted else { return nil }
      return Column(name, item["type"]?.string.flatMap { ColumnType(name: $0) } ?? .string)
    }
    return columns.isEmpty ? nil : TableSchema(name: name, columns: columns)
  }

  private func refused(_ status: Int) -> Problem {
    Problem(
      "The tables of the workspace may not be read.", cause: "Log Analytics answered with HTTP \(status).",
      remedy: "Ask for the role Log Analytics Reader on the workspace; a new role takes up to an hour.")
  }
}
