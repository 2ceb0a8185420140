import Casefile
import MicrosoftData

/// Tells the type of a column no reference knows by its first cells.
enum ColumnGuess {
  /// Numbers only where their text comes back the same; anything in doubt is a string.
  static func type(of cells: [JSONValue]) -> ColumnType {
    let filled = cells.filter { $0 != .null && $0 != .string("") }
    guard !filled.isEmpty else { return .string }
    for candidate in [ColumnType.bool, .long, .real, .datetime] where filled.allSatisfy({ fits($0, candidate) }) { return candidate }
    return filled.contains { $0.array != nil || $0.object != nil } ? .dynamic : .string
  }

  private static func fits(_ cell: JSONValue, _ type: ColumnType) -> Bool {
    switch (type, cell) {
    case (.bool, .bool), (.long, .integer), (.real, .integer), (.real, .number): true
    case (.bool, .string(let text)): ["true", "false", "True", "False"].contains(text)
    case (.long, .string(let text)), (.real, .string(let text)): isSame(text, type)
    case (.datetime, .string(let text)): looksLikeTime(text) && DateTime(text) != nil
    default: false
    }
  }

  /// True when the number that `text` is read as has `text` as its own text, so that nothing is lost.
  static func isSame(_ text: String, _ type: ColumnType) -> Bool {
    guard case .value(let value) = CellReader.read(text: text, as: type) else { return false }
    return value.text == text
  }

  /// A date with a time; a bare year or date may well be something else.
  private static func looksLikeTime(_ text: String) -> Bool { text.utf8.count >= 16 && text.utf8.contains(UInt8(ascii: ":")) }
}
