import Casefile
import GRDB
import HuntPipeline
@testable import LocalStore
import MicrosoftData
import class TestSupport.MemoryKeeper
import class TestSupport.ScriptedModel
import Testing

@Suite("Every name in the store is known") struct KnownIdentityTests {
  private static let schema = TableSchema(
    name: "Old_CL", columns: [Column("DeviceName", .string), Column("AccountName", .string), Column("Text", .string)])

  let scratch = Scratch()

  /// A table as an earlier version left it: names only in its oldest row, and many rows behind that.
  private func oldStore(rows: Int = 61_000) async throws -> EmbeddedStore {
    let store = try scratch.store()
    try await store.write { database in
      var writer = try RowWriter(Self.schema, database)
      try writer.append([0, 1], [.string("ZQ-OLDEST.corp.example"), .string("Quirin Xaver")])
      try writer.append([0, 1], [.string("ws-new"), .string("mia")])
      try writer.finish()
      let columns = "DeviceName, AccountName, Text"
      try database.execute(
        sql: """
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
          INSERT INTO t_Old_CL(\(columns)) SELECT 'ws-' || (i % 40), 'mia', 'line ' || i FROM n
          """, arguments: [rows])
      try database.execute(sql: "DELETE FROM known_identities; DELETE FROM known_words; DELETE FROM known_until")
    }
    return store
  }

  private func names(_ store: EmbeddedStore) async throws -> [String] {
    try await store.read { try String.fetchAll($0, sql: "SELECT coalesce(text, key) FROM known_identities ORDER BY key") }
  }

