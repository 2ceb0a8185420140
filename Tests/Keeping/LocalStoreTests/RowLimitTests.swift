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

  @Test("A query without a window reads all rows of a stored table and says so, unless the policy sets a range")
  func window() async throws {
    let backend = try await backend()
    let query = KQLQuery(parsing: "Steps_CL")
    func review(_ policy: GuardrailPolicy) async throws -> ApprovedQuery? {
      let guardrails = try await Guardrails.knowingExtents(policy, backend, now: ScanTests.now, of: query)
      if case .allowed(let approved) = guardrails.review(query) { return approved }
      return nil
    }
    func rows(_ approved: ApprovedQuery) async throws -> Int {
      let rows = Collected<[Value]>()
      _ = try await backend.run(approved) { rows.add($0.rows) }
      return rows.items.count
    }
    let whole = try #require(try await review(GuardrailPolicy()))
    #expect(try await rows(whole) == 400)
    #expect(whole.additions.first?.hasPrefix("Steps_CL: all its rows, ") == true)
    var bounded = GuardrailPolicy(maxRange: .days(1))
    bounded.boundsOwnTables = true
    // Rows ten minutes apart: 144 lie in the last 24 hours, the one at this very moment does not.
    #expect(try await rows(try #require(try await review(bounded))) == 144)
  }

  @Test("A table with rows that have no time gets no window, which would lose them")
  func untimed() async throws {
    let store = try scratch.store()
    let lines = [#"{"_table":"Odd_CL","TimeGenerated":"2020-01-02T00:00:00Z","N":1}"#, #"{"_table":"Odd_CL","N":2}"#]
    _ = try await Importer(store: store).run([try scratch.file("odd.jsonl", lines.joined(separator: "\n"))])
    let backend = StoreBackend(store: store, clock: FixedClock(moment: ScanTests.now))
    #expect(try await backend.extents(of: ["Odd_CL"]) == ["Odd_CL": TableExtent(range: nil)])
    let query = KQLQuery(parsing: "Odd_CL")
    let guardrails = try await Guardrails.knowingExtents(GuardrailPolicy(), backend, now: ScanTests.now, of: query)
    guard case .allowed(let approved) = guardrails.review(query) else {
      Issue.record("must be allowed")
      return
    }
    let rows = Collected<[Value]>()
    _ = try await backend.run(approved) { rows.add($0.rows) }
    #expect(rows.items.count == 2)
  }
}
