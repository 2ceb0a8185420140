package import Casefile

/// Runs rules over rows that may come from several tables, as a union's or a join's do; not for use by two tasks at once.
///
/// Every row is judged as a row of each table. What says which table a row is of is text in the row, which an attacker may have written.
package struct TablesScanner {
  private var scanners: [RuleScanner]

  /// The number of rules that look at any of the tables; a rule that looks at two counts once.
  package let ruleCount: Int

  /// Prepares the rules whose events any of the tables holds, for rows with these columns.
  package init(rules: [SigmaRule], tables: [String], columns: [String]) {
    scanners = tables.map { RuleScanner(rules: rules, table: $0, columns: columns) }.filter { $0.ruleCount > 0 }
    ruleCount = Set(scanners.flatMap(\.ruleIDs)).count
  }

  /// Judges a batch; its rows are numbered from `firstRow`. The same match by two tables comes twice: `RuleMatch.merged` folds it.
  package mutating func scan(_ batch: RowBatch, firstRow: Int = 1) -> [RuleMatch] {
    var matches: [RuleMatch] = []
    for place in scanners.indices { matches += scanners[place].scan(batch, firstRow: firstRow) }
    return matches
  }

  /// What rules that count rows found.
  package mutating func finish() -> [RuleMatch] {
    var matches: [RuleMatch] = []
    for place in scanners.indices { matches += scanners[place].finish() }
    return matches
  }
}
