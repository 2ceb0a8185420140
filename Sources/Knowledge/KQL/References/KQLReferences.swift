import Casefile

/// What a query refers to outside itself, read off its syntax alone; no catalogue is needed and no shape is too odd.
package struct KQLReferences: Sendable, Equatable {
  /// A name that stands where a table can stand and is not made by the query itself.
  package struct Table: Sendable, Equatable {
    /// As the store would know it: quotes and escapes taken away; with `*` in it, a pattern.
    package var name: String
    /// UTF-8 offsets of the name.
    package var range: Range<Int>
    /// False where a column or value could be meant too, as in `in (x)`.
    package var isCertain: Bool
    /// True for a wildcard, which may mean many tables.
    package var isPattern: Bool { name.contains("*") }
  }

  /// A way out of the workspace, or around its tables.
  package struct Outside: Sendable, Equatable {
    /// The ways out.
    package enum Kind: String, Sendable, CaseIterable {
      case externalData = "externaldata"
      case externalTable = "external_table"
      case workspace
      case cluster
      case database
      case app
      case resource
      case plugin
      case controlCommand = "control command"
      /// A call that neither the language nor a `let` of the query declares: a saved function, a parser, an enrichment.
      case function
      /// `a.b` in a table's place: a table of something else than this workspace.
      case elsewhere = "a table elsewhere"
      /// `alias`, `declare pattern` or `restrict`: a statement that gives names another meaning.
      case renaming
      /// An operator whose tables no reader of the text can tell, such as `make-graph` and `macro-expand`.
      case opaqueOperator = "opaque operator"
      /// `search`, `find` or `union *` without named tables.
      case everyTable = "every table"
      /// `table(x)` whose name is not a literal.
      case computedTable = "computed table"
    }

    /// Which way out it is.
    package var kind: Kind
    /// The name or text that says which.
    package var detail: String
    /// UTF-8 offsets of the call or statement.
    package var range: Range<Int>
  }

  /// Tables that built-in functions read, though no schema lists them.
  package static let builtInTables: Set<String> = ["Watchlist"]

  /// Tables in the order they are named, repeats included.
  package internal(set) var tables: [Table] = []
  /// Ways out in the order they are named.
  package internal(set) var outside: [Outside] = []

  /// Names of certain tables, sorted, each once; patterns included.
  package var tableNames: [String] { Set(tables.filter(\.isCertain).map(\.name)).sorted() }
}

extension KQLQuery {
  /// The tables and ways out that the text names.
  package var references: KQLReferences {
    var walker = ReferenceWalker()
    walker.statements(syntax)
    return walker.found
  }

  /// True when `take`, `limit`, `top`, `count`, `sample` or a `summarize` without keys ends the main pipeline's growth.
  package var limitsRows: Bool {
    guard let last = syntax.children(.expressionStatement).last?.expressions.first, last.kind == .pipeline else { return false }
    return last.children.contains { step in
      switch step.kind {
      case .takeOperator, .topOperator, .sampleOperator, .sampleDistinctOperator, .countOperator: true
      case .summarizeOperator: step.child(.byClause) == nil
      default: false
      }
    }
  }

  /// The least literal number of rows that `take`, `limit` or `top` cuts the main pipeline to; nil when there is none.
  package var rowLimit: Int? {
    guard let last = syntax.children(.expressionStatement).last?.expressions.first, last.kind == .pipeline else { return nil }
    return last.children.compactMap { step -> Int? in
      guard step.kind == .takeOperator || step.kind == .topOperator else { return nil }
      guard case .long(let number)? = step.expressions.first?.literal?.value else { return nil }
      return Int(exactly: number)
    }.min()
  }
}
