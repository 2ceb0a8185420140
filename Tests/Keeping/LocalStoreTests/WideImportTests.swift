import Casefile
import Foundation
import LocalStore
import Testing

@Suite("Files with very many columns") struct WideImportTests {
  @Test("A hundred thousand columns are read in seconds: those beyond the table's own stand together in one", .timeLimit(.minutes(10)))
  func wide() async throws {
    let scratch = Scratch()
    let count = 100_000
    let names = (0..<count).map { "c\($0)" }.joined(separator: ",")
    let cells = (0..<count).map(String.init).joined(separator: ",")
    let store = try scratch.store()
    let report = try await Importer(store: store).run([try scratch.file("wide.csv", names + "\n" + cells + "\n")])
    #expect(report.files[0].kept == 1 && report.files[0].problem == nil && report.files[0].refused == 0)
    let schema = try #require(try await store.schemas().first { $0.name == "wide_CL" })
    #expect(schema.column(named: "c0") != nil && schema.column(named: "MoreColumns") != nil && schema.columns.count < 2000)
  }

  @Test("Rows of many widths are kept each in its own, however often the widths are met again", .timeLimit(.minutes(10)))
  func widths() async throws {
    let (scratch, count) = (Scratch(), 4_000)
    let store = try scratch.store()
    let names = (0..<count).map { "c\($0)" }.joined(separator: ",")
    let rows = (0..<90).map { row in (0..<(count - row % 60)).map { _ in "\(row)" }.joined(separator: ",") }
    let report = try await Importer(store: store).run([try scratch.file("wide.csv", names + "\n" + rows.joined(separator: "\n") + "\n")])
    #expect(report.files[0].kept == 90 && report.files[0].refused == 0 && report.files[0].problem == nil)
  }
}
