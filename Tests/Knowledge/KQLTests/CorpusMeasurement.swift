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

extension CorpusMeasurement {
  @Test("Result columns and types agree with Kusto's own on the small queries that can be bound")
  func bindsLikeKusto() throws {
    var total = 0
    var agreed = 0
    var unsupported = 0
    var refused: [String] = []
    var different: [String] = []
    var errorsAgreed = 0
    var errorsTotal = 0
    let binder = KQLBinder(catalogue: TableList([]), now: DateTime(ticks: 638_000_000_000_000_000))
    for line in try Corpus.lines("/data/kql/semantics-dev.jsonl") {
      guard let text = line["query"]?.string else { continue }
      let bound = binder.bind(KQLQuery(parsing: text))
      let error = bound.diagnostics.first { $0.severity == .error }
      if line["error"] != nil {
        errorsTotal += 1
        if error != nil { errorsAgreed += 1 }
        continue
      }
      total += 1
      if let error {
        refused.append(
          "\(line["id"]?.string ?? "") \(error.line):\(error.column) \(error.message) | \(text.prefix(300).replacing("\n", with: " "))")
        continue
      }
      guard bound.isRunnable else {
        unsupported += 1
        continue
      }
      let names = line["columns"]?.array?.compactMap(\.string) ?? []
      let types = line["types"]?.array?.compactMap(\.string) ?? []
      let wanted = zip(names, types).map { "\($0):\(ColumnType(name: $1)?.rawValue ?? ($1 == "Int" ? "long" : $1.lowercased()))" }
      let got = bound.resultColumns.map { "\($0.name):\($0.type.rawValue)" }
      func loose(_ columns: [String]) -> [String] { columns.map { $0.hasSuffix(":int") ? $0.dropLast(3) + "long" : $0 } }
      if loose(wanted) == loose(got) {
        agreed += 1
      } else {
        different.append("\(wanted) but \(got) | \(text.suffix(250).replacing("\n", with: " "))")
      }
    }
    print("bound \(agreed) alike of \(total), \(unsupported) unsupported, \(refused.count) refused, \(different.count) different")
    print("refused as Kusto does: \(errorsAgreed) of \(errorsTotal)")
    for item in refused where !item.contains("geo_") { print("R", item) }
    for item in different.prefix(60) { print("D", item) }
    #expect(refused.count * 50 <= total)
  }
}

extension CorpusMeasurement {
  static func realTables() throws -> TableList {
    let text = try String(contentsOfFile: (Corpus.folder ?? "") + "/data/tables.json", encoding: .utf8)
    let all = try JSONValue(parsing: text)
    var schemas: [String: TableSchema] = [:]
    for product in ["advanced_hunting", "log_analytics", "custom"] {
      for (name, columns) in all[product]?.object?.pairs.map({ ($0, $1) }) ?? [] {
        var schema = schemas[name] ?? TableSchema(name: name, columns: [])
        for column in columns.array ?? [] {
          guard let column = column.array, let name = column[0].string, let type = ColumnType(name: column[1].string ?? "") else {
            continue
          }
          if let place = schema.columns.firstIndex(where: { $0.name == name }) {
            schema.columns[place].type = type
          } else {
            schema.columns.append(Column(name, type))
          }
        }
        schemas[name] = schema
      }
    }
    return TableList(Array(schemas.values))
  }

  @Test("Ten megabytes in one line, and a hundred real queries cut and changed at every place")
  func hostileSizes() throws {
    for count in [70_000, 140_000, 280_000] {
      let line = String(repeating: "T | where Name == 'b' and Size > 5 | ", count: count)
      var query = KQLQuery(parsing: "")
      print("read \(line.utf8.count) bytes in \(ContinuousClock().measure { query = KQLQuery(parsing: line) })")
      #expect(query.tree.printed == line)
    }
    var random = SeededGenerator(seed: 3)
    let binder = KQLBinder(catalogue: try Self.realTables(), now: DateTime(ticks: 638_000_000_000_000_000))
    var tried = 0
    for entry in try Corpus.lines("/data/kql/dev.jsonl").filter({ ($0["query"]?.string?.utf8.count ?? 9999) < 1500 }).prefix(100) {
      let bytes = Array((entry["query"]?.string ?? "").utf8)
      for place in bytes.indices {
        var changed = bytes
        changed[place] = UInt8.random(in: 0...255, using: &random)
        for variant in [Array(bytes[..<place]), changed] {
          let text = String(decoding: variant, as: UTF8.self)
          let query = KQLQuery(parsing: text)
          if query.tree.printed != text { Issue.record("not lossless: \(text.debugDescription)") }
          _ = binder.bind(query)
          _ = query.references
          tried += 1
        }
      }
    }
    print("tried \(tried) cut and changed queries")
  }

  @Test("Real queries over known tables bind without an error, or with a true one")
  func bindsRealQueries() throws {
    let tables = try Self.realTables()
    let binder = KQLBinder(catalogue: tables, now: DateTime(ticks: 638_000_000_000_000_000))
    var total = 0
    var runnable = 0
    var failures: [String] = []
    var spent = Duration.zero
    for line in try Corpus.lines("/data/kql/dev.jsonl") {
      guard let text = line["query"]?.string else { continue }
      let query = KQLQuery(parsing: text)
      let names = query.references.tableNames
      guard !names.isEmpty, names.allSatisfy({ tables.schema(named: $0) != nil }) else { continue }
      total += 1
      var bound = BoundQuery()
      spent += ContinuousClock().measure { bound = binder.bind(query) }
      if bound.isRunnable { runnable += 1 }
      #expect(Set(bound.tablesRead).isSubset(of: names))
      if let first = bound.diagnostics.first(where: { $0.severity == .error }) {
        failures.append(
          "\(line["id"]?.string ?? "?") \(first.line):\(first.column) \(first.message) | \(query.tree.text(first.range).prefix(80).replacing("\n", with: " "))"
        )
      }
    }
    print("bound \(total - failures.count) of \(total) without error in \(spent), \(runnable) runnable")
    for failure in failures.prefix(150) { print("B", failure) }
  }
}
