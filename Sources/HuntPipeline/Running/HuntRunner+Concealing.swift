package import Casefile
import Locking

extension HuntRunner {
  /// Whether rows are reduced without names: some model that may read them must not learn any.
  var concealsRows: Bool { rules.models.contains { rules.pseudonyms.conceals($0) } }

  /// What this hunt hides, with all that is known of the workspace and the request; made once a hunt.
  func concealment(_ request: AnalystRequest, _ hunt: HuntID) async throws -> Concealment {
    if let known = work(of: hunt)?.concealment { return known }
    let ports = ports.concealing
    try await ports.known.bringUpToDate()
    let made = Concealment(
      reader: IdentityReader(kindOf: ports.kindOf), kept: try await ports.keeper.standIns(of: rules.workspace),
      frame: PromptFrame.words, known: ports.known)
    try await made.learnStandIns()
    made.note(rules.ownIdentities)
    made.note(text: request.text)
    if case .alerts(let ids) = request.subject {
      for start in stride(from: 0, to: ids.count, by: 500) {
        made.note(try await self.ports.pages.alerts(withIDs: Array(ids[start..<min(start + 500, ids.count)])))
      }
    }
    let kept = Locked<Concealment?>(nil)
    update(hunt) { work in
      let inForce = work.concealment ?? made
      work.concealment = inForce
      kept.withLock { $0 = inForce }
    }
    return kept.withLock { $0 } ?? made
  }

  /// The hiding that goes with a model; nil where it may know names. Rows that were reduced without names are read without them by all.
  func concealment(for card: ModelCard, _ request: AnalystRequest, hasRows: Bool, _ hunt: HuntID) async throws -> HuntConcealment? {
    guard !card.isOffline, rules.pseudonyms.conceals(card) || (hasRows && concealsRows) else { return nil }
    let (keeper, workspace) = (ports.concealing.keeper, rules.workspace)
    return HuntConcealment(
      concealment: try await concealment(request, hunt), keep: { try await keeper.keep($0, of: workspace) })
  }

  /// What would be sent for the call this hunt is about to make, to the letter; nil while none is near. Throws what would keep it from
  /// being sent.
  package func preview(of hunt: HuntID) async throws -> OutgoingCalls? {
    guard let prepared = work(of: hunt)?.prepared else { return nil }
    guard let hiding = try await concealment(for: prepared.card, prepared.request, hasRows: prepared.hasRows, hunt) else {
      return OutgoingCalls(calls: prepared.calls, hidden: [:], leavesMachine: prepared.card.leavesMachine)
    }
    var calls: [ModelCall] = []
    for call in prepared.calls { calls.append(try await hiding.concealment.safelyConcealed(call)) }
    return OutgoingCalls(calls: calls, hidden: hiding.concealment.hidden(in: calls), leavesMachine: prepared.card.leavesMachine)
  }
}

/// The hiding of one hunt, and where its stand-ins are kept.
package struct HuntConcealment: Sendable {
  package var concealment: Concealment
  package var keep: @Sendable ([StandIn]) async throws -> Void

  /// The model behind the hiding.
  package func around(_ model: any LanguageModel) -> any LanguageModel { ConcealingModel(model, concealment, keep: keep) }
}

/// Calls that were made ready and not sent; several where rows are read in parts.
struct PreparedCalls: Sendable {
  var calls: [ModelCall]
  var card: ModelCard
  var request: AnalystRequest
  var hasRows: Bool
}

/// What leaves, as it leaves.
package struct OutgoingCalls: Equatable, Sendable {
  /// In the order they are sent.
  package var calls: [ModelCall]
  /// How many names they hide, by kind; empty where they hide none.
  package var hidden: [IdentityKind: Int]
  package var leavesMachine: Bool
}
