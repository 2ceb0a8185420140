internal import Canvas

extension ScreenModel {
  mutating func perform(_ action: ScreenModelParser.Action) {
    switch action {
    case .print(let scalar): print(scalar)
    case .control(let byte): control(byte)
    case .escape(let final): escape(final)
    case .osc(let text): if text.hasPrefix("52;c;") { clipboard = String(text.dropFirst(5)) }
    case .sequence(let prefix, let numbers, let final):
      if prefix == "?" {
        for number in numbers { setMode(number, on: final == "h") }
      } else if prefix.isEmpty {
        sequence(numbers, final)
      } else if prefix != ">" {
        unknown.append("CSI \(prefix)\(numbers)\(final)")
      }
    }
  }

  private mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x07: bells += 1
    case 0x08: move(toX: cursor.x - 1, y: cursor.y)
    case 0x09: move(toX: (cursor.x / 8 + 1) * 8, y: cursor.y)
    case 0x0A, 0x0B, 0x0C: lineFeed()
    case 0x0D: move(toX: 0, y: cursor.y)
    default: break
    }
  }

  private mutating func escape(_ final: String) {
    switch final {
    case "7": saved = cursor
    case "8": move(toX: saved.x, y: saved.y)
    case "M": if cursor.y == top { scrollDown(from: top, 1) } else { move(toX: cursor.x, y: cursor.y - 1) }
    case "D": lineFeed()
    case "=": isKeypadApplication = true
    case ">": isKeypadApplication = false
    case "\\": break
    default: unknown.append("ESC \(final)")
    }
  }

  private mutating func print(_ scalar: Unicode.Scalar) {
    let category = scalar.properties.generalCategory
    if category == .nonspacingMark || category == .enclosingMark || category == .format {
      // ncurses sends a mark right after its base, which may be the left half of a wide character.
      let x = isWrapPending ? cursor.x : cursor.x - 1
      guard grid.indices.contains(cursor.y), x >= 0, x < size.width else { return }
      let base = grid[cursor.y][x].text.isEmpty && x > 0 ? x - 1 : x
      grid[cursor.y][base].text.unicodeScalars.append(scalar)
      return
    }
    let text = String(scalar)
    let width = text.cellWidth == 2 ? 2 : 1
    put(text, width)
  }

  mutating func put(_ text: String, _ width: Int) {
    if isWrapPending || cursor.x + width > size.width {
      cursor.x = 0
      isWrapPending = false
      lineFeed()
    }
    guard grid.indices.contains(cursor.y), cursor.x + width <= size.width else { return }
    lastText = text
    separateHalves(at: cursor.x)
    separateHalves(at: cursor.x + width - 1)
    grid[cursor.y][cursor.x] = Column(text: text, attributes: pen)
    if width == 2 { grid[cursor.y][cursor.x + 1] = Column(text: "", attributes: pen) }
    cursor.x += width
    if cursor.x >= size.width {
      cursor.x = size.width - 1
      isWrapPending = true
    }
  }

  /// Overwriting one half of a wide character blanks the other.
  private mutating func separateHalves(at x: Int) {
    if grid[cursor.y][x].text.isEmpty, x > 0 { grid[cursor.y][x - 1].text = " " }
    if x + 1 < size.width, grid[cursor.y][x + 1].text.isEmpty { grid[cursor.y][x + 1].text = " " }
  }

  mutating func move(toX x: Int, y: Int) {
    cursor = Point(x: max(0, min(size.width - 1, x)), y: max(0, min(size.height - 1, y)))
    isWrapPending = false
  }

  mutating func lineFeed() {
    if cursor.y == bottom {
      scrollUp(from: top, 1)
    } else if cursor.y < size.height - 1 {
      cursor.y += 1
    }
  }

  mutating func setMode(_ number: Int, on: Bool) {
    switch number {
    case 25: isCursorVisible = on
    case 1049, 1047, 47:
      guard on != isAlternate else { return }
      isAlternate = on
      if on {
        (mainGrid, mainCursor) = (grid, cursor)
        grid = Self.blank(size)
      } else {
        (grid, cursor) = (mainGrid, mainCursor)
      }
    case 1000, 1002, 1003, 1004, 1006, 2004, 1:
      if on { inputModes.insert(number) } else { inputModes.remove(number) }
    default: break
    }
  }
}
