package import Canvas
package import Casefile
package import Settings

/// What every role looks like on this terminal.
package struct Theme: Sendable {
  package let name: String
  /// The look of an empty cell: the theme's ground.
  package let ground: Style
  private let styles: [Role: Style]

  /// Makes the theme of that name for a terminal of that many colours; unknown names and roles without a look stay plain.
  ///
  /// Without colours the attributes of the theme `mono` are taken, so that weight and underline tell what colour cannot.
  ///
  /// `keepsTerminalGround` leaves the background to the terminal, transparent or not; windows and raised rows keep theirs.
  package init(named name: String, from shelf: ThemeShelf, depth: ColourDepth, keepsTerminalGround: Bool = false) {
    let isMono = depth == .mono && shelf["mono"] != nil
    let lineage = shelf.lineage(of: isMono ? "mono" : name)
    var styles: [Role: Style] = [:]
    for role in Role.allCases { styles[role] = Theme.style(of: role, in: lineage, depth: depth) }
    let text = Theme.look(of: .text, in: lineage)?.background.map { Theme.colour($0, in: lineage, depth: depth) }
    self.name = name
    if depth == .sixteen || depth == .eight {
      for (role, style) in styles { styles[role] = Theme.legible(style, on: text ?? .standard) }
    }
    self.styles = styles
    self.ground = (styles[.text] ?? .plain).on(keepsTerminalGround ? .standard : text ?? .standard)
  }

  /// The look of a role; its background is `.standard` where the theme gives it none, which keeps the background that is there.
  package subscript(role: Role) -> Style { styles[role] ?? .plain }

  /// With few colours text may fall on its own ground; then it takes the one that is farthest from it.
  private static func legible(_ style: Style, on ground: Colour) -> Style {
    let below = style.background == .standard ? ground : style.background
    guard style.foreground == below, let parts = below.components else { return style }
    var style = style
    style.foreground = .palette(parts.red + parts.green + parts.blue > 380 ? 0 : 7)
    return style
  }

  private static func style(of role: Role, in lineage: [ThemeFile], depth: ColourDepth) -> Style {
    var foreground: Colour?
    var background: Colour?
    var attributes: Style.Attributes?
    var next: Role? = role
    while let current = next {
      if let look = look(of: current, in: lineage) {
        foreground = foreground ?? look.foreground.map { colour($0, in: lineage, depth: depth) }
        if current != .text { background = background ?? look.background.map { colour($0, in: lineage, depth: depth) } }
        attributes = attributes ?? Theme.attributes(look.attributes)
      }
      next = current.parent
    }
    return Style(
      foreground: foreground ?? .standard, background: background ?? .standard, attributes: attributes ?? [], letter: role.letter)
  }

  private static func look(of role: Role, in lineage: [ThemeFile]) -> ThemeFile.Look? {
    lineage.lazy.compactMap { $0.roles[role.rawValue] }.first
  }

  private static func colour(_ name: String, in lineage: [ThemeFile], depth: ColourDepth) -> Colour {
    let hex = lineage.lazy.compactMap { $0.palette[name] }.first ?? name
    return (Colour(hex: hex) ?? .standard).reduced(to: depth)
  }

  private static func attributes(_ names: [String]) -> Style.Attributes {
    var attributes: Style.Attributes = []
    for name in names {
      switch name {
      case "bold": attributes.insert(.bold)
      case "dim": attributes.insert(.dim)
      case "italic": attributes.insert(.italic)
      case "underline": attributes.insert(.underline)
      case "reverse": attributes.insert(.reverse)
      default: break
      }
    }
    return attributes
  }
}

extension ThemeShelf {
  /// What theme authors should know: roles that nothing draws, with the nearest one that is drawn, and colours that have no name.
  package var roleProblems: [Problem] {
    let known = Role.allCases.map(\.rawValue)
    return themes.flatMap { theme in
      let names = Set(lineage(of: theme.name).flatMap { $0.palette.keys })
      return theme.roles.sorted { $0.key < $1.key }.flatMap { role, look -> [Problem] in
        guard known.contains(role) else { return [ThemeSpelling.warning(file: theme.name, key: role, known: known)] }
        return [look.foreground, look.background].compactMap { $0 }
          .filter { $0 != "default" && !names.contains($0) && Colour(hex: $0) == nil }
          .map { colour in
            Problem(
              "The theme \(theme.name) uses a colour without a name: \(colour) in \(role).",
              remedy: Spelling.nearest(to: colour, among: names, limit: 1).first.map { "Did you mean \($0)?" })
          }
      }
    }
  }
}
