import Casefile
import HuntPipeline
import KQL
import MicrosoftData

/// The tables that `kql check` takes a workspace to have: those stored, and those of Microsoft's reference, so that rules can be checked
/// on a machine that holds no data.
///
/// A wildcard or a search covers what is stored and what the guardrails allow, not the whole reference.
struct CheckedTables: TableCatalogue {
  let tableNames: [String]
  let spellings: [String]
  private let stored: [String: TableSchema]

  init(stored: [TableSchema], policy: GuardrailPolicy) {
    self.stored = Dictionary(stored.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let reference = TableReference.standard.tables.map(\.name)
    let covered = reference.filter { policy.tables?[$0] != nil || policy.tables == nil }
    tableNames = Set(stored.map(\.name) + covered).sorted()
    spellings = Set(stored.map(\.name) + reference).sorted()
  }

  func schema(named name: String) -> TableSchema? {
    if let schema = stored[name] { return schema }
    // The reference tolerates any case; Kusto does not.
    return TableReference.standard.schema(named: name).flatMap { $0.name == name ? $0 : nil }
  }
}
