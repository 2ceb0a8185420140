import Casefile
import Foundation
import LocalStore
import Testing

@Suite("Files with very many columns") struct WideImportTests {
  @Test("A hundred thousand columns are read in seconds: those beyond the table's own stand together in one", .timeLimit(.minutes(1)))
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
}
