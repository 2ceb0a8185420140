/// One sign of a reduced table: a letter of the logs, or one with a meaning.
enum Sign: Equatable {
  /// A letter as it is; a blank in a set parts its members.
  case plain(Unicode.Scalar)
  /// A letter that an escape made plain.
  case escaped(Unicode.Scalar)
  case bar
  case code
  case setStart
  case setEnd
  case hole
  case ditto
  /// Nothing at all, as a member of a set.
  case nothing
  case base64Start
  case wideBase64Start
  case base64End

  static func read(_ text: String) -> [Sign] {
    let scalars = Array(text.unicodeScalars)
    var signs: [Sign] = []
    var place = 0
    while place < scalars.count {
      switch scalars[place] {
      case "|": signs.append(.bar)
      case "§": signs.append(.code)
      case "«": signs.append(.setStart)
      case "»": signs.append(.setEnd)
      case "¤": signs.append(.hole)
      case "¶": signs.append(.ditto)
      case "¬" where place + 1 < scalars.count:
        place += 1
        signs.append(escape(scalars, &place))
      default: signs.append(.plain(scalars[place]))
      }
      place += 1
    }
    return signs
  }

  private static func escape(_ scalars: [Unicode.Scalar], _ place: inout Int) -> Sign {
    func hex(_ width: Int) -> Sign {
      let digits = String(String.UnicodeScalarView(scalars[(place + 1)...(place + width)]))
      place += width
      return .escaped(UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "?")
    }
    switch scalars[place] {
    case "n": return .escaped("\n")
    case "r": return .escaped("\r")
    case "t": return .escaped("\t")
    case "_": return .escaped(" ")
    case "0": return .nothing
    case "x": return hex(2)
    case "u": return hex(4)
    case "B": return .base64Start
    case "W": return .wideBase64Start
    case "E": return .base64End
    default: return .escaped(scalars[place])
    }
  }

  /// The letters alone.
  static func text(_ signs: [Sign]) -> String {
    var out = String.UnicodeScalarView()
    for sign in signs {
      switch sign {
      case .plain(let scalar), .escaped(let scalar): out.append(scalar)
      default: break
      }
    }
    return String(out)
  }

  /// A name in the legend: one of the table's own begins with `§`.
  static func name(_ signs: [Sign]) -> String { (signs.first == .code ? "§" : "") + text(signs) }

  static func members(_ signs: [Sign]) -> [[Sign]] {
    signs.split(separator: .plain(" ")).map { $0 == [.nothing] ? [] : Array($0) }
  }

  static func withDitto(_ signs: [Sign], first: [Sign]) -> [Sign] { signs.flatMap { $0 == .ditto ? first : [$0] } }

  static func items(_ signs: [Sign]) -> [ReducedReader.Cell.Item] {
    var items: [ReducedReader.Cell.Item] = []
    var rest = encoded(signs)[...]
    while !rest.isEmpty {
      if rest.first == .setStart, let end = rest.firstIndex(of: .setEnd) {
        items.append(.oneOf(members(Array(rest[(rest.startIndex + 1)..<end])).map(text)))
        rest = rest[(end + 1)...]
      } else {
        let end = rest.firstIndex(of: .setStart) ?? rest.endIndex
        items.append(.text(text(Array(rest[..<end]))))
        rest = rest[end...]
      }
    }
    return items
  }

  /// With what stands decoded put back into base64.
  private static func encoded(_ signs: [Sign]) -> [Sign] {
    var out: [Sign] = []
    var place = 0
    while place < signs.count {
      let isWide = signs[place] == .wideBase64Start
      if signs[place] == .base64Start || isWide, let end = signs[place...].firstIndex(of: .base64End) {
        let inner = text(Array(signs[(place + 1)..<end]))
        let bytes = isWide ? inner.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } : Array(inner.utf8)
        out += base64(bytes).unicodeScalars.map { .plain($0) }
        place = end + 1
      } else {
        out.append(signs[place])
        place += 1
      }
    }
    return out
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var out = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let word = (0..<3).reduce(0) { $0 << 8 | (start + $1 < bytes.count ? Int(bytes[start + $1]) : 0) }
      for place in 0..<4 { out.append(place <= group.count ? alphabet[word >> (18 - 6 * place) & 63] : "=") }
    }
    return out
  }
}

extension [Sign] {
  var cells: [[Sign]] { split(separator: .bar, omittingEmptySubsequences: false).map(Array.init) }
}
