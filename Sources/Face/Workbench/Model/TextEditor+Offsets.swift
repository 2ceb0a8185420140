extension TextEditor {
  /// UTF-8 offset of the cursor in `text`.
  var offset: Int { offset(of: cursor) }

  /// UTF-8 offset of a place in `text`.
  func offset(of place: Place) -> Int {
    let before = lines[..<place.line].reduce(0) { $0 + TextEditor.length($1) + 1 }
    return before + TextEditor.length(lines[place.line].prefix(place.column))
  }

  /// The place of a UTF-8 offset in `text`; one inside a character is the character's start.
  func place(of offset: Int) -> Place {
    var left = max(0, offset)
    for (line, characters) in lines.enumerated() {
      let length = TextEditor.length(characters)
      guard left <= length else {
        left -= length + 1
        continue
      }
      var column = 0
      while column < characters.count, left >= characters[column].utf8.count {
        left -= characters[column].utf8.count
        column += 1
      }
      return Place(line: line, column: column)
    }
    return Place(line: lines.count - 1, column: lines[lines.count - 1].count)
  }

  /// Puts a text in the place of a stretch, given in UTF-8 offsets, as one step that can be taken back.
  mutating func replace(_ range: Range<Int>, with text: String) {
    replace(place(of: range.lowerBound)..<place(of: range.upperBound), with: text)
  }

  private static func length(_ characters: some Sequence<Character>) -> Int { characters.reduce(0) { $0 + $1.utf8.count } }
}

extension TextEditor.Place: Comparable {
  package static func < (left: Self, right: Self) -> Bool { (left.line, left.column) < (right.line, right.column) }
}
