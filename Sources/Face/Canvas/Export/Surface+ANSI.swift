extension Surface {
  /// The surface as lines of text with colours as ECMA-48 sequences, for a file or a pager; every line ends with a reset.
  package func ansiText(depth: ColourDepth = .palette) -> String {
    var text = ""
    for y in 0..<size.height {
      var current: Style?
      for cell in row(y) where cell.width > 0 {
        if cell.style != current {
          text += "\u{1B}[" + Self.codes(cell.style, depth).joined(separator: ";") + "m"
          current = cell.style
        }
        text += cell.text
      }
      text += "\u{1B}[0m\n"
    }
    return text
  }

  private static func codes(_ style: Style, _ depth: ColourDepth) -> [String] {
    var codes = ["0"]
    let attributes: [(Style.Attributes, String)] = [(.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7")]
    for (attribute, code) in attributes where style.attributes.contains(attribute) { codes.append(code) }
    codes += code(style.foreground.reduced(to: depth), base: 30)
    codes += code(style.background.reduced(to: depth), base: 40)
    return codes
  }

  private static func code(_ colour: Colour, base: Int) -> [String] {
    switch colour {
    case .standard: return []
    case .palette(let index) where index < 8: return ["\(base + Int(index))"]
    case .palette(let index) where index < 16: return ["\(base + 60 + Int(index) - 8)"]
    case .palette(let index): return ["\(base + 8)", "5", "\(index)"]
    case .rgb(let red, let green, let blue): return ["\(base + 8)", "2", "\(red)", "\(green)", "\(blue)"]
    }
  }
}
