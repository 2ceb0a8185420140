import Casefile

/// Rows as people read them: cells by `tostring`, null as `∅`, so that a table of expectations stays one line a row.
func readable(_ rows: [[Value]]) -> [String] {
  rows.map { row in row.map { $0.isNull ? "∅" : $0.text }.joined(separator: " | ") }
}
