import Casefile
import HuntPipeline
import MicrosoftData

/// Says in a sentence each why the offline planner chose as it did.
struct PlanRationale {
  let plan: QueryPlan
  let words: [String]
  let entities: RequestEntities
  let profile: TableProfile
  /// Words of the request that no condition was made of.
  let unread: UnreadWords

  var text: QueryPlan.Rationale {
    QueryPlan.Rationale(table: table, fields: fields, range: range, filters: filters)
  }

  private var table: String {
    let quoted = words.map { "“\($0.trimmingBlanks)”" }.joined(separator: ", ")
    let why = words.isEmpty ? "No word of the request names a table; this one keeps what was named." : "The request says \(quoted)."
    let about = profile.about.isEmpty ? "" : " \(plan.table): \(profile.about)"
    return why + about + beside
  }

  /// The table that tells the other half of such a question, since a plan asks one.
  private var beside: String {
    switch plan.table {
    case "SigninLogs": " Changes to accounts, applications and policies are in AuditLogs: ask for those next."
    case "AuditLogs": " Sign-ins are in SigninLogs: ask for those next."
    default: ""
    }
  }

  private var fields: String { "The columns an analyst reads first in \(plan.table), and those that are filtered by." }

  private var range: String {
    plan.timeWords.isEmpty
      ? "No time was recognised in the request, so the usual range was taken." : "Read from “\(plan.timeWords)”, in UTC."
  }

  private var filters: String {
    let unknown =
      PlanRationale.listed("Not understood, and not filtered by", unread.words)
      + PlanRationale.listed("Known, but not filtered by", unread.unfiltered)
    guard !plan.filters.isEmpty else { return "Nothing is filtered, so no row is left out.\(unknown)" }
    let said = plan.filters.map { "\($0.field) \($0.op.rawValue) \($0.values.joined(separator: ", "))" }.joined(separator: "; ")
    var left: [String] = []
    if entities.users.isEmpty { left.append("no user") }
    if entities.hosts.isEmpty { left.append("no host") }
    let unnamed = left.isEmpty ? "" : " In the request \(left.joined(separator: " and ")) was recognised, so none is filtered."
    return "\(said).\(unnamed)\(unknown)"
  }

  private static func listed(_ what: String, _ words: [String]) -> String {
    words.isEmpty ? "" : " \(what): \(words.prefix(8).joined(separator: ", "))."
  }
}

extension String {
  fileprivate var trimmingBlanks: String { String(reversed().drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)) }
}
