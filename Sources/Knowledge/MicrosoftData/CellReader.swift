package import Casefile

/// What became of a cell that was read for a column.
package enum CellReading: Equatable, Sendable {
  case value(Value)
  /// It does not fit the column's type; the value is kept as text, or as dynamic when it was structured.
  case misfit(Value)

  /// The value, fitting or not.
  package var value: Value {
    switch self {
    case .value(let value), .misfit(let value): value
    }
  }
}

/// Reads one cell of a file or a response as the type of its column, never losing what was written.
package enum CellReader {
  /// How a response writes dynamic cells.
  package enum DynamicEncoding: Sendable {
    /// A string is a string, unless it holds an object or an array.
    case native
    /// A string is a string, whatever it holds, as newer servers of Data Explorer write it.
    case verbatim
    /// A string holds JSON, as Log Analytics writes it.
    case jsonText
  }

  /// Reads the text of a CSV cell; empty text is null in every type but string.
  package static func read(text: String, as type: ColumnType) -> CellReading {
    if type == .string { return .value(.string(text)) }
    let trimmed = text.trimmedBlanks
    if trimmed.isEmpty { return .value(.null) }
    return value(of: trimmed, as: type).map { .value($0) } ?? .misfit(.string(text))
  }

  /// Reads a cell of JSON.
  package static func read(
    json: JSONValue, as type: ColumnType, dynamicEncoding: DynamicEncoding = .native
  ) -> CellReading {
    if type == .dynamic { return .value(.dynamic(dynamic(json, dynamicEncoding))) }
    switch json {
    case .null: return .value(type == .string ? .string("") : .null)
    case .string(let text): return read(text: text, as: type)
    case .array, .object: return type == .string ? .value(.string(json.text)) : .misfit(.dynamic(json))
    case .bool(let flag):
      if type == .bool { return .value(.bool(flag)) }
      return type == .string ? .value(.string(flag ? "true" : "false")) : .misfit(.string(flag ? "true" : "false"))
    case .integer, .number:
      if type == .timespan, let ticks = json.integer { return .value(.timespan(TimeSpan(ticks: ticks))) }
      return read(text: json.text, as: type)
    }
  }

  private static func value(of text: String, as type: ColumnType) -> Value? {
    switch type {
    case .string: .string(text)
    case .bool: bool(text)
    case .int: integer(text).flatMap { Int32(exactly: $0) == nil ? nil : .long($0) }
    case .long: integer(text).map { .long($0) }
    case .real: real(text).map { .real($0) }
    case .decimal: isDecimal(text) ? .decimal(text) : nil
    case .datetime: (DateTime(text) ?? AmericanDate.read(text, by: .portal)).map { .datetime($0) }
    case .timespan: TimeSpan(text).map { .timespan($0) }
    case .guid: guid(text).map { .guid($0) }
    case .dynamic: .dynamic(dynamic(.string(text), .jsonText))
    }
  }

  private static func bool(_ text: String) -> Value? {
    switch text.lowercased() {
    case "true", "1", "1.0": .bool(true)
    case "false", "0", "0.0": .bool(false)
    default: nil
    }
  }

  /// Decimal or `0x` hexadecimal digits, or a number whose fraction is zero, as data frames write integers.
  private static func integer(_ text: String) -> Int64? {
    if let number = Int64(text) { return number }
    if text.hasPrefix("0x") || text.hasPrefix("0X") { return Int64(text.dropFirst(2), radix: 16) }
    guard isNumber(text), let number = Double(text), NumberText.isHeld(text) else { return nil }
    return Int64(exactly: number)
  }

  private static func real(_ text: String) -> Double? {
    switch text.lowercased() {
    case "nan": return .nan
    case "infinity", "inf", "+infinity": return .infinity
    case "-infinity", "-inf": return -.infinity
    // What is too large for a double is no infinity.
    default: return isNumber(text) ? Double(text).flatMap { $0.isFinite ? $0 : nil } : nil
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }
  }

  private static func isDecimal(_ text: String) -> Bool {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    return (1...2).contains(parts.count) && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }

  private static func guid(_ text: String) -> String? {
    let bare = text.hasPrefix("{") && text.hasSuffix("}") ? String(text.dropFirst().dropLast()) : text
    let groups = bare.split(separator: "-", omittingEmptySubsequences: false)
    guard groups.map({ $0.utf8.count }) == [8, 4, 4, 4, 12],
      bare.utf8.allSatisfy({ $0 == 0x2D || Character(Unicode.Scalar($0)).isHexDigit })
    else { return nil }
    return bare.lowercased()
  }

  private static func dynamic(_ json: JSONValue, _ encoding: DynamicEncoding) -> JSONValue {
    guard encoding != .verbatim, case .string(let text) = json else { return json }
    let trimmed = text.trimmedBlanks
    let isStructured = trimmed.hasPrefix("{") || trimmed.hasPrefix("[")
    guard encoding == .jsonText || isStructured else { return json }
    if let parsed = try? JSONValue(parsing: trimmed) { return parsed }
    return PythonLiteral.read(trimmed) ?? json
  }
}

extension String {
  /// Without blanks, tabs and line ends at either side.
  var trimmedBlanks: String {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    let bytes = utf8
    guard let first = bytes.firstIndex(where: { !isBlank($0) }), let last = bytes.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(self[first...last])
  }
}
