import Casefile
import HuntPipeline
import KQL
import LocalStore
import Testing

@Suite("What an approved query brings from the store") struct RowLimitTests {
  private let scratch = Scratch()

  /// 400 rows, one a minute back from now.
  private func backend() async throws -> StoreBackend {
    let store = try scratch.store()
    let lines = (0..<400).map { number -> String in
      let time = (ScanTests.now - .minutes(Double(number) * 10)).text(decimals: 0)
      return (["_table": "Steps_CL", "TimeGenerated": .string(time), "Number": .integer(Int64(number))] as JSONValue).text
    }
    _ = try await Importer(store: store).run([try scratch.file("steps.jsonl", lines.joined(separator: "\n"))])
    return StoreBackend(store: store, clock: FixedClock(moment: ScanTests.now))
  }

  private func run(_ text: String, _ backend: StoreBackend, limit: Int? = nil) async throws -> (rows: Int, outcome: QueryOutcome) {
    let tables = TableList(try await backend.schemas())
    let review = Guardrails(policy: GuardrailPolicy(), tables: tables, now: ScanTests.now).review(KQLQuery(parsing: text), limit: limit)
    guard case .allowed(let query) = review else { throw Problem("\(review)") }
    let rows = Collected<[Value]>()
    let outcome = try await backend.run(query) { rows.add($0.rows) }
    return (rows.items.count, outcome)
  }

  @Test("Rows beyond the limit are not delivered, and the outcome says that there are more")
  func limit() async throws {
    let backend = try await backend()
    let cut = try await run("Steps_CL | where TimeGenerated > ago(20d)", backend, limit: 7)
    #expect(cut.rows == 7)
    #expect(cut.outcome.rows == 7)
    #expect(cut.outcome.partial?.contains("there are more") == true)
    let whole = try await run("Steps_CL | where TimeGenerated > ago(20d)", backend, limit: 400)
    #expect(whole.rows == 400)
    #expect(whole.outcome.partial == nil)
    #expect(try await run("Steps_CL | where TimeGenerated > ago(20d) | take 5", backend, limit: 7).outcome.partial == nil)
  }

  @Test("A query without a window is asked with the default one")
  func window() async throws {
    // Rows ten minutes apart: 144 lie in the last 24 hours, the one at this very moment does not.
    #expect(try await run("Steps_CL", try await backend()).rows == 144)
  }
}
