import Canvas
import Testing

@Suite("Surface")
struct SurfaceTests {
  @Test("Drawing outside is left out, at every edge and offset")
  func clipping() {
    for x in -12...12 {
      for y in -2...3 {
        var surface = Surface(size: Size(width: 8, height: 2))
        surface.draw("ab日本cd", at: Point(x: x, y: y))
        surface.fill(Rect(x: x, y: y, width: 5, height: 5), .plain)
        surface.draw("日本", in: Rect(x: x, y: y, width: 3, height: 1))
        #expect(surface.row(0).count == 8)
        for row in 0..<2 { #expect(surface.row(row).reduce(0) { $0 + max(0, Int($1.width)) } == 8) }
      }
    }
  }

  @Test("A wide cluster cut in half by an edge or by later text leaves a blank")
  func halves() {
    var surface = Surface(size: Size(width: 4, height: 1))
    surface.draw("日本", at: Point(x: 0, y: 0))
    surface.draw("x", at: Point(x: 1, y: 0))
    #expect(surface.plainText() == " x本")
    surface.draw("y", at: Point(x: 2, y: 0))
    #expect(surface.plainText() == " xy")
    surface.draw("日", at: Point(x: 3, y: 0))
    #expect(surface.plainText() == " xy")
    surface.draw("日", at: Point(x: 1, y: 0))
    #expect(surface.plainText() == " 日")
    surface.draw("本", at: Point(x: 0, y: 0))
    #expect(surface.plainText() == "本")
  }

  @Test("A clip holds whatever is drawn inside it")
  func clip() {
    var surface = Surface(size: Size(width: 10, height: 3))
    surface.clipped(to: Rect(x: 2, y: 1, width: 3, height: 5)) { inner in
      for y in 0..<3 { inner.draw("0123456789", at: Point(x: 0, y: y)) }
    }
    #expect(surface.plainText() == "\n  234\n  234"[...])
    #expect(surface.clip == surface.bounds)
  }

  @Test("A style without a background keeps the one that is there")
  func background() {
    var surface = Surface(size: Size(width: 4, height: 1), style: Style(background: .palette(236)))
    surface.draw("ab", at: Point(x: 0, y: 0), Style(foreground: .palette(9)))
    #expect(surface[0, 0].style == Style(foreground: .palette(9), background: .palette(236)))
    surface.restyle(Rect(x: 1, y: 0, width: 1, height: 1)) { $0.attributes.insert(.bold) }
    #expect(surface[1, 0].style.attributes == .bold)
    #expect(surface[0, 0].style.attributes == [])
  }

  @Test("Text stands left, right and centred, and is cut with an ellipsis")
  func alignment() {
    var surface = Surface(size: Size(width: 7, height: 4))
    surface.draw("abc", in: surface.bounds.row(0))
    surface.draw("abc", in: surface.bounds.row(1), align: .right)
    surface.draw("abc", in: surface.bounds.row(2), align: .centre)
    surface.draw("abcdefghij", in: surface.bounds.row(3), align: .right)
    #expect(surface.plainText() == "abc\n    abc\n  abc\nabcdef…")
  }

  @Test(
    "Spans follow each other and are cut where the room ends",
    arguments: [(12, "one two"), (7, "one two"), (6, "one t…"), (4, "one…"), (3, "on…"), (1, "…")])
  func spans(_ width: Int, _ expected: String) {
    var surface = Surface(size: Size(width: 12, height: 1))
    surface.draw([Span("one "), Span("two")], in: Rect(x: 0, y: 0, width: width, height: 1))
    #expect(surface.plainText() == expected)
  }

  @Test("Wrapped text fills its rectangle and tells how long it is")
  func wrapped() {
    var surface = Surface(size: Size(width: 9, height: 2))
    #expect(surface.drawWrapped("the quick brown fox jumps", in: surface.bounds, skip: 1) == 3)
    #expect(surface.plainText() == "brown fox\njumps")
  }

  @Test("Role letters stand under the characters they explain")
  func roles() {
    var surface = Surface(size: Size(width: 8, height: 1))
    surface.draw("▲ H", at: Point(x: 0, y: 0), Style(letter: "h"))
    surface.draw("日", at: Point(x: 4, y: 0), Style(letter: "t"))
    #expect(surface.plainText() == "▲ H 日")
    #expect(surface.roleText() == "hhh tt")
  }

  @Test("Two surfaces are equal when they show the same")
  func equality() {
    var one = Surface(size: Size(width: 9, height: 2))
    var two = one
    one.draw("e\u{301} 👩‍💻", at: Point(x: 0, y: 0))
    #expect(one != two)
    two.draw("x\u{301}", at: Point(x: 0, y: 0))
    two.draw("e\u{301} 👩‍💻", at: Point(x: 0, y: 0))
    #expect(one == two)
    #expect(one.row(1, isSameAsIn: two))
    two.draw("x", at: Point(x: 8, y: 1), Style(attributes: .bold))
    #expect(!one.row(1, isSameAsIn: two))
  }

  @Test("Rectangles are cut, inset and centred without ever becoming negative")
  func geometry() {
    let rect = Rect(x: 1, y: 2, width: 10, height: 4)
    #expect(rect.cutTop(1).rest == Rect(x: 1, y: 3, width: 10, height: 3))
    #expect(rect.cutBottom(9).bottom == rect)
    #expect(rect.cutRight(3).right == Rect(x: 8, y: 2, width: 3, height: 4))
    #expect(rect.inset(6, 6).isEmpty)
    #expect(rect.centred(width: 4, height: 2) == Rect(x: 4, y: 3, width: 4, height: 2))
    #expect(Rect(x: 0, y: 0, width: -1, height: 5).width == 0)
    #expect(rect.intersection(Rect(x: 20, y: 0, width: 3, height: 3)).isEmpty)
  }
}
