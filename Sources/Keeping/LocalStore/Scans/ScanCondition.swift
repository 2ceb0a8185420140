import Casefile
import GRDB
import KQLEngine

/// What SQLite may leave out of a scan: a condition that every wanted row fulfils, and perhaps others.
///
/// Text is compared without regard to case only in columns that hold nothing but ASCII without NUL, where SQLite and KQL agree. A text
/// with a NUL inside is kept as a blob, which sorts behind all texts, so byte by byte conditions let every blob through. The empty
/// string is kept as null.
struct ScanCondition {
  private(set) var sql: SQL = "1"
  /// True when no row beyond the wanted ones gets through.
  private(set) var isExact = true
  private(set) var isEmpty = true
  private let table: StoredTable

  init(_ predicates: [ScanPredicate], of table: StoredTable, includesSample: Bool) {
    self.table = table
    var parts = predicates.compactMap { condition($0) }
    if !includesSample { parts.append("_sample IS NULL") }
    guard !parts.isEmpty else { return }
    isEmpty = false
    sql = parts.map { SQL("(\($0))") }.joined(separator: " AND ")
  }

  /// Nil where nothing can be promised; the engine then sees every row.
  private mutating func condition(_ predicate: ScanPredicate) -> SQL? {
    switch predicate {
    case .compare(let column, let comparison, let value): return compare(column, comparison, value)
    case .isIn(let column, let values):
      let parts = values.map { compare(column, .equal, $0) }
      guard parts.allSatisfy({ $0 != nil }) else { return nil }
      return parts.isEmpty ? "0" : parts.compactMap { $0 }.map { SQL("(\($0))") }.joined(separator: " OR ")
    case .equalsIgnoringCase(let column, let text):
      guard let name = plain(column, text) else { return inexact() }
      return text.isEmpty ? "\(name) IS NULL" : "\(name) = \(text) COLLATE NOCASE"
    case .startsWith(let column, let text, let isCased): return startsWith(column, text, isCased)
    case .contains(let column, let text, let isCased):
      // LIKE finds more than a cased search wants.
      if isCased { isExact = false }
      return like(column, "%\(ScanCondition.escaped(text))%", text)
    case .hasTerms(let column, let terms):
      isExact = false
      let parts = terms.compactMap { like(column, "%\(ScanCondition.escaped($0))%", $0) }
      return parts.isEmpty ? nil : parts.map { SQL("(\($0))") }.joined(separator: " AND ")
    case .any(let predicates):
      let parts = predicates.map { condition($0) }
      guard parts.allSatisfy({ $0 != nil }) else { return inexact() }
      return parts.isEmpty ? "0" : parts.compactMap { $0 }.map { SQL("(\($0))") }.joined(separator: " OR ")
    case .all(let predicates):
      let parts = predicates.compactMap { condition($0) }
      return parts.isEmpty ? nil : parts.map { SQL("(\($0))") }.joined(separator: " AND ")
    }
  }

  private mutating func compare(_ column: Casefile.Column, _ comparison: ScanPredicate.Comparison, _ value: Value) -> SQL? {
    guard let name = physical(column) else { return inexact() }
    let sign = SQL(sql: comparison.rawValue)
    switch (column.type, value) {
    case (.string, .string(let text)): return compareText(name, comparison, text)
    case (.real, .real(let number)):
      // NaN is kept as text, which sorts behind every number.
      isExact = false
      return number.isFinite ? "\(name) \(sign) \(number)" : nil
    case (.bool, .bool), (.int, .long), (.long, .long), (.datetime, .datetime), (.timespan, .timespan), (.guid, .guid):
      return "\(name) \(sign) \(CellCoding.stored(value))"
    default: return inexact()
    }
  }

  private mutating func compareText(_ name: SQL, _ comparison: ScanPredicate.Comparison, _ text: String) -> SQL? {
    guard !text.hasNUL else { return inexact() }
    let sign = SQL(sql: comparison.rawValue)
    switch comparison {
    case .equal: return text.isEmpty ? "\(name) IS NULL" : "\(name) = \(text)"
    case .less, .lessOrEqual:
      isExact = false
      return "\(name) \(sign) \(text) OR \(name) IS NULL OR typeof(\(name)) = 'blob'"
    case .greater, .greaterOrEqual:
      isExact = false
      return text.isEmpty ? nil : "\(name) \(sign) \(text)"
    }
  }

  /// Cased: the stretch of texts from the prefix to the last one with it, which an index can answer.
  private mutating func startsWith(_ column: Casefile.Column, _ text: String, _ isCased: Bool) -> SQL? {
    if isCased { isExact = false }
    return like(column, "\(ScanCondition.escaped(text))%", text)
  }

  private mutating func like(_ column: Casefile.Column, _ pattern: String, _ text: String) -> SQL? {
    guard let name = plain(column, text), !text.isEmpty else { return inexact() }
    return "\(name) LIKE \(pattern) ESCAPE '\\'"
  }

  private mutating func inexact() -> SQL? {
    isExact = false
    return nil
  }

  private func physical(_ column: Casefile.Column) -> SQL? {
    table.column(named: column.name).map { SQL(sql: $0.physical.quotedName) }
  }

  /// The column when SQLite's idea of case is KQL's for it and for `text`.
  private func plain(_ column: Casefile.Column, _ text: String) -> SQL? {
    guard let stored = table.column(named: column.name), stored.isPlain, column.type == .string, CellCoding.isPlain(text) else {
      return nil
    }
    return physical(column)
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
  }
}
