import Foundation
import Testing

@Suite("Arrows between rooms point one way") struct ImportTests {
  /// What each room may import of ours. Packages of others, Foundation and Glibc are not listed here.
  private static let allowed: [String: Set<String>] = [
    "Casefile": [], "Locking": [], "Patterns": ["CRE2"], "KQL": ["Casefile"], "KQLEngine": ["Casefile", "KQL", "Patterns"],
    "Tokens": ["CVocabulary", "Locking"], "IncrementalJSON": [], "Decoding": ["Casefile", "CZlib"], "AttackCatalogue": [],
    "MicrosoftData": ["Casefile", "IncrementalJSON", "AttackCatalogue"],
    "Detection": ["Casefile", "AttackCatalogue", "Decoding", "MicrosoftData", "Patterns"], "Settings": ["Casefile"],
    "HuntPipeline": ["Casefile", "Locking", "KQL", "Tokens", "IncrementalJSON", "AttackCatalogue", "Decoding", "Patterns"], "Canvas": [],
    "Workbench": ["Casefile", "Decoding", "HuntPipeline", "KQL", "AttackCatalogue", "Settings", "Canvas"],
    "Terminal": ["Canvas", "Casefile", "Locking", "CNcurses"], "Transport": ["Casefile", "Locking", "CCurl", "CZlib"],
    "SignIn": ["Casefile", "Locking", "Transport"],
    "AlertSources": ["Casefile", "HuntPipeline", "Locking", "MicrosoftData", "Transport", "SignIn"],
    "QueryBackends": ["Casefile", "HuntPipeline", "KQL", "Locking", "MicrosoftData", "IncrementalJSON", "Transport", "SignIn"],
    "LanguageModels": [
      "Casefile", "HuntPipeline", "IncrementalJSON", "Transport", "SignIn", "Detection", "KQL", "Locking", "MicrosoftData",
    ],
    "LocalStore": ["Casefile", "Decoding", "HuntPipeline", "KQL", "KQLEngine", "MicrosoftData", "Patterns", "Locking", "CZlib"],
    "Journal": ["Casefile", "HuntPipeline", "AttackCatalogue"],
  ]

  private static let packages: [String: Set<String>] = [
    "Settings": ["TOMLKit"], "Detection": ["Yams"], "LocalStore": ["GRDB", "GRDBSQLite", "Crypto"], "Journal": ["Crypto"],
    "HuntPipeline": ["Crypto"], "SignIn": ["Crypto", "_CryptoExtras", "CryptoExtras", "Subprocess"],
    "Terminal": ["Subprocess"],
  ]

  private static let everyones: Set<String> = ["Foundation", "Glibc", "Musl", "Darwin", "Dispatch", "FoundationEssentials"]

  @Test("Every import line of a room is on its list", arguments: allowed.keys.sorted())
  func imports(room: String) throws {
    let folder = try #require(Self.folder(of: room), "the room \(room) has a folder")
    let files = Repository.swiftFiles(in: folder)
    #expect(!files.isEmpty)
    let may = (Self.allowed[room] ?? []).union(Self.packages[room] ?? []).union(Self.everyones)
    for (path, text) in files {
      for name in Self.imports(in: text) where !may.contains(name) { Issue.record("\(path) imports \(name)") }
    }
  }

  @Test("Every folder of the wings is a room of the list, and begins with its door plate")
  func rooms() {
    for wing in ["Face", "Outside", "Keeping", "Knowledge"] {
      let path = Repository.root.appendingPathComponent("Sources/\(wing)").path
      for room in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] where !room.hasPrefix(".") {
        #expect(Self.allowed[room] != nil, "\(wing)/\(room) is not on the list")
        let plate = try? String(contentsOfFile: "\(path)/\(room)/\(room).swift", encoding: .utf8)
        #expect(plate?.hasPrefix("// \(room)") == true, "\(wing)/\(room) has no door plate")
      }
    }
  }

  private static func folder(of room: String) -> String? {
    let places = ["Sources/\(room)"] + ["Face", "Outside", "Keeping", "Knowledge", "System"].map { "Sources/\($0)/\(room)" }
    return places.first { FileManager.default.fileExists(atPath: Repository.root.appendingPathComponent($0).path) }
  }

  private static func imports(in text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").filter { !["package", "internal", "private", "fileprivate", "@preconcurrency"].contains($0) }
      guard words.first == "import", words.count >= 2 else { return nil }
      let kinds: Set<Substring> = ["struct", "class", "enum", "func", "protocol", "typealias", "var", "let"]
      let name = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
      return String(name.prefix { $0 != "." })
    }
  }
}
