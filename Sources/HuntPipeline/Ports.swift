package import Casefile

/// The time, so that tests can say what it is.
package protocol Clock: Sendable {
  func now() -> DateTime
}

/// Where alerts come from. Awaiting `deliver` is the back-pressure; pages arrive newest first.
package protocol AlertSource: Sendable {
  /// `graph`, `office365`, `store` …
  var name: String { get }
  /// True where the source goes on by itself from where it ended. Nobody else's moment is given to it then, since its own may mean
  /// something else, such as when a record became available.
  var remembersByItself: Bool { get }
  /// Delivers every alert once. Throws a `Problem` when nothing came; what is missing after a beginning stands in `AlertFetch.partial`.
  func fetch(
    _ query: AlertQuery, progress: @escaping @Sendable (AlertProgress) -> Void, deliver: @Sendable ([Alert]) async throws -> Void
  ) async throws -> AlertFetch
}

extension AlertSource {
  package var remembersByItself: Bool { false }

  /// For who wants to hear nothing meanwhile.
  package func fetch(_ query: AlertQuery, deliver: @Sendable ([Alert]) async throws -> Void) async throws -> AlertFetch {
    try await fetch(query, progress: { _ in }, deliver: deliver)
  }
}

/// Writes triage back to where an alert came from. Nothing is sent that was not shown before as a `TriageRequest`.
package protocol AlertTriage: Sendable {
  /// The requests that bring this change about, in their order; throws a `Problem` where the service cannot take it.
  func requests(for change: AlertChange, of alert: Alert) throws -> [TriageRequest]
  /// Sends one of them. Throws a `Problem` with the service's own answer when it refuses.
  func send(_ request: TriageRequest) async throws -> TriageAnswer
  /// The alert as the service has it at this moment. Throws a `Problem` where it cannot be read.
  func present(_ alert: Alert) async throws -> Alert
  /// An alert with what was answered of it; all else stays as it was.
  func updated(_ alert: Alert, by answer: TriageAnswer) -> Alert
}

/// Runs what the guardrails approved. Awaiting `deliver` is the back-pressure.
package protocol QueryBackend: Sendable {
  /// `store`, `log-analytics` …, as the screen names it.
  var name: String { get }
  /// The name of where this query runs, for a backend that stands for several.
  func place(of query: ApprovedQuery) async -> String
  /// Throws a `Problem` when nothing came, or one that `withdrawsRows` where what was delivered does not stand; what is missing after a
  /// beginning that stands is told in `QueryOutcome.partial`.
  func run(
    _ query: ApprovedQuery, progress: @escaping @Sendable (QueryProgress) -> Void, deliver: @Sendable (RowBatch) async throws -> Void
  ) async throws -> QueryOutcome
  /// Why a query over these tables may have brought no rows; asked only after an empty result.
  func explainEmpty(_ query: ApprovedQuery) async throws -> EmptyResult
}

extension QueryBackend {
  package func place(of query: ApprovedQuery) async -> String { name }

  /// For who wants to hear nothing meanwhile.
  package func run(_ query: ApprovedQuery, deliver: @Sendable (RowBatch) async throws -> Void) async throws -> QueryOutcome {
    try await run(query, progress: { _ in }, deliver: deliver)
  }
}

/// The tables a workspace has, for guardrails, completion and planning.
package protocol SchemaSource: Sendable {
  /// Whether this machine's own engine answers for these tables; it runs less of the language than a service.
  var isEmbedded: Bool { get }
  func schemas() async throws -> [TableSchema]
  /// Asks for the columns of these tables, where the service must be asked for each; true where `schemas` tells others from now on.
  func learn(_ tables: [String]) async throws -> Bool
  /// When the service told its tables; nil where they lie on this machine, or nothing was told yet.
  func tablesRead() async -> DateTime?
  /// Asks the service for its tables now, however fresh those are that are known, and waits for it; nil where no service is asked.
  func reread() async throws -> (tables: Int, time: DateTime)?
  /// Names of tables that lie on this machine alone, while others are a service's.
  func ownTables() async throws -> Set<String>
  /// What is odd about the tables, each one sentence: documented ones in the place of the service's, or a refresh that failed.
  func remarks() async -> [String]
  /// What times the rows of these tables have, where they lie on this machine and looking is free; a service answers nothing.
  func extents(of tables: [String]) async throws -> [String: TableExtent]
  /// Values that a column of a table has, the commonest first, where looking is free; a service answers nothing.
  func values(of column: Column, in table: String, limit: Int) async throws -> [Value]
}

extension SchemaSource {
  package var isEmbedded: Bool { false }
  package func learn(_ tables: [String]) async throws -> Bool { false }
  package func tablesRead() async -> DateTime? { nil }
  package func reread() async throws -> (tables: Int, time: DateTime)? { nil }
  package func ownTables() async throws -> Set<String> { [] }
  package func remarks() async -> [String] { [] }
  package func values(of column: Column, in table: String, limit: Int) async throws -> [Value] { [] }
  package func extents(of tables: [String]) async throws -> [String: TableExtent] { [:] }
}

/// A language model behind any provider: one call, streamed.
package protocol LanguageModel: Sendable {
  /// Ends with the whole answer. Throws a `Problem` when nothing usable came; an answer cut in the middle is returned with `finish: .cut`.
  /// Cancelling the task ends the call within 50 ms.
  func answer(_ call: ModelCall, deliver: @Sendable (ModelDelta) async throws -> Void) async throws -> ModelAnswer
  /// Whether the model shows pieces to the call's meter before it changes them; those of others are counted as they are delivered.
  var metersPieces: Bool { get }
}

