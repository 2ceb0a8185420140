package import Casefile

/// The themes this program carries, and those an author adds; later ones of the same name win.
package struct ThemeShelf: Equatable, Sendable {
  /// In the order of the theme list.
  package private(set) var themes: [ThemeFile] = []
  /// What was wrong with any of them; a theme that cannot be read is left out.
  package private(set) var problems: [Problem] = []

  package init() {}

  /// The themes that are part of the program, in the order they are offered.
  package static let builtIn: ThemeShelf = {
    var shelf = ThemeShelf()
    let files = [
      ("dusk", PackageResources.dusk_toml), ("paper", PackageResources.paper_toml), ("contrast", PackageResources.contrast_toml),
      ("lucid", PackageResources.lucid_toml), ("gruvbox", PackageResources.gruvbox_toml), ("nord", PackageResources.nord_toml),
      ("catppuccin", PackageResources.catppuccin_toml), ("mono", PackageResources.mono_toml),
    ]
    for (name, bytes) in files { shelf.add(String(decoding: bytes, as: UTF8.self), file: name + ".toml") }
    return shelf
  }()

  /// Reads a theme and puts it on the shelf in place of one of the same name.
  package mutating func add(_ text: String, file: String) {
    do {
      let reading = try ThemeFile.reading(text, file: file)
      problems += reading.warnings
      if let place = themes.firstIndex(where: { $0.name == reading.theme.name }) {
        themes[place] = reading.theme
      } else {
        themes.append(reading.theme)
      }
    } catch let problem as Problem {
      problems.append(problem)
    } catch {
      problems.append(Problem("The theme \(file) cannot be read.", cause: String(describing: error)))
    }
  }

  /// The theme of that name.
  package subscript(name: String) -> ThemeFile? { themes.first { $0.name == name } }

  /// The theme and those it inherits from, nearest first; a ring ends where it would repeat.
  package func lineage(of name: String) -> [ThemeFile] {
    var line: [ThemeFile] = []
    var next: String? = name
    while let wanted = next, let theme = self[wanted], !line.contains(where: { $0.name == wanted }) {
      line.append(theme)
      next = theme.inherits
    }
    return line
  }
}
