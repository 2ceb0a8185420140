package import Casefile
import GRDB
package import HuntPipeline

extension EmbeddedStore: FindingStore {
  /// Keeps a finding with what it was found in; the same finding of the same hunt is brought up to date.
  package func keep(_ finding: Finding, of context: FindingContext) async throws {
    let hunt = finding.hunt?.description ?? ""
    let resultSet = finding.resultSet?.description ?? ""
    try await write { database in
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO findings(
            id, hunt, result_set, time, workspace, technique, confidence, evidence, title, query, model, cost, body)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          finding.id, hunt, resultSet, context.time.ticks, context.workspace, finding.mitre.id, finding.confidence.rawValue,
          finding.evidence.rawValue, finding.title.withoutNUL, context.query.withoutNUL, context.model, context.cost?.nanoDollars,
          finding.json.text,
        ])
    }
  }

  /// Findings as JSON (CONTRACTS §6), newest first, at most `limit`.
  package func findings(limit: Int) async throws -> [JSONValue] {
    try await read { database in
      let bodies = try String.fetchAll(database, sql: "SELECT body FROM findings ORDER BY time DESC, id LIMIT ?", arguments: [limit])
      return bodies.compactMap { try? JSONValue(parsing: $0) }
    }
  }
}
