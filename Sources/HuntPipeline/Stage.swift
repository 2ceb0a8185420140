/// Where a hunt stands. Comments list the legal next stages; every stage but the endings may also go to `stopping` or `failed`.
package enum Stage: String, Sendable, CaseIterable {
  /// Nothing asked yet. Next: choosingDraftModel (logs), collecting (alerts), reviewing (KQL given).
  case idle
  /// A model for drafting is being chosen. Next: awaitingDraftConsent, drafting.
  case choosingDraftModel
  /// The draft's cost or egress waits for a yes. Next: drafting, refused.
  case awaitingDraftConsent
  /// A plan is being drafted. Next: reviewing.
  case drafting
  /// The query is held against the guardrails. Next: ready, refused.
  case reviewing
  /// Plan and query wait for the analyst, who may edit or run. Next: reviewing, awaitingQueryConsent, querying.
  case ready
  /// The guardrails or the budget refused; the analyst may edit and try again. Next: reviewing, choosingModel.
  case refused
  /// A costly query waits for a yes. Next: querying, ready.
  case awaitingQueryConsent
  /// Rows are arriving. Next: reducing, finished (no rows).
  case querying
  /// Marked alerts are turned into rows. Next: reducing, finished (no alerts).
  case collecting
  /// Rows are made short. Next: choosingModel.
  case reducing
  /// A model for the analysis is being chosen. Next: awaitingCostConsent, analysing, refused.
  case choosingModel
  /// The analysis' cost waits for a yes. Next: analysing, ready.
  case awaitingCostConsent
  /// The analysis streams in. Next: finished.
  case analysing
  /// The analyst said stop; what came is being written down. Next: cancelled.
  case stopping
  case finished
  case failed
  case cancelled
}

extension Stage {
  /// True while a call to a model is near, or after one was made.
  package var hasCall: Bool {
    switch self {
    case .awaitingDraftConsent, .drafting, .awaitingCostConsent, .analysing, .finished, .failed, .stopping, .cancelled: true
    default: false
    }
  }

  /// True when nothing more will happen without the analyst.
  package var isEnding: Bool { self == .finished || self == .failed || self == .cancelled }

  /// True while the analyst waits for work that can be stopped.
  package var isWorking: Bool {
    switch self {
    case .choosingDraftModel, .drafting, .reviewing, .querying, .collecting, .reducing, .choosingModel, .analysing, .stopping: true
    default: false
    }
  }

  /// True when the hunt waits for a yes or no.
  package var isAwaitingConsent: Bool {
    self == .awaitingDraftConsent || self == .awaitingQueryConsent || self == .awaitingCostConsent
  }
}
