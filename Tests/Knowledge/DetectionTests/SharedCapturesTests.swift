import AttackCatalogue
import Casefile
import Detection
import Foundation
import Testing

enum SharedFolder {
  static let path = ProcessInfo.processInfo.environment["LOGSPOTLIGHT_SHARED"] ?? ""
  static var isThere: Bool { FileManager.default.fileExists(atPath: path + "/data/eval") }

  static func lines(_ name: String) throws -> [String] {
    let file = path + "/data/" + name
    guard name.hasSuffix(".gz") else { return try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/zcat")
    process.arguments = [file]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

/// Measures our rules on labelled captures, where the folder that holds them is named by `LOGSPOTLIGHT_SHARED`.
@Suite(.serialized, .enabled(if: SharedFolder.isThere, "needs the folder named by LOGSPOTLIGHT_SHARED"))
struct SharedCapturesTests {
  private let isTalkative = ProcessInfo.processInfo.environment["LOGSPOTLIGHT_MEASURE"] != nil

  /// Scans rows that may be of several tables; gives what was found and the number of rows.
  private func scan(_ rows: [JSONObject], table: String? = nil) -> [RuleMatch] {
    var byTable: [String: [JSONObject]] = [:]
    for row in rows { byTable[table ?? row["_table"]?.string ?? "", default: []].append(row) }
    return byTable.flatMap { table, rows -> [RuleMatch] in
      let columns = Array(Set(rows.flatMap(\.keys))).sorted()
      var scanner = RuleScanner(rules: RuleLibrary.own, table: table, columns: columns)
      var matches: [RuleMatch] = []
      for (place, row) in rows.enumerated() {
        matches += scanner.scan(row: place) { column in row[columns[column]].map { Value.dynamic($0).text } }
      }
      return matches + scanner.finish()
    }
  }

  /// A label is found by itself, by its parent or by one of its sub-techniques.
  private func isFound(_ label: String, _ found: Set<String>) -> Bool {
    found.contains { $0 == label || $0.hasPrefix(label + ".") || label.hasPrefix($0 + ".") }
  }

  private func techniques(_ matches: [RuleMatch]) -> Set<String> { Set(matches.flatMap(\.rule.techniques)) }

  @Test("captures of whole scenarios: a technique of the label is found in most")
  func scenarios() throws {
    var captures = 0
    var any = 0
    var labels = 0
    var found = 0
    for line in try SharedFolder.lines("eval/otrf-dev.jsonl") {
      let label = try JSONValue(parsing: line)
      let rows = try SharedFolder.lines(label["rows_file"]?.string ?? "").compactMap { try JSONValue(parsing: $0).object }
      let clock = ContinuousClock()
      let start = clock.now
      let matches = scan(rows)
      let seconds = clock.now - start
      let wanted = label["techniques"]?.array?.compactMap(\.string) ?? []
      let techniques = techniques(matches)
      let hits = wanted.filter { isFound($0, techniques) }
      captures += 1
      any += hits.isEmpty ? 0 : 1
      labels += wanted.count
      found += hits.count
      guard isTalkative else { continue }
      let merged = RuleMatch.merged(matches)
      let ids = Dictionary(grouping: matches, by: \.rule.id).map { "\($0.key)×\($0.value.count)" }.sorted()
      print(
        hits.isEmpty ? "MISS" : "ok  ", label["title"]?.string ?? "", wanted, "rows \(rows.count) in \(seconds), findings \(merged.count):",
        ids.joined(separator: " "))
    }
    print("scenarios: \(any) of \(captures) captures, \(found) of \(labels) labels")
    #expect(any * 10 >= captures * 7)
  }

  @Test("short captures of single attacks")
  func shortCaptures() throws {
    var captures = 0
    var any = 0
    for line in try SharedFolder.lines("eval/evtx-cc0-dev.jsonl.gz") {
      let capture = try JSONValue(parsing: line)
      let wanted = capture["techniques"]?.array?.compactMap(\.string) ?? []
      guard !wanted.isEmpty else { continue }
      let matches = scan((capture["rows_inline"]?.array ?? []).compactMap(\.object))
      captures += 1
      let isHit = wanted.contains { isFound($0, techniques(matches)) }
      any += isHit ? 1 : 0
      if isTalkative, !isHit { print("MISS", capture["title"]?.string ?? "", wanted, Set(matches.map(\.rule.id)).sorted()) }
    }
    print("short captures: \(any) of \(captures)")
    #expect(any * 10 >= captures * 6)
  }

  @Test("cloud events with a verdict")
  func cloudEvents() throws {
    var right = [true: 0, false: 0]
    var total = [true: 0, false: 0]
    for line in try SharedFolder.lines("eval/cloud-panther-dev.jsonl") {
      let event = try JSONValue(parsing: line)
      guard let table = event["table"]?.string, let row = event["row"]?.object, let expected = event["expected_match"]?.bool else {
        continue
      }
      let grave = scan([row], table: String(table.prefix { $0 != "/" })).filter { $0.rule.level > .informational }
      let wanted = event["rule_techniques"]?.array?.compactMap(\.string) ?? []
      let isHit = wanted.contains { isFound($0, techniques(grave)) }
      total[expected, default: 0] += 1
      right[expected, default: 0] += isHit == expected ? 1 : 0
      if isTalkative, isHit != expected {
        print(
          expected ? "MISS" : "FALSE", event["test"]?.string ?? "", event["title"]?.string ?? "", wanted,
          row["operationName"]?.string ?? "", grave.map(\.rule.id))
      }
    }
    print(
      "cloud events: \(right[true] ?? 0) of \(total[true] ?? 0) attacks, \(right[false] ?? 0) of \(total[false] ?? 0) others left alone")
  }

  @Test("rule and event pairs: how many events any rule of ours sees")
  func regressionPairs() throws {
    var pairs = 0
    var hits = 0
    var exact = 0
    for line in try SharedFolder.lines("eval/sigma-regression-dev.jsonl") {
      let pair = try JSONValue(parsing: line)
      let rows = (pair["rows_inline"]?.array ?? []).compactMap(\.object)
      guard !rows.isEmpty else { continue }
      let matches = scan(rows)
      let wanted = pair["techniques"]?.array?.compactMap(\.string) ?? []
      pairs += 1
      hits += matches.isEmpty ? 0 : 1
      exact += wanted.contains { isFound($0, techniques(matches)) } ? 1 : 0
      if isTalkative, matches.isEmpty {
        print("MISS", pair["rule_title"]?.string ?? "", wanted, rows[0]["ProcessCommandLine"]?.string ?? "")
      }
    }
    print("pairs: \(hits) of \(pairs) seen, \(exact) by technique")
  }
}
