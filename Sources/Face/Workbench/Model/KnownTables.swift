package import Casefile
package import KQL

/// What the workspace has told of its tables: the editor completes, checks and explains from it.
package struct KnownTables: Sendable {
  /// The tables with rows; nil until the workspace told them.
  package private(set) var list: TableList?
  private var values: [KQLCompletion.ColumnPlace: [Value]] = [:]
  /// Columns whose values were asked for already.
  private var asked: Set<KQLCompletion.ColumnPlace> = []
  /// Raised with each change, so that readers know that theirs is old.
  private(set) var version = 0

  /// Nothing known yet.
  package init() {}

  /// Tables that only this machine has, so that a query over them runs here.
  package private(set) var own: Set<String> = []

  /// The table of exactly this name.
  package func schema(named name: String) -> TableSchema? { list?.schema(named: name) }

  /// An assistant that knows all this; `now` is what `ago(…)` counts from.
  func assistant(now: DateTime) -> KQLAssistant {
    let values = values
    return KQLAssistant(
      catalogue: list, now: now,
      valuesSeen: { table, column in values[KQLCompletion.ColumnPlace(table: table, column: column)] ?? [] })
  }

  mutating func take(_ schemas: [TableSchema], own: Set<String>) {
    list = TableList(schemas)
    self.own = own
    values = [:]
    asked = []
    version += 1
  }

  mutating func take(_ found: [Value], of place: KQLCompletion.ColumnPlace) {
    values[place] = found
    version += 1
  }

  /// True once for each stored column whose values are of use.
  mutating func wants(_ place: KQLCompletion.ColumnPlace) -> Bool { place.table != nil && asked.insert(place).inserted }
}
