package import Casefile
import KQL

/// The KQL of a plan, printed from its tree.
package enum PlanText {
  package static func kql(of plan: QueryPlan, _ brief: PlanningBrief) -> String {
    let schema = brief.tables.first { $0.name == plan.table } ?? TableSchema(name: plan.table, columns: [])
    return KQLQuery(plan: plan, schema: schema).text
  }
}
