/// The piece at the end of a growing text, taken scalar by scalar, so that a run without end costs what is added and no more.
///
/// It is the rules of both encodings as one machine that never looks ahead: where the published expression would, it keeps the count of
/// either outcome. `fork` is a place inside the piece at which it would part if the text went on otherwise: after the last scalar that is
/// capital and small letter at once, until a small letter comes; after the last newline of whitespace.
struct GrowingPiece {
  private enum Kind { case undecided, word, others, whitespace, number }

  private let counter: TokenCounter
  private let isO200K: Bool
  private var kind = Kind.undecided
  /// The first bytes of the piece: all of them while there are at most `shortest`.
  private(set) var beginning: [UInt8] = []
  private var whole: GrowingMerge
  private var sinceFork: GrowingMerge
  private var countAtFork: Int?
  /// Tokens before the last scalar, since the fork or the start: a last blank goes with what follows it.
  private var countBeforeLast = 0
  private var lastScalar: [UInt8] = []
  /// A word had its small letter: a capital ends it.
  private var isSmall = false
  /// Others had their newline: only more of them may follow.
  private var hasTail = false
  private var numbers = 0
  /// An apostrophe after a word, and what may make it a contraction.
  private var apostrophe: [UInt8] = []

  /// Pieces up to this length can be counted anew without being noticed.
  static let shortest = 256

  /// Nothing yet, at a place where a piece begins.
  init(_ counter: TokenCounter) {
    self.counter = counter
    isO200K = counter.encoding == .o200kBase
    whole = GrowingMerge(counter.vocabulary)
    sinceFork = whole
  }

  /// True while `beginning` is the whole piece.
  var isShort: Bool { beginning.count <= Self.shortest }

  /// Tokens of the piece if the text ended here.
  var total: Int {
    if isShort { return beginning.withUnsafeBytes { counter.count(utf8: $0) } }
    return wordTotal + apostrophe.withUnsafeBytes { counter.count(utf8: $0) }
  }

  private var wordTotal: Int {
    guard let countAtFork, isO200K else { return whole.count }
    return countAtFork + sinceFork.count
  }

  /// Takes one scalar; returns the tokens of what ended before it, or nil where nothing did.
  mutating func push(_ scalar: UnsafeBufferPointer<UInt8>, _ flags: UInt8) -> Int? {
    switch kind {
    case .undecided: pushUndecided(scalar, flags)
    case .word: apostrophe.isEmpty ? pushWord(scalar, flags) : pushContraction(scalar, flags)
    case .others: pushOthers(scalar, flags)
    case .whitespace: pushWhitespace(scalar, flags)
    case .number: pushNumber(scalar, flags)
    }
  }

  private func isWordlike(_ flags: UInt8) -> Bool {
    flags & (isO200K ? ScalarClass.upper | ScalarClass.lower : ScalarClass.letter) != 0
  }

  private func isOther(_ flags: UInt8) -> Bool { flags & ScalarClass.notOther == 0 }

  private mutating func keep(_ scalar: UnsafeBufferPointer<UInt8>) {
    if isShort { beginning.append(contentsOf: scalar) }
  }

  private mutating func grow(_ scalar: UnsafeBufferPointer<UInt8>) {
    keep(scalar)
    whole.push(scalar)
    if countAtFork != nil { sinceFork.push(scalar) }
  }

  private mutating func fork() {
    countAtFork = whole.count
    sinceFork.reset()
  }

  /// Forgets the piece and begins the next with these scalars, of which the last is new.
  private mutating func begin(with scalars: [[UInt8]]) -> Int {
    kind = .undecided
    beginning.removeAll(keepingCapacity: true)
    whole.reset()
    countAtFork = nil
    countBeforeLast = 0
    lastScalar = []
    isSmall = false
    hasTail = false
    numbers = 0
    apostrophe = []
    var ended = 0
    for scalar in scalars {
      scalar.withUnsafeBufferPointer { bytes in
        guard let base = bytes.baseAddress else { return }
        ended += push(bytes, ScalarText(base, count: bytes.count).flags(0)) ?? 0
      }
    }
    return ended
  }

  private func scalars(of bytes: [UInt8]) -> [[UInt8]] {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.map { Array(String($0).utf8) }
  }

  /// The first scalar says what the piece is, or the second does.
  private mutating func pushUndecided(_ scalar: UnsafeBufferPointer<UInt8>, _ flags: UInt8) -> Int? {
    guard let first = beginning.first else { return pushFirst(scalar, flags) }
    let before = beginning
    if !isO200K, first == UInt8(ascii: "'") { return pushApostrophe(scalar, flags, before) }
    return pushSecond(scalar, flags, before)
  }

  private mutating func pushFirst(_ scalar: UnsafeBufferPointer<UInt8>, _ flags: UInt8) -> Int? {
    if isWordlike(flags) {
      kind = .word
      return pushWord(scalar, flags)
    }
    if flags & ScalarClass.number != 0 {
      kind = .number
      return pushNumber(scalar, flags)
    }
    if flags & ScalarClass.newline != 0 {
      kind = .whitespace
      return pushWhitespace(scalar, flags)
    }
    keep(scalar)
    return nil
  }

