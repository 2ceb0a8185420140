import Casefile
import HuntPipeline
import TestSupport
import Testing

@testable import QueryBackends

@Suite("Why Data Explorer brought no rows") struct DataExplorerEmptyTests {
  private static let now = DataExplorerDesk.now

  /// Answers the cheap questions: the newest row, since the range's begin where that is asked, and how many rows are in the range.
  private static func cloud(newest: DateTime?, inside: Int64 = 0) -> DataExplorerCloud {
    DataExplorerCloud { text in
      let seen = text.contains("| where TimeGenerated >= ") && (newest ?? .minimum) < day.from ? nil : newest
      return DataExplorerFrames(
        columns: [Column("Newest", .datetime), Column("Inside", .long)], rows: [[seen.map { .datetime($0) } ?? .null, .long(inside)]])
    }
  }

  private static func explain(_ cloud: DataExplorerCloud, _ range: TimeRange) async throws -> EmptyResult {
    let desk = try DataExplorerDesk(cloud)
    let result = try await desk.backend.explainEmpty(try DataExplorerDesk.approved(range: range))
    // The cloud closes with the desk.
    return withExtendedLifetime(desk) { result }
  }

  private static let day = TimeRange(from: now - .days(1), to: now)

  @Test("The table is not in the database, or has no rows at all")
  func notConnected() async throws {
    let missing = try await Self.explain(DataExplorerCloud { _ in nil }, Self.day)
    #expect(missing.reason == .tableNotConnected && missing.explanation.contains("is not known to the database Samples"))
    let empty = try await Self.explain(Self.cloud(newest: nil), Self.day)
    #expect(empty.reason == .tableNotConnected && empty.explanation.contains("has no rows"))
  }

  @Test("The sign-in may not read it")
  func permission() async throws {
    let result = try await Self.explain(DataExplorerCloud(fault: .forbidden) { _ in nil }, Self.day)
    #expect(result.reason == .noPermission && result.widen.contains { $0.contains("Database Viewer") })
  }

  @Test("Nothing is in the range, and the newest row is told")
  func range() async throws {
    let newest = Self.now - .days(3)
    let result = try await Self.explain(Self.cloud(newest: newest), Self.day)
    #expect(result.reason == .nothingInRange && result.newestRow == newest)
    #expect(result.widen.contains { $0.contains("the newest row of Events is from") })
  }

  @Test("Rows of the last minutes may still be on their way")
  func lag() async throws {
    let young = TimeRange(from: Self.now - .minutes(5), to: Self.now)
    #expect(try await Self.explain(Self.cloud(newest: Self.now - .minutes(6)), young).reason == .lag)
  }

  @Test("Rows are there, but none meets the conditions")
  func narrow() async throws {
    let result = try await Self.explain(Self.cloud(newest: Self.now - .hours(1), inside: 3), Self.day)
    #expect(result.reason == .tooNarrow && result.newestRow == Self.now - .hours(1))
  }

  @Test("A table whose time is not known is asked for a row, and the answer claims nothing about times")
  func timeless() async throws {
    let cloud = DataExplorerCloud { text in
      let isCheap = text == "Events | take 1 | summarize Newest = datetime(null), Inside = count()"
      return DataExplorerFrames(columns: [Column("Newest", .datetime), Column("Inside", .long)], rows: isCheap ? [[.null, .long(1)]] : [])
    }
    let desk = try DataExplorerDesk(cloud)
    let query = try DataExplorerDesk.approved(columns: [Column("Device", .string), Column("Port", .long)])
    let result = try await desk.backend.explainEmpty(query)
    #expect(result.reason == .tooNarrow && result.newestRow == nil)
    #expect(!result.explanation.contains("in that time") && result.explanation.contains("No time column of Events is known"))
  }

  @Test("The questions are cheap, and the service failing is its problem")
  func questions() async throws {
    let desk = try DataExplorerDesk(Self.cloud(newest: Self.now))
    let result = try await desk.backend.explainEmpty(try DataExplorerDesk.approved(range: Self.day))
    let texts = try desk.cloud.requests.map { try JSONValue(parsing: $0.text)["csl"]?.string ?? "" }
    // Only where nothing came since the range began is all that is kept looked through.
    let since = "Events | where TimeGenerated >= datetime(2026-11-24T12:00:00Z) | summarize Newest = max(TimeGenerated), Inside = countif("
    #expect(texts.count == 1 && texts[0].hasPrefix(since), "\(texts) \(result)")
    await #expect(throws: Problem.self) { try await Self.explain(DataExplorerCloud(fault: .failedForGood) { _ in nil }, Self.day) }
  }
}
