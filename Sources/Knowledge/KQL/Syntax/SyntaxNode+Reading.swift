package import Casefile

extension SyntaxNode {
  /// The name that a name node spells: quotes and escapes taken away; nil for other nodes.
  package var nameText: String? {
    switch kind {
    case .name, .wildcard, .star: return text
    case .bracketedName:
      let parts = tokens.filter { $0.kind == .string }
      return parts.isEmpty ? nil : parts.map { LiteralReading.string(tree.bytes[$0.range]) }.joined()
    default: return nil
    }
  }

  /// The text of a string literal, parts side by side joined.
  package var stringValue: String? {
    guard kind == .stringLiteral else { return nil }
    return tokens.map { LiteralReading.string(tree.bytes[$0.range]) }.joined()
  }

  /// The type and value of a literal; the value is nil when the literal is malformed, all is nil for what is no literal.
  package var literal: (type: ColumnType, value: Value?)? {
    switch kind {
    case .stringLiteral: return (.string, stringValue.map { .string($0) })
    case .longLiteral: return (.long, LiteralReading.long(text).map { .long($0) })
    case .realLiteral: return (.real, Double(text.hasSuffix(".") ? text + "0" : text).map { .real($0) })
    case .timespanLiteral: return (.timespan, LiteralReading.timespan(text).map { .timespan($0) })
    case .boolLiteral: return (.bool, .bool(text == "true"))
    case .typedLiteral: return LiteralReading.typed(text)
    case .dynamicLiteral: return (.dynamic, children.first?.jsonValue().map { .dynamic($0) })
    case .unary: return negatedLiteral
    default: return nil
    }
  }

  private var negatedLiteral: (type: ColumnType, value: Value?)? {
    guard let sign = firstToken, let inner = children.first, inner.kind != .unary, let literal = inner.literal else { return nil }
    guard sign.kind == .minus else { return literal }
    // The least long has no positive twin.
    if inner.kind == .longLiteral, inner.text == "9223372036854775808" { return (.long, .long(.min)) }
    switch literal.value {
    case .long(let number): return (.long, .long(0 &- number))
    case .real(let number): return (.real, .real(-number))
    case .timespan(let span): return (.timespan, .timespan(TimeSpan(ticks: 0 &- span.ticks)))
    default: return nil
    }
  }

  /// The JSON that a part of a dynamic literal spells; nesting is bounded by the parser.
  func jsonValue() -> JSONValue? {
    switch kind {
    case .dynamicArray:
      return .array(children.compactMap { $0.jsonValue() })
    case .dynamicObject:
      var object = JSONObject()
      for entry in children where entry.kind == .dynamicEntry {
        let parts = entry.children
        guard parts.count == 2, let key = parts[0].nameText, let value = parts[1].jsonValue() else { return nil }
        object[key] = value
      }
      return .object(object)
    case .nullLiteral: return .null
    case .dynamicLiteral: return children.first?.jsonValue()
    default: return literal?.value.flatMap(JSONValue.init(scalar:))
    }
  }
}

extension JSONValue {
  /// What a scalar becomes inside a dynamic value.
  init?(scalar value: Casefile.Value) {
    switch value {
    case .null: self = .null
    case .bool(let flag): self = .bool(flag)
    case .long(let number): self = .integer(number)
    case .real(let number): self = .number(number)
    case .dynamic(let inner): self = inner
    default: self = .string(value.text)
    }
  }
}
