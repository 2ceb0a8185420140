import Casefile
import Detection
import HuntPipeline

/// Marks the rows that a rule of the offline analyst matches, so that a model never misses one for want of room.
struct RuleMarker: RowMarker {
  private var scanner: TablesScanner

  /// Nil where no rule looks at the tables.
  init?(rules: [SigmaRule], tables: [String], columns: [Column]) {
    scanner = TablesScanner(rules: rules, tables: tables, columns: columns.map(\.name))
    if scanner.ruleCount == 0 { return nil }
  }

  mutating func marked(_ batch: RowBatch, firstRow: Int) -> [Int] { scanner.scan(batch, firstRow: firstRow).flatMap(\.rows) }
  mutating func finish() -> [Int] { scanner.finish().flatMap(\.rows) }
}
