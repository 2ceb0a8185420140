import Casefile
import Foundation
import HuntPipeline
import KQL
import LocalStore
import Locking
import SignIn
import TestSupport
import Transport

@testable import QueryBackends

/// What every backend is held to: the three services, each on its part of the loopback cloud, and the embedded store.
enum ContractService: String, CaseIterable, Sendable {
  case logAnalytics, dataExplorer, dataExplorerProgressive, advancedHunting, store

  /// A row of advanced hunting is an object, in which no key can stand twice: the service itself has to make names different.
  var carriesDoubledNames: Bool { self != .advancedHunting }
}

/// A backend that serves one table, whatever it is asked; the embedded store computes it from the query.
struct ContractBench {
  static let now = ServiceDesk.now

  let backend: any QueryBackend
  /// Holds what must live as long as the backend.
  private let keeper: ServiceDesk?
  private let scratch: StoreFolder?

  init(_ service: ContractService, serving table: ServedTable) throws {
    try self.init(service) { _ in table }
  }

  /// `answer` is what a service says to each text.
  init(_ service: ContractService, answer: @escaping @Sendable (String) -> ServedTable) throws {
    switch service {
    case .logAnalytics:
      let desk = try ServiceDesk(LoopbackCloud.logAnalytics { text, _, _ in LoopbackCloud.logAnalytics(answer(text)) })
      (backend, keeper, scratch) = (desk.logAnalytics(), desk, nil)
    case .advancedHunting:
      let desk = try ServiceDesk(LoopbackCloud.hunting { text, _, _ in .json(answer(text).huntingBody()) })
      (backend, keeper, scratch) = (try desk.hunting(), desk, nil)
    case .dataExplorer, .dataExplorerProgressive:
      let shape: DataExplorerFrames.Shape = service == .dataExplorer ? .fragmented : .progressive
      let cloud = DataExplorerCloud { text in
        var frames = DataExplorerFrames(columns: answer(text).columns, rows: answer(text).rows, shape: shape)
        frames.fragment = 500
        return frames
      }
      let desk = try ServiceDesk(cloud.part)
      (backend, keeper, scratch) = (try DataExplorerDesk.backend(at: desk.cloud.url, now: Self.now), desk, nil)
    case .store:
      let folder = try StoreFolder()
      backend = StoreBackend(store: folder.store, clock: FixedClock(Self.now))
      (keeper, scratch) = (nil, folder)
    }
  }

  /// Puts rows of a table into the embedded store; the services answer whatever they are told to.
  func importing(_ table: String, _ lines: [String]) async throws { try await scratch?.add(table, lines) }

  /// What a run brought, batch by batch.
  func run(_ text: String, limit: Int = 100_000) async throws -> (columns: [Column], rows: [[Value]], outcome: QueryOutcome) {
    let batches = Locked<[RowBatch]>([])
    let outcome = try await backend.run(try Self.approved(text, limit: limit)) { batch in batches.withLock { $0.append(batch) } }
    return (batches.withLock { $0.first?.columns ?? [] }, batches.withLock { $0.flatMap(\.rows) }, outcome)
  }

  static func approved(_ text: String, limit: Int = 100_000, range: TimeRange? = nil) throws -> ApprovedQuery {
    let table = TableSchema(name: "Probe_CL", columns: [Column("TimeGenerated", .datetime), Column("Name", .string)])
    let guardrails = Guardrails(policy: GuardrailPolicy(maxRows: limit), tables: TableList([table]), now: now)
    switch guardrails.review(KQLQuery(parsing: text), range: range) {
    case .allowed(let query): return query
    case .consent(let request): return request.granted()
    case .refused(let concerns): throw Problem("refused: \(concerns.map(\.reason))")
    }
  }
}

/// An embedded store in a folder that goes away with it.
final class StoreFolder: Sendable {
  let store: EmbeddedStore
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "contract-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    store = try EmbeddedStore(at: folder + "/store.sqlite")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func add(_ table: String, _ lines: [String]) async throws {
    let path = "\(folder)/\(table).jsonl"
    try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    _ = try await Importer(store: store).run([path])
  }
}
