/// The words of the alert list's filter, as typed; what they find is the store's matter.
package enum FilterSyntax {
  /// Fields a word can name before its colon.
  package enum Field: String, CaseIterable, Sendable {
    case severity
    case title
    case entity
    case user
    case host
    case ip
    case status
    case source
    case tactic
    case technique
    case assigned
    case incident
    case id

    /// Any case; `sev`, `src` and `address` are other names of three of them.
    package init?(named name: String) {
      switch name.lowercased() {
      case "sev": self = .severity
      case "src": self = .source
      case "address": self = .ip
      case let name: self.init(rawValue: name)
      }
    }
  }

  /// One condition: all of them must hold.
  package struct Word: Equatable, Sendable {
    package var field: Field?
    /// Without quotes, slashes, field and `!`.
    package var text: String
    package var isPattern = false
    package var isNegated = false
    /// Began with a quote, so that a colon in it is text.
    package var isQuoted = false
  }

  /// The conditions of a filter, in order. A word with an unknown field is a word.
  package static func words(_ filter: String) -> [Word] {
    pieces(filter).compactMap { piece in
      var rest = Substring(piece.text)
      let isNegated = rest.hasPrefix("!") && (rest.count > 1 || piece.isPattern)
      if isNegated { rest = rest.dropFirst() }
      var field: Field?
      if !piece.isQuoted || piece.isPattern, let colon = rest.firstIndex(of: ":"), rest.index(after: colon) < rest.endIndex {
        field = Field(named: String(rest[..<colon]))
        if field != nil { rest = rest[rest.index(after: colon)...] }
      }
      if piece.isPattern { rest = rest.dropFirst().dropLast() }
      guard !rest.isEmpty else { return nil }
      return Word(
        field: field, text: String(rest), isPattern: piece.isPattern, isNegated: isNegated, isQuoted: piece.isQuoted && !piece.isPattern)
    }
  }

  /// The conditions as they were typed, quotes and slashes kept, each with its field; for changing one and leaving the others.
  package static func parts(_ filter: String) -> [(source: String, field: Field?)] {
    pieces(filter).map { (source: $0.source.trimmed, field: words($0.source).first?.field) }
  }

  fileprivate struct Piece {
    var text = ""
    /// As it was typed.
    var source = ""
    var isPattern = false
    /// Began with a quote, so that a colon in it is text.
    var isQuoted = false
  }

  /// Parted at blanks; double quotes keep blanks in a word, and slashes keep a regular expression whole.
  private static func pieces(_ filter: String) -> [Piece] {
    var pieces: [Piece] = []
    var piece = Piece()
    var isQuoted = false
    var place = filter.startIndex
    while place < filter.endIndex {
      let character = filter[place]
      if character == "/", !isQuoted, piece.isOpenToPattern, let end = patternEnd(filter, from: place) {
        piece.text += filter[place...end]
        piece.source += filter[place...end]
        piece.isPattern = true
        place = end
      } else if character == "\"" {
        if piece.text.isEmpty { piece.isQuoted = true }
        piece.source.append(character)
        isQuoted.toggle()
      } else if character.isWhitespace, !isQuoted {
        if !piece.text.isEmpty { pieces.append(piece) }
        piece = Piece()
      } else {
        piece.text.append(character)
        piece.source.append(character)
      }
      place = filter.index(after: place)
    }
    // What is put behind a word must not be swallowed by its open quote.
    if isQuoted { piece.source.append("\"") }
    return piece.text.isEmpty ? pieces : pieces + [piece]
  }

  /// The slash that closes a regular expression: the first one before a blank or the end that no backslash keeps; nil when none does.
  private static func patternEnd(_ filter: String, from start: String.Index) -> String.Index? {
    var place = filter.index(after: start)
    var isEscaped = false
    while place < filter.endIndex {
      let next = filter.index(after: place)
      if filter[place] == "/", !isEscaped, next == filter.endIndex || filter[next].isWhitespace {
        return filter.index(after: start) == place ? nil : place
      }
      isEscaped = filter[place] == "\\" && !isEscaped
      place = next
    }
    return nil
  }
}

extension FilterSyntax.Piece {
  /// At its beginning, behind a `!`, or behind a field's colon.
  fileprivate var isOpenToPattern: Bool {
    let name = text.drop { $0 == "!" }
    if name.isEmpty { return true }
    return name.last == ":" && FilterSyntax.Field(named: String(name.dropLast())) != nil
  }
}
