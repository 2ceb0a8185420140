import Casefile

extension Binder {
  mutating func projectAway(_ node: SyntaxNode, _ rows: inout BoundRows) {
    let away = matching(node.expressions, rows.scope, mustExist: true)
    let items = kept(rows.scope).enumerated().filter { !away.contains($0.offset) }.map(\.element)
    emit(items, node, &rows)
  }

  mutating func projectKeep(_ node: SyntaxNode, _ rows: inout BoundRows) {
    let keep = matching(node.expressions, rows.scope, mustExist: true)
    let items = kept(rows.scope).enumerated().filter { keep.contains($0.offset) }.map(\.element)
    let isOpen = rows.scope.isOpen
    emit(items, node, &rows)
    rows.scope.isOpen = isOpen
  }

  mutating func projectRename(_ node: SyntaxNode, _ rows: inout BoundRows) {
    var items = kept(rows.scope)
    for item in node.expressions {
      guard item.kind == .namedExpression, let new = item.children.first?.nameText, let old = item.expressions.last?.nameText else {
        error("expected new = old", at: item)
        continue
      }
      guard let place = rows.scope.ordinal(of: old) else {
        if !rows.scope.isOpen { unknownColumn(old, rows.scope, at: item) }
        continue
      }
      items[place].entry.name = new
    }
    emit(items, node, &rows)
  }

  mutating func projectReorder(_ node: SyntaxNode, _ rows: inout BoundRows) {
    var order: [Int] = []
    var taken: Set<Int> = []
    let keys = node.children(.sortKey)
    let single = Set(keys.compactMap { $0.expressions.first }.filter { $0.kind != .wildcard && $0.kind != .star }.compactMap(\.nameText))
    for key in keys {
      guard let name = key.expressions.first else { continue }
      var places = matching([name], rows.scope, mustExist: true).sorted()
      if name.kind == .wildcard || name.kind == .star { places.removeAll { single.contains(rows.scope.entries[$0].name) } }
      let words = key.ownTokens.map(\.word)
      if words.contains(.asc) { places.sort { rows.scope.entries[$0].name < rows.scope.entries[$1].name } }
      if words.contains(.desc) { places.sort { rows.scope.entries[$0].name > rows.scope.entries[$1].name } }
      for place in places where taken.insert(place).inserted { order.append(place) }
    }
    let items = kept(rows.scope)
    order += items.indices.filter { !taken.contains($0) }
    emit(order.map { items[$0] }, node, &rows)
  }

  /// Ordinals of the columns that names and wildcards mean.
  mutating func matching(_ nodes: [SyntaxNode], _ scope: Scope, mustExist: Bool) -> Set<Int> {
    var found: Set<Int> = []
    for node in nodes {
      guard let name = node.nameText else { continue }
      if node.kind == .wildcard || node.kind == .star {
        found.formUnion(scope.entries.indices.filter { Wildcard.matches(name, scope.entries[$0].name) })
      } else if let place = scope.ordinal(of: name) {
        found.insert(place)
      } else if mustExist, !scope.isOpen {
        unknownColumn(name, scope, at: node)
      }
    }
    return found
  }
}

/// Names with `*` in them.
package enum Wildcard {
  /// Linear in both but for backtracking over one star at a time; case counts.
  package static func matches(_ pattern: String, _ name: String) -> Bool {
    let pattern = Array(pattern.utf8)
    let name = Array(name.utf8)
    var p = 0
    var n = 0
    var star = -1
    var resume = 0
    while n < name.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        star = p
        resume = n
        p += 1
      } else if p < pattern.count, pattern[p] == name[n] {
        p += 1
        n += 1
      } else if star >= 0 {
        p = star + 1
        resume += 1
        n = resume
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
