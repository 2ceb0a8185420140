/// A value with `*` and `?` in it.
struct Wildcard: Equatable, Sendable {
  enum Piece: Equatable, Sendable {
    case byte(UInt8)
    case one
    case many
  }

  let pieces: [Piece]

  /// Reads Sigma's escapes: `\*`, `\?` and `\\` are the characters themselves, any other backslash stands for itself.
  init(_ text: String) {
    var pieces: [Piece] = []
    let bytes = Array(text.utf8)
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "\\")
      where place < bytes.count && [UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "\\")].contains(bytes[place]):
        pieces.append(.byte(bytes[place]))
        place += 1
      case UInt8(ascii: "*"): if pieces.last != .many { pieces.append(.many) }
      case UInt8(ascii: "?"): pieces.append(.one)
      default: pieces.append(.byte(byte))
      }
    }
    self.pieces = pieces
  }

  /// The bytes, when there is neither `*` nor `?` in the slice.
  static func literal(_ pieces: some Collection<Piece>) -> [UInt8]? {
    var bytes: [UInt8] = []
    for piece in pieces {
      guard case .byte(let byte) = piece else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  /// Matches the whole text; goes back to the last `*` only, so it takes at most text times pattern steps.
  func matches(_ text: [UInt8]) -> Bool {
    var place = 0
    var piece = 0
    var retry: (piece: Int, place: Int)?
    while place < text.count {
      if piece < pieces.count, pieces[piece] == .many {
        retry = (piece, place)
        piece += 1
      } else if piece < pieces.count, Wildcard.fits(pieces[piece], text[place]) {
        piece += 1
        place += 1
      } else if let last = retry {
        retry = (last.piece, last.place + 1)
        piece = last.piece + 1
        place = last.place + 1
      } else {
        return false
      }
    }
    return pieces[piece...].allSatisfy { $0 == .many }
  }

  private static func fits(_ piece: Piece, _ byte: UInt8) -> Bool {
    if case .byte(let wanted) = piece { return wanted == byte }
    return piece == .one
  }
}
