package import Casefile
import GRDB

extension EmbeddedStore {
  private static let decisionPrefix = "decision."

  /// Keeps what the analyst decided about a finding; the same finding of a later hunt shows it again.
  package func keep(_ triage: Triage, finding: String) async throws {
    try await write { try Session.set(EmbeddedStore.decisionPrefix + finding, to: triage.json.text, $0) }
  }

  /// What was decided about these findings; those that nothing was decided about are missing.
  package func decisions(about findings: [String]) async throws -> [String: Triage] {
    try await read { database in
      try findings.reduce(into: [:]) { decisions, finding in
        let text = try Session.value(EmbeddedStore.decisionPrefix + finding, database)
        decisions[finding] = text.flatMap { try? JSONValue(parsing: $0) }.flatMap { Triage(json: $0) }
      }
    }
  }
}
