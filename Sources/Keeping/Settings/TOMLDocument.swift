import Casefile
import TOMLKit

/// A TOML file as plain values, with the place of a syntax mistake.
enum TOMLDocument {
  static func reading(_ text: String, file: String, example: String) throws -> JSONValue {
    do {
      return try JSONValue(parsing: try table(text, file: file).convert(to: .json))
    } catch let error as TOMLParseError {
      throw Problem(
        "\(file) is not valid TOML.", cause: "Line \(error.source.begin.line): \(error.description).",
        remedy: "Mend that line; \(example) shows how it is written.")
    } catch let error as JSONSyntaxError {
      throw Problem("\(file) cannot be read.", cause: error.message, remedy: "Write numbers and texts without special values.")
    }
  }
}

extension TOMLDocument {
  /// Bytes of a file; a configuration is a page or two.
  private static let mostBytes = 1_000_000
  /// Parts of a dotted name.
  private static let mostParts = 32

  /// The text as a table. What the parser itself cannot bear is refused first: it stops the program at a header that begins with anything
  /// but a name, and needs time and memory without end for names of thousands of parts.
  static func table(_ text: String, file: String) throws -> TOMLTable {
    guard text.utf8.count <= mostBytes else {
      throw Problem("\(file) is too long.", cause: "It has \(text.utf8.count) bytes.", remedy: "A configuration has \(mostBytes) at most.")
    }
    for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      guard let fault = fault(in: line) else { continue }
      throw Problem(
        "\(file) is not valid TOML.", cause: "Line \(number + 1): \(fault).", remedy: "Write a table as [name] or [\"name\"].")
    }
    return try TOMLTable(string: text)
  }

  /// What of a line the parser must not see; nil for nearly all.
  private static func fault(in line: Substring) -> String? {
    let start = line.drop { $0 == " " || $0 == "\t" }
    let isHeader = start.first == "["
    let name = isHeader ? start.drop { $0 == "[" } : start.prefix { $0 != "=" }
    if name.utf8.filter({ $0 == UInt8(ascii: ".") }).count > mostParts, name.first != "#" { return "a name of too many parts" }
    // Lines inside of lists begin with brackets too; only what could be a table's header is looked at.
    guard isHeader, start.prefix(while: { $0 == "[" }).count <= 3 else { return isHeader ? "too many brackets" : nil }
    let first = name.drop { $0 == " " || $0 == "\t" }.unicodeScalars.first
    guard let first else { return "a table without a name" }
    let isPlain = first.isASCII && (first.properties.isAlphabetic || ("0"..."9").contains(first) || first == "_" || first == "-")
    return isPlain || first == "\"" || first == "'" || first == "]" || first == "{" ? nil : "a table's name cannot begin so"
  }
}

/// Reads members of one table by name and type, and knows at the end which nobody asked for.
struct TableReader {
  let file: String
  /// Dotted path of the table; empty for the root.
  let path: String
  private let members: JSONObject
  private var asked: Set<String> = []

  init(_ value: JSONValue?, file: String, path: String = "") throws {
    self.file = file
    self.path = path
    guard let value, value != .null else {
      members = JSONObject()
      return
    }
    guard let object = value.object else { throw TableReader.wrong(file, path, "a table", value) }
    members = object
  }

  var keys: [String] { members.keys }

  mutating func value(_ key: String) -> JSONValue? {
    asked.insert(key)
    return members[key]
  }

  mutating func string(_ key: String) throws -> String? { try read(key, "text in quotes") { $0.string } }
  mutating func bool(_ key: String) throws -> Bool? { try read(key, "true or false") { $0.bool } }
  mutating func int(_ key: String) throws -> Int? { try read(key, "a whole number") { $0.integer.map(Int.init(clamping:)) } }
  mutating func double(_ key: String) throws -> Double? { try read(key, "a number") { $0.double } }

  mutating func strings(_ key: String) throws -> [String]? {
    try read(key, "a list of texts") { value in
      guard let items = value.array else { return nil }
      let texts = items.compactMap(\.string)
      return texts.count == items.count ? texts : nil
    }
  }

  mutating func choice<Choice: RawRepresentable & CaseIterable>(_ key: String) throws -> Choice? where Choice.RawValue == String {
    let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    return try read(key, "one of \(names)") { $0.string.flatMap(Choice.init(rawValue:)) }
  }

  mutating func table(_ key: String) throws -> TableReader { try TableReader(value(key), file: file, path: path(of: key)) }

  func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  private mutating func read<Result>(_ key: String, _ expected: String, _ convert: (JSONValue) -> Result?) throws -> Result? {
    guard let value = value(key) else { return nil }
    guard let result = convert(value) else { throw TableReader.wrong(file, path(of: key), expected, value) }
    return result
  }

  static func wrong(_ file: String, _ path: String, _ expected: String, _ found: JSONValue) -> Problem {
    Problem(
      "\(file): \(path) has the wrong type.", cause: "Expected \(expected), found \(describe(found)).", remedy: "Set \(path) right.",
      kind: .usage)
  }

  /// What stands there, without repeating a text that might be a secret.
  private static func describe(_ value: JSONValue) -> String {
    switch value {
    case .string: "a text"
    case .integer, .number, .bool: value.text
    case .array: "a list"
    case .object: "a table"
    case .null: "nothing"
    }
  }

  /// One warning for each key that nobody asked for, with the nearest that is known.
  func unknownKeys() -> [Problem] {
    keys.filter { !asked.contains($0) }.map { key in
      let meant = Spelling.nearest(to: key, among: asked, limit: 1).first
      return Problem(
        "\(file): nothing reads \(path(of: key)).", remedy: meant.map { "Did you mean \($0)?" } ?? "Remove it.")
    }
  }
}
