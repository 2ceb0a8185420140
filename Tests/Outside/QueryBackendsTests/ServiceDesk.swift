import Casefile
import HuntPipeline
import KQL
import Locking
import SignIn
import TestSupport
import Testing
import Transport

@testable import QueryBackends

/// What the tests of the services share: a fixed token, a clock, waits that only count, and a collector of rows.
struct ServiceDesk {
  struct FixedTokens: TokenSource {
    func token(for scope: TokenScope) async throws -> AccessToken { AccessToken("t-1", expires: .maximum) }
    func drop(_ refused: AccessToken, for scope: TokenScope, claims: String?) async {}
  }

  /// What a run brought.
  struct Result {
    var columns: [Column] = []
    var rows: [[Value]] = []
    var batches = 0
    var outcome: QueryOutcome?
    var problem: Problem?
    var progress: [QueryProgress] = []
  }

  static let now = DateTime(ticks: 639_000_000_000_000_000).wholeSecond
  static let day = TimeRange(from: now - .days(1), to: now)
  static let table = ServedTable.numbered(0..<5, from: day.from)

  let cloud: LoopbackCloud
  let waits = Locked<[Double]>([])

  init(_ parts: LoopbackCloud.Part...) throws { cloud = try LoopbackCloud(parts) }

  var surroundings: RetrySurroundings {
    let waits = self.waits
    return RetrySurroundings(now: { ServiceDesk.now }, chance: { 1 }, sleep: { seconds in waits.withLock { $0.append(seconds) } })
  }

  func sender(_ policy: RetryPolicy) -> AuthorisedSender {
    AuthorisedSender(
      address: cloud.url, scope: TokenScope("s"), tokens: FixedTokens(), sender: HTTPClient(.init(environment: [:])), policy: policy,
      surroundings: surroundings)
  }

  func logAnalytics(
    workspaces: [String] = ["11111111-2222-3333-4444-555555555555"], splitting: SplittingRules = SplittingRules(),
    idle: Double = 90
  ) -> LogAnalyticsBackend {
    LogAnalyticsBackend(
      .init(workspaces: workspaces, splitting: splitting, idle: idle), sender: sender(LogAnalyticsBackend.retryPolicy),
      surroundings: surroundings)
  }

  func hunting(splitting: SplittingRules = HuntingBackend.Configuration().splitting) throws -> HuntingBackend {
    try HuntingBackend(
      .init(splitting: splitting), cloud: .public, sender: sender(HuntingBackend.retryPolicy), surroundings: surroundings)
  }

  /// A query as the real guardrails let it through.
  static func approved(
    _ text: String, range: TimeRange? = day, maxRows: Int = 100_000, time: String = "TimeGenerated", more: [Column] = []
  ) throws -> ApprovedQuery {
    let columns = [Column(time, .datetime), Column("Name", .string), Column("Number", .long)] + more
    let tables = TableList(["T", "U"].map { TableSchema(name: $0, columns: columns) })
    let policy = GuardrailPolicy(maxRange: .days(400), maxRows: maxRows)
    switch Guardrails(policy: policy, tables: tables, now: now).review(KQLQuery(parsing: text), range: range) {
    case .allowed(let query): return query
    case .consent(let request): return request.granted()
    case .refused(let concerns): throw Problem("refused: \(concerns.map(\.reason))")
    }
  }

  static func run(_ backend: some QueryBackend, _ query: ApprovedQuery) async -> Result {
    let result = Locked(Result())
    do {
      let outcome = try await backend.run(query, progress: { step in result.withLock { $0.progress.append(step) } }) { batch in
        result.withLock { result in
          result.columns = batch.columns
          result.rows += batch.rows
          result.batches += 1
        }
      }
      result.withLock { $0.outcome = outcome }
    } catch let problem as Problem {
      result.withLock { $0.problem = problem }
    } catch {
      Issue.record("it ended with \(error)")
    }
    return result.withLock { $0 }
  }
}
