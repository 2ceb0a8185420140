import Casefile
import LocalStore
import Testing

@Suite("Hunts and values that are kept")
struct KeptHuntTests {
  @Test("The last fifty hunts of each workspace are kept, newest first")
  func fifty() async throws {
    let scratch = Scratch()
    let store = try scratch.store()
    for number in 0..<60 { try await store.keepHunt("{\"n\":\(number)}", under: String(format(number)), workspace: "a") }
    try await store.keepHunt("other", under: "001", workspace: "b")
    let kept = try await store.keptHunts(of: "a")
    #expect(kept.count == 50)
    #expect(kept.first?.text == "{\"n\":59}")
    #expect(kept.last?.text == "{\"n\":10}")
    let key = try #require(kept.last?.key)
    #expect(try await store.keptHunt(key) == "{\"n\":10}")
    #expect(try await store.keptHunts(of: "b").map(\.text) == ["other"])
    #expect(try await store.keptHunt("workbench.session") == nil, "other things that are kept are not reached")
  }

  private func format(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  @Test("Values of a column come the commonest first, whatever the column is called; an unknown table has none")
  func values() async throws {
    let scratch = Scratch()
    let lines = (0..<90).map { number -> String in
      let name = number % 3 == 0 ? "rare\(number)" : "common"
      return (["_table": "Steps_CL", "rows": .string(name), "bag": ["key": .integer(1)]] as JSONValue).text
    }
    let store = try scratch.store()
    _ = try await Importer(store: store).run([try scratch.file("steps.jsonl", lines.joined(separator: "\n"))])
    let backend = StoreBackend(store: store, clock: FixedClock(moment: ScanTests.now))
    let found = try await backend.values(of: Column("rows", .string), in: "Steps_CL", limit: 5)
    #expect(found.first == .string("common"))
    #expect(found.count == 5)
    #expect(try await backend.values(of: Column("bag", .dynamic), in: "Steps_CL", limit: 5).first != nil)
    await #expect(throws: Problem.self) { try await backend.values(of: Column("rows", .string), in: "Nowhere", limit: 5) }
  }

  @Test("What was decided about a finding is kept by its id; the latest decision counts")
  func decisions() async throws {
    let scratch = Scratch()
    let store = try scratch.store()
    try await store.keep(Triage(status: .inProgress, time: moment("2026-11-20T03:00:00Z")), finding: "a1")
    let last = Triage(status: .falsePositive, note: "the admin's \"own\" script\n", time: moment("2026-11-20T04:00:00Z"))
    try await store.keep(last, finding: "a1")
    #expect(try await store.decisions(about: ["a1", "b2"]) == ["a1": last])
  }
}
