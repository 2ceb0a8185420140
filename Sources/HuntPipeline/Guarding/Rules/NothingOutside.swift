import KQL

/// Nothing may reach outside the workspace: no external data, no other cluster, database or workspace, no plugin that calls out.
struct NothingOutside: GuardrailRule {
  /// Functions that read another place than this workspace's tables.
  private static let functions: Set<String> = [
    "workspace", "cluster", "database", "app", "resource", "adx", "arg", "external_table", "externaldata", "external_data",
    "stored_query_result", "entity_group",
  ]
  /// Plugins that run code or call other services.
  private static let plugins: Set<String> = [
    "http_request", "http_request_post", "sql_request", "mysql_request", "postgresql_request", "cosmosdb_sql_request",
    "azure_digital_twins_query_request", "ai_embed_text", "ai_embeddings", "ai_chat_completion", "ai_chat_completion_prompt", "python",
    "r", "infer_storage_schema", "schema_merge",
  ]

  func objections(to subject: ReviewSubject) -> [Objection] {
    var found: [String] = []
    for node in subject.query.syntax.subtree {
      switch node.kind {
      case .externalData: found.append("externaldata reads from the network")
      case .controlCommand: found.append("a control command is not a query")
      case .call:
        if let name = NothingOutside.calledName(node), NothingOutside.functions.contains(name) {
          found.append("\(name)() reads outside this workspace")
        } else if let name = NothingOutside.calledName(node), NothingOutside.plugins.contains(name) {
          found.append("the plugin \(name) calls out")
        }
      case .evaluateOperator:
        let names = node.tokens.map { $0.text.lowercased() }
        for name in names where NothingOutside.plugins.contains(name) { found.append("the plugin \(name) calls out") }
      default: break
      }
    }
    var seen: Set<String> = []
    return found.filter { seen.insert($0).inserted }.map { reason in
      Objection(.refuses, rule: "nothing-outside", reason: "Not allowed: \(reason).", remedy: "Ask only this workspace's own tables.")
    }
  }

  /// The called function's name in lower case, whether written plainly or in brackets.
  private static func calledName(_ call: SyntaxNode) -> String? {
    call.children.first?.nameText?.lowercased() ?? call.firstToken?.text.lowercased()
  }
}
