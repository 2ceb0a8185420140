package import Canvas

/// A small terminal: takes the bytes a program writes and knows what would be on the screen.
///
/// It understands what ncurses sends to an xterm, and notes in `unknown` what it did not.
package struct ScreenModel: Sendable {
  /// How a character was written: the parameters of SGR that are in force, such as `1` or `38;5;12`, sorted.
  package typealias Attributes = Set<String>

  /// One column of the screen; the right half of a wide character has empty text.
  package struct Column: Equatable, Sendable {
    /// A character with its marks.
    package var text = " "

    /// How it was written.
    package var attributes: Attributes = []
  }

  /// Width and height in columns and rows.
  package internal(set) var size: Size

  /// Where the cursor stands.
  package internal(set) var cursor = Point(x: 0, y: 0)

  /// Whether the cursor is shown.
  package internal(set) var isCursorVisible = true

  /// Whether the alternate screen is shown.
  package internal(set) var isAlternate = false

  /// Private modes that are on and concern input, such as 2004 for bracketed paste.
  package internal(set) var inputModes: Set<Int> = []

  /// Whether the keypad sends application sequences.
  package internal(set) var isKeypadApplication = false

  /// The encoded payload of the last OSC 52.
  package internal(set) var clipboard: String?

  /// How often the bell rang.
  package internal(set) var bells = 0

  /// Sequences that were not understood.
  package internal(set) var unknown: [String] = []

  /// How many times the screen was cleared whole.
  package internal(set) var clears = 0

  var grid: [[Column]]
  var mainGrid: [[Column]] = []
  var mainCursor = Point(x: 0, y: 0)
  var saved = Point(x: 0, y: 0)
  var pen: Attributes = []
  var top = 0
  var bottom: Int
  var isWrapPending = false
  var lastText = " "
  var parser = ScreenModelParser()

  /// Makes a blank screen.
  package init(size: Size) {
    self.size = size
    bottom = size.height - 1
    grid = Self.blank(size)
  }

  /// Takes bytes in any portions.
  package mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      if let action = parser.take(byte) { perform(action) }
    }
  }

  /// Changes the size as a terminal without reflow does.
  package mutating func resize(_ size: Size) {
    self.size = size
    grid = Self.fitted(grid, size)
    if isAlternate { mainGrid = Self.fitted(mainGrid, size) }
    top = 0
    bottom = size.height - 1
    cursor = Point(x: min(cursor.x, size.width - 1), y: min(cursor.y, size.height - 1))
  }

  /// The rows without blanks at their ends.
  package var lines: [String] {
    grid.map { row in
      var text = Substring(row.map(\.text).joined())
      while text.last == " " { text.removeLast() }
      return String(text)
    }
  }

  /// All rows, one line each.
  package func plainText() -> String { lines.joined(separator: "\n") }

  /// Whether a text stands in one row.
  package func contains(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

  /// The column at a place; a blank one outside.
  package subscript(x: Int, y: Int) -> Column {
    grid.indices.contains(y) && grid[y].indices.contains(x) ? grid[y][x] : Column()
  }

  /// The attributes of the first character of a text on the screen; nil where the text is not there.
  package func attributes(of text: String) -> Attributes? {
    for row in grid {
      for start in row.indices where row[start...].lazy.map(\.text).joined().hasPrefix(text) { return row[start].attributes }
    }
    return nil
  }

  /// Whether nothing is left of a full-screen program: main screen, visible cursor, plain input and plain pen.
  package var isRestored: Bool { !isAlternate && isCursorVisible && inputModes.isEmpty && !isKeypadApplication && pen.isEmpty }

  static func blank(_ size: Size) -> [[Column]] {
    [[Column]](repeating: [Column](repeating: Column(), count: size.width), count: size.height)
  }

  private static func fitted(_ grid: [[Column]], _ size: Size) -> [[Column]] {
    (0..<size.height).map { y in
      let row = y < grid.count ? grid[y] : []
      return (0..<size.width).map { $0 < row.count ? row[$0] : Column() }
    }
  }
}
