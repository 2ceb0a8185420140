import KQL

/// `service-limits`: a `set` statement that lifts the service's own limits on rows, size or memory runs only after a yes.
struct ServiceLimits: GuardrailRule {
  let id = "service-limits"

  private static let options: Set<String> = [
    "notruncation", "truncationmaxrecords", "truncationmaxsize", "norequesttimeout", "servertimeout", "query_take_max_records",
    "maxmemoryconsumptionperiterator", "max_memory_consumption_per_query_per_node",
  ]

  func objections(to subject: ReviewSubject) -> [Objection] {
    subject.query.syntax.children(.setStatement).compactMap { statement in
      guard let option = statement.tokens.map(\.text).first(where: { ServiceLimits.options.contains($0.lowercased()) }) else { return nil }
      return asks("'set \(option)'\(subject.line(statement.range)) lifts a limit of the service.", remedy: "Take the line out, or say yes.")
    }
  }
}
