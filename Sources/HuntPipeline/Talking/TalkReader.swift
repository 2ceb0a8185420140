internal import Decoding
internal import Patterns

/// Reads text in pieces, as one stream of letters, and tells whether it talks to a model.
///
/// Takes time in proportion to the text. Pieces go on where the last one ended, so that words parted by the border of a cell are found.
struct TalkReader {
  /// Kinds of words that were read, as bits.
  private(set) var kinds: UInt16 = 0
  private(set) var talks = false

  private var letters = 0
  private var state = 0
  private var otherLetters = 0
  private var otherState = 0
  /// Where the last word of each kind ended, in letters; of the Latin words, then of the others.
  private var ends = [Int](repeating: TalkReader.never, count: TalkReader.kindCount * 2)

  private static let never = Int.min / 2
  private static let kindCount = TalkWords.Kind.allCases.count
  /// Letters of other alphabets are counted in bytes, and are two or three each.
  private static let otherFactor = 3
  /// Bytes of one text that are read; what stands behind is beyond what anybody reads.
  private static let most = 256 << 10

  /// Takes up the next piece.
  mutating func read(_ text: String) {
    var text = text
    text.withUTF8 { read($0) }
  }

  mutating func read(_ all: UnsafeBufferPointer<UInt8>) {
    let bytes = UnsafeBufferPointer(rebasing: all.prefix(TalkReader.most))
    readPlain(bytes)
    guard !talks else { return }
    for piece in TextDecoder.decoded(bytes) where !talks {
      var inner = TalkReader()
      var text = piece.text
      text.withUTF8 { inner.readPlain($0) }
      kinds |= inner.kinds
      talks = inner.talks || piece.isHidden && TalkReader.ordersAnybody(inner.kinds)
    }
  }

  /// Orders of two kinds, or one with what it asks for, however far apart.
  ///
  /// Held only against text that somebody hid: programs hide programs, but seldom a request in plain words.
  private static func ordersAnybody(_ kinds: UInt16) -> Bool {
    let orders = kinds & orderBits
    return orders != 0 && (orders.nonzeroBitCount > 1 || kinds & aimBits != 0)
  }

  private static let orderBits = bits([.silence, .wish, .demand, .tell, .leak])
  private static let aimBits = bits([.verdict, .label, .task, .addressee, .orders])

  private static func bits(_ kinds: [TalkWords.Kind]) -> UInt16 {
    kinds.reduce(0) { $0 | 1 << $1.rawValue }
  }

  /// Reads what stands there, without decoding.
  private mutating func readPlain(_ bytes: UnsafeBufferPointer<UInt8>) {
    let signs = TalkReader.signs(in: bytes)
    if signs & TalkReader.isForeign != 0 {
      let text = String(decoding: bytes, as: UTF8.self)
      var folded = PlainLetters.folded(text)
      folded.withUTF8 { readLatin($0) }
      var lower = text.lowercased()
      lower.withUTF8 { readOthers($0) }
    } else {
      readLatin(bytes)
    }
    guard !talks, signs & (TalkReader.isMark | TalkReader.isForeign) != 0 else { return }
    talks = TalkReader.hasMark(bytes)
  }

  private mutating func readLatin(_ bytes: UnsafeBufferPointer<UInt8>) {
    let start = letters
    let (kindOf, set) = (TalkReader.latinKinds, TalkReader.latin)
    let end = set.walk(bytes, from: state) { literal, counted in take(kindOf[literal], at: start + counted, offset: 0, factor: 1) }
    state = end.state
    letters += end.counted
  }

  private mutating func readOthers(_ bytes: UnsafeBufferPointer<UInt8>) {
    let start = otherLetters
    let (kindOf, set) = (TalkReader.otherKinds, TalkReader.others)
    let end = set.walk(bytes, from: otherState) { literal, counted in
      take(kindOf[literal], at: start + counted, offset: TalkReader.kindCount, factor: TalkReader.otherFactor)
    }
    otherState = end.state
    otherLetters += end.counted
  }

  private mutating func take(_ kind: TalkWords.Kind, at place: Int, offset: Int, factor: Int) {
    kinds |= 1 << kind.rawValue
    if kind == .plain { talks = true }
    for pair in TalkWords.pairs where pair.one == kind || pair.other == kind {
      let other = pair.one == kind ? pair.other : pair.one
      if place - ends[offset + Int(other.rawValue)] <= pair.letters * factor { talks = true }
    }
    ends[offset + Int(kind.rawValue)] = place
  }

