internal import Canvas

extension ScreenModel {
  /// A control sequence without a private prefix.
  mutating func sequence(_ numbers: [Int], _ final: Character) {
    let first = numbers.first ?? 0
    let count = max(1, first)
    switch final {
    case "H", "f": move(toX: max(1, numbers.count > 1 ? numbers[1] : 1) - 1, y: count - 1)
    case "G", "`": move(toX: count - 1, y: cursor.y)
    case "d": move(toX: cursor.x, y: count - 1)
    case "A": move(toX: cursor.x, y: cursor.y - count)
    case "B": move(toX: cursor.x, y: cursor.y + count)
    case "C": move(toX: cursor.x + count, y: cursor.y)
    case "D": move(toX: cursor.x - count, y: cursor.y)
    case "J": eraseScreen(first)
    case "K": eraseLine(first)
    case "X": erase(cursor.x..<min(size.width, cursor.x + count), row: cursor.y)
    case "@", "P": shiftCharacters(count, insert: final == "@")
    case "b": for _ in 0..<count { put(lastText, lastText.cellWidth == 2 ? 2 : 1) }
    case "L", "M": if (top...bottom).contains(cursor.y) { shiftLines(count, insert: final == "L") }
    case "S": scrollUp(from: top, count)
    case "T": scrollDown(from: top, count)
    case "m": select(numbers)
    case "r":
      top = max(0, count - 1)
      bottom = min(size.height, numbers.count > 1 && numbers[1] > 0 ? numbers[1] : size.height) - 1
      move(toX: 0, y: 0)
    case "h", "l", "t", "n", "c", "q": break
    default: unknown.append("CSI \(numbers)\(final)")
    }
  }

  mutating func scrollUp(from row: Int, _ count: Int) {
    for _ in 0..<min(count, max(0, bottom - row + 1)) {
      grid.remove(at: row)
      grid.insert(emptyRow, at: bottom)
    }
  }

  mutating func scrollDown(from row: Int, _ count: Int) {
    for _ in 0..<min(count, max(0, bottom - row + 1)) {
      grid.remove(at: bottom)
      grid.insert(emptyRow, at: row)
    }
  }

  /// Erased columns keep the pen's background, as xterm does.
  private var background: Column {
    Column(text: " ", attributes: pen.filter { $0.hasPrefix("4") && $0 != "4" })
  }

  private var emptyRow: [Column] { [Column](repeating: background, count: size.width) }

  private mutating func shiftLines(_ count: Int, insert: Bool) {
    if insert { scrollDown(from: cursor.y, count) } else { scrollUp(from: cursor.y, count) }
  }

  private mutating func shiftCharacters(_ count: Int, insert: Bool) {
    for _ in 0..<min(count, size.width) {
      if insert {
        grid[cursor.y].insert(background, at: cursor.x)
        grid[cursor.y].removeLast()
      } else {
        grid[cursor.y].remove(at: cursor.x)
        grid[cursor.y].append(background)
      }
    }
  }

  private mutating func erase(_ columns: Range<Int>, row: Int) {
    for x in columns { grid[row][x] = background }
    isWrapPending = false
  }

  private mutating func eraseLine(_ how: Int) {
    let ranges = [cursor.x..<size.width, 0..<cursor.x + 1, 0..<size.width]
    erase(ranges[min(2, max(0, how))], row: cursor.y)
  }

  private mutating func eraseScreen(_ how: Int) {
    if how != 2 && how != 3 { eraseLine(how) }
    if how >= 2 || (how == 0 && cursor == Point(x: 0, y: 0)) { clears += 1 }
    for y in 0..<size.height where how >= 2 || (how == 0 ? y > cursor.y : y < cursor.y) { erase(0..<size.width, row: y) }
  }

  /// SGR: attributes are kept as the parameters that set them.
  private mutating func select(_ numbers: [Int]) {
    var rest = (numbers.isEmpty ? [0] : numbers)[...]
    while let number = rest.popFirst() {
      switch number {
      case 0: pen = []
      case 1...9: pen.insert("\(number)")
      case 22: pen.subtract(["1", "2"])
      case 23...29: pen.remove("\(number - 20)")
      case 30...37, 90...97: setColour("3", "\(number)")
      case 40...47, 100...107: setColour("4", "\(number)")
      case 38, 48:
        let kind = rest.first == 2 ? 4 : 2
        setColour("\(number / 10)", ([number] + rest.prefix(kind)).map(String.init).joined(separator: ";"))
        rest = rest.dropFirst(kind)
      case 39: setColour("3", nil)
      case 49: setColour("4", nil)
      default: unknown.append("SGR \(number)")
      }
    }
  }

  private mutating func setColour(_ kind: String, _ value: String?) {
    let bright = kind == "3" ? "9" : "10"
    pen = pen.filter { $0.count < 2 || !($0.hasPrefix(kind) || $0.hasPrefix(bright)) }
    if let value { pen.insert(value) }
  }
}
