internal import Canvas
internal import Casefile

/// A sign-in code, large enough to be read from another screen.
enum SignInOverlay {
  static func draw(_ model: Model, _ state: SignInState, _ theme: Theme, _ surface: inout Surface) {
    let width = min(84, surface.size.width - 4)
    let letters = LargeText.lines(state.code, isASCII: surface.glyphs.isASCII)
    let isLarge = letters.allSatisfy { $0.cellWidth <= width - 4 } && surface.size.height >= 18
    // Below the large ones the code stands in plain letters, for signs that are not drawn and for who reads with a program.
    let plain = state.code.map(String.init).joined(separator: " ")
    let code = isLarge ? letters + ["", plain] : [plain]
    let words = Wording.signInSteps(state).wrapped(cells: max(8, width - 4)).map(String.init)
    let warning = state.isAtMicrosoft ? [] : Wording.notMicrosoft.wrapped(cells: max(8, width - 4)).map(String.init)
    let inside = Window.open(
      Wording.signInTitle, width: width, height: code.count + warning.count + words.count + 6, theme, &surface)
    var y = 0
    for line in warning {
      surface.draw(line, in: inside.row(y), theme[.bad])
      y += 1
    }
    for line in words {
      surface.draw(line, in: inside.row(y), theme[.text])
      y += 1
    }
    y += 1
    for line in code {
      surface.draw(line, in: inside.row(y), theme[.textStrong], align: .centre)
      y += 1
    }
    y += 1
    let left = max(0, Int((state.until - model.now).totalSeconds))
    surface.draw(Wording.signInUntil(left), in: inside.row(y), theme[left < 60 ? .warning : .textDim])
  }
}

/// Letters and digits five lines high, of the marks a terminal has everywhere.
enum LargeText {
  static func lines(_ text: String, isASCII: Bool) -> [String] {
    let dot = isASCII ? "#" : "█"
    return (0..<5).map { line in
      text.uppercased().map { letter in
        let rows = shapes[letter] ?? shapes["-"] ?? []
        return rows.indices.contains(line) ? rows[line].map { $0 == "#" ? dot : " " }.joined() : ""
      }.joined(separator: " ")
    }
  }

  /// Own drawings, five by five; a sign that is not here is shown as a dash, and the code stands in plain letters below.
  private static let shapes: [Character: [String]] = [
    "A": [" ### ", "#   #", "#####", "#   #", "#   #"], "B": ["#### ", "#   #", "#### ", "#   #", "#### "],
    "C": [" ####", "#    ", "#    ", "#    ", " ####"], "D": ["#### ", "#   #", "#   #", "#   #", "#### "],
    "E": ["#####", "#    ", "###  ", "#    ", "#####"], "F": ["#####", "#    ", "###  ", "#    ", "#    "],
    "G": [" ####", "#    ", "#  ##", "#   #", " ####"], "H": ["#   #", "#   #", "#####", "#   #", "#   #"],
    "I": ["###", " # ", " # ", " # ", "###"], "J": ["  ###", "    #", "    #", "#   #", " ### "],
    "K": ["#   #", "#  # ", "###  ", "#  # ", "#   #"], "L": ["#    ", "#    ", "#    ", "#    ", "#####"],
    "M": ["#   #", "## ##", "# # #", "#   #", "#   #"], "N": ["#   #", "##  #", "# # #", "#  ##", "#   #"],
    "O": [" ### ", "#   #", "#   #", "#   #", " ### "], "P": ["#### ", "#   #", "#### ", "#    ", "#    "],
    "Q": [" ### ", "#   #", "# # #", "#  # ", " ## #"], "R": ["#### ", "#   #", "#### ", "#  # ", "#   #"],
    "S": [" ####", "#    ", " ### ", "    #", "#### "], "T": ["#####", "  #  ", "  #  ", "  #  ", "  #  "],
    "U": ["#   #", "#   #", "#   #", "#   #", " ### "], "V": ["#   #", "#   #", "#   #", " # # ", "  #  "],
    "W": ["#   #", "#   #", "# # #", "## ##", "#   #"], "X": ["#   #", " # # ", "  #  ", " # # ", "#   #"],
    "Y": ["#   #", " # # ", "  #  ", "  #  ", "  #  "], "Z": ["#####", "   # ", "  #  ", " #   ", "#####"],
    "0": [" ### ", "#  ##", "# # #", "##  #", " ### "], "1": [" # ", "## ", " # ", " # ", "###"],
    "2": ["#### ", "    #", " ### ", "#    ", "#####"], "3": ["#### ", "    #", " ### ", "    #", "#### "],
    "4": ["#   #", "#   #", "#####", "    #", "    #"], "5": ["#####", "#    ", "#### ", "    #", "#### "],
    "6": [" ####", "#    ", "#### ", "#   #", " ### "], "7": ["#####", "    #", "   # ", "  #  ", "  #  "],
    "8": [" ### ", "#   #", " ### ", "#   #", " ### "], "9": [" ### ", "#   #", " ####", "    #", "#### "],
    "-": ["     ", "     ", "#####", "     ", "     "],
  ]
}
