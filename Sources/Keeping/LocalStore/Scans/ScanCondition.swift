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
    sql = ScanCondition.joined(parts[...], "AND")
  }

  /// Nil where nothing can be promised; the engine then sees every row.
  private mutating func condition(_ predicate: ScanPredicate) -> SQL? {
    switch predicate {
    case .compare(let column, let comparison, let value): return compare(column, comparison, value)
    case .isIn(let column, let values):
      return isIn(column, values)
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
      return parts.isEmpty ? nil : ScanCondition.joined(parts[...], "AND")
    case .any(let predicates):
      guard predicates.count <= ScanCondition.mostParts else { return inexact() }
      let parts = predicates.map { condition($0) }
      guard parts.allSatisfy({ $0 != nil }) else { return inexact() }
      return parts.isEmpty ? "0" : ScanCondition.joined(parts.compactMap { $0 }[...], "OR")
    case .all(let predicates):
      let parts = predicates.compactMap { condition($0) }
      return parts.isEmpty ? nil : ScanCondition.joined(parts[...], "AND")
    }
  }

  /// A list goes down as one: as JSON where it is long, since SQLite bounds the depth of an expression and the number of arguments.
  private mutating func isIn(_ column: Casefile.Column, _ values: [Value]) -> SQL? {
    guard let name = physical(column) else { return inexact() }
    var stored: [DatabaseValue] = []
    var withNull = false
    for value in values {
      // Each by itself tells whether it can be compared, and what stands for it.
      guard compare(column, .equal, value) != nil else { return inexact() }
      let cell = CellCoding.stored(value)
      if cell.isNull { withNull = true } else { stored.append(cell) }
    }
    let empty: SQL = withNull ? "\(name) IS NULL" : "0"
    guard !stored.isEmpty else { return empty }
    if stored.count <= ScanCondition.mostArguments {
      return "\(name) IN (\(stored.map { SQL("\($0)") }.joined(separator: ","))) OR \(empty)"
    }
    let items = stored.compactMap { cell -> JSONValue? in
      switch cell.storage {
      case .int64(let number): .integer(number)
      case .double(let number): .number(number)
      case .string(let text): .string(text)
      case .blob, .null: nil
      }
    }
    return "\(name) IN (SELECT value FROM json_each(\(JSONValue.array(items).text))) OR \(empty)"
  }

  /// As a balanced tree: SQLite refuses an expression deeper than 1000, however simple.
  private static func joined(_ parts: ArraySlice<SQL>, _ word: String) -> SQL {
    guard parts.count > 2 else { return parts.map { SQL("(\($0))") }.joined(separator: " \(word) ") }
    let middle = parts.startIndex + parts.count / 2
    return "(\(joined(parts[..<middle], word))) \(SQL(sql: word)) (\(joined(parts[middle...], word)))"
  }

  /// Alternatives beyond these are quicker decided by the engine.
  private static let mostParts = 2000
  private static let mostArguments = 200

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
