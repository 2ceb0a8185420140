package import Casefile
import MicrosoftData

/// Runs rules over the rows of one table as they arrive; not for use by two tasks at once.
package struct RuleScanner {
  /// A rule that could not be compiled, and why.
  package struct Refusal: Equatable, Sendable {
    /// The rule as it was given.
    package var rule: SigmaRule
    /// Why it cannot be compiled.
    package var reason: SigmaReadError
  }

  private struct Compiled {
    let rule: SigmaRule
    let predicate: Predicate
    let then: Predicate?
    var counter: AggregateCounter?
  }

  /// The rules that cannot be run on any table.
  package private(set) var refused: [Refusal] = []
  private var compiled: [Compiled] = []
  private let columns: [String]
  private let context: RowContext
  private let timeSource: Int?
  private let witness: RowWitness

  /// The number of rules that look at this table.
  package var ruleCount: Int { compiled.count }

  /// Their ids.
  var ruleIDs: [String] { compiled.map(\.rule.id) }

  /// Prepares the rules whose events `table` holds, for rows with these columns.
  package init(rules: [SigmaRule], table: String, columns: [String]) {
    self.columns = columns
    let places = Dictionary(columns.enumerated().map { ($1.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    let context = RowContext(columnCount: columns.count)
    self.context = context
    let compiler = RuleCompiler(table: table, columns: places, context: context)
    let time = ["timegenerated", "timestamp", "createddatetime", "time"].lazy.compactMap { places[$0] }.first
    timeSource = time.map { context.number(of: .column($0)) }
    witness = RowWitness(table: table, columns: columns, places: places)
    for rule in rules {
      do {
        guard let predicate = try compiler.predicate(for: rule) else { continue }
        let then = try rule.aggregate?.then.map { (name) throws(SigmaReadError) in try compiler.predicate(forSelection: name, of: rule) }
        let counter = rule.aggregate.map { AggregateCounter($0, compiler: compiler) }
        compiled.append(Compiled(rule: rule, predicate: predicate, then: then, counter: counter))
      } catch {
        refused.append(Refusal(rule: rule, reason: error))
      }
    }
  }

  /// Judges one row, whose cells `cell` gives by their place.
  ///
  /// Rules that count rows answer in `finish`.
  package mutating func scan(row number: Int, cell: @escaping (Int) -> String?) -> [RuleMatch] {
    context.begin(cell)
    var matches: [RuleMatch] = []
    for place in compiled.indices {
      if !compiled[place].rule.countsRows {
        guard compiled[place].predicate.matches(context) else { continue }
        matches.append(match(compiled[place], row: number))
      } else {
        count(place, row: number)
      }
    }
    return matches
  }

  /// Judges a batch; its rows are numbered from `firstRow`.
  package mutating func scan(_ batch: RowBatch, firstRow: Int = 1) -> [RuleMatch] {
    let places = columns.map { name in batch.columns.firstIndex { $0.name == name } }
    var matches: [RuleMatch] = []
    for (offset, cells) in batch.rows.enumerated() {
      matches += scan(row: firstRow + offset) { column in places[column].map { cells[$0].text } }
    }
    return matches
  }

  /// What the rules that count rows found in all rows so far.
  package func finish() -> [RuleMatch] {
    compiled.flatMap { compiled -> [RuleMatch] in
      guard let counter = compiled.counter else { return [] }
      return counter.matches().map { found in
        RuleMatch(
          rule: compiled.rule, rows: found.rows, quotes: found.evidence.quotes, entities: found.evidence.entities,
          indicators: found.evidence.indicators, group: found.group)
      }
    }
  }

  private mutating func count(_ place: Int, row number: Int) {
    let isHit = compiled[place].predicate.matches(context)
    let isThen = compiled[place].then?.matches(context) ?? false
    guard isHit || isThen, var counter = compiled[place].counter else { return }
    compiled[place].counter = nil
    let time = timeSource.flatMap { context.cell(of: $0) }.flatMap { DateTime($0.text) }
    let entry = AggregateCounter.Seen(row: number, ticks: time?.ticks ?? 0, isHit: isHit, isThen: isThen)
    if let group = counter.add(entry, context: context) {
      let proof = isHit ? compiled[place].predicate : .constant(true)
      counter.keep(witness.evidence(for: proof, row: number, context: context), of: number, for: group)
    }
    compiled[place].counter = counter
  }

  private func match(_ compiled: Compiled, row number: Int) -> RuleMatch {
    let evidence = witness.evidence(for: compiled.predicate, row: number, context: context)
    return RuleMatch(
      rule: compiled.rule, rows: [number], quotes: evidence.quotes, entities: evidence.entities, indicators: evidence.indicators, group: nil
    )
  }
}
