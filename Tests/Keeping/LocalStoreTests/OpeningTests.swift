import Casefile
import Foundation
import HuntPipeline
import LocalStore
import Testing

@Suite struct OpeningTests {
  let scratch = Scratch()

  @Test("A new store and its folder belong to their owner alone")
  func permissions() throws {
    let path = scratch.folder + "/deep/er/store.sqlite"
    let store = try EmbeddedStore(at: path)
    #expect(scratch.permissions(path) == 0o600)
    #expect(scratch.permissions(path + "-wal") == 0o600)
    #expect(scratch.permissions(scratch.folder + "/deep/er") == 0o700)
    #expect(!store.isReadOnly)
  }

  /// Sets a big-endian number in the header of a closed store.
  private func setHeader(_ offset: UInt64, to number: UInt32) throws {
    let handle = try #require(FileHandle(forUpdatingAtPath: scratch.path))
    try handle.seek(toOffset: offset)
    try handle.write(contentsOf: withUnsafeBytes(of: number.bigEndian) { Data($0) })
    try handle.close()
  }

  @Test("A store of a newer program is refused and left as it is")
  func newer() throws {
    try scratch.store().close()
    try setHeader(60, to: 99)
    let before = try Data(contentsOf: URL(fileURLWithPath: scratch.path))
    let found = problem { _ = try scratch.store() }
    #expect(found?.cause?.contains("version 99") == true)
    #expect(found?.remedy != nil)
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.path)) == before)
  }

  @Test("A file that is no database is refused and keeps its bytes")
  func noDatabase() throws {
    let text = String(repeating: "these are my notes\n", count: 400)
    let path = try scratch.file("notes.txt", text)
    #expect(problem { _ = try EmbeddedStore(at: path) }?.summary == "This file is not a store.")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    #expect(problem { _ = try EmbeddedStore(at: scratch.folder) }?.summary == "This file is not a store.")
  }

  @Test("Another program's database is refused and keeps its journal mode")
  func foreign() throws {
    try scratch.store().close()
    try setHeader(60, to: 0)
    try setHeader(68, to: 7)
    let before = try Data(contentsOf: URL(fileURLWithPath: scratch.path))
    #expect(problem { _ = try scratch.store() }?.cause?.contains("another program") == true)
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.path)) == before)
  }

  @Test("A damaged store is one problem that tells how to rescue it")
  func damaged() async throws {
    let store = try scratch.store()
    try await store.keep((0..<400).map { Alert(id: "a\($0)", source: "graph", title: "Alert \($0)", created: .minimum) })
    try store.close()
    var data = try Data(contentsOf: URL(fileURLWithPath: scratch.path))
    for place in stride(from: 4096, to: data.count, by: 7) { data[place] = 0xEE }
    try data.write(to: URL(fileURLWithPath: scratch.path))
    let found = await problem {
      let store = try scratch.store()
      _ = try await store.alertPage(AlertListing(), 0..<10)
    }
    #expect(found?.summary == "The store is damaged.")
    #expect(found?.remedy?.contains("recover") == true)
  }

  @Test("A store that was cut to a few bytes is refused")
  func cut() throws {
    try scratch.store().close()
    let handle = try #require(FileHandle(forUpdatingAtPath: scratch.path))
    try handle.truncate(atOffset: 50)
    try handle.close()
    #expect(problem { _ = try scratch.store() } != nil)
  }

  @Test("Reading only lets one browse and refuses to keep")
  func readOnly() async throws {
    let writer = try scratch.store()
    try await writer.keep([Alert(id: "1", source: "graph", title: "First", created: moment("2026-11-20"))])
    let reader = try EmbeddedStore(at: scratch.path, access: .readOnly)
    #expect(try await reader.alertPage(AlertListing(), 0..<5).lines.map(\.title) == ["First"])
    let found = await problem { try await reader.keep([Alert(id: "2", source: "graph", title: "x", created: .minimum)]) }
    #expect(found?.summary == "The store is open for reading only.")
    #expect(try await reader.alertPage(AlertListing(), 0..<5).total == 1)
  }

  @Test("Reading only a store that does not exist does not make one")
  func missing() {
    #expect(problem { _ = try EmbeddedStore(at: scratch.path, access: .readOnly) } != nil)
    #expect(!FileManager.default.fileExists(atPath: scratch.path))
  }

  @Test("A folder that cannot be made is one problem")
  func folder() throws {
    let file = try scratch.file("plain", "x")
    #expect(problem { _ = try EmbeddedStore(at: file + "/store.sqlite") }?.remedy?.contains("--store") == true)
  }

  @Test("Two openings at once bring the same new store up to date once")
  func together() async throws {
    let path = scratch.path
    let totals = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<6 {
        group.addTask { try await EmbeddedStore(at: path).alertPage(AlertListing(), 0..<1).total }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(totals == Array(repeating: 0, count: 6))
  }
}
