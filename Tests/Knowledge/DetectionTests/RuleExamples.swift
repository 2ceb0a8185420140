import Casefile
import Detection
import Testing

/// For every rule of ours: rows it must find and rows it must leave alone; a line is one rule, written as JSON.
enum RuleExamples {
  static let all: [RuleExample] = [
    processExecution, processPersistence, processCredentials, processDiscovery, processImpairment, network, logon, files, registry,
    deviceEvents, signin, audit, azure, flows, alerts, securityEvents, office,
  ].flatMap { $0.split(separator: "\n").compactMap { try? RuleExample(line: String($0)) } }
}

/// The rows of one rule.
struct RuleExample: Sendable, CustomTestStringConvertible {
  let rule: String
  let table: String
  let hit: [JSONObject]
  let miss: [JSONObject]

  var testDescription: String { rule }

  init(line: String) throws {
    let json = try JSONValue(parsing: line)
    rule = json["rule"]?.string ?? ""
    table = json["table"]?.string ?? ""
    hit = RuleExample.rows(json["hit"])
    miss = RuleExample.rows(json["miss"])
  }

  /// A base row, and for a series the columns that vary from row to row.
  private static func rows(_ json: JSONValue?) -> [JSONObject] {
    guard let base = json?["base"]?.object else { return [] }
    guard let vary = json?["vary"]?.object else { return [base] }
    let count = vary.values.compactMap { $0.array?.count }.max() ?? 0
    return (0..<count).map { place in
      var row = base
      for (key, values) in vary.pairs { row[key] = values[place] }
      return row
    }
  }

  /// The ids of the rules that find something in the rows.
  func found(in rows: [JSONObject], by rules: [SigmaRule]) -> [RuleMatch] {
    let columns = Array(Set(rows.flatMap(\.keys))).sorted()
    var scanner = RuleScanner(rules: rules, table: table, columns: columns)
    var matches: [RuleMatch] = []
    for (place, row) in rows.enumerated() {
      matches += scanner.scan(row: place + 1) { row[columns[$0]]?.string }
    }
    return matches + scanner.finish()
  }
}
