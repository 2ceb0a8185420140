package import Casefile

/// Something that happened to a hunt: what the analyst did, and what the runner reports. In the past tense.
///
/// Delivery: `textArrived` and `rowsArrived` may be merged on the way; all others never are. The three endings are last but for
/// `usageReported`: a call that was stopped is booked once it has ended, and that is told even of an older attempt.
package enum HuntEvent: Equatable, Sendable {
  // What the analyst does.
  case begun
  /// The query was edited; nothing runs until `runRequested`. The plan is what the text still says as a plan; nil when it says more.
  case queryEdited(String, plan: QueryPlan? = nil)
  case runRequested
  case consentGiven
  case consentRefused
  case stopRequested
  case modelWanted(String?)
  /// A further question about the rows that are here; findings and cost stay.
  case followUpAsked(String)
  /// Rows are to be made short by these steps; done anew while the call waits for a yes, else from the next analysis on.
  case reductionWanted(Set<ReductionStep>)
  // What the runner reports (CONTRACTS §5).
  case stageStarted(Stage)
  case modelChosen(ModelPurpose, ModelChoice)
  case planDrafted(QueryPlan)
  case queryReviewed(Review)
  case consentNeeded(ConsentQuestion)
  case rowsArrived(RowsProgress)
  /// How far the service is with the query; never `.retrying`.
  case queryProgressed(QueryProgress)
  case foundEmpty(EmptyResult)
  case reduced(ReductionSummary)
  /// Part `number` of the rows is read, of so many.
  case partStarted(number: Int, of: Int)
  case textArrived(String)
  case retrying(afterSeconds: Double, cause: String)
  case findingArrived(Finding)
  case usageReported(ModelPurpose, Usage, Money?)
  case finished(HuntEnding)
  case failed(Problem)
  case cancelled(keptFindings: Int)
}

extension HuntEvent {
  /// True for the three endings, of which exactly one closes every attempt.
  package var isEnding: Bool {
    switch self {
    case .finished, .failed, .cancelled: true
    default: false
    }
  }

  /// True for what was paid, which no stop and no new attempt undoes.
  package var isBooking: Bool { if case .usageReported = self { true } else { false } }
}

/// How a hunt ended well.
package struct HuntEnding: Equatable, Sendable {
  package var findings: Int
  package var cost: Money?
  package var seconds: Double
  /// Why the answer was cut; nil when it was whole.
  package var cutReason: String?
  package var empty: EmptyResult?

  package init(findings: Int, cost: Money?, seconds: Double, cutReason: String? = nil, empty: EmptyResult? = nil) {
    self.findings = findings
    self.cost = cost
    self.seconds = seconds
    self.cutReason = cutReason
    self.empty = empty
  }
}

/// An event with its place in the hunt; what is printed, journalled and drawn.
package struct StampedEvent: Equatable, Sendable {
  package var hunt: HuntID
  package var attempt: Int
  /// Counts up from 1 in each hunt.
  package var sequence: Int
  package var time: DateTime
  package var event: HuntEvent

  package init(hunt: HuntID, attempt: Int, sequence: Int, time: DateTime, event: HuntEvent) {
    self.hunt = hunt
    self.attempt = attempt
    self.sequence = sequence
    self.time = time
    self.event = event
  }
}
