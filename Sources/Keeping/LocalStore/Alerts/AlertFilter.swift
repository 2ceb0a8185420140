import Casefile
import Foundation
import GRDB
import HuntPipeline

/// The words of an alert list's filter, as a condition SQLite can answer from its indexes.
struct AlertFilter {
  /// `folded(text)` in SQL: lower case in every script, and no blanks, dashes or underscores, so that `initial-access` finds
  /// `InitialAccess`.
  static let folding = DatabaseFunction("folded", argumentCount: 1, pure: true) { values in
    String.fromDatabaseValue(values[0]).map(compact)
  }

  private(set) var condition: SQL = "1"
  /// True when all alerts match.
  private(set) var isEmpty = true

  init(_ text: String, range: TimeRange? = nil, includesSample: Bool = true) {
    var conditions: [SQL] = includesSample ? [] : ["_sample = 0"]
    if let range { conditions.append("created >= \(range.from.ticks) AND created < \(range.to.ticks)") }
    for word in AlertFilter.words(text) {
      let isNegated = word.hasPrefix("!") && word.count > 1
      let condition = AlertFilter.condition(isNegated ? String(word.dropFirst()) : word)
      conditions.append(isNegated ? "NOT (\(condition))" : condition)
    }
    guard !conditions.isEmpty else { return }
    isEmpty = false
    condition = conditions.map { SQL("(\($0))") }.joined(separator: " AND ")
  }

  /// Everything words can find, each field on a line of its own.
  static func searchText(of alert: Alert) -> String {
    var parts = [
      alert.id, alert.source, alert.title, alert.summary, alert.severity.rawValue, alert.status, alert.category, alert.product,
      alert.classification, alert.determination, alert.assignedTo, alert.incidentID,
    ]
    parts += alert.techniques
    for entity in alert.entities {
      parts += [entity.label, entity.verdict, entity.role]
      parts += entity.details.map(\.value)
    }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n").lowercased().withoutNUL
  }

  /// Parted at blanks; double quotes keep blanks in a word.
  static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    for character in text {
      if character == "\"" {
        isQuoted.toggle()
      } else if character.isWhitespace, !isQuoted {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return word.isEmpty ? words : words + [word]
  }

  private static func condition(_ word: String) -> SQL {
    let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[1].isEmpty else { return anywhere(word) }
    let value = compact(parts[1])
    switch parts[0].lowercased() {
    case "severity", "sev": return severity(parts[1])
    case "title": return "instr(folded(title), \(value)) > 0"
    case "entity":
      return "\(anywhere(parts[1])) AND instr(folded(entities), \(value)) > 0"
    case "status": return "instr(folded(status), \(value)) > 0"
    case "user": return entity("user", parts[1])
    case "host": return entity("host", parts[1])
    case "ip", "address": return entity("address", parts[1])
    case "source", "src": return "instr(folded(source), \(value)) > 0"
    case "tactic": return "instr(folded(category), \(value)) > 0"
    case "technique": return "instr(folded(techniques), \(value)) > 0"
    case "id": return "instr(folded(id), \(value)) > 0"
    default: return anywhere(word)
    }
  }

  /// An entity of one kind by its label; the index of all words narrows down first.
  private static func entity(_ kind: String, _ text: String) -> SQL {
    let label: SQL = "folded(json_extract(value, '$.label'))"
    let found: SQL =
      "SELECT 1 FROM json_each(entities) WHERE json_extract(value, '$.kind') = \(kind) AND instr(\(label), \(compact(text))) > 0"
    return "\(anywhere(text)) AND EXISTS (\(found))"
  }

  /// A severity or the beginning of one, so that the list narrows while one types.
  private static func severity(_ text: String) -> SQL {
    let prefix = text.lowercased()
    let ranks = Severity.allCases.filter { $0.rawValue.hasPrefix(prefix) || $0 == Severity(reading: prefix) && $0 != .unknown }
    return "severity IN \(ranks.map(AlertCoding.rank))"
  }

  /// The trigram index answers for three characters and more; shorter words are looked for in each text.
  private static func anywhere(_ word: String) -> SQL {
    let folded = word.lowercased().withoutNUL
    guard folded.unicodeScalars.count >= 3 else { return "instr(search, \(folded)) > 0" }
    let phrase = "\"" + folded.replacing("\"", with: "\"\"") + "\""
    return "row_id IN (SELECT rowid FROM alert_text WHERE alert_text MATCH \(phrase))"
  }

  private static func compact(_ text: String) -> String {
    String(text.lowercased().filter { $0 != " " && $0 != "-" && $0 != "_" })
  }
}
