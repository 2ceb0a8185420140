internal import Casefile

/// The order in which findings stand.
struct FindingOrder {
  private let state: FindingsState
  private let all: [Finding]

  init(_ state: FindingsState, _ all: [Finding]) {
    self.state = state
    self.all = all
  }

  /// These places of the hunt's findings in the order asked for; what is equal stays as it came.
  func ordered(_ places: [Int]) -> [Int] {
    switch state.sort {
    case .arrival: return places
    case .confidence: return places.sorted { weight(all[$0], $0) < weight(all[$1], $1) }
    case .status:
      return places.sorted { one, two in
        let (first, second) = (waiting(all[one]), waiting(all[two]))
        return first == second ? weight(all[one], one) < weight(all[two], two) : first < second
      }
    case .tactic:
      let rank = places.reduce(into: [Int: Int]()) { $0[$1] = Model.tacticRank(all[$1].mitre.tactic) }
      return places.sorted { (rank[$0] ?? 0, $0) < (rank[$1] ?? 0, $1) }
    case .time:
      let times = places.reduce(into: [Int: DateTime]()) { $0[$1] = state.proofs[all[$1].id]?.compactMap(\.time).min() }
      return places.sorted { (times[$0] ?? .maximum, $0) < (times[$1] ?? .maximum, $1) }
    }
  }

  /// Less is shown first: harmless or done with, then less sure, then less proven.
  private func weight(_ finding: Finding, _ place: Int) -> (Int, Int, Int, Int) {
    let status = state.decisions[finding.id]?.status ?? .new
    let isDone = status == .falsePositive || status == .closed
    let isHarmless = finding.recommendations.contains(.ignore)
    let confidence = Finding.Confidence.allCases.firstIndex(of: finding.confidence) ?? 0
    let evidence = Finding.Evidence.allCases.firstIndex(of: finding.evidence) ?? 0
    return (isDone ? 2 : isHarmless && status != .confirmed ? 1 : 0, -confidence, evidence, place)
  }

  private func waiting(_ finding: Finding) -> Int {
    Triage.Status.allCases.firstIndex(of: state.decisions[finding.id]?.status ?? .new) ?? 0
  }
}
