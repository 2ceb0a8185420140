internal import Casefile
package import HuntPipeline
internal import KQL

/// What the real guardrails say of a story's query.
package enum DeskReview {
  /// The review of a query over two tables, at the moment every story begins; a search is costly and asks first.
  package static func of(_ kql: String) -> Review {
    let tables = TableList(DeskSample.tables)
    let policy = GuardrailPolicy(tables: ["DeviceProcessEvents": .all, "SigninLogs": .all])
    return Guardrails(policy: policy, tables: tables, now: Desk.opening).review(KQLQuery(parsing: kql))
  }
}
