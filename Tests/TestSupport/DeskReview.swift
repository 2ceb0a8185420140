internal import Casefile
package import HuntPipeline

/// Reviews for stories that stand above the guardrails.
///
/// Only the guardrails can make an `ApprovedQuery`, on purpose. Stories need one without the guardrails' rules and tables, so these
/// twins have the same stored properties in the same order and are reinterpreted; the sizes are compared before that.
package enum DeskReview {
  private struct ApprovedTwin {
    let text: String
    let tables: [String]
    let range: TimeRange?
    let maxRows: Int
    let additions: [String]
  }

  private struct ConsentTwin {
    let concerns: [Concern]
    let query: ApprovedTwin
  }

  package static func allowed(_ kql: String, table: String = "DeviceProcessEvents", additions: [String] = []) -> Review {
    .allowed(unsafeBitCast(twin(kql, table, additions), to: ApprovedQuery.self))
  }

  package static func consent(_ kql: String, table: String = "DeviceProcessEvents", _ concerns: [Concern]) -> Review {
    .consent(unsafeBitCast(ConsentTwin(concerns: concerns, query: twin(kql, table, [])), to: ConsentRequest.self))
  }

  private static func twin(_ kql: String, _ table: String, _ additions: [String]) -> ApprovedTwin {
    precondition(MemoryLayout<ApprovedTwin>.size == MemoryLayout<ApprovedQuery>.size)
    precondition(MemoryLayout<ConsentTwin>.size == MemoryLayout<ConsentRequest>.size)
    let range = TimeRange(from: Desk.opening - .hours(24), to: Desk.opening)
    return ApprovedTwin(text: kql, tables: [table], range: range, maxRows: 10_000, additions: additions)
  }
}
