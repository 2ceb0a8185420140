extension Surface {
  /// The surface as an SVG picture: monospace text on coloured rectangles, no script, no outside reference.
  ///
  /// `foreground` and `background` stand for the terminal's own two colours. Every run of text is stretched to its columns, so that the
  /// picture stays straight whatever monospace font the reader has.
  package func svg(
    foreground: Colour = .rgb(216, 220, 228), background: Colour = .rgb(22, 25, 32), title: String = ""
  ) -> String {
    let page = SVGPage(foreground: foreground, background: background)
    let width = SVGPage.column * size.width + 2 * SVGPage.margin
    let height = SVGPage.line * size.height + 2 * SVGPage.margin
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" role="img">
      <title>\(SVGPage.escaped(title))</title>
      <rect width="\(width)" height="\(height)" rx="8" fill="\(SVGPage.hex(background))"/>
      <g font-family="ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" xml:space="preserve">

      """
    for y in 0..<size.height {
      for run in runs(inRow: y) { text += page.drawing(of: run, y: y) }
    }
    return text + "</g>\n</svg>\n"
  }

  /// Neighbouring cells of one style, cut at wide clusters and behind gaps, so that all keep their place where `textLength` is ignored.
  private func runs(inRow y: Int) -> [SVGPage.Run] {
    var runs: [SVGPage.Run] = []
    for (x, cell) in row(y).enumerated() where cell.width > 0 {
      let isBehindGap = cell.text != " " && runs.last?.text.hasSuffix("  ") ?? false
      if let last = runs.last, last.style == cell.style, cell.width == 1, last.isNarrow, !isBehindGap {
        runs[runs.count - 1].text += cell.text
        runs[runs.count - 1].columns += 1
      } else {
        runs.append(SVGPage.Run(x: x, columns: Int(cell.width), text: cell.text, style: cell.style, isNarrow: cell.width == 1))
      }
    }
    return runs
  }
}

/// Measures and colours of one SVG picture, in pixels.
struct SVGPage {
  struct Run {
    let x: Int
    var columns: Int
    var text: String
    let style: Style
    let isNarrow: Bool
  }

  static let column = 9
  static let line = 18
  static let margin = 12

  let foreground: Colour
  let background: Colour

  func drawing(of run: Run, y: Int) -> String {
    var ink = run.style.foreground == .standard ? foreground : run.style.foreground
    var paper = run.style.background == .standard ? background : run.style.background
    if run.style.attributes.contains(.reverse) { swap(&ink, &paper) }
    let left = Self.margin + run.x * Self.column
    let top = Self.margin + y * Self.line
    let width = run.columns * Self.column
    var text = ""
    if paper != background {
      text +=
        "<rect x=\"\(left)\" y=\"\(top)\" width=\"\(width)\" height=\"\(Self.line)\" fill=\"\(Self.hex(paper))\" shape-rendering=\"crispEdges\"/>\n"
    }
    guard run.text.contains(where: { $0 != " " }) || run.style.attributes.contains(.underline) else { return text }
    text += "<text x=\"\(left)\" y=\"\(top + 13)\" textLength=\"\(width)\" lengthAdjust=\"spacingAndGlyphs\" fill=\"\(Self.hex(ink))\""
    if run.style.attributes.contains(.bold) { text += " font-weight=\"bold\"" }
    if run.style.attributes.contains(.italic) { text += " font-style=\"italic\"" }
    if run.style.attributes.contains(.dim) { text += " opacity=\"0.6\"" }
    if run.style.attributes.contains(.underline) { text += " text-decoration=\"underline\"" }
    return text + ">\(Self.escaped(run.text))</text>\n"
  }

  static func hex(_ colour: Colour) -> String {
    let (red, green, blue) = colour.components ?? (128, 128, 128)
    return "#"
      + [red, green, blue].map { (value: Int) -> String in
        let digits = String(value, radix: 16)
        return value < 16 ? "0" + digits : digits
      }.joined()
  }

  /// Text between tags; what XML cannot carry becomes a visible mark first.
  static func escaped(_ text: String) -> String {
    var result = ""
    for cluster in SafeClusters(text) {
      switch cluster.text {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result += cluster.text
      }
    }
    return result
  }
}
