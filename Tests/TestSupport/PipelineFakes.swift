package import Casefile
package import HuntPipeline
import Locking

/// A clock that stands still until a test moves it.
package final class FixedClock: HuntPipeline.Clock, Sendable {
  private let time: Locked<DateTime>

  package init(_ time: DateTime) { self.time = Locked(time) }

  package func now() -> DateTime { time.withLock { $0 } }
  package func advance(by span: TimeSpan) { time.withLock { $0 = $0 + span } }
}

/// A model that answers from a script, one answer a call, in pieces of a chosen size.
package final class ScriptedModel: LanguageModel, Sendable {
  private struct State: Sendable {
    var answers: [Result<ModelAnswer, Problem>]
    var calls: [ModelCall] = []
  }

  private let state: Locked<State>
  private let pieceLength: Int
  /// What the last answer breaks off with, once all of its text came.
  private let breakOff: Problem?

  package init(_ answers: [ModelAnswer], pieceLength: Int = 7, breakingOff problem: Problem? = nil) {
    breakOff = problem
    self.state = Locked(State(answers: answers.map { .success($0) }))
    self.pieceLength = pieceLength
  }

  package init(failing problem: Problem) {
    breakOff = nil
    self.state = Locked(State(answers: [.failure(problem)]))
    self.pieceLength = 7
  }

  /// What it was asked, in order.
  package var calls: [ModelCall] { state.withLock { $0.calls } }

  package func answer(_ call: ModelCall, deliver: @Sendable (ModelDelta) async throws -> Void) async throws -> ModelAnswer {
    let next = state.withLock { state -> Result<ModelAnswer, Problem>? in
      state.calls.append(call)
      return state.answers.isEmpty ? nil : state.answers.removeFirst()
    }
    guard let answer = try next?.get() else { throw Problem("The script has no more answers.") }
    var rest = Substring(answer.text)
    while !rest.isEmpty {
      try Task.checkCancellation()
      try await deliver(.text(String(rest.prefix(pieceLength))))
      rest = rest.dropFirst(pieceLength)
    }
    if let breakOff, state.withLock({ $0.answers.isEmpty }) { throw breakOff }
    return answer
  }
}

