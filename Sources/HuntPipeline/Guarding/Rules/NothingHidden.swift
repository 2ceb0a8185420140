import KQL

/// `nothing-hidden`: which tables a query reads must be plain from its text.
///
/// Refused: `table()` with a computed name, saved functions and parsers (nobody here sees their bodies), plugins that are not known,
/// `alias`, `declare pattern` and `restrict`, the graph operators and `macro-expand`, and a wildcard that no known table fits.
struct NothingHidden: GuardrailRule {
  let id = "nothing-hidden"

  /// Plugins that only rearrange the rows they are given, and the tables among their arguments.
  static let plugins: Set<String> = [
    "activity_counts_metrics", "activity_engagement", "activity_metrics", "active_users_count", "autocluster", "bag_unpack", "basket",
    "dcount_intersect", "diffpatterns", "diffpatterns_text", "funnel_sequence", "funnel_sequence_completion", "geo_line_lookup",
    "geo_polygon_lookup", "ipv4_lookup", "ipv6_lookup", "narrow", "new_activity_metrics", "pivot", "preview", "rolling_percentile",
    "rows_near", "sequence_detect", "session_count", "sliding_window_counts",
  ]

  func objections(to subject: ReviewSubject) -> [Objection] {
    let errors = Set(subject.bound.diagnostics.filter { $0.severity == .error }.map(\.range.lowerBound))
    var seen: Set<String> = []
    let hidden = subject.references.outside.compactMap { outside -> Objection? in
      guard let (what, remedy) = words(outside) else { return nil }
      // A mistyped function is an error of its own, told by `sound-query`.
      guard outside.kind != .function || !errors.contains(outside.range.lowerBound), seen.insert(what).inserted else { return nil }
      return refuses("\(what)\(subject.line(outside.range)).", remedy: remedy)
    }
    return hidden + emptyPatterns(subject)
  }

  private func emptyPatterns(_ subject: ReviewSubject) -> [Objection] {
    subject.references.tables.filter { table in
      table.isPattern && !subject.knownTables.contains { QueryReads.covers(table.name, $0) }
    }.map { table in
      refuses(
        "No known table fits \(table.name.shortened)\(subject.line(table.range)), so nobody can say what it reads.",
        remedy: "Write the tables' names.")
    }
  }

  private func words(_ outside: KQLReferences.Outside) -> (String, remedy: String)? {
    switch outside.kind {
    case .computedTable: ("table() is given a name that is computed", "Write the table's name itself.")
    case .function:
      MicrosoftLookups.names.contains(outside.detail)
        ? nil
        : (
          "What the saved function \(outside.detail)() reads cannot be seen here",
          "Put its text into the query with let, or ask its tables directly."
        )
    case .plugin:
      NothingHidden.plugins.contains(outside.detail) || NothingOutside.plugins.contains(outside.detail.lowercased())
        ? nil : ("What the plugin \(outside.detail.shortened) reads is not known here", "Take the step out.")
    case .renaming: ("'\(outside.detail)' gives names another meaning", "Take the statement out and write the names themselves.")
    case .opaqueOperator: ("Which tables '\(outside.detail)' reads cannot be seen here", "Write it with joins, or take the step out.")
    default: nil
    }
  }
}
