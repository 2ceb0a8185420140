internal import Casefile
internal import HuntPipeline

extension Model {
  /// Sorting, filtering and deciding about findings.
  mutating func performTriage(_ command: Command) -> [Effect] {
    switch command {
    case .sortFindings:
      let all = FindingsState.Sort.allCases
      findings.sort = all[((all.firstIndex(of: findings.sort) ?? 0) + 1) % all.count]
      say(Wording.findingsSorted(findings.sort), .note)
    case .filterFindings:
      focus = .findings
      findings.filterEditor = TextEditor(findings.filter)
    case .keepFindingFilter: findings.filterEditor = nil
    case .setStatus: openStatuses()
    case .setNote:
      guard let finding = selectedFinding else { return [] }
      overlay = .prompt(PromptState(.note(finding: finding.id), findings.decisions[finding.id]?.note ?? ""))
    default: break
    }
    return []
  }

  private mutating func openStatuses() {
    guard let finding = selectedFinding else { return }
    let statuses = Triage.Status.allCases
    var state = PickerState(
      purpose: .status(finding: finding.id), items: statuses.map(\.rawValue), notes: statuses.map { Wording.statusNotes[$0] ?? "" })
    state.cursor = statuses.firstIndex(of: findings.decisions[finding.id]?.status ?? .new) ?? 0
    overlay = .picker(state)
  }

  /// A decision counts at once, so that the next one builds on it; keeping it tells when that failed.
  mutating func decide(_ finding: String, status: Triage.Status? = nil, note: String? = nil) -> [Effect] {
    guard let hunt else { return [] }
    var triage = findings.decisions[finding] ?? Triage(time: now)
    triage.status = status ?? triage.status
    triage.note = note ?? triage.note
    triage.time = now
    findings.decisions[finding] = triage
    findings.decisionCount += 1
    return [.keepDecision(triage, finding: finding, hunt: hunt.id)]
  }

  /// Decisions came from where they are kept: for the findings on screen, or the one just made.
  mutating func decisionsArrived(_ decisions: [String: Triage]) {
    guard !decisions.isEmpty else { return }
    findings.decisions.merge(decisions) { old, new in old.time > new.time ? old : new }
    findings.decisionCount += 1
  }

  mutating func findingFilterTyped(_ text: String) {
    findings.filter = text.trimmed
    findings.cursor = 0
  }

  /// Makes the list of cards anew when findings, order or filter changed; the cursor stays on its finding.
  mutating func followFindings() {
    if focus == .findings { findings.isVisited = true }
    let count = hunt?.findings.count ?? 0
    let wish = FindingsState.Wish(
      sort: findings.sort, filter: findings.filter, findings: count, attempt: hunt?.attempt ?? 0, proofs: findings.proofs.count,
      decisions: findings.decisionCount)
    guard wish != findings.wish else { return }
    let held =
      findings.wish?.filter == wish.filter && findings.shown.indices.contains(findings.cursor) ? findings.shown[findings.cursor] : nil
    findings.wish = wish
    findings.shown = orderedFindings()
    // Who has not been there yet finds the cursor on the first card, whatever came before it meanwhile.
    if findings.isVisited, let held, let place = findings.shown.firstIndex(of: held) { findings.cursor = place }
  }

  private func orderedFindings() -> [Int] {
    guard let all = hunt?.findings else { return [] }
    let filter = FindingFilter(findings.filter)
    let matching = all.indices.filter { filter.lets(all[$0], findings.decisions[all[$0].id], findings.proofs[all[$0].id] ?? []) }
    return FindingOrder(findings, all).ordered(matching)
  }

  /// Puts the cursor on a finding by its place in the hunt; a filter that hides it goes away, which is said.
  mutating func select(finding place: Int) {
    followFindings()
    if !findings.shown.contains(place), !findings.filter.isEmpty {
      findings.filter = ""
      say(Wording.filterCleared, .note)
      followFindings()
    }
    findings.isVisited = true
    findings.cursor = findings.shown.firstIndex(of: place) ?? findings.cursor
  }
}
