package import Casefile

/// One hunt, from a request to findings: everything the screen shows of it, and what may happen next.
///
/// `handle` is the only way it changes. It does no I/O and knows no clock; times come with the events. Rows are not held here,
/// only their counts and the id of their result set.
package struct Hunt: Equatable, Sendable, Identifiable {
  package let id: HuntID
  package internal(set) var request: AnalystRequest
  package internal(set) var stage: Stage = .idle
  /// Raised each time work is started anew; events of older attempts are dropped.
  package internal(set) var attempt = 0
  /// What the query says as a plan; nil when it says more than a plan can, or was never drafted from one.
  package internal(set) var plan: QueryPlan?
  /// The plan as it was drafted, with the reasons for it.
  package internal(set) var drafted: QueryPlan?
  /// The query as it stands, edits included.
  package internal(set) var draft = ""
  package internal(set) var review: Review?
  package internal(set) var consent: ConsentQuestion?
  package internal(set) var rows: RowsProgress?
  package internal(set) var empty: EmptyResult?
  package internal(set) var reduction: ReductionSummary?
  package internal(set) var draftChoice: ModelChoice?
  package internal(set) var analysisChoice: ModelChoice?
  /// The analysis as text, as far as it has come.
  package internal(set) var answer = ""
  /// Questions asked of these rows that were answered, the first request among them; empty before a further question.
  package internal(set) var earlier: [EarlierQuestion] = []
  /// The further question at hand; nil for the request itself.
  package internal(set) var followUp: String?
  package internal(set) var findings: [Finding] = []
  /// What the providers reported, drafting included.
  package internal(set) var usage = Usage.none
  /// Nil once a call was made whose price is unknown.
  package internal(set) var cost: Money? = .zero
  /// What is waited for, asked for again or was learnt of a server; nil once something came.
  package internal(set) var retrying: Waiting?
  /// How far the service says the query is; nil where it says nothing.
  package internal(set) var queryProgress: QueryProgress?
  package internal(set) var problem: Problem?
  package internal(set) var cutReason: String?
  package internal(set) var started: DateTime?
  package internal(set) var ended: DateTime?
  /// When the work now under way, or the last that was, began: a query that waited to be read took no time.
  package internal(set) var workStarted: DateTime?
  /// How long the hunt worked, as its ending says; nil before it ended.
  package internal(set) var seconds: Double?
  /// The query that brought what is shown, and where the hunt stood with it, once the query was edited since.
  var earlierQuery: EarlierQuery?
  /// Where the hunt stood when it asked whether to run the query.
  var askedFrom = Stage.ready
  /// True when a request to run came while the query was still under review.
  var runsWhenReviewed = false
  /// Characters of `answer` that stand before the answer to the question at hand.
  var answeredBefore = 0
  /// Findings of earlier questions.
  var findingsTold = 0
  /// True once the analyst accepted costs for this hunt's next call.
  var acceptsCost = false
  /// Model the analyst asked for by name; nil leaves the choice to the program.
  package internal(set) var wantedModel: String?

  /// Whether the plan is drafted by rules, whoever reads the rows.
  package internal(set) var draftsOffline = false

  /// How rows are made short before a model reads them.
  package internal(set) var reductionSteps: Set<ReductionStep>

  package init(
    id: HuntID, request: AnalystRequest, wantedModel: String? = nil, reductionSteps: Set<ReductionStep> = ReductionStep.all,
    draftsOffline: Bool = false
  ) {
    self.id = id
    self.request = request
    self.wantedModel = wantedModel
    self.draftsOffline = draftsOffline
    self.reductionSteps = reductionSteps
  }
}

/// A query that was edited since it ran.
struct EarlierQuery: Equatable, Sendable {
  var kql: String
  var stage: Stage
}

/// How far the rows have come.
package struct RowsProgress: Equatable, Sendable {
  package var resultSet: ResultSetID
  package var columns: [Column]
  package var count: Int
  /// True once no more will come.
  package var isComplete: Bool
  /// Why rows are missing; nil when none are.
  package var partial: String?
  /// `store`, `log-analytics`, `alerts` …
  package var backend: String
  /// What the service says it scanned; nil where it says nothing.
  package var scannedRows: Int?
  package var scannedBytes: Int?
  /// What was done to get the rows, each one sentence.
  package var notes: [String] = []

  package init(
    resultSet: ResultSetID, columns: [Column], count: Int, isComplete: Bool = false, partial: String? = nil, backend: String = ""
  ) {
    self.resultSet = resultSet
    self.columns = columns
    self.count = count
    self.isComplete = isComplete
    self.partial = partial
    self.backend = backend
  }
}

/// What a hunt waits to hear a yes or no to.
package struct ConsentQuestion: Equatable, Sendable {
  package enum Kind: String, Sendable {
    case query
    case cost
    case egress
  }

  package var kind: Kind
  package var reasons: [String]

  package init(kind: Kind, reasons: [String]) {
    self.kind = kind
    self.reasons = reasons
  }
}
