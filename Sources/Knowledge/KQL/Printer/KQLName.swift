/// Turns names of tables, columns and functions into KQL text.
package enum KQLName {
  /// The name as it stands where it is plain, else `['odd name']`; no name can ever be more than one name.
  package static func text(_ name: String) -> String {
    isPlain(name) ? name : "[" + KQLLiteral.quoted(name, in: "'") + "]"
  }

  /// Letters, digits and underscores, no digit first, and no word of the grammar.
  static func isPlain(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
    let isSpelledPlain = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }
    return isSpelledPlain && Word(rawValue: name) == nil && !typeWords.contains(name)
  }

  private static let typeWords: Set<String> = [
    "datetime", "date", "timespan", "time", "guid", "int", "long", "real", "double", "decimal", "bool", "boolean", "uuid", "uniqueid",
    "int32", "int64", "float", "h", "H",
  ]
}
