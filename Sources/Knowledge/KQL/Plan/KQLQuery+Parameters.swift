package import Casefile

/// A parameter that a query declares: `declare query_parameters(host:string = "WS-1");`.
package struct KQLParameter: Hashable, Sendable {
  package var name: String
  package var type: ColumnType
  /// The default as text; empty when the declaration has none.
  package var value: String
}

extension KQLParameter {
  /// Whether a text can be read as a value of this parameter.
  package func takes(_ text: String) -> Bool { type.value(reading: text) != nil }
}

extension KQLQuery {
  /// The parameters the query declares, in order.
  package var parameters: [KQLParameter] {
    declarations.flatMap { statement in
      (statement.child(.parameterList)?.children(.parameter) ?? []).compactMap { parameter in
        let parts = parameter.children
        guard parts.count >= 2, let name = parts[0].nameText, let type = ColumnType(name: parts[1].nameText ?? "") else { return nil }
        let value = parts.count > 2 ? parts[2].literal?.value?.text ?? parts[2].text : ""
        return KQLParameter(name: name, type: type, value: value)
      }
    }
  }

  /// The query with each parameter said by a `let` instead of a declaration, so that it runs wherever KQL runs.
  ///
  /// Nil when a value cannot be read as its parameter's type; `values` without a parameter are left out, a parameter without a value keeps
  /// its default.
  package func setting(_ values: [String: String]) -> KQLQuery? {
    var lets: [String] = []
    for parameter in parameters {
      guard let value = parameter.type.value(reading: values[parameter.name] ?? parameter.value) else { return nil }
      let statement: KQLFragment = "let \(name: parameter.name) = \(value);"
      lets.append(statement.text)
    }
    guard let first = declarations.first else { return self }
    var bytes = tree.bytes
    for statement in declarations.reversed() {
      var end = statement.range.upperBound
      while end < bytes.count, bytes[end] == UInt8(ascii: ";") || bytes[end] == 0x20 { end += 1 }
      bytes.replaceSubrange(statement.range.lowerBound..<end, with: statement == first ? Array(lets.joined(separator: "\n").utf8) : [])
    }
    return KQLQuery(parsing: String(decoding: bytes, as: UTF8.self))
  }

  private var declarations: [SyntaxNode] { syntax.children.filter { $0.kind == .declareParametersStatement } }
}

extension ColumnType {
  /// A text as a value of this type; nil when it is none.
  fileprivate func value(reading text: String) -> Value? {
    let trimmed = text.trimmingBlanks
    switch self {
    case .string: return .string(text)
    case .bool: return ["true": .bool(true), "false": .bool(false)][trimmed.lowercased()]
    case .int, .long: return Int64(trimmed).map { .long($0) }
    case .real: return Double(trimmed).map { .real($0) }
    case .decimal:
      let digits = trimmed.drop { $0 == "-" }
      let isNumber = digits.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") } && digits.contains { $0.isNumber }
      return isNumber && digits.split(separator: ".", omittingEmptySubsequences: false).count <= 2 ? .decimal(trimmed) : nil
    case .datetime: return DateTime(trimmed).map { .datetime($0) }
    case .timespan: return KQLQuery(parsing: "print " + trimmed).timespan ?? TimeSpan(trimmed).map { .timespan($0) }
    case .guid:
      let parts = trimmed.split(separator: "-", omittingEmptySubsequences: false).map(\.count)
      let isGuid = parts == [8, 4, 4, 4, 12] && trimmed.allSatisfy { $0 == "-" || $0.isHexDigit && $0.isASCII }
      return isGuid ? .guid(trimmed.lowercased()) : nil
    case .dynamic: return (try? JSONValue(parsing: trimmed)).map { .dynamic($0) }
    }
  }
}

extension KQLQuery {
  /// The span that a query which only prints one says: `7d`.
  fileprivate var timespan: Value? {
    guard isWellFormed, let body = syntax.children.first?.expressions.first else { return nil }
    let source = body.kind == .pipeline ? body.children.first : body
    guard source?.kind == .printSource, let value = source?.expressions.first?.literal?.value, case .timespan = value else { return nil }
    return value
  }
}
