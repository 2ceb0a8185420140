/// Cuts an OData filter into tokens, each with its place.
struct ODataLexer {
  enum Token: Equatable {
    /// A name, an operator, a number, a moment: whatever stands without quotes.
    case bare(String)
    case text(String)
    case open, close, comma, colon
    case end
  }

  struct Piece: Equatable {
    var token: Token
    /// 1-based number of its first character.
    var place: Int
  }

  /// Why a filter cannot be cut.
  struct Fault: Error { var reason: String; var place: Int }

  static func pieces(_ text: String) throws(Fault) -> [Piece] {
    let characters = Array(text)
    var pieces: [Piece] = []
    var place = 0
    while place < characters.count {
      let start = place
      switch characters[place] {
      case let blank where blank.isWhitespace:
        place += 1
        continue
      case "(": pieces.append(Piece(token: .open, place: start + 1))
      case ")": pieces.append(Piece(token: .close, place: start + 1))
      case ",": pieces.append(Piece(token: .comma, place: start + 1))
      case "'": pieces.append(Piece(token: .text(try quoted(characters, &place)), place: start + 1))
      case "\"": throw Fault(reason: "texts stand between single quotes", place: start + 1)
      case ":" where isAfterName(pieces, start): pieces.append(Piece(token: .colon, place: start + 1))
      default:
        let word = bare(characters, &place)
        // `microsoft.graph.security.alertSeverity'high'` is a value with its type before it.
        if place < characters.count, characters[place] == "'", word.first?.isLetter == true {
          pieces.append(Piece(token: .text(try quoted(characters, &place)), place: start + 1))
        } else {
          pieces.append(Piece(token: .bare(word), place: start + 1))
          continue
        }
      }
      place += 1
    }
    pieces.append(Piece(token: .end, place: characters.count + 1))
    return pieces
  }

  /// A colon behind the one letter of `any(t:…)`.
  private static func isAfterName(_ pieces: [Piece], _ place: Int) -> Bool {
    if case .bare? = pieces.last?.token { true } else { false }
  }

  /// Leaves `place` at the closing quote; two quotes in a row are one of the text.
  private static func quoted(_ characters: [Character], _ place: inout Int) throws(Fault) -> String {
    let start = place
    var text = ""
    place += 1
    while place < characters.count {
      if characters[place] == "'" {
        guard place + 1 < characters.count, characters[place + 1] == "'" else { return text }
        place += 1
      }
      text.append(characters[place])
      place += 1
    }
    throw Fault(reason: "the quote is not closed", place: start + 1)
  }

  /// Leaves `place` behind the word. A colon belongs to a word that begins with a figure, as in a time of day.
  private static func bare(_ characters: [Character], _ place: inout Int) -> String {
    var word = ""
    let isNumber = characters[place].isNumber || characters[place] == "-"
    // Signs of other languages are words of their own.
    let isSign = "=<>!~".contains(characters[place])
    while place < characters.count, !characters[place].isWhitespace, !"(),'\"".contains(characters[place]) {
      if characters[place] == ":", !isNumber, !word.isEmpty { break }
      if "=<>!~".contains(characters[place]) != isSign { break }
      word.append(characters[place])
      place += 1
    }
    return word
  }
}
