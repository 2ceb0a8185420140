import Casefile

extension AlertSelection {
  func holds(_ condition: AlertCondition, _ facts: inout AlertFacts) -> Bool {
    switch condition {
    case .all(let parts):
      for part in parts where !holds(part, &facts) { return false }
      return true
    case .any(let parts):
      for part in parts where holds(part, &facts) { return true }
      return false
    case .not(let part): return !holds(part, &facts)
    case .compare(let property, let comparison, let literal):
      return AlertSelection.holds(facts.fact(property), comparison, literal, of: property)
    case .oneOf(let property, let literals):
      let fact = facts.fact(property)
      return literals.contains { AlertSelection.holds(fact, .eq, $0, of: property) }
    case .text(let property, let test, let text):
      return AlertSelection.texts(facts.fact(property)).contains { AlertSelection.holds($0.lowercased(), test, text.lowercased()) }
    case .word(let word): return holds(word, facts.alert)
    }
  }

  private static func texts(_ fact: AlertFacts.Fact) -> [String] {
    switch fact {
    case .text(let text): [text]
    case .list(let texts): texts
    case .moment, .number, .null: []
    }
  }

  private static func holds(_ text: String, _ test: AlertCondition.TextTest, _ wanted: String) -> Bool {
    switch test {
    case .contains: text.contains(wanted) || wanted.isEmpty
    case .startsWith: text.hasPrefix(wanted)
    case .endsWith: text.hasSuffix(wanted)
    }
  }

  /// What is missing equals null alone, and is neither before nor after anything.
  private static func holds(
    _ fact: AlertFacts.Fact, _ comparison: AlertCondition.Comparison, _ literal: AlertCondition.Literal, of property: AlertProperty
  ) -> Bool {
    switch (fact, literal) {
    case (.null, .null): return comparison == .eq
    case (.null, .text(let text)) where property.isJudgement && text == "unknown": return comparison == .eq
    case (.null, _), (_, .null): return comparison == .ne
    case (.list(let texts), .text(let wanted)):
      let isThere = texts.contains { $0.lowercased() == wanted.lowercased() }
      return comparison == .eq ? isThere : comparison == .ne && !isThere
    case (.moment(let moment), .moment(let other)): return holds(moment, comparison, other)
    case (.number(let number), .number(let other)): return holds(number, comparison, other)
    case (.text(let text), .text(let other)):
      if property == .severity { return holds(Severity(reading: text), comparison, Severity(reading: other)) }
      return holds(spelling(text, of: property), comparison, spelling(other, of: property))
    default: return comparison == .ne
    }
  }

  /// Services do not agree about case, nor about the word for what is new.
  private static func spelling(_ text: String, of property: AlertProperty) -> String {
    let lower = text.lowercased()
    return property == .status && lower == "newalert" ? "new" : lower
  }

  private static func holds<Thing: Comparable>(_ left: Thing, _ comparison: AlertCondition.Comparison, _ right: Thing) -> Bool {
    switch comparison {
    case .eq: left == right
    case .ne: left != right
    case .gt: left > right
    case .ge: left >= right
    case .lt: left < right
    case .le: left <= right
    }
  }
}

extension AlertProperty {
  /// Services write `unknown` or nothing where nobody has judged yet.
  fileprivate var isJudgement: Bool { self == .classification || self == .determination }
}
