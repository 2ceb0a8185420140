import KQL

/// Nothing may reach outside the workspace: no external data, no other cluster, database or workspace, no plugin that calls out, and
/// no saved function, since nobody here can see which tables it reads.
struct NothingOutside: GuardrailRule {
  /// Plugins that run code or call other services; the others only rearrange rows.
  private static let plugins: Set<String> = [
    "http_request", "http_request_post", "sql_request", "mysql_request", "postgresql_request", "cosmosdb_sql_request",
    "azure_digital_twins_query_request", "ai_embed_text", "ai_embeddings", "ai_chat_completion", "ai_chat_completion_prompt", "python",
    "r", "infer_storage_schema", "infer_storage_schema_with_suggestions", "schema_merge",
  ]

  func objections(to subject: ReviewSubject) -> [Objection] {
    var seen: Set<String> = []
    return subject.query.references.outside.compactMap(reason).filter { seen.insert($0).inserted }.map { reason in
      Objection(.refuses, rule: "nothing-outside", reason: "Not allowed: \(reason).", remedy: "Ask only this workspace's own tables.")
    }
  }

  private func reason(_ outside: KQLReferences.Outside) -> String? {
    switch outside.kind {
    case .externalData: "externaldata reads from the network"
    case .externalTable: "external_table reads from outside"
    case .workspace, .cluster, .database, .app, .resource: "\(outside.kind.rawValue)() reads outside this workspace"
    case .controlCommand: "a control command is not a query"
    case .computedTable: "table() with a name that is computed"
    case .plugin: NothingOutside.plugins.contains(outside.detail.lowercased()) ? "the plugin \(outside.detail) calls out" : nil
    case .function: "the saved function \(outside.detail)() reads tables that cannot be seen here"
    case .everyTable: nil
    }
  }
}
