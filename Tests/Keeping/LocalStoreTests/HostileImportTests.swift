import CZlib
import Casefile
import Foundation
import GRDB
import Glibc
import HuntPipeline
@testable import LocalStore
import Testing

/// Files that were made, or came, to break an import.
@Suite struct HostileImportTests {
  let scratch = Scratch()

  private func run(_ paths: [String], into store: EmbeddedStore, again: Bool = false) async throws -> ImportReport {
    try await Importer(store: store, again: again).run(paths)
  }

  private func imported(_ name: String, _ data: Data) async throws -> (EmbeddedStore, ImportReport.File) {
    let store = try scratch.store()
    let report = try await run([try scratch.file(name, data)], into: store)
    return (store, try #require(report.files.first))
  }

  private func texts(_ store: EmbeddedStore, _ table: String, _ columns: String...) async throws -> [[String]] {
    try await store.rows(ofTable: table, columns: columns).rows.map { $0.map(\.text) }
  }

  @Test("A packed file is seen to move by what it unpacks to, too")
  func unpacking() async throws {
    let text = Array(String(repeating: "{\"number\":1}\n", count: 50_000).utf8)
    let path = try scratch.file("l.jsonl.gz", Data(packed(text)))
    let steps = Collected<ImportProgress>()
    _ = try await Importer(store: scratch.store()).run([path]) { steps.add([$0]) }
    #expect(steps.items.last?.bytesUnpacked == text.count)
    let unpacked = steps.items.map(\.bytesUnpacked)
    #expect(unpacked.count > 1 && zip(unpacked, unpacked.dropFirst()).allSatisfy { $0 < $1 })
    // One line of gigabytes, packed into less than a megabyte, through a pipe.
    let long = ImportProgress(path: path, bytesRead: 900_000, bytesTotal: 0, bytesUnpacked: 3 << 28, rows: 0)
    #expect(long.mark == 3 && long.words == "0 rows, 0 MB, 768 MB unpacked")
    let plain = ImportProgress(path: path, bytesRead: 3 << 20, bytesTotal: 12 << 20, bytesUnpacked: 3 << 20, rows: 12_000)
    #expect(plain.mark == 3 && plain.words == "12,000 rows, 3 of 12 MB")
  }

  /// Packs as gzip does.
  private func packed(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    #expect(zlib_begin_gzip(&stream) == Z_OK)
    defer { deflateEnd(&stream) }
    var (input, output) = (bytes, [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count)))))
    let count = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        _ = deflate(&stream, Z_FINISH)
        return target.count - Int(stream.avail_out)
      }
    }
    return Array(output[..<count])
  }

  @Test("A cell without end is refused with its line, packed or not; the rows around it are kept", arguments: [true, false])
  func bomb(isPacked: Bool) async throws {
    var bytes = Array("a,b\n1,2\n3,".utf8)
    bytes += [UInt8](repeating: 0x78, count: ImportLimits.recordBytes + 10)
    bytes += Array("\n5,6\n".utf8)
    let (store, file) = try await imported(isPacked ? "n.csv.gz" : "n.csv", Data(isPacked ? packed(bytes) : bytes))
    #expect(file.refusals.map(\.line) == [3])
    #expect(file.refusals.first?.reason.contains("16 MiB") == true)
    #expect(try await texts(store, "n_CL", "a", "b") == [["1", "2"], ["5", "6"]])
  }

  @Test("Readers hold no more of a record than it may have, wherever the bytes are cut")
  func flat() throws {
    for size in [1, 3, 7, 100] {
      func pieces(_ text: String) -> [[UInt8]] {
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
      }
      var found: [String] = []
      var reader = CSVReader(separator: 0x2C, longest: 8)
      for piece in pieces("ab,cd\n\"aaaaaaaaaaa\n,\"\"aaa\",b\nef,\n1234567\n") {
        reader.feed(piece) { found.append($0?.joined(separator: "|") ?? "line \($1)") }
      }
      #expect(found == ["ab|cd", "line 2", "ef|", "1234567"])
      found = []
      var splitter = LineSplitter(longest: 8)
      let note: (ArraySlice<UInt8>?, Int) -> Void = { line, number in
        found.append(line.map { String(decoding: $0, as: UTF8.self) } ?? "line \(number)")
      }
      for piece in pieces("abc\n1234567890\n12345678\nlast6789012") { splitter.feed(piece, note) }
      splitter.finish(note)
      #expect(found == ["abc", "line 2", "12345678", "line 4"])
      found = []
      var elements = JSONElements(longest: 8)
      for piece in pieces("[{\"a\":1},\n{\"a\":\"1,2]3456\"}, 7]") {
        try elements.feed(piece) { bytes, line in found.append(bytes.map { String(decoding: $0, as: UTF8.self) } ?? "line \(line)") }
      }
      #expect(found == ["{\"a\":1}", "line 2", "7"])
      #expect(elements.isWhole)
    }
  }

  @Test("A packed file with damage behind good data keeps what came before, and is partial", arguments: ["garbage", "damage", "zeros"])
  func damage(kind: String) async throws {
    let lines = (0..<40_000).map { "{\"a\":\($0),\"b\":\"\($0 &* 2_654_435_761)\"}\n" }.joined()
    var bytes = packed(Array(lines.utf8))
    switch kind {
    case "garbage": bytes += Array("this is no gzip".utf8)
    case "zeros": bytes += [UInt8](repeating: 0, count: 700)
    default: for place in (bytes.count * 3 / 4)..<(bytes.count * 3 / 4 + 40) { bytes[place] = 0xFF }
    }
    let (_, file) = try await imported("l.jsonl.gz", Data(bytes))
    if kind == "damage" { #expect(file.kept > 10_000 && file.kept < 40_000) } else { #expect(file.kept == 40_000) }
    #expect(file.problem?.summary == (kind == "zeros" ? nil : "The packed file is broken."))
    #expect(kind == "zeros" || file.problem?.kind == .partial)
  }

  @Test("A full disk is one problem that tells what was kept; nothing breaks, and no other file is tried")
  func fullDisk() async throws {
    let store = try scratch.store()
    let lines = (0..<20_000).map { "{\"k\($0 / 1000)\":\($0),\"text\":\"\(String(repeating: "x", count: 200))\"}" }.joined(separator: "\n")
    let path = try scratch.file("long.jsonl", lines)
    let other = try scratch.file("other.csv", "a,b\n1,2\n")
    try store.writeNow { database in
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      try database.execute(sql: "PRAGMA max_page_count = \(pages + 400)")
    }
    let report = try await run([path, other], into: store)
    #expect(report.files.count == 1)
    let file = try #require(report.files.first)
    #expect(file.problem?.summary == "The disk is full.")
    #expect(file.kept > 0 && file.kept < 20_000)
    #expect(file.problem?.cause?.contains("\(file.kept.grouped) rows") == true)
    let stored = try await store.summary().tables.first { $0.name == "long_CL" }
    #expect(stored?.rows == file.kept)
  }

  @Test("Entries that are no files, lead nowhere or in circles are a problem each; the files beside them are imported")
  func entries() async throws {
    let store = try scratch.store()
    let file = try scratch.file("in/a.csv", "a,b\n1,2\n")
    let folder = scratch.folder + "/in"
    #expect(mkfifo(folder + "/pipe", 0o600) == 0)
    for (name, goal) in [("nowhere", "/no/such/file"), ("self", "self"), ("again.csv", file), ("loop", folder)] {
      #expect(symlink(goal, folder + "/" + name) == 0)
    }
    let empty = scratch.folder + "/empty"
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    let report = try await run([folder, empty, folder + "/pipe", "/dev/null"], into: store)
    #expect(report.kept == 1)
    #expect(report.isPartial)
    #expect(
      report.files.filter { $0.problem != nil }.map { ($0.path as NSString).lastPathComponent }
        == ["nowhere", "pipe", "self", "empty", "pipe", "null"])
    #expect(report.files.allSatisfy { $0.problem == nil || $0.problem?.remedy != nil })
  }

  @Test("A folder that may not be listed is a problem, and what lies beside it is still found")
  func unreadable() throws {
    _ = try scratch.file("in/a.csv", "a\n1\n")
    _ = try scratch.file("in/closed/b.csv", "a\n1\n")
    var walk = FolderWalk { path in
      if path.hasSuffix("closed") { throw CocoaError(.fileReadNoPermission) }
      return try FileManager.default.contentsOfDirectory(atPath: path)
    }
    let entries = walk.entries(scratch.folder + "/in")
    #expect(entries.count == 2)
    #expect(entries.first == .file(scratch.folder + "/in/a.csv"))
    if case .fault(let path, let problem)? = entries.last {
      #expect(path.hasSuffix("closed"))
      #expect(problem.summary == "The folder cannot be read.")
    } else {
      Issue.record("the closed folder is no fault")
    }
  }

  @Test("A store named without a slash is made in the folder one is in")
  func nameOnly() {
    let name = "localstore-\(UUID().uuidString).db"
    defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: name + suffix) } }
    #expect(problem { try EmbeddedStore(at: name).close() } == nil)
    #expect(FileManager.default.fileExists(atPath: name))
  }

  @Test("Keys with a NUL, and keys that are the same without it, are columns of their own")
  func names() async throws {
    let text = """
      {"a\\u0000b":1,"a\\u0000c":2,"a␀b":3,"a":4}
      {"a␀b":5,"_table":"x\\u0000y"}
      {"_table":"x\\u0000z","n":6}

      """
    let (store, file) = try await imported("k.jsonl", Data(text.utf8))
    #expect(file.problem == nil)
    #expect(file.kept == 3)
    #expect(try await texts(store, "k_CL", "a␀b", "a␀c", "a␀b_2", "a").first == ["3", "2", "1", "4"])
    #expect(file.destinations.map(\.table) == ["k_CL", "x␀y", "x␀z"])
  }

  @Test("A short row of a service's answer is refused with its place; the others are kept")
  func shortRow() async throws {
    let body = """
      {"tables":[{"name":"PrimaryResult","columns":[{"name":"Caller","type":"string"},{"name":"count_","type":"long"}],
      "rows":[["a",5],["b"],["c",7],"no row"]}]}
      """
    let (_, file) = try await imported("answer.json", Data(body.utf8))
    #expect(file.kept == 2)
    #expect(file.refused == 2)
    #expect(file.refusals.first?.reason == "tables[0].rows[1]: expected 2 cells, found 1 cells")
  }

  @Test("Numbers that neither an integer nor a double holds keep their text and are counted")
  func numbers() async throws {
    let text = """
      {"_table":"DeviceProcessEvents","DeviceName":"h","ProcessId":9007199254740993,"big":18446744073709551616,\
      "AdditionalFields":{"x":1e400,"y":0.5}}
      {"_table":"DeviceProcessEvents","DeviceName":"i","ProcessId":7,"big":1,"pi":3.14159265358979323846}

      """
    let (store, file) = try await imported("n.jsonl", Data(text.utf8))
    #expect(file.misfits == 3)
    let rows = try await texts(store, "DeviceProcessEvents", "ProcessId", "big", "AdditionalFields", "pi")
    #expect(rows.first == ["9007199254740993", "18446744073709551616", "{\"x\":\"1e400\",\"y\":0.5}", ""])
    #expect(rows.last == ["7", "1", "", "3.14159265358979323846"])
  }

  @Test("Bytes that are not UTF-8 are counted, and what they stood in is kept")
  func encoding() async throws {
    let (_, file) = try await imported("e.csv", Data(Array("a,b\n".utf8) + [0xFF, 0x2C, 0xC3, 0x0A] + Array("é,🙂\n".utf8)))
    #expect(file.kept == 2)
    #expect(file.notUTF8 == 2)
    #expect(file.problem == nil)
  }

  @Test("The same bytes are imported once, unless they are wanted again; other bytes and other tables are not the same")
  func again() async throws {
    let store = try scratch.store()
    let path = try scratch.file("r.csv", "a,b\n1,2\n3,4\n")
    #expect(try await run([path], into: store).kept == 2)
    let second = try await run([path], into: store)
    #expect(second.files.first?.earlier?.rows == 2)
    #expect(second.kept == 0)
    #expect(!second.isPartial)
    #expect(try await run([path], into: store, again: true).kept == 2)
    #expect(try await run([try scratch.file("r.csv", "a,b\n1,2\n3,5\n")], into: store).kept == 2)
    #expect(try await Importer(store: store, table: "Other_CL").run([path]).kept == 2)
    #expect(try await store.rows(ofTable: "r_CL", columns: ["a"]).rows.count == 6)
  }
}
