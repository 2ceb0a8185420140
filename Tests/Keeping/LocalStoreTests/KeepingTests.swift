import Casefile
import HuntPipeline
import LocalStore
import Testing

@Suite struct KeepingTests {
  let scratch = Scratch()
  let hunt = HuntID(at: DateTime(ticks: 638_000_000_000_000_000))

  static let everyType: [Value] = [
    .null, .bool(true), .bool(false), .long(.max), .long(.min), .real(-0.0), .real(.infinity), .real(.leastNonzeroMagnitude),
    .decimal("0.10"),
    .string(""), .string("a\0b\u{1B}[31m\u{202E}é🙂"), .datetime(.maximum), .timespan(TimeSpan(ticks: -1)),
    .guid("00000000-0000-0000-0000-000000000001"), .dynamic(["b": [1, 2.5, nil], "a": "\u{0}"]), .dynamic(nil),
  ]

  @Test("Comments of an alert are there again when it is read from the store, also of one that was stored before they were read")
  func comments() async throws {
    let store = try scratch.store()
    let raw =
      #"{"id":"a","comments":[{"comment":"seen\u001b[31m","createdByDisplayName":"ada@contoso.com","createdDateTime":"2026-11-20T04:00:00Z"}]}"#
    let plain = Alert(id: "b", source: "graph", title: "t", created: .minimum, raw: #"{"id":"b","comments":[]}"#)
    try await store.keep([Alert(id: "a", source: "graph", title: "t", created: .minimum, raw: raw), plain])
    let comment = AlertComment("seen\u{1B}[31m", author: "ada@contoso.com", time: DateTime("2026-11-20T04:00:00Z"))
    #expect(try await store.alerts(withIDs: ["a", "b"]).map(\.comments) == [[comment], []])
  }

  @Test("A result set gives back every cell as it was, page by page")
  func resultSet() async throws {
    let store = try scratch.store()
    let set = ResultSetID(at: .minimum)
    let columns = KeepingTests.everyType.indices.map { Column("c\($0)", .dynamic) }
    try await store.begin(set, hunt: hunt, query: "T", columns: columns)
    for number in 0..<5 {
      var row = KeepingTests.everyType
      row[0] = .long(Int64(number))
      try await store.append(RowBatch(columns: columns, rows: [row, KeepingTests.everyType]), to: set)
    }
    try await store.finish(set, rows: 10, partial: "cut")
    let rows = try await store.rows(of: set, 4..<7)
    #expect(rows.count == 3)
    #expect(rows[0][0] == .long(2))
    #expect(rows[1] == KeepingTests.everyType)
    #expect(rows[1][5].text == "-0.0")
    #expect(try await store.rows(of: set, 8..<900).count == 2)
    let description = try await store.description(of: set)
    #expect(description.columns == columns)
    #expect(description.rows == 10)
    #expect(description.partial == "cut")
  }

  @Test("NaN stays NaN in a result set")
  func notANumber() async throws {
    let store = try scratch.store()
    let set = ResultSetID(at: .minimum)
    try await store.begin(set, hunt: hunt, query: "T", columns: [Column("r", .real)])
    try await store.append(RowBatch(columns: [Column("r", .real)], rows: [[.real(.nan)]]), to: set)
    guard case .real(let number) = try await store.rows(of: set, 0..<1)[0][0] else { return #expect(Bool(false)) }
    #expect(number.isNaN)
  }

  @Test("An unknown result set is a problem with a remedy")
  func unknown() async throws {
    let store = try scratch.store()
    #expect(await problem { _ = try await store.rows(of: ResultSetID(at: .minimum), 0..<1) }?.remedy == "Run the query again.")
  }

  @Test("Two processes at once lose nothing of what was spent")
  func ledger() async throws {
    let stores = [try scratch.store(), try scratch.store()]
    let now = moment("2026-11-23T23:59:59.9999999Z")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for store in stores {
        for _ in 0..<25 {
          group.addTask { [hunt] in
            try await store.record(
              Spend(
                hunt: hunt, model: "m", purpose: .analysis, usage: Usage(input: 1, output: 1), cost: Money(nanoDollars: 3), time: now))
          }
        }
      }
      try await group.waitForAll()
    }
    let unpriced = Spend(hunt: hunt, model: "m", purpose: .draft, usage: .none, cost: nil, time: now)
    try await stores[0].record(unpriced)
    #expect(try await stores[0].spent(onDayOf: moment("2026-11-23")) == Money(nanoDollars: 150))
    #expect(try await stores[1].spent(onDayOf: moment("2026-11-24")) == .zero)
  }

  @Test("Reported calls are held against our own counts by model, the last twenty of them, and the last minute is summed up")
  func corrections() async throws {
    let store = try scratch.store()
    let now = moment("2026-11-23T12:00:00Z")
    func record(_ model: String, input: Int, counted: Int?, secondsAgo: Double) async throws {
      try await store.record(
        Spend(
          hunt: hunt, model: model, purpose: .analysis, usage: Usage(input: input, output: 10), counted: counted, cost: nil,
          time: now - .seconds(secondsAgo)))
    }
    for place in 0..<25 { try await record("a", input: 110, counted: 100, secondsAgo: Double(1000 - place)) }
    try await record("a", input: 1_000_000, counted: 1, secondsAgo: 5000)
    try await record("a", input: 7, counted: nil, secondsAgo: 30)
    try await record("b", input: 3, counted: nil, secondsAgo: 59)
    try await record("b", input: 3, counted: nil, secondsAgo: 61)
    #expect(try await store.corrections() == ["a": CountCorrection(calls: 20, counted: 2000, reported: 2200)])
    #expect(try await store.tokensWithinMinute(before: now) == ["a": 17, "b": 13])
  }

  @Test("What is kept is kept even when the task that asked is cancelled")
  func cancelled() async throws {
    let store = try scratch.store()
    let hunt = self.hunt
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await store.record(
        Spend(hunt: hunt, model: "m", purpose: .draft, usage: .none, cost: Money(nanoDollars: 5), time: .minimum))
    }
    try await task.value
    #expect(try await store.spent(onDayOf: .minimum) == Money(nanoDollars: 5))
  }

