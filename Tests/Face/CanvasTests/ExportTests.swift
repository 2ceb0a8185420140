import Canvas
import Testing

@Suite("Export and colours")
struct ExportTests {
  @Test("ANSI export says every style once and ends every line with a reset")
  func ansi() {
    var surface = Surface(size: Size(width: 4, height: 1))
    surface.draw("ab", at: Point(x: 0, y: 0), Style(foreground: .rgb(255, 0, 0), attributes: .bold))
    #expect(surface.ansiText(depth: .palette) == "\u{1B}[0;1;38;5;196mab\u{1B}[0m  \u{1B}[0m\n")
    #expect(surface.ansiText(depth: .sixteen) == "\u{1B}[0;1;91mab\u{1B}[0m  \u{1B}[0m\n")
    #expect(surface.ansiText(depth: .mono) == "\u{1B}[0;1mab\u{1B}[0m  \u{1B}[0m\n")
  }

  @Test("A picture carries every text, escaped, and nothing that could run")
  func svg() {
    var surface = Surface(size: Size(width: 40, height: 2))
    surface.draw("<script>&\"\u{1B}日", at: Point(x: 0, y: 0), Style(foreground: .rgb(1, 2, 3), background: .palette(236)))
    let picture = surface.svg(title: "a < b")
    #expect(picture.hasPrefix("<svg ") && picture.hasSuffix("</svg>\n"))
    #expect(picture.contains("&lt;script&gt;&amp;&quot;"))
    #expect(!picture.contains("<script") && picture.contains("␛") && picture.contains("日"))
    #expect(picture.contains("fill=\"#010203\"") && picture.contains("fill=\"#303030\"") && picture.contains("a &lt; b"))
    #expect(picture.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" })
  }

  @Test(
    "A colour falls to the nearest one a terminal has",
    arguments: [
      (Colour.rgb(255, 0, 0), ColourDepth.palette, Colour.palette(196)), (.rgb(128, 128, 128), .palette, .palette(244)),
      (.rgb(250, 10, 10), .sixteen, .palette(9)), (.rgb(250, 10, 10), .eight, .palette(1)), (.palette(12), .eight, .palette(4)),
      (.palette(200), .palette, .palette(200)), (.palette(3), .sixteen, .palette(3)), (.rgb(1, 2, 3), .direct, .rgb(1, 2, 3)),
      (.palette(3), .mono, .standard), (.standard, .palette, .standard),
    ])
  func reduction(_ colour: Colour, _ depth: ColourDepth, _ expected: Colour) {
    #expect(colour.reduced(to: depth) == expected)
  }

  @Test("Colours are read from hexadecimal, and nothing else is a colour")
  func hexadecimal() {
    #expect(Colour(hex: "#ff8000") == .rgb(255, 128, 0))
    #expect(Colour(hex: "#F80") == .rgb(255, 136, 0))
    for wrong in ["ff8000", "#ff80", "#ff80zz", "", "#", "#ff8000ff", "#é80000"] { #expect(Colour(hex: wrong) == nil) }
  }
}
