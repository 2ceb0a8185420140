import Casefile
import HuntPipeline
import KQL
@testable import LocalStore
import Testing

/// A clock that stands still.
struct FixedClock: HuntPipeline.Clock {
  var moment: DateTime
  func now() -> DateTime { moment }
}

@Suite struct ScanTests {
  let scratch = Scratch()
  static let now = moment("2026-11-23T12:00:00Z")

  /// Rows with every snare: case, a text with a NUL, letters beyond ASCII that fold to ASCII, blanks, NaN.
  private func filled(plain: Bool) async throws -> EmbeddedStore {
    let store = try scratch.store()
    var names = ["WS-123", "ws-123", "WS-1234", "srv", "", "a%b_c", "tab\\x", "WS 123 x", "x ws-123"]
    if !plain { names += ["w\u{17F}-123", "WS-123\0tail", "\u{212A}elvin", "STRASSE", "straße"] }
    let lines = names.enumerated().map { place, name -> String in
      let row: JSONValue = [
        "_table": "Snares_CL", "TimeGenerated": .string("2026-11-23T0\(place % 10):00:00Z"), "Name": .string(name),
        "Number": .integer(Int64(place)), "Share": place % 3 == 0 ? nil : .number(Double(place) / 2),
      ]
      return row.text
    }
    let path = try scratch.file("s\(plain).jsonl", lines.joined(separator: "\n"))
    #expect(try await Importer(store: store).run([path]).kept == names.count)
    return store
  }

  /// Names that the query finds.
  private func found(_ store: EmbeddedStore, _ condition: String) async throws -> [String] {
    let batch = try await StoreBackend(store: store, clock: FixedClock(moment: ScanTests.now))
      .rows(of: "Snares_CL | where \(condition) | project Name")
    return batch.map { $0[0].text }
  }

  static let conditions = [
    "Name == 'WS-123'", "Name =~ 'ws-123'", "Name startswith 'ws-1'", "Name startswith_cs 'WS-1'", "Name has 'ws-123'", "Name has '123'",
    "Name contains 'S-1'", "Name contains_cs 's-1'", "Name contains '%'", "Name contains '_'", "Name contains '\\\\'", "Name == ''",
    "Name < 'b'", "Name >= 'WS'", "Name in ('srv', '')", "Name in~ ('SRV', 'ws-123')", "Name has_any ('srv', 'x')", "Name endswith '3'",
    "Number > 3", "Number in (1, 2, 99)", "Number between (2 .. 4)", "Share > 1.5", "Share < 2.0", "isnull(Share)", "Share == 0.5",
    "TimeGenerated >= datetime(2026-11-23T03:00:00Z)", "TimeGenerated between (datetime(2026-11-23T02:00:00Z) .. 2h)",
    "Number == 1 or Name == 'srv'", "Name =~ 'kelvin'", "Name =~ 'strasse'", "Name !has 'ws'", "Name != ''", "not(Name == 'srv')",
    "Name startswith 'ws' and Number < 3", "Name has 'ws' or Number > 7",
  ]

  @Test("What SQLite filters first never loses a row that the engine would keep", arguments: [true, false])
  func superset(plain: Bool) async throws {
    let store = try await filled(plain: plain)
    for condition in ScanTests.conditions {
      // `extend` hides the columns from what is pushed down, so the engine alone decides.
      let hidden = condition.replacing("Name", with: "(strcat(Name, ''))").replacing("Number", with: "(Number + 0)")
        .replacing("Share", with: "(Share * 1.0)").replacing("TimeGenerated", with: "(TimeGenerated + 0s)")
      #expect(try await found(store, condition) == found(store, hidden), "\(condition)")
    }
  }

  @Test("Conditions reach the index: a narrow question reads few rows")
  func narrow() async throws {
    let store = try await filled(plain: true)
    let backend = StoreBackend(store: store, clock: FixedClock(moment: ScanTests.now))
    let outcome = try await backend.run(text: "Snares_CL | where Name =~ 'SRV'") { _ in }
    #expect(outcome.rows == 1)
    #expect(outcome.scannedRows == 1)
    let limited = try await backend.run(text: "Snares_CL | take 2") { _ in }
    #expect(limited.scannedRows == 2)
  }

  @Test("A query that does not bind is one problem with line and column")
  func unbound() async throws {
    let store = try await filled(plain: true)
    let backend = StoreBackend(store: store, clock: FixedClock(moment: ScanTests.now))
    let found = await problem { _ = try await backend.rows(of: "Snares_CL\n| where Nmae == 'x'") }
    #expect(found?.cause?.contains("line 2") == true)
    #expect(await problem { _ = try await backend.rows(of: "NoSuchTable | take 1") } != nil)
  }

