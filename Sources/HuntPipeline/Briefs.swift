package import Casefile

/// All a planner needs to know.
package struct PlanningBrief: Equatable, Sendable {
  package var request: AnalystRequest
  /// Only tables the guardrails allow, each with only the columns they allow.
  package var tables: [TableSchema]
  /// When the service told its tables; nil where they lie on this machine.
  package var tablesRead: DateTime?
  /// Columns of a table worth naming to a model, the likeliest first; all of them for a table that is not here.
  package var likelyColumns: [String: [String]]
  package var policy: GuardrailPolicy
  /// The model chosen for drafting; its output limit bounds the call.
  package var model: ModelCard
  /// Tokens of input as they were counted for the choice.
  package var inputTokens: Int?
  /// Tokens of answer at most, where the budget holds less than the model's limit for plans.
  package var maxOutput: Int?
  /// Whether the budget holds a second call, for a plan that cannot be used.
  package var mayAskAgain = true
  /// Counts what is sent and what comes, and holds answers to what was asked for; nil where nobody pays.
  package var meter: CallMeter?

  package init(
    request: AnalystRequest, tables: [TableSchema], likelyColumns: [String: [String]] = [:], policy: GuardrailPolicy, model: ModelCard
  ) {
    self.request = request
    self.tables = tables
    self.likelyColumns = likelyColumns
    self.policy = policy
    self.model = model
  }
}

/// A plan and what making it used.
package struct DraftedPlan: Equatable, Sendable {
  package var plan: QueryPlan
  /// Nil for the offline planner and for servers that report none.
  package var usage: Usage?
  /// Calls that it took; with more than one, `usage` is not that of what was counted before.
  package var calls: Int

  package init(plan: QueryPlan, usage: Usage? = nil, calls: Int = 1) {
    self.plan = plan
    self.usage = usage
    self.calls = calls
  }
}

/// All an analyst needs to know. Models read `reduction`; the offline analyst reads the rows themselves through `pages`.
package struct AnalysisBrief: Sendable {
  package var hunt: HuntID
  package var request: AnalystRequest
  /// The tables the rows come from, or `Alerts`.
  package var tables: [String]
  package var kql: String
  package var resultSet: ResultSetID
  package var columns: [Column]
  package var rowCount: Int
  package var reduction: Reduction
  package var model: ModelCard
  /// Tokens of answer at most.
  package var maxOutput: Int
  /// Tokens of input as they were counted for the choice.
  package var inputTokens: Int?
  package var pages: any RecordPages
  /// What was asked of these rows before, and what came of it.
  package var earlier: [EarlierQuestion] = []
  /// Whether the query is the analyst's own, or was changed since it was drafted.
  package var isEdited = false
  /// The findings that are shown already.
  package var shown: [Finding] = []
  /// Which part of the rows this is, and of how many; nil for all of them.
  package var part: (number: Int, of: Int)?
  /// Stands around the rows in the call; sixteen signs of chance, so that log text cannot hold what is made after it was written.
  package var boundary = AnalysisPrompt.boundary()
  /// Counts what is sent and what comes, and holds the answer to what was asked for; nil where nobody pays.
  package var meter: CallMeter?

  package init(
    hunt: HuntID, request: AnalystRequest, tables: [String], kql: String, resultSet: ResultSetID, columns: [Column], rowCount: Int,
    reduction: Reduction, model: ModelCard, maxOutput: Int, pages: any RecordPages
  ) {
    self.hunt = hunt
    self.request = request
    self.tables = tables
    self.kql = kql
    self.resultSet = resultSet
    self.columns = columns
    self.rowCount = rowCount
    self.reduction = reduction
    self.model = model
    self.maxOutput = maxOutput
    self.pages = pages
  }
}

extension AnalysisBrief {
  /// The tables in words.
  package var table: String { AnalysisSubject.words(tables) }
}

/// A piece of an analysis as it arrives. Text may be merged on the way, findings never.
package enum AnalysisDelta: Equatable, Sendable {
  case text(String)
  /// A claim, not yet checked.
  case finding(Finding)
  case retrying(afterSeconds: Double, cause: String)
}

/// How an analysis ended.
package struct AnalysisOutcome: Equatable, Sendable {
  /// Nil when the server reported none, or offline.
  package var usage: Usage?
  /// True when the answer ended early: length, cut stream or filter; what came is kept.
  package var cut: Bool
  /// Why it was cut, in one sentence; nil when it was not.
  package var cutReason: String?
  /// Why the answer cannot be taken for an analysis at all, though it was paid for; nil when it can.
  package var problem: Problem?

  package init(usage: Usage? = nil, cut: Bool = false, cutReason: String? = nil, problem: Problem? = nil) {
    self.usage = usage
    self.cut = cut
    self.cutReason = cutReason
    self.problem = problem
  }
}