  @Test("Rows of an earlier version are looked through in steps, all of them, once")
  func catchingUp() async throws {
    let store = try await oldStore()
    #expect(try await names(store).isEmpty)
    try await store.bringUpToDate()
    let known = try await names(store)
    for name in ["ZQ-OLDEST", "corp.example", "Quirin Xaver", "ws-new", "ws-39", "mia"] { #expect(known.contains(name), "\(name)") }
    let marks = try await store.read { try Int64.fetchAll($0, sql: "SELECT row_id FROM known_until WHERE name = 't_Old_CL'") }
    #expect(marks == [61_002])
    // Nothing is looked at again: what is taken out now stays out.
    try await store.write { try $0.execute(sql: "DELETE FROM known_identities") }
    try await store.bringUpToDate()
    #expect(try await names(store).isEmpty)
  }

  @Test("What is written is known at once, in whatever way it comes, and stays known when it is deleted")
  func writing() async throws {
    let store = try scratch.store()
    let file = try scratch.file("rows.jsonl", #"{"DeviceName":"zq-imported","ActorName":"Ada Quist"}"# + "\n")
    _ = try await Importer(store: store).run([file])
    try await store.keep([
      Alert(
        id: "a1", source: "graph", title: "Odd", severity: .high, category: "", created: moment("2026-11-23"),
        entities: [Entity(kind: .user, label: "kept.person@corp.example")])
    ])
    let known = try await names(store)
    for name in ["zq-imported", "Ada Quist", "kept.person", "corp.example"] { #expect(known.contains(name), "\(name) of \(known)") }
    #expect(try await store.read { try IdentityMark.alerts.isCurrent($0) })
    try await store.write { try $0.execute(sql: "DELETE FROM alerts") }
    #expect(try await names(store) == known)
  }

  @Test("A transaction that fails teaches nothing that is not in the store")
  func rollback() async throws {
    let store = try scratch.store()
    struct Failure: Error {}
    func write(fails: Bool) async throws {
      let identities = store.identities
      try await store.write { database in
        var writer = try RowWriter(Self.schema, database, identities: identities)
        try writer.append([1], [.string("only.once")])
        try writer.finish()
        if fails { throw Failure() }
      }
    }
    await #expect(throws: Failure.self) { try await write(fails: true) }
    try await write(fails: false)
    #expect(try await names(store).contains("only.once"))
  }

  @Test("A store that cannot be written to and was not looked through sends nothing")
  func readOnly() async throws {
    let store = try await oldStore(rows: 10)
    try store.close()
    let closed = try EmbeddedStore(at: scratch.path, access: .readOnly)
    #expect(await problem { try await closed.bringUpToDate() }?.kind == .refused)
  }

  @Test("A table gets columns of identities while it is current, and stays so")
  func newColumns() async throws {
    let store = try scratch.store()
    let first = try scratch.file("a.jsonl", #"{"Text":"x","Number":1}"# + "\n")
    let second = try scratch.file("b.jsonl", #"{"Text":"y","AccountName":"late.comer"}"# + "\n")
    _ = try await Importer(store: store, table: "Grown_CL").run([first])
    _ = try await Importer(store: store, table: "Grown_CL").run([second])
    #expect(try await names(store).contains("late.comer"))
    let isCurrent = try await store.read { database in
      try TableRegistry.tables(database).allSatisfy { try IdentityMark($0).isCurrent(database) }
    }
    #expect(isCurrent)
  }

  @Test("A name of the oldest of many rows leaves neither in a request, nor in a list, nor in an alert's title, nor in a code")
  func outgoing() async throws {
    let store = try await oldStore()
    let model = ScriptedModel([ModelAnswer(text: #"{"answer":"Quiet.","findings":[]}"#, finish: .complete)])
    let alert = Alert(
      id: "a1", source: "graph", title: "Logon by Quirin Xaver", summary: "cXVpcmluIHhhdmVy and Quirin\\u0020Xaver", severity: .high,
      category: "", created: moment("2026-11-23"))
    try await store.keep([alert])
    var rules = WorkspaceRules(workspace: "test", policy: GuardrailPolicy(), budget: Budget(), models: [Self.card])
    rules.pseudonyms = .always
    _ = rules.context.take(["Quirin Xaver"], of: .vip)
    let hunt = await Self.run("what did zq-oldest.corp.example do?", alerts: ["a1"], store, model, rules)
    #expect(hunt.stage == .finished, "\(String(describing: hunt.problem))")
    let sent = model.calls.flatMap(\.messages).map(\.text).joined(separator: "\n")
    #expect(sent.contains("Logon by user-"))
    for word in ["quirin", "xaver", "zq-oldest", "corp.example", "cXVpcmlu"] {
      #expect(!sent.lowercased().contains(word.lowercased()), "\(word)")
    }
  }

  private static let card = ModelCard(
    name: "scripted", contextWindow: 100_000, maxInput: 90_000, maxOutput: 8000, price: ModelCard.Price(input: 1, output: 2),
    leavesMachine: true)

  /// Drives a question about alerts to its end.
  private static func run(
    _ text: String, alerts: [AlertID], _ store: EmbeddedStore, _ model: ScriptedModel, _ rules: WorkspaceRules
  ) async -> Hunt {
    let (stream, feed) = AsyncStream.makeStream(of: StampedEvent.self)
    let keeper = MemoryKeeper()
    let now = moment("2026-11-23T03:14:07Z")
    let backend = StoreBackend(store: store, clock: FixedClock(moment: now))
    let runner = HuntRunner(
      ports: HuntPorts(
        clock: FixedClock(moment: now), backend: backend, schemas: backend, pages: store, archive: store, ledger: keeper,
        journal: keeper, findings: keeper, drafter: { ModelPlanDrafter(model: $1?.around(model) ?? model) },
        analyst: { card, hiding -> any Analyst in card.isOffline ? Silent() : ModelAnalyst(model: hiding?.around(model) ?? model) },
        concealing: ConcealingPorts(keeper: store, kindOf: { IdentityKind(column: $0) }, known: store),
        countTokens: { text, _ in text.utf8.count / 4 }),
      rules: rules
    ) { feed.yield($0) }
    var hunt = Hunt(
      id: HuntID(at: now), request: AnalystRequest(text: text, subject: .alerts(alerts), workspace: "test", asked: now))
    func take(_ event: HuntEvent) {
      for step in hunt.handle(event, at: now) { runner.perform(step, for: hunt.id, attempt: hunt.attempt) }
    }
    take(.begun)
    for await stamped in stream {
      take(stamped.event)
      if hunt.consent != nil { take(.consentGiven) }
      if hunt.stage.isEnding || hunt.stage == .refused { break }
    }
    await runner.close()
    return hunt
  }
}

/// Finds nothing.
private struct Silent: Analyst {
  func analyse(_ brief: AnalysisBrief, deliver: @Sendable (AnalysisDelta) async throws -> Void) async throws -> AnalysisOutcome {
    AnalysisOutcome()
  }
}
