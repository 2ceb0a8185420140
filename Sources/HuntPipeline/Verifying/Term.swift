internal import Casefile

/// One text to look up, folded, with what may stand beside it where it is found.
///
/// A term is found whole: `10.0.0.1` is not in `10.0.0.10`, `web-1` not in `web-10`, `invoice.pdf` not in `invoice.pdf.exe`. A host's short
/// name is in its full one, a file in its path, and a domain in the names below it (`evil.example` in `a.evil.example`), because who blocks
/// the one blocks the other; nothing is in what goes on behind it.
struct Term: Equatable {
  enum Shape: Equatable {
    /// A long quote: exact text, which may begin and end within a word.
    case free
    /// Words and signs.
    case words
    /// A name with a dot in it that is no domain: a file.
    case dotted
    case domain
    case addressFour
    case addressSix
  }

  let text: String
  let shape: Shape

  /// Letters from which on a quote may be cut within a word: what is as long stands there by no accident.
  static let longQuote = 24

  init(_ folded: String, isQuote: Bool = false) {
    text = folded
    if isQuote, folded.utf8.count >= Term.longQuote, folded.contains(" ") || folded.utf8.count >= 3 * Term.longQuote {
      shape = .free
    } else {
      shape = Term.shape(of: folded)
    }
  }

  private static func shape(of text: String) -> Shape {
    if let address = NetworkAddress(text) { return address.isVersionFour && !text.contains(":") ? .addressFour : .addressSix }
    guard text.contains("."), !text.contains(where: { " /\\:\"'|<>=".contains($0) }) else { return .words }
    return IndicatorScan.isDomainName(text) ? .domain : .dotted
  }
}

/// Text that terms are looked up in, as bytes: a search for exact bytes is a hundred times quicker than one for characters.
struct TermText: Sendable {
  private let bytes: [UInt8]

  /// `folded` as `FoldedText` makes it.
  init(folded: String) { bytes = Array(folded.utf8) }

  func holds(_ term: Term) -> Bool {
    let needle = Array(term.text.utf8)
    guard let first = needle.first, bytes.count >= needle.count else { return false }
    let ways = Edges(term)
    return bytes.withUnsafeBufferPointer { text in
      needle.withUnsafeBufferPointer { needle in
        var place = 0
        let last = text.count - needle.count
        while place <= last {
          guard let hit = text[place...last].firstIndex(of: first) else { return false }
          if text[hit..<(hit + needle.count)].elementsEqual(needle), ways.areFree(hit..<(hit + needle.count), text) { return true }
          place = hit + 1
        }
        return false
      }
    }
  }

  /// What may stand before and behind a term.
  private struct Edges {
    let shape: Term.Shape
    /// Whether a dot and more may follow: it is a host's short name, or words.
    let goesOn: Bool

    init(_ term: Term) {
      shape = term.shape
      let last = term.text[(term.text.lastIndex { " \\/".contains($0) } ?? term.text.startIndex)...]
      goesOn = term.shape == .words && !last.contains(".")
    }

    func areFree(_ range: Range<Int>, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
      if shape == .free { return true }
      func byte(_ place: Int) -> UInt8? { text.indices.contains(place) ? text[place] : nil }
      if isWord(text[range.lowerBound]), let before = byte(range.lowerBound - 1) {
        if isWord(before) { return false }
        let isJoined = byte(range.lowerBound - 2).map(isWord) ?? false
        if before == UInt8(ascii: "-"), isJoined, !isAddress { return false }
        if before == UInt8(ascii: "."), isJoined, shape != .domain, !goesOn { return false }
        if before == UInt8(ascii: ":"), shape == .addressSix { return false }
      }
      if isWord(text[range.upperBound - 1]), let after = byte(range.upperBound) {
        if isWord(after) { return false }
        let isJoined = byte(range.upperBound + 1).map(isWord) ?? false
        if after == UInt8(ascii: "-"), isJoined, !isAddress { return false }
        if after == UInt8(ascii: "."), isJoined, !goesOn { return false }
        if after == UInt8(ascii: ":"), shape == .addressSix { return false }
      }
      return true
    }

    private var isAddress: Bool { shape == .addressFour || shape == .addressSix }

    private func isWord(_ byte: UInt8) -> Bool {
      byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte == UInt8(ascii: "_") || byte >= 0x80
    }
  }
}
