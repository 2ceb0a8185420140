import Canvas
import Testing

@Suite("Hostile text")
struct HostileTextTests {
  private func shown(_ text: String, width: Int = 60, glyphs: GlyphSet = .unicode) -> String {
    var surface = Surface(size: Size(width: width, height: 1), glyphs: glyphs)
    surface.draw(text + "|", at: Point(x: 0, y: 0))
    return surface.plainText()
  }

  @Test(
    "Every control and invisible scalar becomes its mark",
    arguments: [
      ("\u{1B}[31mred", "␛[31mred|"), ("\u{1B}]0;title\u{07}", "␛]0;title␇|"), ("a\nb\tc\rd", "a␊b␉c␍d|"), ("\0", "␀|"), ("\u{7F}", "␡|"),
      ("\u{9B}2J", "‹U+009B›2J|"), ("\u{202E}gpj", "‹U+202E›gpj|"), ("\u{2066}x\u{2069}", "‹U+2066›x‹U+2069›|"), ("\u{200F}", "‹U+200F›|"),
      ("\u{61C}", "‹U+061C›|"), ("a\u{200B}b", "a‹U+200B›b|"), ("a\u{200D}b", "a‹U+200D›b|"), ("\u{2060}", "‹U+2060›|"),
      ("\u{FEFF}", "‹U+FEFF›|"), ("\u{E0041}", "‹U+E0041›|"), ("\u{2028}", "‹U+2028›|"), ("\u{AD}", "‹U+00AD›|"), ("\u{E000}", "‹U+E000›|"),
      ("\u{378}", "‹U+0378›|"), ("\u{FFFF}", "‹U+FFFF›|"), ("\u{FFFD}", "\u{FFFD}|"), ("\u{301}x", "\u{25CC}\u{301}x|"),
      ("\u{FE0F}", "‹U+FE0F›|"),
      ("\u{3164}", "‹U+3164›|"), ("\u{115F}", "‹U+115F›|"), ("\u{1F1E9}", "‹U+1F1E9›|"), ("\u{34F}", "‹U+034F›|"),
    ])
  func marks(_ text: String, _ expected: String) {
    #expect(shown(text) == expected)
  }

  @Test("No scalar reaches a cell as a control, and columns add up for each of them")
  func everyScalar() {
    var bad: [UInt32] = []
    // Planes 0 and 1 whole; the others hold ideographs, tags and private use in long runs.
    for value in Array(UInt32(0)...0x1FFFF) + Array(stride(from: UInt32(0x20000), through: 0x10FFFF, by: 61)) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let clusters = Array(SafeClusters(String(scalar)))
      let columns = clusters.reduce(0) { $0 + $1.width }
      let isVisible = clusters.allSatisfy { cluster in
        cluster.text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) && !$0.properties.isBidiControl }
      }
      if clusters.count != 1 || columns < 1 || !isVisible || columns != String(scalar).cellWidth { bad.append(value) }
    }
    #expect(bad == [])
  }

  @Test("What unfolds from random scalars is as wide as it says, in Unicode and in ASCII")
  func randomText() {
    var generator = SystemRandomNumberGenerator()
    let pool: [UInt32] = [
      0x1B, 0x07, 0x200D, 0xFE0F, 0x1F469, 0x1F4BB, 0x1F3FD, 0x301, 0x65E5, 0x41, 0x202E, 0x20E3, 0x31, 0x1F1E9, 0x1F1EA, 0xE0067, 0x20,
      0x0A, 0x1112, 0x1161,
    ]
    for _ in 0..<500 {
      let scalars = (0..<Int.random(in: 1...12, using: &generator)).compactMap { _ in
        Unicode.Scalar(pool.randomElement(using: &generator) ?? 0)
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      for glyphs in [GlyphSet.unicode, .ascii] {
        var surface = Surface(size: Size(width: 140, height: 1), glyphs: glyphs)
        let taken = surface.draw(String(text) + "|", at: Point(x: 0, y: 0))
        #expect(surface[taken - 1, 0].text == "|", "\(scalars)")
        #expect(surface.row(0).reduce(0) { $0 + Int($1.width) } == 140)
      }
    }
  }

  @Test("A mark looks different from the same characters typed by somebody")
  func markStyle() {
    var surface = Surface(size: Size(width: 20, height: 2))
    surface.draw("\u{1B}", at: Point(x: 0, y: 0))
    surface.draw("␛", at: Point(x: 0, y: 1))
    #expect(surface[0, 0].text == surface[0, 1].text)
    #expect(surface[0, 0].style.attributes.contains(.underline))
    #expect(!surface[0, 1].style.attributes.contains(.underline))
  }

  @Test("A pile of combining marks stays in its columns and none is lost")
  func zalgo() {
    let text = "a" + String(repeating: "\u{301}", count: 11)
    let clusters = Array(SafeClusters(text))
    #expect(clusters.map(\.width) == [1, 1, 1])
    #expect(clusters.map(\.text).joined().unicodeScalars.count { $0.value == 0x301 } == 11)
  }

  @Test("On an ASCII terminal nothing but ASCII reaches a cell")
  func ascii() {
    #expect(shown("▲ H 日本 ✓ e\u{301} \u{1B} ‹x› 👩‍💻 …", glyphs: .ascii) == "^ H ???? v e ? <x> ?? >|")
  }

  @Test("A megabyte of hostile text in one cell row is dealt with at once")
  func flood() {
    let text = String(repeating: "\u{202E}\u{301}👩\u{200D}", count: 80_000)
    let clock = ContinuousClock()
    var surface = Surface(size: Size(width: 80, height: 24))
    let time = clock.measure { surface.draw(text, in: surface.bounds) }
    #expect(time < .milliseconds(200))
  }
}