  /// Whether words of these kinds can talk when they stand together.
  static func canTalk(_ kinds: UInt16) -> Bool {
    pairBits.contains { $0 & kinds == $0 }
  }

  private static let pairBits = TalkWords.pairs.map { bits([$0.one, $0.other]) }

  private static let isForeign: UInt8 = 1
  private static let isMark: UInt8 = 2

  private static let signTable: [UInt8] = (0..<256).map { byte in
    switch UInt8(byte) {
    case 0x80...: isForeign
    case UInt8(ascii: "<"), UInt8(ascii: "["), UInt8(ascii: "#"), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: ":"): isMark
    default: 0
    }
  }

  private static func signs(in bytes: UnsafeBufferPointer<UInt8>) -> UInt8 {
    signTable.withUnsafeBufferPointer { table in
      var seen: UInt8 = 0
      for byte in bytes { seen |= table[Int(byte)] }
      return seen
    }
  }

  /// Letters and the digits that stand for them; anything else is passed over.
  private static func letter(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): letter(byte | 0x20)
    case UInt8(ascii: "1"): UInt8(ascii: "i")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte
    case UInt8(ascii: "0"): UInt8(ascii: "o")
    case UInt8(ascii: "3"): UInt8(ascii: "e")
    case UInt8(ascii: "4"): UInt8(ascii: "a")
    case UInt8(ascii: "5"): UInt8(ascii: "s")
    case UInt8(ascii: "7"): UInt8(ascii: "t")
    case UInt8(ascii: "@"): UInt8(ascii: "a")
    case UInt8(ascii: "$"): UInt8(ascii: "s")
    default: nil
    }
  }

  private static func otherLetter(_ byte: UInt8) -> UInt8? {
    byte >= 0x80 || byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") ? byte : nil
  }

  private static let latin = LiteralSet(TalkWords.latin.flatMap(\.1), folding: letter)
  private static let latinKinds = TalkWords.latin.flatMap { kind, words in words.map { _ in kind } }
  private static let others = LiteralSet(TalkWords.others.flatMap(\.1), folding: otherLetter)
  private static let otherKinds = TalkWords.others.flatMap { kind, words in words.map { _ in kind } }
  private static let systemTag = LiteralSet(["<system>"], isCaseInsensitive: true)
  private static let marks = LiteralSet(TalkWords.marks, isCaseInsensitive: true)
  private static let speakers = LiteralSet(TalkWords.speakers, isCaseInsensitive: true)
  private static let speech = LiteralSet(TalkWords.speech, isCaseInsensitive: true)

  private static func hasMark(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    has(marks, bytes) || hasBoundary(bytes) || beginsTurn(bytes) || hasSystemTag(bytes) || has(speakers, bytes) && has(speech, bytes)
  }

  private static func has(_ set: LiteralSet, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var isFound = false
    _ = set.walk(bytes) { _, _ in isFound = true }
    return isFound
  }

  /// `<system>` with words behind it; events of Windows have a tag of that name, with other tags in it.
  private static func hasSystemTag(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var isFound = false
    _ = systemTag.walk(bytes) { _, end in
      let next = bytes[min(end, bytes.count)...].first { $0 > UInt8(ascii: " ") }
      if let next, next != UInt8(ascii: "<") { isFound = true }
    }
    return isFound
  }

  /// `assistant:` before anything else is the beginning of a turn only when words follow; a bare name is not.
  private static func beginsTurn(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = String(decoding: bytes.prefix(12), as: UTF8.self).lowercased()
    return start.hasPrefix("assistant: ")
  }

  /// The sign of our own block of rows: `<<` before, or `>>` behind, sixteen hexadecimal digits.
  private static func hasBoundary(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    func isHex(_ range: Range<Int>) -> Bool {
      range.lowerBound >= 0 && range.upperBound <= bytes.count
        && range.allSatisfy { place in
          let byte = bytes[place]
          return byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "f")
        }
    }
    guard bytes.count >= 18 else { return false }
    for place in 0..<(bytes.count - 1) where bytes[place] == bytes[place + 1] {
      if bytes[place] == UInt8(ascii: "<"), isHex(place + 2..<place + 18) { return true }
      if bytes[place] == UInt8(ascii: ">"), isHex(place - 16..<place) { return true }
    }
    return false
  }
}
