package import Casefile
import Patterns

/// A filter of alerts, read and typed: made from the list's own words or from OData, asked of alerts here or of a service.
package struct AlertSelection: Sendable {
  /// As it was typed.
  package let source: String
  /// True where it was read as OData.
  package let isOData: Bool
  package let condition: AlertCondition
  /// Who `assigned:me` is.
  let analyst: String
  private let patterns: [String: Pattern]

  /// Reads a filter. Text that compares (`severity eq 'high'`) is OData and nothing else; everything else is words.
  ///
  /// Throws a usage `Problem` that names the place: for OData that cannot be read, for regular expressions that are none.
  package init(_ filter: String, analyst: String = "") throws {
    let isOData = ODataReader.isMeant(by: filter)
    let condition = isOData ? try ODataReader.condition(filter) : AlertCondition.words(filter)
    try self.init(source: filter, isOData: isOData, condition: condition, analyst: analyst)
  }

  private init(source: String, isOData: Bool, condition: AlertCondition, analyst: String) throws {
    self.source = source
    self.isOData = isOData
    self.condition = condition
    self.analyst = analyst
    var patterns: [String: Pattern] = [:]
    for text in condition.patterns { patterns[text] = try AlertSelection.pattern(text) }
    self.patterns = patterns
  }

  /// Whether a text is meant as OData, be it right or wrong, and not as words.
  package static func isOData(_ filter: String) -> Bool { ODataReader.isMeant(by: filter) }

  /// True where every alert passes.
  package var isEmpty: Bool { condition == .all([]) }

  /// The same filter reduced to a part of itself, which a service could not be asked for.
  package func holding(_ condition: AlertCondition) throws -> AlertSelection {
    try AlertSelection(source: source, isOData: isOData, condition: condition, analyst: analyst)
  }

  /// Whether an alert passes.
  package func matches(_ alert: Alert) -> Bool {
    var facts = AlertFacts(alert)
    return holds(condition, &facts)
  }

  func pattern(of word: FilterSyntax.Word) -> Pattern? { patterns[word.text] }

  private static func pattern(_ text: String) throws -> Pattern {
    do throws(Pattern.SyntaxError) {
      return try Pattern(text, isCaseInsensitive: true)
    } catch {
      throw Problem(
        "/\(text)/ is no regular expression.", cause: error.reason, remedy: "Correct it, or leave the slashes out for plain words.",
        kind: .usage)
    }
  }
}

extension AlertCondition {
  /// The list's own words: all of them must hold.
  static func words(_ filter: String) -> AlertCondition {
    .all(
      FilterSyntax.words(filter).map { word in
        var plain = word
        plain.isNegated = false
        return word.isNegated ? .not(.word(plain)) : .word(plain)
      })
  }

  /// Regular expressions that stand in it.
  var patterns: [String] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.patterns)
    case .not(let part): part.patterns
    case .word(let word): word.isPattern ? [word.text] : []
    case .compare, .oneOf, .text: []
    }
  }
}
