import Casefile
import Foundation
import KQL
import Testing

/// Real queries measured where the folder of shared data is present.
enum Corpus {
  static let folder = ProcessInfo.processInfo.environment["LOGSPOTLIGHT_SHARED"]

  static func lines(_ path: String) throws -> [JSONValue] {
    let text = try String(contentsOfFile: (folder ?? "") + path, encoding: .utf8)
    return try text.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
  }
}

@Suite("Measured on real queries", .enabled(if: Corpus.folder != nil, "LOGSPOTLIGHT_SHARED names no folder"))
struct CorpusMeasurement {
  @Test("At least 99 % of real hunting queries parse, and every tree prints its text again")
  func parses() throws {
    let queries = try Corpus.lines("/data/kql/dev.jsonl")
    var failures: [String] = []
    let clock = ContinuousClock()
    var spent = Duration.zero
    for line in queries {
      guard let text = line["query"]?.string else { continue }
      var query = KQLQuery(parsing: "")
      spent += clock.measure { query = KQLQuery(parsing: text) }
      #expect(query.tree.printed == text)
      if let first = query.diagnostics.first(where: { $0.severity == .error }) {
        failures.append("\(line["id"]?.string ?? "?") \(first.line):\(first.column) \(first.message)")
      }
    }
    print("parsed \(queries.count - failures.count) of \(queries.count) in \(spent)")
    for failure in failures.prefix(60) { print(failure) }
    #expect(failures.count * 100 <= queries.count)
  }
}
