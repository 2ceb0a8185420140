package import Casefile
internal import TOMLKit

/// A theme as its author wrote it: names of colours and what each role looks like, still as text.
///
/// Workbench turns it into styles, because only Workbench knows the roles.
package struct ThemeFile: Equatable, Sendable {
  /// What one role looks like; nil and empty leave the look to the role's parents.
  package struct Look: Equatable, Sendable {
    /// A palette name, `#rrggbb`, or `default` for the terminal's own colour.
    package var foreground: String?
    package var background: String?
    /// `bold`, `dim`, `italic`, `underline`, `reverse`.
    package var attributes: [String]

    package init(foreground: String? = nil, background: String? = nil, attributes: [String] = []) {
      self.foreground = foreground
      self.background = background
      self.attributes = attributes
    }
  }

  /// Whether the theme is meant for a dark or a light terminal.
  package enum Appearance: String, CaseIterable, Sendable {
    case dark
    case light
    case mono
  }

  package var name: String
  /// One sentence for the theme list.
  package var summary: String
  /// The name of the theme that says what this one does not; nil for none.
  package var inherits: String?
  package var appearance: Appearance
  /// Colour names to `#rrggbb`.
  package var palette: [String: String]
  /// Dotted role names to looks.
  package var roles: [String: Look]

  package init(
    name: String, summary: String = "", inherits: String? = nil, appearance: Appearance = .dark, palette: [String: String] = [:],
    roles: [String: Look] = [:]
  ) {
    self.name = name
    self.summary = summary
    self.inherits = inherits
    self.appearance = appearance
    self.palette = palette
    self.roles = roles
  }
}

extension ThemeFile {
  /// The attributes a look may name.
  package static let attributeNames = ["bold", "dim", "italic", "underline", "reverse"]

  /// A theme and what its author should know about it: misspelt keys, colours that are none.
  package struct Reading: Equatable, Sendable {
    package var theme: ThemeFile
    package var warnings: [Problem]
  }

  /// Reads one theme. Throws a `Problem` with file and place when it is no TOML or a key has the wrong type.
  package static func reading(_ text: String, file: String) throws -> Reading {
    let table: TOMLTable
    do {
      table = try TOMLDocument.table(text, file: file)
    } catch let error as TOMLParseError {
      throw Problem(
        "The theme \(file) is not valid TOML.", cause: "Line \(error.source.begin.line): \(error.description).",
        remedy: "Mend that line; `\"severity.high\" = \"red bold\"` shows how a role is written.")
    }
    var reader = ThemeReader(file: file)
    return try reader.theme(table)
  }
}

/// Walks a theme's tables and gathers what is odd about them.
private struct ThemeReader {
  let file: String
  var warnings: [Problem] = []

  private static let known = ["name", "summary", "inherits", "appearance", "palette", "roles"]

  mutating func theme(_ table: TOMLTable) throws -> ThemeFile.Reading {
    for key in table.keys where !Self.known.contains(key) { warn(unknown: key, among: Self.known) }
    var theme = ThemeFile(name: try text(table, "name") ?? file)
    theme.summary = try text(table, "summary") ?? ""
    theme.inherits = try text(table, "inherits")
    if let word = try text(table, "appearance") {
      guard let appearance = ThemeFile.Appearance(rawValue: word) else { throw wrong("appearance", "dark, light or mono") }
      theme.appearance = appearance
    }
    for (name, colour) in try texts(table, "palette") {
      guard Self.isHex(colour) else { throw wrong("palette.\(name)", "a colour such as \"#7aa2f7\"") }
      if ThemeFile.attributeNames.contains(name) {
        warnings.append(
          Problem(
            "The theme \(file) calls a colour \(name), which is an attribute.", cause: "In a role the attribute is taken, not the colour.",
            remedy: "Give the colour another name."))
      }
      theme.palette[name] = colour
    }
    for (role, words) in try texts(table, "roles") { theme.roles[role] = look(words) }
    return ThemeFile.Reading(theme: theme, warnings: warnings)
  }

  /// `red bold on night`: attributes, at most one foreground, and a background after `on`.
  private func look(_ words: String) -> ThemeFile.Look {
    var look = ThemeFile.Look()
    var isBackground = false
    for word in words.split(separator: " ").map(String.init) {
      if word == "on" {
        isBackground = true
      } else if isBackground {
        look.background = word
        isBackground = false
      } else if ThemeFile.attributeNames.contains(word) {
        look.attributes.append(word)
      } else {
        look.foreground = word
      }
    }
    return look
  }

  private func text(_ table: TOMLTable, _ key: String) throws -> String? {
    guard let value = table[key] else { return nil }
    guard let text = value.string else { throw wrong(key, "text in quotes") }
    return text
  }

  private func texts(_ table: TOMLTable, _ key: String) throws -> [(String, String)] {
    guard let value = table[key] else { return [] }
    guard let inner = value.table else { throw wrong(key, "a table") }
    return try inner.keys.map { name in
      guard let text = inner[name]?.string else { throw wrong("\(key).\(name)", "text in quotes") }
      return (name, text)
    }
  }

  private mutating func warn(unknown key: String, among known: [String]) {
    warnings.append(ThemeSpelling.warning(file: file, key: key, known: known))
  }

  private func wrong(_ key: String, _ expected: String) -> Problem {
    Problem("The theme \(file) cannot be used.", cause: "\(key) is not \(expected).", remedy: "Write \(expected) there.")
  }

  private static func isHex(_ text: String) -> Bool {
    text.hasPrefix("#") && (text.count == 7 || text.count == 4) && text.dropFirst().allSatisfy(\.isHexDigit)
  }
}
