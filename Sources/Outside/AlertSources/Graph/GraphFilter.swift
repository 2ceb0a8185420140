import Casefile
import HuntPipeline

/// A filter parted in two: what Graph's `$filter` is asked, and what is held against its answers here.
struct GraphFilter {
  /// OData, not yet percent-encoded; nil where nothing can be asked.
  private(set) var text: String?
  /// Nil where the service decides everything.
  private(set) var held: AlertSelection?
  /// One sentence where something is held here.
  private(set) var notes: [String] = []

  init(_ selection: AlertSelection, for endpoint: GraphEndpoint) throws {
    let writer = ODataWriter(endpoint: endpoint)
    var asked: [String] = []
    var kept: [AlertCondition] = []
    for part in selection.condition.conjuncts {
      if let text = writer.text(part, isNegated: false) { asked.append(text) } else { kept.append(part) }
    }
    if !asked.isEmpty { text = asked.joined(separator: " and ") }
    guard !kept.isEmpty else { return }
    held = try selection.holding(.all(kept))
    let names = AlertCondition.all(kept).subjects.joined(separator: ", ")
    notes = ["Graph does not filter by \(names) here; that part of the filter was held against what came."]
  }
}

/// Writes conditions as OData, in the operators that the service is known to take: comparisons, `and`, `or`, parentheses.
///
/// `in` and `not`, which are not confirmed there, are written out with these.
struct ODataWriter {
  let endpoint: GraphEndpoint

  /// Nil where the service cannot be asked for the whole of it.
  func text(_ condition: AlertCondition, isNegated: Bool) -> String? {
    switch condition {
    case .all(let parts): joined(parts, isNegated ? " or " : " and ", isNegated)
    case .any(let parts): joined(parts, isNegated ? " and " : " or ", isNegated)
    case .not(let part): text(part, isNegated: !isNegated)
    case .compare(let property, let comparison, let literal):
      comparing(property, isNegated ? comparison.opposite : comparison, literal)
    case .oneOf(let property, let literals): oneOf(property, literals, isNegated)
    case .word(let word): self.word(word, isNegated)
    case .text: nil
    }
  }

  private func joined(_ parts: [AlertCondition], _ word: String, _ isNegated: Bool) -> String? {
    var texts: [String] = []
    for part in parts {
      guard let text = text(part, isNegated: isNegated) else { return nil }
      texts.append(text)
    }
    return joined(texts, word)
  }

  private func joined(_ texts: [String], _ word: String) -> String? {
    guard texts.count > 1 else { return texts.first }
    return "(" + texts.joined(separator: word) + ")"
  }

  private func oneOf(_ property: AlertProperty, _ literals: [AlertCondition.Literal], _ isNegated: Bool) -> String? {
    joined(literals.map { .compare(property, .eq, $0) }, isNegated ? " and " : " or ", isNegated)
  }

  private func comparing(_ property: AlertProperty, _ comparison: AlertCondition.Comparison, _ literal: AlertCondition.Literal) -> String? {
    guard endpoint.filterProperties.contains(property.name) else { return nil }
    let isEquality = comparison == .eq || comparison == .ne
    switch literal {
    case .moment(let moment): return "\(property.name) \(comparison.rawValue) \(ODataWriter.text(moment))"
    case .text(let text):
      if property == .severity, !isEquality { return severities(comparison, text) }
      // Null is what the service mostly has where nobody judged, and comparing with null is documented nowhere.
      if property == .classification || property == .determination, text.lowercased() == "unknown" { return nil }
      guard isEquality, let value = wire(text, of: property) else { return nil }
      return "\(property.name) \(comparison.rawValue) \(ODataWriter.quoted(value))"
    case .null, .number: return nil
    }
  }

  /// The severities on that side, since an order among them is not documented.
  private func severities(_ comparison: AlertCondition.Comparison, _ text: String) -> String? {
    let bound = Severity(reading: text)
    let passing = Severity.allCases.filter { severity in
      switch comparison {
      case .gt: severity > bound
      case .ge: severity >= bound
      case .lt: severity < bound
      case .le: severity <= bound
      case .eq, .ne: false
      }
    }
    return joined(passing.map { "severity eq '\($0.rawValue)'" }, " or ")
  }

  /// The value as this list spells it; nil where it has no such value, which the service would refuse.
  private func wire(_ text: String, of property: AlertProperty) -> String? {
    guard property == .status else { return text }
    let other = ["new": "newAlert", "newAlert": "new"][text]
    return [text, other].compactMap { $0 }.first { endpoint.statuses.contains($0) }
  }

  /// Words of the list for severity and status name some of a few values; no other word means exactly what the service could be asked.
  private func word(_ word: FilterSyntax.Word, _ isNegated: Bool) -> String? {
    guard !word.isPattern else { return nil }
    switch word.field {
    case .severity:
      return oneOf(.severity, AlertSelection.severities(word.text).map { .text($0.rawValue) }, isNegated)
    case .status:
      let wanted = AlertSelection.compact(word.text.lowercased())
      let found = endpoint.statuses.filter { AlertSelection.compact($0.lowercased()).contains(wanted) }
      return wanted.isEmpty ? nil : oneOf(.status, found.map { .text($0) }, isNegated)
    default: return nil
    }
  }

  /// A text between quotes, its own quotes doubled.
  static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }

  /// A moment bare, with decimals only where it has some.
  static func text(_ moment: DateTime) -> String { moment.text(decimals: moment.parts.fraction == 0 ? 0 : 7) }
}
