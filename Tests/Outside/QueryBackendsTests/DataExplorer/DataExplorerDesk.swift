import Casefile
import Foundation
import HuntPipeline
import KQL
import Locking
import SignIn
import TestSupport
import Transport

@testable import QueryBackends

/// A token that is always the same.
struct FixedToken: TokenSource {
  var text = "fixed"

  func token(for scope: TokenScope) async throws -> AccessToken { AccessToken(text, expires: .maximum) }
  func drop(_ refused: AccessToken, for scope: TokenScope, claims: String?) async {}
}

/// A Data Explorer backend over a loopback cloud, with a time that stands still and waits that take none.
struct DataExplorerDesk {
  static let now = DateTime("2026-11-25T12:00:00Z") ?? .minimum
  static let columns = [Column("TimeGenerated", .datetime), Column("Device", .string), Column("Port", .long)]
  static let rows: [[Value]] = (0..<6).map { [.datetime(now - .hours(Double($0))), .string("pc-\($0)"), .long(Int64($0))] }

  let cloud: LoopbackCloud
  let backend: DataExplorerBackend
  let waits = Locked<[Double]>([])

  init(_ part: DataExplorerCloud, token: String = "fixed") throws {
    cloud = try LoopbackCloud([part.part])
    backend = try DataExplorerDesk.backend(at: cloud.url, token: token, waits: waits)
  }

  static func backend(
    at url: String, database: String = "Samples", token: String = "fixed", now: DateTime = now,
    waits: Locked<[Double]> = Locked([]), stops: QueryStops = QueryStops(),
    unique: @escaping @Sendable () -> String = { UUID().uuidString.lowercased() }
  ) throws -> DataExplorerBackend {
    guard let cluster = KustoCluster(url, database: database) else { throw Problem("no cluster") }
    let surroundings = RetrySurroundings(
      now: { now }, chance: { 0.5 }, sleep: { seconds in waits.withLock { $0.append(seconds) } })
    let sender = AuthorisedSender(
      address: cluster.address, scope: cluster.scope, tokens: FixedToken(text: token), sender: HTTPClient(), surroundings: surroundings)
    return DataExplorerBackend(cluster, sender: sender, surroundings: surroundings, stops: stops, unique: unique)
  }

  /// A query that the guardrails let through.
  static func approved(
    _ text: String = "Events", limit: Int? = nil, range: TimeRange? = nil, columns: [Column] = columns
  ) throws
    -> ApprovedQuery
  {
    let guardrails = Guardrails(
      policy: GuardrailPolicy(), tables: TableList([TableSchema(name: "Events", columns: columns)]), now: now)
    switch guardrails.review(KQLQuery(parsing: text), range: range, limit: limit) {
    case .allowed(let query): return query
    case .consent(let request): return request.granted()
    case .refused(let concerns): throw Problem("refused: \(concerns)")
    }
  }

  /// Rows that were delivered, and how it ended.
  func run(_ query: ApprovedQuery) async throws -> (batches: [RowBatch], outcome: QueryOutcome) {
    let batches = Locked<[RowBatch]>([])
    let outcome = try await backend.run(query) { batch in batches.withLock { $0.append(batch) } }
    return (batches.withLock { $0 }, outcome)
  }
}
