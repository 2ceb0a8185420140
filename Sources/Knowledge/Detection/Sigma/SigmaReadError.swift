/// Why a text is not a rule that can be run.
package enum SigmaReadError: Error, Equatable, Sendable {
  case notYAML(reason: String, line: Int?)
  case missing(key: String)
  case wrongType(key: String, expected: String)
  case unknownLevel(String)
  case unknownModifier(String)
  case unknownSelection(String)
  case badCondition(String, reason: String)
  case badPattern(String, reason: String)
  case tooLarge(reason: String)
  /// A log source for which no table is known.
  case unknownLogSource(String)
}

extension SigmaReadError: CustomStringConvertible {
  /// One sentence for people.
  package var description: String {
    switch self {
    case .notYAML(let reason, let line): "not YAML\(line.map { " (line \($0))" } ?? ""): \(reason)"
    case .missing(let key): "the rule has no '\(key)'"
    case .wrongType(let key, let expected): "'\(key)' should be \(expected)"
    case .unknownLevel(let level): "unknown level '\(level)'"
    case .unknownModifier(let modifier): "the modifier '\(modifier)' is not supported"
    case .unknownSelection(let name): "the condition names '\(name)', which the detection does not have"
    case .badCondition(let text, let reason): "the condition '\(text)' cannot be read: \(reason)"
    case .badPattern(let text, let reason): "'\(text)' is no pattern: \(reason)"
    case .tooLarge(let reason): "the rule is too large: \(reason)"
    case .unknownLogSource(let name): "no table holds events of \(name)"
    }
  }
}