/// Keeps everything a hunt writes, in memory.
package final class MemoryKeeper: RowArchive, RecordPages, SpendLedger, JournalKeeper, FindingStore, Sendable {
  /// What was kept.
  package struct Kept: Sendable {
    package var rows: [ResultSetID: [[Value]]] = [:]
    package var partial: [ResultSetID: String] = [:]
    package var alerts: [Alert] = []
    package var spends: [Spend] = []
    /// Money put aside for calls under way, by number.
    package var reservations: [Int64: (amount: Money, order: SpendOrder)] = [:]
    package var lastReservation: Int64 = 0
    /// All that was asked to be put aside.
    package var orders: [SpendOrder] = []
    package var journal: [String] = []
    package var findings: [Finding] = []
    package var journalFails = false
  }

  private let state = Locked(Kept())

  package init(alerts: [Alert] = []) { state.withLock { $0.alerts = alerts } }

  package var kept: Kept { state.withLock { $0 } }
  package func breakJournal() { state.withLock { $0.journalFails = true } }

  package func begin(_ resultSet: ResultSetID, hunt: HuntID, query: String, columns: [Column]) async throws {
    state.withLock { $0.rows[resultSet] = [] }
  }

  package func append(_ batch: RowBatch, to resultSet: ResultSetID) async throws {
    state.withLock { $0.rows[resultSet, default: []] += batch.rows }
  }

  package func finish(_ resultSet: ResultSetID, rows: Int, partial: String?) async throws {
    state.withLock { $0.partial[resultSet] = partial }
  }

  package func rows(of resultSet: ResultSetID, _ range: Range<Int>) async throws -> [[Value]] {
    state.withLock { state in
      let rows = state.rows[resultSet] ?? []
      return Array(rows[range.clamped(to: 0..<rows.count)])
    }
  }

  package func alerts(withIDs ids: [AlertID]) async throws -> [Alert] {
    state.withLock { state in ids.compactMap { id in state.alerts.first { id.names($0.name) } } }
  }

  package func alertPage(_ listing: AlertListing, _ range: Range<Int>) async throws -> AlertPage {
    let count = kept.alerts.count
    return AlertPage(start: 0, lines: [], matching: count, total: count)
  }

  package func alertIDs(_ listing: AlertListing) async throws -> [AlertID] { kept.alerts.map(\.name) }

  package func spent(onDayOf moment: DateTime) async throws -> Money {
    state.withLock { $0.spends.compactMap(\.cost).reduce(.zero, +) }
  }

  package func tokensWithinMinute(before moment: DateTime) async throws -> [String: Int] {
    state.withLock { state in
      let recent = state.spends.filter { $0.time > moment - .seconds(60) && $0.time <= moment }
      return Dictionary(recent.map { ($0.model, $0.usage.input + $0.usage.output) }, uniquingKeysWith: +)
    }
  }

  package func corrections() async throws -> [String: CountCorrection] {
    state.withLock { state in
      Dictionary(grouping: state.spends.filter { $0.counted != nil }, by: \.model).mapValues { spends in
        CountCorrection(
          calls: spends.count, counted: spends.compactMap(\.counted).reduce(0, +), reported: spends.map(\.usage.input).reduce(0, +))
      }
    }
  }

  package func record(_ spend: Spend) async throws { state.withLock { $0.spends.append(spend) } }

  package func reserve(_ order: SpendOrder) async throws -> Reservation {
    try state.withLock { state in
      state.reservations = state.reservations.filter { $0.value.order.expires > order.time }
      func sum(_ spends: [Spend]) -> Money { spends.compactMap(\.cost).reduce(.zero, +) }
      let others = state.reservations.values
      let amount = try order.granted(
        today: sum(state.spends), reservedToday: others.map(\.amount).reduce(.zero, +),
        thisHunt: sum(state.spends.filter { $0.hunt == order.hunt }),
        reservedThisHunt: others.filter { $0.order.hunt == order.hunt }.map(\.amount).reduce(.zero, +))
      state.lastReservation += 1
      state.orders.append(order)
      state.reservations[state.lastReservation] = (amount, order)
      return Reservation(id: state.lastReservation, amount: amount)
    }
  }

  package func settle(_ reservation: Reservation, with spend: Spend?) async throws {
    state.withLock { state in
      state.reservations[reservation.id] = nil
      if let spend { state.spends.append(spend) }
    }
  }

  package func reserved(at moment: DateTime) async throws -> Money {
    state.withLock { $0.reservations.values.filter { $0.order.expires > moment }.map(\.amount).reduce(.zero, +) }
  }

  package func append(hunt: HuntID, kind: String, body: JSONValue, at time: DateTime) async throws {
    try state.withLock { state in
      if state.journalFails { throw Problem("The disk is full.") }
      state.journal.append(kind)
    }
  }

  package func keep(_ finding: Finding, of context: FindingContext) async throws { state.withLock { $0.findings.append(finding) } }
}

/// Answers every query with the same rows, in batches.
package struct RowsBackend: QueryBackend {
  package var name: String { "rows" }
  private let columns: [Column]
  private let rows: [[Value]]
  private let breaksAfter: Int?

  /// With `breaksAfter`, fails once so many rows are delivered.
  package init(columns: [Column], rows: [[Value]], breaksAfter: Int? = nil) {
    self.columns = columns
    self.rows = rows
    self.breaksAfter = breaksAfter
  }

  package func run(
    _ query: ApprovedQuery, progress: @escaping @Sendable (QueryProgress) -> Void, deliver: @Sendable (RowBatch) async throws -> Void
  ) async throws -> QueryOutcome {
    for (place, row) in rows.enumerated() {
      if place == breaksAfter { throw Problem("The service broke off.") }
      try Task.checkCancellation()
      try await deliver(RowBatch(columns: columns, rows: [row]))
    }
    return QueryOutcome(rows: rows.count)
  }

  package func explainEmpty(_ query: ApprovedQuery) async throws -> EmptyResult {
    EmptyResult(reason: .tooNarrow, explanation: "Nothing matched.", widen: ["take a longer range"])
  }
}

/// A workspace with a fixed list of tables.
package struct FixedSchemas: SchemaSource {
  private let list: [TableSchema]

  package init(_ list: [TableSchema]) { self.list = list }

  package func schemas() async throws -> [TableSchema] { list }
}
