import Casefile
import HuntPipeline
import TestSupport
import Testing

@testable import QueryBackends

@Suite("Why Data Explorer brought no rows") struct DataExplorerEmptyTests {
  private static let now = DataExplorerDesk.now

  /// Answers the cheap questions: the schema, the newest row, a row of the range, any row.
  private static func cloud(newest: DateTime?, hasRowInRange: Bool = false) -> DataExplorerCloud {
    DataExplorerCloud { text in
      if text.contains("getschema") {
        let rows: [[Value]] = DataExplorerDesk.columns.map { [.string($0.name), .string($0.type.rawValue)] }
        return DataExplorerFrames(columns: [Column("ColumnName", .string), Column("ColumnType", .string)], rows: rows)
      }
      if text.contains("summarize Newest") {
        return DataExplorerFrames(columns: [Column("Newest", .datetime)], rows: [[newest.map { .datetime($0) } ?? .null]])
      }
      let hasRow = text.contains("where") ? hasRowInRange : newest != nil
      return DataExplorerFrames(columns: [Column("Found", .int)], rows: hasRow ? [[.long(1)]] : [])
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
    #expect(missing.reason == .tableNotConnected && missing.explanation.contains("has no table Events"))
    let empty = try await Self.explain(Self.cloud(newest: nil), Self.day)
    #expect(empty.reason == .tableNotConnected && empty.explanation.contains("has no rows"))
  }

  @Test("The sign-in may not read it")
  func permission() async throws {
    let result = try await Self.explain(DataExplorerCloud(fault: .forbidden) { _ in nil }, Self.day)
    #expect(result.reason == .noPermission && result.widen.first?.contains("Database Viewer") == true)
  }

  @Test("Nothing is in the range, and the newest row is told")
  func range() async throws {
    let newest = Self.now - .days(3)
    let result = try await Self.explain(Self.cloud(newest: newest), Self.day)
    #expect(result.reason == .nothingInRange && result.newestRow == newest)
    #expect(result.widen.first?.contains("earlier") == true)
  }

  @Test("Rows of the last minutes may still be on their way")
  func lag() async throws {
    let young = TimeRange(from: Self.now - .minutes(5), to: Self.now)
    #expect(try await Self.explain(Self.cloud(newest: Self.now - .minutes(6)), young).reason == .lag)
  }

  @Test("Rows are there, but none meets the conditions")
  func narrow() async throws {
    let result = try await Self.explain(Self.cloud(newest: Self.now - .hours(1), hasRowInRange: true), Self.day)
    #expect(result.reason == .tooNarrow && result.newestRow == Self.now - .hours(1))
  }

  @Test("The questions are cheap, and the service failing is its problem")
  func questions() async throws {
    let desk = try DataExplorerDesk(Self.cloud(newest: Self.now))
    let result = try await desk.backend.explainEmpty(try DataExplorerDesk.approved(range: Self.day))
    let texts = try desk.cloud.requests.map { try JSONValue(parsing: $0.text)["csl"]?.string ?? "" }
    #expect(texts.count == 3, "\(texts) \(result)")
    #expect(texts.allSatisfy { $0.contains("getschema") || $0.contains("max(TimeGenerated)") || $0.contains("take 1") })
    await #expect(throws: Problem.self) { try await Self.explain(DataExplorerCloud(fault: .failedForGood) { _ in nil }, Self.day) }
  }
}
