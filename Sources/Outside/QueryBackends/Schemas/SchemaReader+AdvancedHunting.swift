package import Casefile
import KQL
import MicrosoftData
package import SignIn
import Transport

/// The tables of advanced hunting. The service lists none: the documented ones are taken, and each table that is asked for is looked up
/// with `getschema`, so that columns of preview and of streamed tables are known.
package struct AdvancedHuntingSchemas: SchemaReader {
  private let sender: AuthorisedSender

  package init(sender: AuthorisedSender) { self.sender = sender }

  package var key: String { "advanced-hunting \(sender.address)" }
  package var asksForEach: Bool { true }
  package var remark: String? {
    "Advanced hunting lists no tables: Microsoft's documented ones are offered, and a table's own columns are asked for once a query names it."
  }

  package func read(asked: Set<String>) async throws -> SchemaReading {
    let reference = TableReference.standard
    let known = reference.tables.compactMap { reference.schema(named: $0.name, in: .advancedHunting) }
    var tables = Dictionary(known.map { ($0.name, $0) }) { first, _ in first }
    var silent: [String] = []
    for name in asked.sorted() {
      if let told = try await schema(of: name) { tables[name] = told } else { silent.append(name) }
    }
    let words = silent.isEmpty ? nil : "Advanced hunting does not tell the columns of \(silent.joined(separator: ", "))."
    return SchemaReading(tables: tables.values.sorted { $0.name < $1.name }, instead: words)
  }

  /// Nil where the service answers with something other than a schema.
  package func schema(of table: String) async throws -> TableSchema? {
    let query: KQLFragment = "\(name: table) | getschema"
    let body = JSONValue.object(["Query": .string(query.text), "Timespan": "PT1H"])
    let request = HTTPRequest(
      .post, sender.address + "/v1.0/security/runHuntingQuery",
      headers: ["accept": "application/json", "content-type": "application/json; charset=utf-8"], body: Array(body.text.utf8),
      isIdempotent: true)
    let response = try await sender.send(request)
    guard response.head.status == 200 else {
      if [401, 403].contains(response.head.status) { throw refused(response.head.status) }
      return nil
    }
    do {
      let bytes = try await response.body.collect(upTo: 4 << 20)
      guard let json = try? JSONValue(parsing: bytes[...]), let answer = try? QueryAnswer.read(json) else { return nil }
      let names = answer.columns.map { $0.name.lowercased() }
      guard let name = names.firstIndex(of: "columnname"), let type = names.firstIndex(of: "columntype") ?? names.firstIndex(of: "datatype")
      else { return nil }
      let columns = answer.rows.map { Column($0[name].text, ColumnType(name: $0[type].text) ?? .string) }
      return columns.isEmpty ? nil : TableSchema(name: table, columns: columns)
    } catch let failure as HTTPFailure {
      throw failure.problem
    }
  }

  private func refused(_ status: Int) -> Problem {
    Problem(
      "Advanced hunting may not be asked.", cause: "Microsoft Graph answered with HTTP \(status).",
      remedy: "Ask for the permission ThreatHunting.Read.All.")
  }
}
