import Canvas
import Casefile
import Settings
import Testing
import Workbench

@Suite("Themes")
struct ThemeTests {
  private static let coloured = ["dusk", "paper", "contrast", "lucid", "gruvbox", "nord", "catppuccin"]

  @Test("Every theme is read without a warning, and every role and colour it names exists")
  func sound() {
    #expect(ThemeShelf.builtIn.names == ["dusk", "paper", "contrast", "lucid", "gruvbox", "nord", "catppuccin", "mono"])
    for theme in BuiltInTheme.allCases {
      #expect(theme.reading?.theme.name == theme.rawValue)
      #expect(theme.reading?.warnings == [])
    }
    #expect(ThemeShelf.builtIn.roleProblems == [])
    for theme in ThemeShelf.builtIn.themes { #expect(!theme.summary.isEmpty) }
  }

  @Test("Every role of a coloured theme is given a look, so that authors see them all")
  func complete() {
    for theme in ThemeShelf.builtIn.themes where theme.appearance != .mono {
      for role in Role.allCases { #expect(theme.roles[role.rawValue] != nil, "\(theme.name) lacks \(role.rawValue)") }
    }
  }

  @Test("Roles have letters of their own and parents that end at text")
  func roles() {
    #expect(Set(Role.allCases.map(\.letter)).count == Role.allCases.count)
    #expect(Role.mitreExecution.parent == .mitre)
    #expect(Role.mitre.parent == .text)
    #expect(Role.text.parent == nil)
    for role in Role.allCases {
      var steps = 0
      var next = role.parent
      while let current = next, steps < 9 {
        next = current.parent
        steps += 1
      }
      #expect(steps < 4)
    }
  }

  @Test("What is read has a contrast of 4.5:1 or more, after reduction to 256 colours", arguments: ThemeTests.coloured)
  func contrast(name: String) {
    let theme = Theme(named: name, from: .builtIn, depth: .palette)
    let ground = theme.ground.background
    let windows = theme[.overlay].background
    for role in Role.allCases where role.isRead {
      let style = theme[role]
      let grounds = style.background == .standard ? [ground, windows] : [style.background]
      for background in grounds {
        let ratio = ThemeTests.contrast(style.foreground, background)
        #expect(ratio >= 4.5, "\(name) \(role.rawValue): \(ratio)")
      }
    }
    let least: [Role] = [.text, .textDim, .severityHigh, .severityMedium, .severityLow, .time, .mark]
    for role in least {
      #expect(ThemeTests.contrast(theme[role].foreground, theme[.cursorRow].background) >= 4.5, "\(name) \(role.rawValue)")
    }
  }

  @Test("The fifteen tactics have fifteen colours at 256 colours", arguments: ThemeTests.coloured)
  func tactics(name: String) {
    let theme = Theme(named: name, from: .builtIn, depth: .palette)
    let roles = Role.allCases.filter { $0.parent == .mitre }
    #expect(roles.count == 15)
    #expect(Set(roles.map { theme[$0].foreground }).count == 15)
  }

  @Test("Without colours no theme shows one, and weight still tells the cursor and what is wrong")
  func mono() {
    for name in ThemeTests.coloured + ["mono"] {
      let theme = Theme(named: name, from: .builtIn, depth: .mono)
      for role in Role.allCases {
        #expect(theme[role].foreground == .standard)
        #expect(theme[role].background == .standard)
      }
      #expect(theme[.bad].attributes.contains(.bold))
      #expect(theme[.cursorRow].attributes.contains(.bold))
    }
  }

  @Test(
    "At sixteen and eight colours only the terminal's own are used, nothing falls on its ground, and signs stay apart", arguments: coloured)
  func few(name: String) {
    for depth in [ColourDepth.sixteen, .eight] {
      let theme = Theme(named: name, from: .builtIn, depth: depth)
      for signs in [[Role.severityHigh, .severityMedium, .severityLow], [.good, .warning, .bad]] {
        #expect(Set(signs.map { theme[$0].foreground }).count == 3, "\(name) at \(depth): \(signs.map { theme[$0].foreground })")
      }
      for role in Role.allCases where role.isRead {
        let ground = theme[role].background == .standard ? theme.ground.background : theme[role].background
        #expect(theme[role].foreground != ground, "\(name) \(role.rawValue) at \(depth)")
      }
      for role in Role.allCases {
        if case .palette(let index) = theme[role].foreground { #expect(Int(index) < depth.rawValue) }
        if case .rgb = theme[role].foreground { Issue.record("\(role.rawValue) kept a true colour") }
      }
    }
  }

  @Test("The ground is left to the terminal on request; windows and the cursor's row keep theirs")
  func terminalGround() {
    let theme = Theme(named: "dusk", from: .builtIn, depth: .palette, keepsTerminalGround: true)
    #expect(theme.ground.background == .standard)
    #expect(theme[.overlay].background != .standard)
    #expect(theme[.cursorRow].background != .standard)
  }

  @Test("A colour that is called like an attribute is told: the attribute would be taken")
  func attributeNames() {
    var shelf = ThemeShelf()
    shelf.add("name = \"x\"\n[palette]\ndim = \"#777777\"\n", file: "x.toml")
    #expect(shelf.problems.count == 1)
  }

  @Test("A theme inherits what it does not say, and a ring of heirs ends")
  func inherits() {
    var shelf = ThemeShelf.builtIn
    shelf.add(
      "name = \"mine\"\ninherits = \"dusk\"\n[palette]\nred = \"#ff0000\"\n[roles]\n\"mitre\" = \"#00ff00 bold\"\n", file: "mine.toml")
    shelf.add("name = \"a\"\ninherits = \"b\"\n", file: "a.toml")
    shelf.add("name = \"b\"\ninherits = \"a\"\n", file: "b.toml")
    let theme = Theme(named: "mine", from: shelf, depth: .direct)
    #expect(theme[.severityHigh].foreground == .rgb(255, 0, 0))
    #expect(theme[.mitre].foreground == .rgb(0, 255, 0))
    #expect(theme[.good].foreground == Theme(named: "dusk", from: shelf, depth: .direct)[.good].foreground)
    #expect(Theme(named: "a", from: shelf, depth: .direct)[.good].foreground == .standard)
    #expect(shelf.problems == [])
  }

  @Test("A misspelt role, an unknown key and a nameless colour are warnings with the nearest name")
  func warnings() {
    var shelf = ThemeShelf()
    shelf.add(
      "name = \"x\"\nappearence = \"dark\"\n[palette]\nred = \"#f00\"\n[roles]\n\"severity.hihg\" = \"rde\"\n\"good\" = \"rde\"\n",
      file: "x.toml")
    #expect(shelf.problems.first?.remedy == "Did you mean appearance?")
    #expect(shelf.roleProblems.compactMap(\.remedy) == ["Did you mean red?", "Did you mean severity.high?"])
  }

  @Test("A theme that is no TOML, or has a wrong type, is left out and said so with its place")
  func broken() {
    var shelf = ThemeShelf()
    shelf.add("name = \"x\"\nroles = 3\n", file: "x.toml")
    shelf.add("name = \"y\"\n\n[palette\n", file: "y.toml")
    shelf.add("[palette]\nred = \"blood\"\n", file: "z.toml")
    #expect(shelf.themes.isEmpty)
    #expect(shelf.problems.count == 3)
    #expect(shelf.problems[0].cause == "roles is not a table.")
    #expect(shelf.problems[1].cause?.contains("Line 3") == true)
  }

  /// WCAG 2 contrast of two colours.
  private static func contrast(_ left: Colour, _ right: Colour) -> Double {
    let (one, two) = (luminance(left), luminance(right))
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)
  }

  private static func luminance(_ colour: Colour) -> Double {
    guard let parts = colour.components else { return 0 }
    func linear(_ part: Int) -> Double {
      let value = Double(part) / 255
      guard value > 0.03928 else { return value / 12.92 }
      // Newton's fifth root: x^2.4 is x² times the fifth root of x².
      let base = (value + 0.055) / 1.055
      let square = base * base
      var root = 1.0
      for _ in 0..<40 { root -= (root * root * root * root * root - square) / (5 * root * root * root * root) }
      return square * root
    }
    return 0.2126 * linear(parts.red) + 0.7152 * linear(parts.green) + 0.0722 * linear(parts.blue)
  }
}