extension LanguageModel {
  /// Most models deliver what came.
  package var metersPieces: Bool { false }

  /// The answer to a call, every piece shown to the call's meter.
  func metered(_ call: ModelCall, deliver: @Sendable (ModelDelta) async throws -> Void) async throws -> ModelAnswer {
    let meter = metersPieces ? nil : call.meter
    call.meter?.begin(most: call.maxOutput)
    return try await answer(call) { delta in
      try meter?.take(delta)
      try await deliver(delta)
    }
  }
}

/// Makes a plan of a request.
package protocol PlanDrafter: Sendable {
  /// `retrying` hears of every wait and every second try, with the seconds until it begins, so that nobody waits without knowing why.
  func draft(
    _ brief: PlanningBrief, retrying: @escaping @Sendable (_ afterSeconds: Double, _ cause: String) -> Void
  ) async throws -> DraftedPlan
}

/// Reads rows and says what they mean, streaming as it goes. The offline analyst and every language model stand behind it.
package protocol Analyst: Sendable {
  func analyse(_ brief: AnalysisBrief, deliver: @Sendable (AnalysisDelta) async throws -> Void) async throws -> AnalysisOutcome
}

/// Pages of stored rows and alerts; the screen shows them, the analyst and the evidence check read them.
package protocol RecordPages: Sendable {
  /// Rows `range` (0-based, clamped) of a result set, each with one cell a column.
  func rows(of resultSet: ResultSetID, _ range: Range<Int>) async throws -> [[Value]]
  /// These alerts, in the order asked; those that are not stored are left out. Of an id without its source the alert stored last is read.
  func alerts(withIDs ids: [AlertID]) async throws -> [Alert]
  /// Lines `range` (0-based, clamped) of a listing.
  func alertPage(_ listing: AlertListing, _ range: Range<Int>) async throws -> AlertPage
  /// Ids of all alerts of a listing with their sources, in its order; what "all shown" means.
  func alertIDs(_ listing: AlertListing) async throws -> [AlertID]
  /// What of `alertPage` can be told within about 50 ms, however many alerts there are: fewer lines, or no counts (`isCounted`).
  func alertGlance(_ listing: AlertListing, _ range: Range<Int>) async throws -> AlertPage
  /// The next line after `place`, or the nearest before it, that is a new alert; nil when there is none.
  func placeOfNew(_ listing: AlertListing, from place: Int, isForward: Bool) async throws -> Int?
  /// Where a jump from `place` leads; nil when there is nothing of the kind that way.
  func placeOfJump(_ jump: AlertJump, in listing: AlertListing, from place: Int, isForward: Bool) async throws -> Int?
  /// The 0-based place of an alert among the lines of a listing without groups; nil where it is not among them.
  func place(ofAlert id: AlertID, in listing: AlertListing) async throws -> Int?
}

extension RecordPages {
  /// For keepers that have few alerts: all of it.
  package func alertGlance(_ listing: AlertListing, _ range: Range<Int>) async throws -> AlertPage { try await alertPage(listing, range) }
  /// For keepers that do not know what is new.
  package func placeOfNew(_ listing: AlertListing, from place: Int, isForward: Bool) async throws -> Int? { nil }
  /// For keepers that do not know places.
  package func place(ofAlert id: AlertID, in listing: AlertListing) async throws -> Int? { nil }
}

/// Keeps result sets as they arrive, so that no result lives only in memory.
package protocol RowArchive: Sendable {
  func begin(_ resultSet: ResultSetID, hunt: HuntID, query: String, columns: [Column]) async throws
  func append(_ batch: RowBatch, to resultSet: ResultSetID) async throws
  /// Closes the set; `partial` says why rows are missing, nil when it is whole.
  func finish(_ resultSet: ResultSetID, rows: Int, partial: String?) async throws
}

/// What was spent, across restarts and processes.
package protocol SpendLedger: Sendable {
  /// Money spent since 00:00 UTC of the day of `moment`.
  func spent(onDayOf moment: DateTime) async throws -> Money
  func record(_ spend: Spend) async throws
  /// Puts money aside before a call is made, in one step with the look at the caps, so that calls at once cannot pass a cap together.
  /// Throws a `Problem` where a cap does not hold it.
  func reserve(_ order: SpendOrder) async throws -> Reservation
  /// Ends a reservation, in one step with writing down what the call really cost; nil for a call that cost nothing. One that expired
  /// meanwhile is written down all the same.
  func settle(_ reservation: Reservation, with spend: Spend?) async throws
  /// What calls under way may still cost.
  func reserved(at moment: DateTime) async throws -> Money
  /// Tokens, in and out, that went to each model within the minute before `moment`.
  func tokensWithinMinute(before moment: DateTime) async throws -> [String: Int]
  /// How far our counts lay from what was reported, by model, over its last twenty calls that were compared.
  func corrections() async throws -> [String: CountCorrection]
}

/// The chained journal. Returns once the entry is on disk.
package protocol JournalKeeper: Sendable {
  func append(hunt: HuntID, kind: String, body: JSONValue, at time: DateTime) async throws
}

/// Keeps findings in the store and in `_threats.jsonl`.
package protocol FindingStore: Sendable {
  func keep(_ finding: Finding, of context: FindingContext) async throws
}

/// Marks rows that must reach a model whatever else is left out; fed the batches of one result set in order.
package protocol RowMarker {
  /// Numbers of the rows in this batch that are marked, counted from `firstRow`.
  mutating func marked(_ batch: RowBatch, firstRow: Int) -> [Int]
  /// Rows that are marked once all were seen.
  mutating func finish() -> [Int]
}