  @Test("Old result sets are purged, younger ones stay, and the summary counts what is there")
  func upkeep() async throws {
    let store = try scratch.store()
    let set = ResultSetID(at: .minimum)
    try await store.begin(set, hunt: hunt, query: "T", columns: [Column("a", .long)])
    try await store.append(RowBatch(columns: [Column("a", .long)], rows: [[.long(1)]]), to: set)
    #expect(try await store.purgeResultSets(before: .minimum) == 0)
    #expect(try await store.summary().resultSets == 1)
    #expect(try await store.purgeResultSets(before: .maximum) == 1)
    #expect(await problem { _ = try await store.rows(of: set, 0..<1) } != nil)
    try await store.check()
    #expect(try await store.summary().bytes > 0)
  }

  @Test("Findings are kept once a hunt and read newest first")
  func findings() async throws {
    let store = try scratch.store()
    var finding = Finding(id: "f1", hunt: hunt, title: "Encoded", source: "rule:x")
    let context = FindingContext(workspace: "w", query: "q", model: "m", cost: nil, time: .minimum)
    try await store.keep(finding, of: context)
    finding.title = "Encoded command"
    try await store.keep(finding, of: context)
    let kept = try await store.findings(limit: 10)
    #expect(kept.map { $0["title"]?.string } == ["Encoded command"])
  }

  @Test("The session remembers and forgets; a stand-in once given stays")
  func session() async throws {
    let store = try scratch.store()
    try await store.setSessionValue("{\"pane\":1}", for: "layout")
    #expect(try await scratch.store().sessionValue(for: "layout") == "{\"pane\":1}")
    try await store.setSessionValue(nil, for: "layout")
    #expect(try await store.sessionValue(for: "layout") == nil)
    let first = StandIn(identity: "alice", kind: "user", standIn: "user-1")
    try await store.keep([first], of: "w")
    try await store.keep([StandIn(identity: "alice", kind: "user", standIn: "user-2")], of: "w")
    #expect(try await store.standIns(of: "w") == [first])
  }
}
