import Casefile

extension KQLAssistant {
  /// What could stand at an offset, the likeliest first; empty where only a new name or a number can be typed.
  package func completion(of query: KQLQuery, at offset: Int) -> KQLCompletion {
    guard let cursor = CompletionCursor(query, at: offset) else {
      let end = min(max(offset, 0), query.tree.bytes.count)
      return KQLCompletion(range: end..<end, prefix: "", items: [])
    }
    let (sight, bound) = KQLBinder(catalogue: catalogue, now: now).sight(in: cursor.query, at: cursor.token.range.lowerBound)
    var list = CompletionList(assistant: self, cursor: cursor, sight: sight, bound: bound)
    list.collect(CompletionPlace(cursor))
    let items = CompletionRanking.ranked(list.items, by: cursor.prefix)
    return KQLCompletion(range: cursor.replaced, prefix: cursor.prefix, items: items, comparedColumn: list.comparedColumn)
  }
}

/// The items of one completion, gathered in the order in which they are of use.
struct CompletionList {
  let assistant: KQLAssistant
  let cursor: CompletionCursor
  let sight: Sight?
  let bound: BoundQuery
  private(set) var items: [KQLCompletion.Item] = []
  private(set) var comparedColumn: KQLCompletion.ColumnPlace?
  private var labels: Set<String> = []

  init(assistant: KQLAssistant, cursor: CompletionCursor, sight: Sight?, bound: BoundQuery) {
    self.assistant = assistant
    self.cursor = cursor
    self.sight = sight
    self.bound = bound
  }

  mutating func collect(_ place: CompletionPlace) {
    if cursor.isString {
      if case .comparedValue(let column) = place { values(of: column) }
      return
    }
    switch place {
    case .nothing: break
    case .statement: statement()
    case .pipe: operators()
    case .subquery:
      operators()
      tables()
    case .table: tables()
    case .anything:
      tables()
      functions()
    case .expression(let aggregates): expression(aggregates: aggregates)
    case .comparedValue(let column):
      values(of: column)
      expression(aggregates: false)
    case .column: columns(sight?.scope)
    case .joinKey: joinKeys()
    case .leftColumn: columns(sight?.scope)
    case .rightColumn: columns(sight?.right)
    case .member(let base): members(of: base)
    case .continuation: continuation()
    case .parameterValue(let name): parameterValues(name)
    case .type: for type in ColumnType.allCases { add(KQLCompletion.Item(type.rawValue, .keyword, detail: "type")) }
    case .plugin: for plugin in Plugin.all { call(plugin.name, detail: plugin.help) }
    case .invocation: variables { if case .function(let function) = $0 { function.isTabular } else { false } }
    case .keywords(let words): for word in words { keyword(word) }
    }
  }

  mutating func add(_ item: KQLCompletion.Item) { if labels.insert(item.label).inserted { items.append(item) } }

  mutating func keyword(_ word: String) { add(KQLCompletion.Item(word, .keyword)) }

  /// A name that is called; the bracket is left to the text where it stands there already.
  private mutating func call(_ name: String, detail: String, kind: KQLCompletion.Item.Kind = .function) {
    let next = cursor.query.tree.bytes[cursor.token.range.upperBound...].first { $0 != 0x20 }
    add(KQLCompletion.Item(name, kind, detail: detail, insertion: next == UInt8(ascii: "(") ? name : name + "("))
  }

  private mutating func statement() {
    tables()
    for word in ["let", "union", "search", "find", "print", "range", "datatable", "set", "declare query_parameters"] {
      add(KQLCompletion.Item(word, .keyword, detail: OperatorHelp.named(word)?.syntax ?? "statement", insertion: word + " "))
    }
  }

  private mutating func operators() {
    for help in OperatorHelp.all where !help.isSource {
      let takesMore = help.syntax != help.name
      add(KQLCompletion.Item(help.name, .operator, detail: help.syntax, insertion: help.name + (takesMore ? " " : "")))
    }
  }

  private mutating func parameterValues(_ name: String) {
    let owner = cursor.ancestors.first { ($0.kind.isOperator || $0.kind.isSource) && $0.kind != .unknownOperator }
    guard let word = owner?.firstToken?.text, let help = OperatorHelp.named(word) else { return }
    for value in help.parameter(named: name)?.values ?? [] { keyword(value) }
  }

