package import Canvas

extension TextEditor {
  /// Where the word before the cursor starts.
  var wordStart: Int {
    var column = cursor.column
    let line = lines[cursor.line]
    while column > 0, !TextEditor.isWord(line[column - 1]) { column -= 1 }
    while column > 0, TextEditor.isWord(line[column - 1]) { column -= 1 }
    return column
  }

  package mutating func wordLeft() {
    if cursor.column == 0 { return left() }
    move(line: cursor.line, column: wordStart)
  }

  package mutating func wordRight() {
    let line = lines[cursor.line]
    guard cursor.column < line.count else { return right() }
    var column = cursor.column
    while column < line.count, !TextEditor.isWord(line[column]) { column += 1 }
    while column < line.count, TextEditor.isWord(line[column]) { column += 1 }
    move(line: cursor.line, column: column)
  }

  package mutating func left() {
    if cursor.column > 0 { return move(line: cursor.line, column: cursor.column - 1) }
    if cursor.line > 0 { move(line: cursor.line - 1, column: Int.max) }
  }

  package mutating func right() {
    if cursor.column < lines[cursor.line].count { return move(line: cursor.line, column: cursor.column + 1) }
    if cursor.line + 1 < lines.count { move(line: cursor.line + 1, column: 0) }
  }

  package mutating func lineStart() { move(line: cursor.line, column: 0) }
  package mutating func lineEnd() { move(line: cursor.line, column: Int.max) }

  /// Takes a key that no command has; false when it means nothing to an editor.
  package mutating func take(_ key: Key) -> Bool {
    if let character = key.typed {
      insert(String(character))
      return true
    }
    guard key.modifiers.isEmpty || key.code == .character(" ") else { return false }
    switch key.code {
    case .left: left()
    case .right: right()
    case .up where isMultiline: move(line: cursor.line - 1, column: cursor.column)
    case .down where isMultiline: move(line: cursor.line + 1, column: cursor.column)
    case .pageUp where isMultiline: move(line: cursor.line - 10, column: cursor.column)
    case .pageDown where isMultiline: move(line: cursor.line + 10, column: cursor.column)
    case .backspace: deleteBackward()
    case .delete: deleteForward()
    case .enter where isMultiline: insert("\n", isPaste: true)
    case .character(" "): insert(" ")
    default: return false
    }
    return true
  }

  private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }
}
