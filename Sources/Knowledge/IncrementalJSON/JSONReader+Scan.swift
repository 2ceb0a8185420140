extension JSONReader {
  /// Looks at one byte outside plain string text; false when the byte ends a number and must be looked at again.
  mutating func scan(_ chunk: Chunk, at position: Int) -> Bool {
    let byte = chunk[position]
    switch state {
    case .preamble, .afterBrace: return scanPreamble(chunk, at: position)
    case .number: return scanNumber(chunk, at: position)
    case .literal: scanLiteral(chunk, at: position)
    case .escape: scanEscape(byte, at: position)
    case .unicode: scanUnit(byte, at: position)
    case .trailing:
      if surroundings == .strict, !JSONReader.isBlank(byte) { fail(.unexpected(byte: byte), at: position) }
    case .firstValue, .value, .firstKey, .key, .colon, .separator, .string:
      if !JSONReader.isBlank(byte) { scanStructure(chunk, at: position) }
    }
    return true
  }

  private mutating func scanStructure(_ chunk: Chunk, at position: Int) {
    let byte = chunk[position]
    switch (state, byte) {
    case (.firstKey, UInt8(ascii: "\"")), (.key, UInt8(ascii: "\"")):
      isKey = true
      keyFrom = stack.last?.live == 0 ? nil : position + 1
      state = .string
    case (.firstKey, UInt8(ascii: "}")), (.firstValue, UInt8(ascii: "]")):
      close(chunk, at: position)
    case (.firstValue, _), (.value, _):
      beginValue(byte, at: position)
    case (.colon, UInt8(ascii: ":")):
      state = .value
    case (.separator, UInt8(ascii: ",")):
      advance()
    case (.separator, UInt8(ascii: "]")) where stack.last?.isArray == true:
      close(chunk, at: position)
    case (.separator, UInt8(ascii: "}")) where stack.last?.isArray == false:
      close(chunk, at: position)
    default:
      fail(.unexpected(byte: byte), at: position)
    }
  }

  private mutating func advance() {
    guard let top = stack.indices.last else { return }
    stack[top].index += 1
    state = stack[top].isArray ? .value : .key
  }

  private mutating func close(_ chunk: Chunk, at position: Int) {
    stack.removeLast()
    endValue(chunk, at: position + 1)
  }

  private mutating func beginValue(_ byte: UInt8, at position: Int) {
    let live = openWatches(at: position, isText: byte == UInt8(ascii: "\""))
    switch byte {
    case UInt8(ascii: "{"): open(isArray: false, live: live, at: position)
    case UInt8(ascii: "["): open(isArray: true, live: live, at: position)
    case UInt8(ascii: "\""):
      isKey = false
      state = .string
    case UInt8(ascii: "t"): begin(.true)
    case UInt8(ascii: "f"): begin(.false)
    case UInt8(ascii: "n"): begin(.null)
    default:
      let first: NumberState? = byte == UInt8(ascii: "-") ? .sign : NumberState.sign.next(byte)
      guard let first else { return fail(.unexpected(byte: byte), at: position) }
      number = first
      state = .number
    }
  }

  private mutating func begin(_ word: LiteralWord) {
    literal = word
    literalPosition = 1
    state = .literal
  }

  private mutating func open(isArray: Bool, live: UInt64, at position: Int) {
    guard stack.count < limits.depth else { return fail(.tooDeep, at: position) }
    stack.append(Frame(isArray: isArray, live: live))
    state = isArray ? .firstValue : .firstKey
  }

  /// `end` is the position behind the value's last byte.
  mutating func endValue(_ chunk: Chunk, at end: Int) {
    state = stack.isEmpty ? .trailing : .separator
    if !captures.isEmpty { closeCaptures(chunk, at: end) }
  }

  private mutating func scanNumber(_ chunk: Chunk, at position: Int) -> Bool {
    let byte = chunk[position]
    if let next = number.next(byte) {
      number = next
      return true
    }
    guard number.canEnd else {
      fail(.badNumber, at: position)
      return true
    }
    endValue(chunk, at: position)
    return false
  }

  private mutating func scanLiteral(_ chunk: Chunk, at position: Int) {
    let byte = chunk[position]
    guard literal.matches(byte, at: literalPosition) else { return fail(.badLiteral, at: position) }
    literalPosition += 1
    if literalPosition == literal.length { endValue(chunk, at: position + 1) }
  }

  /// Passes noise until the document opens.
  ///
  /// A brace that no member follows is part of the prose.
  private mutating func scanPreamble(_ chunk: Chunk, at position: Int) -> Bool {
    let byte = chunk[position]
    if state == .afterBrace {
      if JSONReader.isBlank(byte) { return true }
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "}") {
        state = .firstKey
        return false
      }
      restart()
      return false
    }
    switch surroundings {
    case .strict:
      let offset = chunkStart + position
      let isMark = offset < 3 && byte == [0xEF, 0xBB, 0xBF][offset]
      if isMark || JSONReader.isBlank(byte) { return true }
      beginValue(byte, at: position)
    case .tolerant:
      let isBrace = byte == UInt8(ascii: "{")
      if isBrace || (opensWithArray && byte == UInt8(ascii: "[")) { beginValue(byte, at: position) }
      if isBrace, failure == nil { state = .afterBrace }
    }
    return true
  }

  private mutating func restart() {
    stack = []
    captures = []
    state = .preamble
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}
