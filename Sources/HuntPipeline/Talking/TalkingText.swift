package import Casefile

/// Tells text of logs that talks to whoever reads it, a language model first of all: orders, roles, marks of chat formats, answers
/// made up in our own form.
///
/// It is a warning beside a row, never a filter: nothing is left out because of it, and what it misses is data all the same.
package enum TalkingText {
  /// Whether one text talks.
  package static func talks(_ text: String) -> Bool {
    var reader = TalkReader()
    reader.read(text)
    return reader.talks
  }

  /// Whether a row talks: in one of its cells, or in several that follow one another.
  package static func talks(_ cells: [Value]) -> Bool { !places(in: cells).isEmpty }

  /// The cells that talk, as places in the row; those that talk only together are all of them.
  package static func places(in cells: [Value]) -> [Int] {
    var alone: [Int] = []
    var together: [Int] = []
    var kinds: UInt16 = 0
    for (place, cell) in cells.enumerated() {
      guard let text = text(of: cell) else { continue }
      var reader = TalkReader()
      reader.read(text)
      if reader.talks { alone.append(place) }
      if reader.kinds != 0 { together.append(place) }
      kinds |= reader.kinds
    }
    if !alone.isEmpty || together.count < 2 || !TalkReader.canTalk(kinds) { return alone }
    var reader = TalkReader()
    for place in together { reader.read(cells[place].text) }
    return reader.talks ? together : []
  }

  /// The text of a cell that can talk; numbers and times cannot.
  private static func text(of cell: Value) -> String? {
    switch cell {
    case .string(let text): text.utf8.count < 6 ? nil : text
    case .dynamic: cell.text
    default: nil
    }
  }
}
