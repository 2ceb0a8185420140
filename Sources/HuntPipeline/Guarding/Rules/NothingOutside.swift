import KQL

/// `nothing-outside`: a query asks this workspace's own tables and nothing else.
///
/// Refused wherever they stand, in `let` and function bodies, sub-queries, join legs and arguments too: `externaldata`,
/// `external_table()`, `workspace()`, `cluster()`, `database()`, `app()`, `resource()`, `adx()`, `arg()`, a table behind a dot, plugins
/// that run code or call other services, control commands, and `alias`. A function of the same name declared in the query does not
/// excuse the call, since services differ in which of the two they take.
struct NothingOutside: GuardrailRule {
  let id = "nothing-outside"

  /// Plugins that run code or call other services.
  static let plugins: Set<String> = [
    "http_request", "http_request_post", "sql_request", "mysql_request", "postgresql_request", "cosmosdb_sql_request",
    "azure_digital_twins_query_request", "ai_embed_text", "ai_embeddings", "ai_chat_completion", "ai_chat_completion_prompt", "python",
    "r", "infer_storage_schema", "infer_storage_schema_with_suggestions", "schema_merge",
  ]

  func objections(to subject: ReviewSubject) -> [Objection] {
    var seen: Set<String> = []
    return subject.references.outside.compactMap { outside in
      guard let what = words(outside), seen.insert(what).inserted else { return nil }
      return refuses("\(what)\(subject.line(outside.range)).", remedy: remedy(outside.kind))
    }
  }

  private func words(_ outside: KQLReferences.Outside) -> String? {
    switch outside.kind {
    case .externalData: "externaldata reads from the network"
    case .externalTable: "external_table() reads from outside this workspace"
    case .workspace, .cluster, .database, .app, .resource: "\(outside.kind.rawValue)() reads outside this workspace"
    case .elsewhere: "\(outside.detail.shortened) is no table of this workspace"
    case .controlCommand: "A command that begins with a dot is no query"
    case .plugin: NothingOutside.plugins.contains(outside.detail.lowercased()) ? "The plugin \(outside.detail) calls out" : nil
    case .function, .everyTable, .computedTable, .renaming, .opaqueOperator: nil
    }
  }

  private func remedy(_ kind: KQLReferences.Outside.Kind) -> String {
    switch kind {
    case .externalData, .externalTable: "Import the file with `logspotlight import`, or write its values into a datatable."
    case .controlCommand: "Take the line out."
    case .plugin: "Take the step out."
    default: "Name the table alone, and ask each workspace by itself."
    }
  }
}
