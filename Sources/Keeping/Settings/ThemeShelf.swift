package import Casefile

/// The themes this program carries, and those an author adds; later ones of the same name win.
///
/// The program's own are read when they are first asked for: a start needs one of them, and reading all would delay the first frame.
package struct ThemeShelf: Equatable, Sendable {
  private let hasBuiltIn: Bool
  /// Those that were added, in their order.
  private var added: [ThemeFile] = []
  /// What was wrong with any that was added; a theme that cannot be read is left out.
  package private(set) var problems: [Problem] = []

  package init() { hasBuiltIn = false }

  private init(hasBuiltIn: Bool) { self.hasBuiltIn = hasBuiltIn }

  /// The themes that are part of the program.
  package static let builtIn = ThemeShelf(hasBuiltIn: true)

  /// The names in the order of the theme list.
  package var names: [String] {
    let own = hasBuiltIn ? BuiltInTheme.allCases.map(\.rawValue) : []
    return own + added.map(\.name).filter { !own.contains($0) }
  }

  /// In the order of the theme list.
  package var themes: [ThemeFile] { names.compactMap { self[$0] } }

  /// Reads a theme and puts it on the shelf in place of one of the same name.
  package mutating func add(_ text: String, file: String) {
    do {
      let reading = try ThemeFile.reading(text, file: file)
      problems += reading.warnings
      if let place = added.firstIndex(where: { $0.name == reading.theme.name }) {
        added[place] = reading.theme
      } else {
        added.append(reading.theme)
      }
    } catch let problem as Problem {
      problems.append(problem)
    } catch {
      problems.append(Problem("The theme \(file) cannot be read.", cause: String(describing: error)))
    }
  }

  /// The theme of that name.
  package subscript(name: String) -> ThemeFile? {
    if let own = added.first(where: { $0.name == name }) { return own }
    return hasBuiltIn ? BuiltInTheme(rawValue: name)?.reading?.theme : nil
  }

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
