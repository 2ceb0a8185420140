import Casefile
import Foundation
import HuntPipeline
@testable import LocalStore
import Testing

/// How long the store takes; run on purpose, in release, with LOGSPOTLIGHT_MEASURE=1.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["LOGSPOTLIGHT_MEASURE"] != nil, "LOGSPOTLIGHT_MEASURE is not set"), .serialized)
struct MeasurementTests {
  let scratch = Scratch()

  private func timed(_ what: String, _ body: () async throws -> Void) async rethrows {
    let clock = ContinuousClock()
    let start = clock.now
    try await body()
    print("measured", what, clock.now - start)
  }

  @Test("The sample is made within two seconds, and a store opens and shows its first page within milliseconds")
  func sample() async throws {
    let now = moment("2026-11-23T12:00:00Z")
    let store = try scratch.store()
    await timed("sample rows") { _ = SampleWorkspace(now: now) }
    try await timed("sample kept") { try await store.prepareSample(now: now) }
    try store.close()
    for _ in 0..<3 {
      try await timed("open and first page") {
        let store = try scratch.store()
        _ = try await store.alertPage(AlertListing(), 0..<40)
      }
    }
    let backend = StoreBackend(store: try scratch.store(), clock: FixedClock(moment: now))
    try await timed("query one host's day") {
      _ = try await backend.rows(
        of: "DeviceProcessEvents | where TimeGenerated > ago(1d) and DeviceName startswith 'WS-123' | project ProcessCommandLine")
    }
    try await timed("full scan") { _ = try await backend.rows(of: "DeviceProcessEvents | summarize count() by DeviceName") }
  }

  @Test("Pages of many alerts stay quick")
  func pages() async throws {
    let store = try scratch.store()
    for part in 0..<20 {
      try await store.keep(
        (0..<1000).map { number in
          let place = part * 1000 + number
          return Alert(
            id: "a\(place)", source: "graph", title: "Alert \(place % 97) of many", severity: Severity.allCases[place % 5],
            category: "Execution",
            created: now(place), entities: [Entity(kind: .host, label: "WS-\(place % 4000).contoso.com")])
        })
    }
    for listing in [
      AlertListing(), AlertListing(filter: "ws-123"), AlertListing(sort: .severity), AlertListing(filter: "severity:high many"),
    ] {
      try await timed("first page \(listing.filter) \(listing.sort)") { _ = try await store.alertPage(listing, 0..<40) }
      try await timed("next page \(listing.filter) \(listing.sort)") { _ = try await store.alertPage(listing, 9000..<9040) }
    }
  }

  private func now(_ place: Int) -> DateTime { moment("2026-11-23T12:00:00Z") - .seconds(Double(place * 7 % 1_000_000)) }

  @Test("Files of hundreds of megabytes are read in flat memory")
  func large() async throws {
    let store = try scratch.store()
    let line =
      "{\"Timestamp\":\"2026-11-20T10:00:00Z\",\"DeviceName\":\"ws-7.contoso.com\",\"ActionType\":\"ProcessCreated\",\"FileName\":\"x.exe\",\"ProcessId\":77,\"ProcessCommandLine\":\"x.exe --flag value\",\"FolderPath\":\"C:\\\\x\",\"AccountName\":\"u\"}\n"
    let path = try scratch.file("large.jsonl", String(repeating: line, count: 200_000))
    let before = resident()
    let clock = ContinuousClock()
    let start = clock.now
    let report = try await Importer(store: store).run([path])
    print("measured 200,000 rows imported", clock.now - start)
    #expect(report.kept == 200_000)
    print("measured growth MB", (resident() - before) / 1_048_576)
  }

  private func resident() -> Int {
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ").dropFirst().first.flatMap {
      Int($0)
    }
    return (pages ?? 0) * 4096
  }
}
