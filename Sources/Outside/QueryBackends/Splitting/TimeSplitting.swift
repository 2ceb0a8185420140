import Casefile
import HuntPipeline
import KQL

/// Whether a query may be cut by time, so that its parts one after another are the same rows as the whole.
///
/// That is so when every step looks at one row at a time and the rows come from one table with a time column. A sort by that column is
/// allowed too: rows of equal time are in one part, so the sorted parts one behind the other are sorted. So is `top N` by that column, when
/// nothing behind it adds or drops rows: the first N rows of the parts one behind the other are those of the whole.
enum TimeSplitting: Equatable, Sendable {
  /// The order in which parts are asked and delivered.
  enum Order: Equatable, Sendable { case newestFirst, oldestFirst }

  /// How parts follow each other, in words.
  var orderWords: String {
    if case .possible(_, .oldestFirst, _) = self { return "the oldest first" }
    return "the newest first"
  }

  var isImpossible: Bool { if case .impossible = self { true } else { false } }

  /// What a `top` leaves in all, if there is one.
  var top: Int? { if case .possible(_, _, let top) = self { top } else { nil } }

  case possible(table: String, Order, top: Int? = nil)
  /// Why not, as the end of a sentence: `it sorts by Account`.
  case impossible(String)

  /// Judges by the syntax alone; `timeColumn` tells a table's time column.
  static func verdict(on query: KQLQuery, timeColumn: (String) -> String?) -> TimeSplitting {
    guard query.isWellFormed else { return .impossible("it is not well formed") }
    let statements = query.syntax.children.filter { $0.kind != .emptyStatement }
    guard let main = statements.last(where: { $0.kind == .expressionStatement })?.expressions.first else {
      return .impossible("it has no rows of a table")
    }
    if let other = statements.first(where: { $0.kind != .expressionStatement && $0.kind != .letStatement }) {
      return .impossible("it has a statement that is not understood here: \(other.firstToken?.text ?? "")")
    }
    guard statements.count(where: { $0.kind == .expressionStatement }) == 1 else { return .impossible("it has more than one result") }
    let steps = main.kind == .pipeline ? main.children : [main]
    let references = query.references
    guard let table = steps.first?.nameText, references.tables.count == 1, references.tableNames == [table], references.outside.isEmpty,
      !table.contains("*")
    else { return .impossible("it does not read exactly one table") }
    guard let column = timeColumn(table) else { return .impossible("\(table) has no time column that is known") }
    var reading = StepReading(column: column)
    for statement in statements where statement.kind == .letStatement { reading.declare(statement) }
    for step in steps.dropFirst() { reading.read(step) }
    if let reason = reading.reason { return .impossible(reason) }
    return .possible(table: table, reading.isAscending ? .oldestFirst : .newestFirst, top: reading.top)
  }
}

/// Goes through the steps of a pipeline until one forbids cutting.
private struct StepReading {
  let column: String
  var reason: String?
  var isAscending = false
  /// Rows that a `top` leaves.
  var top: Int?
  private var isSorted = false
  /// The time column may hold something else by now.
  private var isTimeGone = false
  /// Names of `let`s whose value depends on the moment of asking.
  private var moving: Set<String> = []

  init(column: String) { self.column = column }

  mutating func declare(_ statement: SyntaxNode) {
    if statement.child(.functionDeclaration) != nil { reason = "it declares a function" }
    check(statement, mayMove: true)
    guard let name = statement.children.first?.nameText else { return }
    if StepReading.moves(statement, moving) { moving.insert(name) }
  }

  mutating func read(_ step: SyntaxNode) {
    guard reason == nil else { return }
    switch step.kind {
    case .whereOperator, .mvExpandOperator:
      if top != nil { reason = "its step '\(step.firstToken?.text ?? "")' counts rows behind a top" } else { readRows(step) }
    case .topOperator: readTop(step)
    default: readRows(step)
    }
  }

  private mutating func readRows(_ step: SyntaxNode) {
    switch step.kind {
    case .whereOperator: check(step, mayMove: true)
    case .extendOperator, .projectOperator, .projectAwayOperator, .projectKeepOperator, .projectRenameOperator, .projectReorderOperator,
      .mvExpandOperator, .parseOperator, .parseKeyValuesOperator:
      check(step, mayMove: false)
      noteTime(step)
    case .sortOperator: sort(step)
    default: reason = "its step '\(step.firstToken?.text ?? "")' looks at more than one row at a time"
    }
  }

  /// The time column must come out of a step as it went in, or a later sort proves nothing.
  private mutating func noteTime(_ step: SyntaxNode) {
    switch step.kind {
    case .mvExpandOperator, .parseOperator, .parseKeyValuesOperator, .projectRenameOperator:
      if step.subtree.contains(where: { $0.nameText == column }) { isTimeGone = true }
    case .extendOperator, .projectOperator:
      for item in step.subtree where item.kind == .namedExpression && item.children.count > 1 {
        if item.children.first?.subtree.contains(where: { $0.nameText == column }) == true { isTimeGone = true }
      }
    default: break
    }
  }

  /// The count must be written out.
  private mutating func readTop(_ step: SyntaxNode) {
    guard case .long(let number)? = step.expressions.first?.literal?.value, let count = Int(exactly: number), count > 0 else {
      return reason = "the count of its top is not known before it runs"
    }
    sort(step)
    top = count
  }

  private mutating func sort(_ step: SyntaxNode) {
    guard !isSorted else { return reason = "it sorts twice" }
    guard let key = step.child(.sortKey) ?? step.subtree.first(where: { $0.kind == .sortKey }), key.expressions.first?.nameText == column,
      !isTimeGone
    else { return reason = "it does not sort by \(column) first" }
    check(step, mayMove: false)
    isSorted = true
    isAscending = key.ownTokens.contains { $0.text == "asc" }
  }

  /// No part of an expression may look at other rows or tables, or differ from one asking to the next.
  private mutating func check(_ node: SyntaxNode, mayMove: Bool) {
    for part in node.subtree where reason == nil {
      switch part.kind {
      case .pipeline, .datatable, .externalData, .unionSource, .findSource, .searchSource, .printSource, .rangeSource, .evaluateOperator:
        reason = "it holds a query inside an expression"
      case .call:
        let name = part.children.first?.nameText ?? ""
        if StepReading.manyRows.contains(name) || name.hasPrefix("row_") || name.hasPrefix("cursor_") || name.hasPrefix("current_") {
          reason = "\(name)() does not look at one row alone"
        } else if !mayMove, StepReading.clocks.contains(name) {
          reason = "\(name)() would differ from part to part"
        }
      case .name where !mayMove && moving.contains(part.text): reason = "\(part.text) would differ from part to part"
      default: break
      }
    }
  }

  private static func moves(_ node: SyntaxNode, _ moving: Set<String>) -> Bool {
    node.subtree.contains { part in
      part.kind == .call ? clocks.contains(part.children.first?.nameText ?? "") : part.kind == .name && moving.contains(part.text)
    }
  }

  private static let clocks: Set<String> = ["now", "ago"]
  private static let manyRows: Set<String> = [
    "toscalar", "materialize", "table", "view", "totable", "prev", "next", "rand", "new_guid", "series_stats", "extent_id",
  ]
}
