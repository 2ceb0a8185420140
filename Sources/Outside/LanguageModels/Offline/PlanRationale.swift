import Casefile
import HuntPipeline
import MicrosoftData

/// Says in a sentence each why the offline planner chose as it did.
struct PlanRationale {
  let plan: QueryPlan
  let words: [String]
  let entities: RequestEntities
  let profile: TableProfile

  var text: QueryPlan.Rationale {
    QueryPlan.Rationale(table: table, fields: fields, range: range, filters: filters)
  }

  private var table: String {
    let quoted = words.map { "“\($0.trimmingBlanks)”" }.joined(separator: ", ")
    let why = words.isEmpty ? "No word of the request names a table; this one keeps what was named." : "The request says \(quoted)."
    return profile.about.isEmpty ? why : "\(why) \(plan.table): \(profile.about)"
  }

  private var fields: String { "The columns an analyst reads first in \(plan.table), and those that are filtered by." }

  private var range: String {
    plan.timeWords.isEmpty
      ? "The request names no time, so the usual range was taken." : "Read from “\(plan.timeWords)”, in UTC."
  }

  private var filters: String {
    guard !plan.filters.isEmpty else { return "Nobody and nothing was named, so no row is left out." }
    let said = plan.filters.map { "\($0.field) \($0.op.rawValue) \($0.values.joined(separator: ", "))" }.joined(separator: "; ")
    var left: [String] = []
    if entities.users.isEmpty { left.append("no user") }
    if entities.hosts.isEmpty { left.append("no host") }
    let unnamed = left.isEmpty ? "" : " The request names \(left.joined(separator: " and ")), so none is filtered."
    return "\(said).\(unnamed)"
  }
}

extension String {
  fileprivate var trimmingBlanks: String { String(reversed().drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)) }
}