  /// After one scalar that may precede a word, or one space that may precede others.
  private mutating func pushSecond(_ scalar: UnsafeBufferPointer<UInt8>, _ flags: UInt8, _ before: [UInt8]) -> Int? {
    let isBlank = before.withUnsafeBufferPointer { ScalarText($0.baseAddress!, count: $0.count).flags(0) } & ScalarClass.whitespace != 0
    if isWordlike(flags) {
      replay(before, as: .word)
      return pushWord(scalar, flags)
    }
    if isOther(flags), !isBlank || before == [0x20] {
      replay(before, as: .others)
      return pushOthers(scalar, flags)
    }
    if isBlank, flags & ScalarClass.whitespace != 0 {
      replay(before, as: .whitespace)
      lastScalar = before
      return pushWhitespace(scalar, flags)
    }
    if !isBlank {
      replay(before, as: .others)
      return pushOthers(scalar, flags)
    }
    let ended = before.withUnsafeBytes { counter.count(utf8: $0) }
    return ended + begin(with: [Array(scalar)])
  }

  private mutating func replay(_ before: [UInt8], as kind: Kind) {
    self.kind = kind
    before.withUnsafeBufferPointer { whole.push($0) }
  }

  /// In cl100k_base a contraction is a piece of its own, before all else.
  private mutating func pushApostrophe(_ scalar: UnsafeBufferPointer<UInt8>, _ flags: UInt8, _ before: [UInt8]) -> Int? {
    let seen = before + scalar
    switch Self.contraction(seen) {
    case .none:
      let ended = begin(with: [])
      return ended + resume(seen)
    case .open:
      beginning = seen
      return nil
    case .whole:
      return seen.withUnsafeBytes { counter.count(utf8: $0) } + begin(with: [])
    }
  }

  /// Goes on after an apostrophe that is none of a contraction: it precedes a word, or is one of the others.
  private mutating func resume(_ seen: [UInt8]) -> Int {
    let parts = scalars(of: seen)
    parts[0].withUnsafeBufferPointer { keep($0) }
    var ended = 0
    for (index, part) in parts.enumerated().dropFirst() {
      part.withUnsafeBufferPointer { bytes in
        let flags = ScalarText(bytes.baseAddress!, count: bytes.count).flags(0)
        ended += (index == 1 ? pushSecond(bytes, flags, parts[0]) : push(bytes, flags)) ?? 0
      }
    }
    return ended
  }

  private enum Contraction { case none, open, whole }

  /// What an apostrophe and the scalars after it are.
  private static func contraction(_ bytes: [UInt8]) -> Contraction {
    let length = bytes.withUnsafeBufferPointer { CL100KRule.contractionAfterApostrophe($0.baseAddress!, $0.count) }
    if length == bytes.count { return .whole }
    let mayFollow = bytes.count == 2 && [UInt8(ascii: "r"), UInt8(ascii: "v"), UInt8(ascii: "l")].contains(bytes[1] | 0x20)
    return bytes.count == 1 || mayFollow ? .open : .none
  }
}

extension GrowingPiece {
  private mutating func pushWord(_ scalar: UnsafeBufferPointer<UInt8>, _ flags: UInt8) -> Int? {
    if isO200K, scalar.count == 1, scalar[0] == UInt8(ascii: "'") {
      keep(scalar)
      apostrophe = [scalar[0]]
      return nil
    }
    let isCapital = flags & ScalarClass.upper != 0 && flags & ScalarClass.lower == 0
    guard isWordlike(flags), !(isO200K && isSmall && isCapital) else {
      let ended = wordTotal
      return ended + begin(with: [Array(scalar)])
    }
    grow(scalar)
    guard isO200K, !isSmall, !isCapital else { return nil }
    if flags & ScalarClass.upper == 0 {
      isSmall = true
      countAtFork = nil
    } else {
      fork()
    }
    return nil
  }

  private mutating func pushContraction(_ scalar: UnsafeBufferPointer<UInt8>, _ flags: UInt8) -> Int? {
    let seen = apostrophe + scalar
    switch Self.contraction(seen) {
    case .open:
      keep(scalar)
      apostrophe = seen
      return nil
    case .whole:
      apostrophe = []
      // With nothing since the fork the piece did not part there.
      if sinceFork.length == 0 { countAtFork = nil }
      seen.withUnsafeBufferPointer { grow($0) }
      let ended = wordTotal
      return ended + begin(with: [])
    case .none:
      let ended = wordTotal
      return ended + begin(with: scalars(of: seen))
    }
  }

  private mutating func pushOthers(_ scalar: UnsafeBufferPointer<UInt8>, _ flags: UInt8) -> Int? {
    let isNewline = flags & ScalarClass.newline != 0
    let isSlash = isO200K && scalar.count == 1 && scalar[0] == UInt8(ascii: "/")
    guard isNewline || (hasTail ? isSlash : isOther(flags)) else {
      let ended = whole.count
      return ended + begin(with: [Array(scalar)])
    }
    if isNewline { hasTail = true }
    grow(scalar)
    return nil
  }

  private mutating func pushWhitespace(_ scalar: UnsafeBufferPointer<UInt8>, _ flags: UInt8) -> Int? {
    guard flags & ScalarClass.whitespace != 0 else {
      let ended = (countAtFork ?? 0) + countBeforeLast
      return ended + begin(with: (lastScalar.isEmpty ? [] : [lastScalar]) + [Array(scalar)])
    }
    if flags & ScalarClass.newline != 0 {
      grow(scalar)
      fork()
      countBeforeLast = 0
      lastScalar = []
    } else {
      countBeforeLast = countAtFork == nil ? whole.count : sinceFork.count
      lastScalar = Array(scalar)
      grow(scalar)
    }
    return nil
  }

  private mutating func pushNumber(_ scalar: UnsafeBufferPointer<UInt8>, _ flags: UInt8) -> Int? {
    guard flags & ScalarClass.number != 0, numbers < 3 else {
      let ended = beginning.withUnsafeBytes { counter.count(utf8: $0) }
      return ended + begin(with: [Array(scalar)])
    }
    numbers += 1
    keep(scalar)
    return nil
  }
}
