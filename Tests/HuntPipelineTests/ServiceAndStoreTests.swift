import Casefile
import HuntPipeline
import KQL
import TestSupport
import Testing

@Suite("A service and this machine's store behind one door") struct ServiceAndStoreTests {
  private static let columns = [Column("TimeGenerated", .datetime), Column("Operation", .string)]
  private static let both = TableSchema(name: "OfficeActivity", columns: columns)
  private static let row: [Value] = [.datetime(HuntDesk.now), .string("MailItemsAccessed")]

  /// Answers with fixed rows, or not at all, and tells its tables.
  private struct Place: QueryBackend, SchemaSource {
    var name: String
    var tables: [TableSchema]
    var rows: [[Value]] = []
    var problem: Problem?

    func schemas() async throws -> [TableSchema] { tables }

    func run(
      _ query: ApprovedQuery, progress: @escaping @Sendable (QueryProgress) -> Void, deliver: @Sendable (RowBatch) async throws -> Void
    ) async throws -> QueryOutcome {
      if let problem { throw problem }
      try await deliver(RowBatch(columns: ServiceAndStoreTests.columns, rows: rows))
      return QueryOutcome(rows: rows.count)
    }

    func explainEmpty(_ query: ApprovedQuery) async throws -> EmptyResult { EmptyResult(reason: .nothingInRange, explanation: name) }
  }

  private func run(service: [[Value]], store: [[Value]], problem: Problem? = nil) async throws -> (QueryOutcome, batches: [RowBatch]) {
    let service = Place(name: "log-analytics", tables: [Self.both], rows: service)
    let both = ServiceAndStore(
      service: service, schemas: service, store: Place(name: "store", tables: [Self.both], rows: store, problem: problem))
    let guardrails = Guardrails(policy: GuardrailPolicy(), tables: TableList([Self.both]), now: HuntDesk.now)
    let review = guardrails.review(KQLQuery(parsing: "OfficeActivity | where TimeGenerated > ago(1h) | take 10"))
    guard case .allowed(let query) = review else { throw Problem("The query was not approved.") }
    let batches = Kept()
    let outcome = try await both.run(query) { await batches.take($0) }
    return (outcome, await batches.all)
  }

  private actor Kept {
    var all: [RowBatch] = []
    func take(_ batch: RowBatch) { all.append(batch) }
  }

  @Test("Where the service has no row of a table that this machine has too, the rows of this machine come, and it is said")
  func found() async throws {
    let (outcome, batches) = try await run(service: [], store: [Self.row, Self.row])
    #expect(outcome.rows == 2 && batches.map(\.rows.count) == [2])
    #expect(outcome.notes == ["log-analytics brought no row; these are rows of OfficeActivity that lie on this machine."])
  }

  @Test("Where the service has rows they stand alone, and it is said that this machine has some too")
  func told() async throws {
    let (outcome, batches) = try await run(service: [Self.row], store: [Self.row, Self.row])
    #expect(outcome.rows == 1 && batches.map(\.rows.count) == [1])
    #expect(outcome.notes == ["log-analytics answered; this machine has rows of OfficeActivity too, which were not looked through."])
  }

  @Test("No row anywhere is an answer with its columns; a store that cannot look is told of")
  func nowhere() async throws {
    let (outcome, batches) = try await run(service: [], store: [])
    #expect(outcome.rows == 0 && outcome.notes.isEmpty && batches.map(\.columns.count) == [2])
    let (unable, held) = try await run(service: [], store: [], problem: Problem("The store does not run this."))
    #expect(unable.rows == 0 && held.count == 1)
    #expect(
      unable.notes == ["This machine has rows of OfficeActivity too, which could not be looked through: The store does not run this."])
  }
}
