import Casefile

/// The work of binding one query.
struct Binder {
  let catalogue: (any TableCatalogue)?
  let functions = FunctionCatalogue.shared
  let now: DateTime
  let query: KQLQuery
  var environment: [String: Binding] = [:]
  var reads: [BoundTableRead] = []
  var used: [Set<Int>] = []
  var views: [BoundView] = []
  var values: [BoundValue] = []
  var subqueries: [BoundPipeline] = []
  var faults: [Fault] = []
  /// Levels of expressions and sub-queries around the current one.
  var depth = 0
  var queryDepth = 0
  /// Bound expressions and steps so far.
  var size = 0
  /// Set while the items of a `summarize` are bound.
  var grouping: Grouping?
  /// Names of the steps around, while a `scan` is bound: `step.column` is the column as that step left it.
  var scanSteps: Set<String> = []
  /// Set when an editor asks what is in sight at a place.
  var probe: SightProbe?

  init(catalogue: (any TableCatalogue)?, now: DateTime, query: KQLQuery) {
    self.catalogue = catalogue
    self.now = now
    self.query = query
  }

  mutating func bind() -> BoundQuery {
    let rows = statements(query.syntax)
    if let rows { for entry in rows.scope.entries { mark(entry) } }
    for place in reads.indices { reads[place].used = used[place].sorted() }
    let diagnostics = query.diagnostics + positioned()
    let isBlocked = diagnostics.contains { $0.severity == .error || $0.severity == .unsupported } || rows?.scope.isOpen ?? true
    return BoundQuery(
      pipeline: isBlocked ? nil : rows?.pipeline, outline: rows?.pipeline, reads: reads, views: views, values: values,
      subqueries: subqueries,
      resultColumns: rows?.scope.columns ?? [], diagnostics: diagnostics)
  }

  private func positioned() -> [KQLDiagnostic] {
    query.tree.bytes.withUnsafeBufferPointer { LineIndex.diagnostics(faults, in: $0) }
  }

  /// True once some part of the query was left unbound; what follows from it cannot be judged strictly.
  var hasUnsupported: Bool { faults.contains { $0.severity == .unsupported } }

  mutating func error(_ message: String, at node: SyntaxNode) { report(.error, message, at: node.range) }

  mutating func unsupported(_ what: String, at node: SyntaxNode) {
    report(.unsupported, "\(what) is not run by the embedded engine yet", construct: node.kind, at: node.range)
  }

  /// One remark a place is enough: the first says most.
  mutating func report(_ severity: KQLDiagnostic.Severity, _ message: String, construct: SyntaxKind? = nil, at range: Range<Int>) {
    guard faults.count < KQLLimits.diagnostics, !faults.contains(where: { $0.range == range && $0.severity == severity }) else { return }
    faults.append(Fault(severity: severity, message: message, construct: construct, range: range))
  }

  /// Notes that the stored columns behind an entry are needed.
  mutating func mark(_ entry: Scope.Entry) { for origin in entry.origins { used[origin.read].insert(origin.column) } }

  mutating func markAll(_ scope: Scope) { for entry in scope.entries { mark(entry) } }

  /// Runs a part one level deeper; past a limit it reports that instead.
  mutating func deeper<Result>(_ node: SyntaxNode, else otherwise: Result, _ work: (inout Binder) -> Result) -> Result {
    guard depth < KQLLimits.expressionDepth, size < KQLLimits.boundSize else {
      error(depth < KQLLimits.expressionDepth ? "the query is too large once its functions are put in" : "nested too deep", at: node)
      return otherwise
    }
    depth += 1
    size += 1
    let result = work(&self)
    depth -= 1
    return result
  }

  mutating func deeperQuery<Result>(_ node: SyntaxNode, else otherwise: Result, _ work: (inout Binder) -> Result) -> Result {
    guard queryDepth < KQLLimits.queryDepth else {
      error("sub-queries nested too deep", at: node)
      return otherwise
    }
    queryDepth += 1
    // Aggregates of an outer summarize mean nothing inside a sub-query.
    let outer = grouping
    grouping = nil
    let result = work(&self)
    grouping = outer
    queryDepth -= 1
    return result
  }
}
