import KQL

/// `unwindowed-join`: a join or lookup of tables that the text gives no window runs only after a yes.
///
/// The default window is added to such a leg, which bounds its cost but may leave out the very rows that should meet: a week of sign-ins
/// joined with one day of devices. Tables without a time column, and a range given beside the text, are no concern.
struct UnwindowedJoin: GuardrailRule {
  let id = "unwindowed-join"

  func objections(to subject: ReviewSubject) -> [Objection] {
    guard subject.range == nil else { return [] }
    let open = subject.windows.filter { $0.isJoined && $0.isOpen }
    guard !open.isEmpty else { return [] }
    let names = Set(open.map(\.table)).sorted()
    let shown = names.prefix(4).joined(separator: ", ") + (names.count > 4 ? " and \(names.count - 4) more" : "")
    let place = open.compactMap { subject.bound.reads[$0.read].range }.min { $0.lowerBound < $1.lowerBound }.map(subject.line) ?? ""
    return [
      asks(
        "A join reads \(shown)\(place) without a time window.",
        remedy: "Put `| where TimeGenerated > ago(7d)` to it, or say yes to the window that is added.")
    ]
  }
}
