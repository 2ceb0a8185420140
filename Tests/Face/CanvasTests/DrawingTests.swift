import Canvas
import Testing

@Suite("Borders, tables, gauges")
struct DrawingTests {
  private func panes(_ glyphs: GlyphSet) -> String {
    var surface = Surface(size: Size(width: 16, height: 7), glyphs: glyphs)
    var borders = Borders()
    borders.add(Rect(x: 0, y: 0, width: 9, height: 4), .plain)
    borders.add(Rect(x: 8, y: 0, width: 8, height: 7), .plain)
    borders.add(Rect(x: 0, y: 3, width: 9, height: 4), .plain)
    borders.line(from: Point(x: 8, y: 5), across: 8, .plain)
    borders.title([Span("Ask")], on: Rect(x: 8, y: 0, width: 8, height: 7))
    borders.draw(on: &surface)
    return surface.plainText()
  }

  @Test("Neighbouring panes share one line, and every joint is right")
  func joints() {
    #expect(
      panes(.unicode) == """
        ╭───────┬─ Ask─╮
        │       │      │
        │       │      │
        ├───────┤      │
        │       │      │
        │       ├──────┤
        ╰───────┴──────╯
        """)
  }

  @Test("The same panes in ASCII")
  func asciiJoints() {
    #expect(
      panes(.ascii) == """
        +-------+- Ask-+
        |       |      |
        |       |      |
        +-------+      |
        |       |      |
        |       +------+
        +-------+------+
        """)
  }

  @Test("The pane added last gives a shared line its style")
  func focus() {
    var surface = Surface(size: Size(width: 9, height: 3))
    var borders = Borders()
    borders.add(Rect(x: 4, y: 0, width: 5, height: 3), Style(letter: "d"))
    borders.add(Rect(x: 0, y: 0, width: 5, height: 3), Style(letter: "b"))
    borders.draw(on: &surface)
    #expect(surface.plainText().hasPrefix("╭───┬───╮"))
    #expect(surface.roleText().hasPrefix("bbbbbdddd"))
  }

  @Test("Titles that do not fit are cut, and a narrow pane has none")
  func titles() {
    var surface = Surface(size: Size(width: 12, height: 2))
    var borders = Borders()
    borders.add(surface.bounds, .plain)
    borders.title([Span("1 "), Span("Alerts and more")], on: surface.bounds)
    borders.draw(on: &surface)
    #expect(surface.plainText() == "╭─ 1 Aler…─╮\n╰──────────╯")
  }

  @Test("Columns get what they ask for, shares take the rest, the last give way first")
  func tableWidths() {
    let table = Table([
      Table.Column("Sev", .fixed(4)), Table.Column("Rows", .fitting(3, 8), align: .right),
      Table.Column("Title", .share(weight: 2, least: 6)),
      Table.Column("Host", .share(weight: 1, least: 4)),
    ])
    #expect(table.widths(total: 40, rows: [["H", "12,345", "x", "y"]]) == [4, 6, 17, 10])
    #expect(table.widths(total: 20, rows: [["H", "1", "x", "y"]]) == [4, 4, 10, 0])
    #expect(table.widths(total: 3) == [3, 0, 0, 0])
    for total in 0...60 {
      let widths = table.widths(total: total, rows: [["H", "123456789012", "x", "y"]])
      let used = widths.count { $0 > 0 }
      #expect(widths.reduce(0, +) + max(0, used - 1) <= total)
      #expect(widths.allSatisfy { $0 >= 0 })
    }
  }

  @Test("Rows of a table stand under each other, numbers to the right")
  func tableRows() {
    let table = Table([
      Table.Column("Host", .fixed(6)), Table.Column("Rows", .fixed(5), align: .right), Table.Column("Path", .fixed(7), cut: .middle),
    ])
    var surface = Surface(size: Size(width: 20, height: 3))
    surface.drawTitles(of: table, widths: [6, 5, 7], in: surface.bounds.row(0), .plain)
    surface.draw([Span("web-01"), Span("4,812"), Span("C:\\a\\b.exe")], of: table, widths: [6, 5, 7], in: surface.bounds.row(1))
    surface.draw([Span("日本語日本語"), Span("7")], of: table, widths: [6, 5, 7], in: surface.bounds.row(2))
    #expect(surface.plainText() == "Host    Rows Path\nweb-01 4,812 C:\\…exe\n日本…      7")
  }

  @Test(
    "A gauge shows eighths; only nothing is empty and only all is full",
    arguments: [
      (0.0, "    |"), (0.01, "▏   |"), (0.5, "██  |"), (0.53, "██▏ |"), (0.999, "███▉|"), (1.0, "████|"), (7.5, "████|"), (.nan, "    |"),
      (-1, "    |"),
    ])
  func gauge(_ fraction: Double, _ expected: String) {
    var surface = Surface(size: Size(width: 5, height: 1))
    surface.draw("|", at: Point(x: 4, y: 0))
    surface.gauge(fraction, in: Rect(x: 0, y: 0, width: 4, height: 1), filled: .plain, empty: .plain)
    #expect(surface.plainText() == expected)
  }

  @Test("A sparkline shows the newest values, in ASCII too")
  func sparkline() {
    var surface = Surface(size: Size(width: 6, height: 1))
    surface.sparkline([9, 0, 1, 4, 8, .infinity, 2], in: surface.bounds, .plain, top: 8)
    #expect(surface.plainText() == " ▁▄██▂")
    var ascii = Surface(size: Size(width: 6, height: 1), glyphs: .ascii)
    ascii.sparkline([0, 1, 4, 8, 8, 2], in: ascii.bounds, .plain)
    #expect(ascii.plainText() == " .:##.")
  }
}
