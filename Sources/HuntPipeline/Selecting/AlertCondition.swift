package import Casefile

/// What a filter asks of an alert, whether it was typed as words of the list or as OData.
package indirect enum AlertCondition: Equatable, Sendable {
  /// How a property is held against a value.
  package enum Comparison: String, CaseIterable, Sendable {
    case eq, ne, gt, ge, lt, le

    /// What holds exactly where this does not.
    package var opposite: Comparison {
      switch self {
      case .eq: .ne
      case .ne: .eq
      case .gt: .le
      case .ge: .lt
      case .lt: .ge
      case .le: .gt
      }
    }
  }

  /// A value of a filter.
  package enum Literal: Equatable, Sendable {
    case text(String)
    case moment(DateTime)
    case number(Double)
    case null
  }

  /// Where a text must stand in a property.
  package enum TextTest: String, CaseIterable, Sendable {
    case contains
    case startsWith = "startswith"
    case endsWith = "endswith"
  }

  case all([AlertCondition])
  case any([AlertCondition])
  case not(AlertCondition)
  /// A list of values passes where one of them does.
  case compare(AlertProperty, Comparison, Literal)
  case oneOf(AlertProperty, [Literal])
  case text(AlertProperty, TextTest, String)
  /// A word of the list's own syntax, never with its `!`, which is a `not` around it.
  case word(FilterSyntax.Word)

  /// The conditions that must all hold, nested ones laid open.
  package var conjuncts: [AlertCondition] {
    if case .all(let parts) = self { parts.flatMap(\.conjuncts) } else { [self] }
  }

  /// What it looks at, each once, as people would name it.
  package var subjects: [String] {
    var names: [String] = []
    for name in allSubjects where !names.contains(name) { names.append(name) }
    return names
  }

  private var allSubjects: [String] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.allSubjects)
    case .not(let part): part.allSubjects
    case .compare(let property, _, _), .oneOf(let property, _), .text(let property, _, _): [property.name]
    case .word(let word): [word.field?.rawValue ?? "“\(word.text)”"]
    }
  }
}
