import Casefile
import Foundation
import KQL
import KQLEngine
import Testing

/// Times of common queries over a million rows; worth running in release only, so asked for by an environment variable.
struct ThroughputTests {
  private static let isWanted = ProcessInfo.processInfo.environment["LOGSPOTLIGHT_MEASURE"] != nil
  private static let count = 1_000_000

  private static func store() -> MemoryStore {
    let columns = [
      Column("TimeGenerated", .datetime), Column("Host", .string), Column("CommandLine", .string), Column("Port", .long),
      Column("Score", .real),
    ]
    let tools = [
      "powershell.exe -NoProfile -EncodedCommand SQBFAFgA", "cmd.exe /c whoami /all", "svchost.exe -k netsvcs -p -s Schedule",
      "notepad.exe C:\\temp\\report.txt",
    ]
    let start = DateTime("2026-11-01T00:00:00Z")?.ticks ?? 0
    var batches: [ColumnBatch] = []
    for first in stride(from: 0, to: count, by: ColumnBatch.preferredCount) {
      var builders = columns.map { ColumnBuilder(type: $0.type, capacity: ColumnBatch.preferredCount) }
      for row in first..<min(first + ColumnBatch.preferredCount, count) {
        builders[0].append(start + Int64(row) * 10_000_000)
        builders[1].append(.string("WS-\(row % 997)"))
        builders[2].append(.string(tools[row % 7 % 4] + " #\(row % 1000)"))
        builders[3].append(Int64(row % 65_536))
        builders[4].append(Double(row % 100) / 3)
      }
      let vectors = builders.indices.map { builders[$0].finish() }
      batches.append(ColumnBatch(count: vectors[0].count, columns: vectors))
    }
    return MemoryStore(tables: ["Events": .init(columns: columns, batches: batches)])
  }

  @Test("a filter and a projection over a million rows take well under a second", .enabled(if: isWanted, "LOGSPOTLIGHT_MEASURE is not set"))
  func million() async throws {
    let store = Self.store()
    let now = DateTime("2026-11-23T00:00:00Z") ?? .minimum
    let queries = [
      "Events | where Port == 4444 | project TimeGenerated, Host, CommandLine",
      "Events | where TimeGenerated > datetime(2026-11-05) and Port < 1024 and Score > 10 | project Host, Port",
      "Events | where CommandLine has 'EncodedCommand' | project TimeGenerated, Host | count",
      "Events | where CommandLine contains 'WHOAMI' | count",
      "Events | where CommandLine has_any ('mimikatz', 'whoami', 'nltest') | count",
      "Events | where CommandLine matches regex @'-[Ee]nc\\w* [A-Za-z0-9+/=]{8}' | count",
      "Events | where Host =~ 'ws-500' | summarize count() by bin(TimeGenerated, 1h)",
      "Events | where Host in~ ('ws-1', 'ws-2', 'ws-3') | count",
      "Events | extend x = strcat(tolower(Host), ':', tostring(Port)) | where x endswith ':443' | count",
      "Events | summarize count(), dcount(Port), max(Score) by Host | top 10 by count_",
      "Events | summarize arg_max(TimeGenerated, *) by Host",
      "Events | sort by Score asc, Port desc | take 10",
      "Events | top 100 by TimeGenerated desc",
      "Events | take 10",
      "Events | distinct Host, Port | count",
      "Events | where Port < 100 | join kind=inner (Events | where Port < 100 | project Host, S2 = Score) on Host | count",
    ]
    for query in queries {
      let bound = KQLBinder(catalogue: TableList([TableSchema(name: "Events", columns: store.tables["Events"]?.columns ?? [])]), now: now)
        .bind(KQLQuery(parsing: query))
      let clock = ContinuousClock()
      var rows = 0
      let elapsed = try await clock.measure { rows = try await KQLExecutor(scan: store, now: now).run(bound) { _ in }.rows }
      print("\(elapsed)  \(rows) rows  \(query)")
      #expect(elapsed < .seconds(30))
    }
  }
}
