import Casefile

extension Binder {
  mutating func multiValueExpand(_ node: SyntaxNode, _ rows: inout BoundRows) {
    let input = rows.scope
    var entries = input.entries
    var kept: [Int?] = entries.indices.map { $0 }
    var items: [BoundMultiValueExpansion.Item] = []
    for item in node.children(.expansion) {
      guard let value = item.expressions.first else { continue }
      let type = item.child(.toClause)?.child(.typeOf)?.children.first.flatMap { columnType($0) }
      guard let made = projected([value], input).first else { continue }
      if made.expression.type != .dynamic, !made.expression.isUnresolved {
        error("mv-expand takes a dynamic value, this is \(made.expression.type.rawValue)", at: value)
      }
      let entry = Scope.Entry(name: made.entry.name, type: type ?? .dynamic)
      let place = entries.firstIndex { $0.name == entry.name } ?? entries.count
      if place == entries.count {
        entries.append(entry)
        kept.append(nil)
      } else {
        entries[place] = entry
        kept[place] = nil
      }
      items.append(BoundMultiValueExpansion.Item(expression: made.expression, output: place, type: type))
    }
    var index: Int?
    if let name = node.parameter("with_itemindex")?.nameText {
      index = entries.count
      entries.append(Scope.Entry(name: name, type: .long))
      kept.append(nil)
    }
    let limit = node.child(.limitClause)?.expressions.first.map { expression($0, .empty) }
    let kind = (node.parameter("bagexpansion") ?? node.parameter("kind"))?.text
    let expansion = BoundMultiValueExpansion(items: items, indexOutput: index, limit: limit, kept: kept, bagsAsArrays: kind == "array")
    rows.append(.mvExpand(expansion), Scope(entries: entries, isOpen: input.isOpen), at: node.range)
  }

  mutating func parse(_ node: SyntaxNode, _ rows: inout BoundRows) {
    guard let subjectNode = node.expressions.first, let pattern = node.child(.withClause)?.child(.parsePattern) else { return }
    let subject = expression(subjectNode, rows.scope)
    var entries = rows.scope.entries
    var kept: [Int?] = entries.indices.map { $0 }
    var parts: [BoundParse.Part] = []
    for part in pattern.children {
      switch part.kind {
      case .star: parts.append(.skip)
      case .stringLiteral: parts.append(.text(part.stringValue ?? ""))
      case .parameter:
        guard let name = part.children.first?.nameText else { continue }
        let type = part.children.count > 1 ? columnType(part.children[1]) ?? .string : .string
        if case .column? = parts.last, node.parameter("kind")?.text == "regex" {
          error("between two columns of an expression there must be a text", at: part)
        }
        let place = entries.firstIndex { $0.name == name } ?? entries.count
        if place == entries.count {
          entries.append(Scope.Entry(name: name, type: type))
          kept.append(nil)
        } else {
          entries[place] = Scope.Entry(name: name, type: type)
          kept[place] = nil
        }
        parts.append(.column(output: place, type: type))
      default: break
      }
    }
    let mode = node.parameter("kind").flatMap { BoundParse.Mode(rawValue: $0.text) } ?? .simple
    let parse = BoundParse(
      subject: subject.type == .string ? subject : converted(subject, to: .string), parts: parts, mode: mode,
      regexFlags: node.parameter("flags")?.text ?? "", dropsUnmatched: node.firstToken?.word == .parseWhere, kept: kept)
    rows.append(.parse(parse), Scope(entries: entries, isOpen: rows.scope.isOpen), at: node.range)
  }
}