  private mutating func tables() {
    variables { binding in
      switch binding {
      case .view: true
      case .function(let function): function.isTabular
      case .expression: false
      }
    }
    for name in assistant.catalogue?.tableNames.sorted() ?? [] {
      let count = assistant.catalogue?.schema(named: name)?.columns.count ?? 0
      add(KQLCompletion.Item(name, .table, detail: "\(count) columns", insertion: KQLName.text(name)))
    }
  }

  private mutating func columns(_ scope: Scope?) {
    for entry in scope?.entries ?? [] where entry.name != CompletionCursor.standIn {
      add(KQLCompletion.Item(entry.name, .column, detail: entry.type.rawValue, insertion: KQLName.text(entry.name)))
    }
  }

  private mutating func variables(_ isWanted: (Binding) -> Bool) {
    for (name, binding) in (sight?.environment ?? [:]).sorted(by: { $0.key < $1.key })
    where name != CompletionCursor.standIn && isWanted(binding) {
      switch binding {
      case .expression(let value): add(KQLCompletion.Item(name, .variable, detail: value.type.rawValue, insertion: KQLName.text(name)))
      case .view(_, let scope):
        let detail = scope.isOpen ? "table" : "table of \(scope.entries.count) columns"
        add(KQLCompletion.Item(name, .variable, detail: detail, insertion: KQLName.text(name)))
      case .function(let function): call(name, detail: function.signature(named: name), kind: .variable)
      }
    }
  }

  private mutating func expression(aggregates: Bool) {
    if aggregates { aggregateFunctions() }
    columns(sight?.scope)
    variables { if case .view = $0 { false } else { true } }
    if case .comparedValue = CompletionPlace(cursor), cursor.ancestors.contains(where: { $0.kind == .membership }) {
      variables { if case .view = $0 { true } else { false } }
    }
    functions()
  }

  private mutating func joinKeys() {
    guard let sight, let right = sight.right else { return columns(self.sight?.scope) }
    let names = Set(right.entries.map(\.name))
    columns(Scope(entries: sight.scope.entries.filter { names.contains($0.name) }))
    add(KQLCompletion.Item("$left", .keyword, detail: "a column before the join", insertion: "$left."))
    add(KQLCompletion.Item("$right", .keyword, detail: "a column of the joined table", insertion: "$right."))
  }

  private mutating func aggregateFunctions() {
    for function in AggregateFunction.all { call(function.name, detail: function.signature) }
  }

  private mutating func functions() {
    for (name, function) in FunctionCatalogue.shared.scalars.sorted(by: { $0.key < $1.key }) {
      call(name, detail: "\(function.signature): \(function.result.text)")
    }
    for (name, detail) in LanguageHelp.specialCalls { call(name, detail: detail) }
  }

  private mutating func values(of node: SyntaxNode) {
    guard let (table, column, _) = column(node) else { return }
    comparedColumn = KQLCompletion.ColumnPlace(table: table, column: column)
    for value in assistant.valuesSeen(table, column) where value != .null {
      let text = cursor.isString ? KQLLiteral.quoted(value.text) : KQLLiteral.text(value)
      add(KQLCompletion.Item(value.text, .value, detail: column.type.rawValue, insertion: text))
    }
    guard !cursor.isString else { return }
    switch column.type {
    case .bool: for word in ["true", "false"] { add(KQLCompletion.Item(word, .value, detail: "bool")) }
    case .datetime: for word in ["ago", "now", "datetime"] { call(word, detail: "datetime") }
    default: break
    }
  }

  private mutating func members(of node: SyntaxNode) {
    guard let (table, column, _) = column(node), column.type == .dynamic else { return }
    for value in assistant.valuesSeen(table, column) {
      guard case .dynamic(.object(let bag)) = value else { continue }
      for (key, _) in bag.pairs where KQLName.isPlain(key) { add(KQLCompletion.Item(key, .column, detail: "key of \(column.name)")) }
    }
  }

  /// The column that a node names, the table it is stored in, and whether the name still is the stored one.
  private func column(_ node: SyntaxNode) -> (table: String?, column: Column, isStored: Bool)? {
    let inner = node.kind == .call ? node.child(.argumentList)?.expressions.first ?? node : node
    guard let name = inner.nameText, let entry = sight?.scope.entries.first(where: { $0.name == name }) else { return nil }
    guard let origin = entry.origins.first, bound.reads.indices.contains(origin.read) else { return (nil, entry.column, false) }
    let read = bound.reads[origin.read]
    return (read.table, read.columns[origin.column], true)
  }
}
