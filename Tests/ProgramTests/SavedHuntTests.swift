import Casefile
import Foundation
import HuntPipeline
import LocalStore
import TestSupport
import Testing
import Workbench

@testable import logspotlight

@Suite("Saved hunts and the rows that prove a finding") struct SavedHuntTests {
  private let folder = NSTemporaryDirectory() + "saved-hunts-" + UUID().uuidString
  private var hunts: SavedHunts { SavedHunts(folder: folder) }

  private func write(_ name: String, _ text: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
  }

  @Test("An empty file is an empty query, not one that cannot be read")
  func empty() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try write("none.kql", "")
    #expect(try hunts.entries().hunts.map(\.note) == [""])
    #expect(try hunts.text(of: "none") == "")
    #expect(throws: Problem.self) { try hunts.text(of: "absent") }
  }

  @Test("Of very many the first by name are listed, and how many are left out is said")
  func many() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for number in 0..<503 { try write("\(1000 + number).kql", "T") }
    let (all, problem) = try hunts.entries()
    #expect(all.count == 500)
    #expect(problem?.summary.hasPrefix("3 saved hunts") ?? false)
  }

  @Test("What could not be opened again is not saved")
  func tooLong() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let most = String(repeating: "x", count: SavedHunts.longest - 1)
    _ = try hunts.save("most", most)
    #expect(try hunts.text(of: "most") == most + "\n")
    #expect(throws: Problem.self) { try hunts.save("more", most + "x") }
    #expect(!FileManager.default.fileExists(atPath: folder + "/more.kql"))
  }

  @Test("An export that is given up says so, and not that rows are missing")
  func cancelled() async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try EmbeddedStore(at: folder + "/store.sqlite")
    var finding = Finding(id: "1", rows: [1], title: "x", source: "")
    finding.resultSet = DeskSample.resultSet
    let wanted = finding
    #expect(try await ProvingRows.lines(of: wanted, in: store).first?.hasPrefix("the rows are missing here: ") ?? false)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await ProvingRows.lines(of: wanted, in: store)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