  @Test("A table of Microsoft's that nothing was imported into has no rows, and says that it is not connected")
  func empty() async throws {
    let store = try await filled(plain: true)
    let backend = StoreBackend(store: store, clock: FixedClock(moment: ScanTests.now))
    #expect(try await backend.rows(of: "EmailEvents | where Subject has 'x'").isEmpty)
    let range = TimeRange(from: moment("2026-11-23"), to: moment("2026-11-24"))
    #expect(try await backend.explain(tables: ["EmailEvents"], range: range, kql: "EmailEvents").reason == .tableNotConnected)
    let narrow = try await backend.explain(tables: ["Snares_CL"], range: range, kql: "Snares_CL")
    #expect(narrow.reason == .tooNarrow)
    #expect(!narrow.widen.isEmpty)
    let day = TimeRange(from: moment("2026-11-24"), to: moment("2026-11-25"))
    let late = try await backend.explain(tables: ["Snares_CL"], range: day, kql: "Snares_CL")
    #expect(late.reason == .nothingInRange)
    #expect(late.newestRow == moment("2026-11-23T08:00:00Z"))
  }

  @Test("The sample's questions are answered by KQL, and own data can be looked at without it")
  func sample() async throws {
    let store = try await filled(plain: true)
    try await store.prepareSample(now: ScanTests.now)
    let backend = StoreBackend(store: store, clock: FixedClock(moment: ScanTests.now))
    let schemas = Set(try await backend.schemas().map(\.name))
    #expect(
      schemas.isSuperset(of: [
        "DeviceProcessEvents", "DeviceNetworkEvents", "DeviceLogonEvents", "DeviceFileEvents", "DeviceRegistryEvents", "AlertInfo",
        "AlertEvidence", "SigninLogs", "AuditLogs", "AzureActivity", "AzureNetworkAnalytics_CL", "Snares_CL",
      ]))
    let shells = try await backend.rows(
      of:
        "DeviceProcessEvents | where TimeGenerated > ago(1d) and DeviceName startswith 'WS-123' and ProcessCommandLine has 'hidden' | project ProcessCommandLine"
    )
    #expect(shells.contains { $0[0].text.contains("-W Hidden") })
    let denied = try await backend.rows(
      of: "AzureNetworkAnalytics_CL | where VM_s has 'web-01' and DestPort_d == 4444 and DeniedOutFlows_d > 0 | summarize n=count()")
    #expect(try #require(denied.first)[0] != .long(0))
    #expect(try await backend.rows(of: "AlertInfo | count") == [[.long(Int64(try await store.alertPage(AlertListing(), 0..<1).total))]])
    let own = StoreBackend(store: store, clock: FixedClock(moment: ScanTests.now), includesSample: false)
    #expect(try await own.rows(of: "SigninLogs | take 5").isEmpty)
    #expect(try await own.schemas().map(\.name) == ["Snares_CL"])
  }
}

extension StoreBackend {
  /// All rows of a query.
  func rows(of text: String) async throws -> [[Value]] {
    let rows = Collected<[Value]>()
    _ = try await run(text: text) { rows.add($0.rows) }
    return rows.items
  }
}

@Suite struct LongConditionTests {
  let scratch = Scratch()

  @Test("Rows of long texts come in several batches, none missing and none twice")
  func large() async throws {
    let store = try scratch.store()
    let text = String(repeating: "y", count: 8 << 20)
    let lines = (0..<10).map { "{\"Number\":\($0),\"Text\":\"\(text)\",\"TimeGenerated\":\"2026-11-23T03:00:00Z\"}" }
    let path = try scratch.file("big.jsonl", lines.joined(separator: "\n"))
    #expect(try await Importer(store: store, table: "Big_CL").run([path]).kept == 10)
    let backend = StoreBackend(store: store, clock: FixedClock(moment: ScanTests.now))
    for (condition, count) in [("true", 10), ("Number >= 0", 10), ("Number > 0 and Number != 3", 8)] {
      let sizes = Collected<Int>()
      let query = "Big_CL | where \(condition) | extend n = strlen(Text) | project Number, Text, n"
      _ = try await backend.run(text: query) { sizes.add([$0.rows.count]) }
      #expect(sizes.items.reduce(0, +) == count)
      #expect(sizes.items.count >= 2 || count == 8)
      #expect(sizes.items.allSatisfy { $0 <= 8 })
    }
  }

  @Test("Long chains of or, long lists and long any find what the engine alone finds")
  func chains() async throws {
    let store = try scratch.store()
    let lines = (0..<300).map { "{\"Name\":\"n\($0)\",\"Number\":\($0),\"TimeGenerated\":\"2026-11-23T03:00:00Z\"}" }
    let report = try await Importer(store: store, table: "Long_CL").run([try scratch.file("l.jsonl", lines.joined(separator: "\n"))])
    #expect(report.kept == 300)
    let backend = StoreBackend(store: store, clock: FixedClock(moment: ScanTests.now))
    let chain = (250..<1350).map { "Number == \($0)" }.joined(separator: " or ")
    let names = (250..<1750).map { "'n\($0)'" }.joined(separator: ", ")
    let numbers = (250..<1750).map { "\($0)" }.joined(separator: ", ")
    let folded = (250..<1750).map { "'N\($0)'" }.joined(separator: ", ")
    for condition in [
      chain, "Name in (\(names))", "Name in (\(names), '')", "Number in (\(numbers))", "Name in~ (\(folded))", "Name has_any (\(folded))",
      (250..<1350).map { "Name =~ 'N\($0)'" }.joined(separator: " or "),
    ] {
      let found = try await backend.rows(of: "Long_CL | where \(condition) | project Number")
      #expect(found.map { $0[0] } == (250..<300).map { .long($0) }, "\(condition.prefix(60))")
    }
  }
}
