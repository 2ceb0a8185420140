/// Text being typed: lines, a cursor, undo. One line for requests and filters, many for the query.
package struct TextEditor: Equatable, Sendable {
  /// A place in the text: line and column in characters, from 0.
  package struct Place: Equatable, Sendable {
    package var line: Int
    package var column: Int
  }

  private struct Snapshot: Equatable, Sendable {
    var lines: [[Character]]
    var cursor: Place
  }

  private enum Change: Equatable, Sendable {
    case typing
    case deleting
    case other
  }

  package let isMultiline: Bool
  private(set) var lines: [[Character]] = [[]]
  package private(set) var cursor = Place(line: 0, column: 0)
  private var undone: [Snapshot] = []
  private var done: [Snapshot] = []
  private var lastChange = Change.other

  /// Steps that can be taken back.
  private static let mostSteps = 200

  package init(_ text: String = "", isMultiline: Bool = false) {
    self.isMultiline = isMultiline
    lines = TextEditor.split(text, isMultiline)
    cursor = Place(line: lines.count - 1, column: lines[lines.count - 1].count)
  }

  package var text: String { lines.map { String($0) }.joined(separator: "\n") }
  package var isEmpty: Bool { lines.count == 1 && lines[0].isEmpty }
  package var lineCount: Int { lines.count }

  /// One line's text; empty outside.
  package func line(_ index: Int) -> String { lines.indices.contains(index) ? String(lines[index]) : "" }

  /// The text of the cursor's line before the cursor.
  package var beforeCursor: String { String(lines[cursor.line][..<cursor.column]) }

  /// Replaces everything as one step that can be taken back.
  package mutating func replace(with text: String) {
    guard text != self.text else { return }
    remember(.other)
    lines = TextEditor.split(text, isMultiline)
    cursor = Place(line: lines.count - 1, column: lines[lines.count - 1].count)
  }

  /// Puts text in at the cursor in one piece; a one-line editor turns line breaks into blanks.
  package mutating func insert(_ text: String, isPaste: Bool = false) {
    guard !text.isEmpty else { return }
    remember(isPaste || text == " " ? .other : .typing)
    let pieces = TextEditor.split(text, isMultiline)
    let tail = Array(lines[cursor.line][cursor.column...])
    lines[cursor.line].removeSubrange(cursor.column...)
    lines[cursor.line].append(contentsOf: pieces[0])
    lines.insert(contentsOf: pieces.dropFirst(), at: cursor.line + 1)
    let last = cursor.line + pieces.count - 1
    cursor = Place(line: last, column: lines[last].count)
    lines[last].append(contentsOf: tail)
  }

  /// Replaces a stretch as one step that can be taken back; the cursor stands behind what was put in.
  mutating func replace(_ range: Range<Place>, with text: String) {
    remember(.other)
    let tail = Array(lines[range.upperBound.line][range.upperBound.column...])
    var pieces = TextEditor.split(text, isMultiline)
    pieces[0].insert(contentsOf: lines[range.lowerBound.line][..<range.lowerBound.column], at: 0)
    let last = pieces.count - 1
    cursor = Place(line: range.lowerBound.line + last, column: pieces[last].count)
    pieces[last].append(contentsOf: tail)
    lines.replaceSubrange(range.lowerBound.line...range.upperBound.line, with: pieces)
  }

  package mutating func deleteBackward() {
    if cursor.column > 0 {
      remember(.deleting)
      cursor.column -= 1
      lines[cursor.line].remove(at: cursor.column)
    } else if cursor.line > 0 {
      remember(.other)
      let tail = lines.remove(at: cursor.line)
      cursor = Place(line: cursor.line - 1, column: lines[cursor.line - 1].count)
      lines[cursor.line].append(contentsOf: tail)
    }
  }

  package mutating func deleteForward() {
    if cursor.column < lines[cursor.line].count {
      remember(.deleting)
      lines[cursor.line].remove(at: cursor.column)
    } else if cursor.line + 1 < lines.count {
      remember(.other)
      lines[cursor.line].append(contentsOf: lines.remove(at: cursor.line + 1))
    }
  }

  package mutating func deleteWord() {
    let start = wordStart
    guard start < cursor.column else { return deleteBackward() }
    remember(.other)
    lines[cursor.line].removeSubrange(start..<cursor.column)
    cursor.column = start
  }

  package mutating func deleteToStart() {
    guard cursor.column > 0 else { return }
    remember(.other)
    lines[cursor.line].removeSubrange(..<cursor.column)
    cursor.column = 0
  }

  package mutating func deleteToEnd() {
    guard cursor.column < lines[cursor.line].count else { return deleteForward() }
    remember(.other)
    lines[cursor.line].removeSubrange(cursor.column...)
  }

  package mutating func undo() {
    guard let snapshot = done.popLast() else { return }
    undone.append(Snapshot(lines: lines, cursor: cursor))
    restore(snapshot)
  }

  package mutating func redo() {
    guard let snapshot = undone.popLast() else { return }
    done.append(Snapshot(lines: lines, cursor: cursor))
    restore(snapshot)
  }

  /// Puts the cursor somewhere, held inside the text.
  package mutating func move(line: Int, column: Int) {
    let row = min(max(0, line), lines.count - 1)
    cursor = Place(line: row, column: min(max(0, column), lines[row].count))
    lastChange = .other
  }

  private mutating func restore(_ snapshot: Snapshot) {
    lines = snapshot.lines
    cursor = snapshot.cursor
    lastChange = .other
  }

  /// Keeps the state before a change; letters typed in a row are one step.
  private mutating func remember(_ change: Change) {
    undone = []
    defer { lastChange = change }
    if change != .other, change == lastChange, !done.isEmpty { return }
    done.append(Snapshot(lines: lines, cursor: cursor))
    if done.count > TextEditor.mostSteps { done.removeFirst() }
  }

  private static func split(_ text: String, _ isMultiline: Bool) -> [[Character]] {
    var lines: [[Character]] = [[]]
    for character in text {
      switch character {
      case "\n", "\r\n", "\r":
        if isMultiline { lines.append([]) } else { lines[0].append(" ") }
      case "\t": lines[lines.count - 1].append(contentsOf: "  ")
      default: lines[lines.count - 1].append(character)
      }
    }
    return lines
  }
}
