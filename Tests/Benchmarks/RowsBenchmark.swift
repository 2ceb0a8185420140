import Casefile
import Foundation
import HuntPipeline
import LocalStore

/// How long the table of rows takes for a page, a sort, a filter and a count of values, over 500,000 rows of twelve columns.
enum RowsBenchmark {
  private static let count = 500_000
  static let columns = [
    Column("Timestamp", .datetime), Column("DeviceName", .string), Column("AccountName", .string), Column("FileName", .string),
    Column("ProcessCommandLine", .string), Column("ProcessId", .long), Column("InitiatingProcessFileName", .string),
    Column("InitiatingProcessCommandLine", .string), Column("SHA256", .string), Column("ReportId", .long), Column("Score", .real),
    Column("AdditionalFields", .dynamic),
  ]

  static func run() throws {
    let done = DispatchSemaphore(value: 0)
    Task {
      do { try await measure() } catch { print("failed: \(error)") }
      done.signal()
    }
    done.wait()
  }

  /// So many rows as they are measured.
  static func rows(_ count: Int) -> [[Value]] { (0..<count).map(row) }

  private static func row(_ number: Int) -> [Value] {
    let scrambled = number &* 2_654_435_761 % 1_000_003
    let encoded = Data("whoami /all \(scrambled)".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }).base64EncodedString()
    let command =
      number % 500 == 7
      ? "powershell.exe -nop -w hidden -enc \(encoded)"
      : "\"C:\\Program Files\\Vendor\\Agent\\bin\\agent-\(scrambled % 97).exe\" --session \(scrambled) --mode service --quiet"
    let hash = String(repeating: String(scrambled, radix: 16), count: 16).prefix(64)
    return [
      .datetime(DateTime(ticks: 639_000_000_000_000_000 + Int64(scrambled) * 10_000_000)), .string("ws-\(scrambled % 1200).contoso.com"),
      .string("user\(scrambled % 3000)"), .string("agent-\(scrambled % 97).exe"), .string(command), .long(Int64(scrambled % 65_536)),
      .string("services.exe"), .string("C:\\Windows\\System32\\services.exe -k \(scrambled % 13)"), .string(String(hash)),
      .long(Int64(number)), .real(Double(scrambled % 1000) / 10), .dynamic(["Kind": .string("k\(scrambled % 5)"), "Level": .integer(3)]),
    ]
  }

  private static func measure() async throws {
    let folder = NSTemporaryDirectory() + "rows-benchmark-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try EmbeddedStore(at: folder + "/store.sqlite")
    let id = ResultSetID(at: DateTime(ticks: 639_000_000_000_000_000))
    try await store.begin(id, hunt: HuntID(at: DateTime(ticks: 0)), query: "T", columns: columns)
    for start in stride(from: 0, to: count, by: 5_000) {
      try await store.append(RowBatch(columns: columns, rows: (start..<start + 5_000).map(row)), to: id)
    }
    try await store.finish(id, rows: count, partial: nil)
    print("\(count) rows of \(columns.count) columns:")
    let plain = RowView(resultSet: id, rowCount: count)
    try await time("a page of 200 rows", 20) { round in _ = try await store.page(of: plain, (round * 20_000)..<(round * 20_000 + 200)) }
    for (name, column) in [("times", 0), ("texts", 4), ("numbers", 5), ("short texts", 1)] {
      try await time("sort by \(name)", 3) { round in
        // Another number of rows is another view, so that nothing is answered from what is known.
        let view = RowView(resultSet: id, rowCount: count - round, sort: RowSort(column: column, isDescending: false))
        _ = try await store.order(view) { _ in }
      }
    }
    let sorted = RowView(resultSet: id, rowCount: count, sort: RowSort(column: 4, isDescending: true))
    _ = try await store.order(sorted) { _ in }
    try await time("a page of a sorted view", 20) { round in _ = try await store.page(of: sorted, (round * 20_000)..<(round * 20_000 + 200))
    }
    for filter in ["agent-13", "whoami", "DeviceName:ws-77. !user5", "ProcessId>60000", "/session 12[0-9]+5/", "nowhere"] {
      try await measureFilter(store, filter, id)
    }
    for (name, column) in [("3,000 users", 2), ("500,000 numbers", 9), ("command lines", 4)] {
      try await time("values of \(name)", 3) { _ in _ = try await store.frequency(of: column, in: plain) { _ in } }
    }
  }

  private static func measureFilter(_ store: EmbeddedStore, _ filter: String, _ id: ResultSetID) async throws {
    let view = RowView(resultSet: id, rowCount: count, filter: filter)
    let start = DispatchTime.now().uptimeNanoseconds
    let first = FirstMoment()
    let progress = try await store.order(view) { if $0.matching >= 40 { first.note() } }
    first.note()
    let whole = Double(DispatchTime.now().uptimeNanoseconds - start) / 1_000_000
    let early = Double((first.moment ?? start) - start) / 1_000_000
    print("  filter \(filter): a screen of rows after \(Int(early)) ms, all \(progress.matching) counted after \(Int(whole)) ms")
  }

  private static func time(_ name: String, _ count: Int, _ work: (Int) async throws -> Void) async throws {
    var times: [Double] = []
    for round in 0..<count {
      let start = DispatchTime.now().uptimeNanoseconds
      try await work(round)
      times.append(Double(DispatchTime.now().uptimeNanoseconds - start) / 1_000_000)
    }
    print("  \(name): \(Times(times).text)")
  }
}

/// When something was first seen.
private final class FirstMoment: @unchecked Sendable {
  // Sendable by proof: `seen` is reached only under the lock.
  private let lock = NSLock()
  private var seen: UInt64?
  var moment: UInt64? { lock.withLock { seen } }
  func note() { lock.withLock { if seen == nil { seen = DispatchTime.now().uptimeNanoseconds } } }
}
