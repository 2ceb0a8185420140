/// A push parser for JSON that is still arriving.
///
/// Feed it chunks with `push`, cut anywhere; call `finish` once the bytes stop. Watches are numbered in the order in which they
/// were given. Nothing recurses on the input, and every byte is looked at once.
package struct JSONReader: Sendable {
  /// What may come around the document.
  package enum Surroundings: Sendable {
    /// A byte order mark and blanks only, as RFC 8259 has it.
    case strict
    /// Prose or a code fence before the first brace, and anything after the document, as language models write it.
    case tolerant
  }

  /// What one reader may keep and how deep it goes.
  package struct Limits: Sendable {
    /// Open containers at once.
    package var depth: Int
    /// Bytes of one watched element; a longer one is reported as `tooLarge`, and reading goes on.
    package var elementBytes: Int
    /// Bytes of one member name on the way to a watched element; a longer one is a failure.
    package var keyBytes: Int

    package init(depth: Int = 128, elementBytes: Int = 16 << 20, keyBytes: Int = 64 << 10) {
      self.depth = depth
      self.elementBytes = elementBytes
      self.keyBytes = keyBytes
    }
  }

  /// Why the bytes are not JSON, and where.
  package struct Failure: Error, Equatable, Sendable {
    package enum Reason: Equatable, Sendable {
      case unexpected(byte: UInt8)
      case controlInString(byte: UInt8)
      case badEscape
      case badNumber
      case badLiteral
      case tooDeep
      case keyTooLong
    }

    package var reason: Reason
    /// Bytes from the start of everything pushed, noise included.
    package var offset: Int
  }

  /// Which element of which watch.
  package struct Place: Equatable, Sendable {
    /// The number of the watch among `elements`.
    package var watch: Int
    /// The member's name, when its parent is an object.
    package var key: String?
    /// Its position, when its parent is an array.
    package var index: Int?
    /// Offset of its first byte.
    package var offset: Int
  }

  /// What became known.
  package enum Event: Equatable, Sendable {
    /// A watched element closed; these are its exact bytes.
    case element(Place, bytes: [UInt8])
    /// More of a watched string; `watch` is its number among `texts`.
    case text(watch: Int, delta: String)
    case textEnded(watch: Int)
    /// A watched element was longer than the limit and was passed over.
    case tooLarge(Place)
    /// The bytes stopped being JSON; nothing more will come.
    case failed(Failure)
  }

  enum State: Sendable {
    case preamble, afterBrace, firstValue, value, firstKey, key, colon, separator
    case string, escape, unicode, number, literal, trailing
  }

  struct Frame: Sendable {
    var isArray: Bool
    var live: UInt64
    var index = 0
  }

  struct Capture: Sendable {
    var place: Place
    var depth: Int
    var isOversized = false
  }

  typealias Chunk = UnsafeBufferPointer<UInt8>

  let watches: [ElementPath]
  let elementCount: Int
  let surroundings: Surroundings
  let limits: Limits
  let opensWithArray: Bool

  var state = State.preamble
  var stack: [Frame] = []
  var events: [Event] = []
  package private(set) var failure: Failure?
  /// Bytes pushed before the current chunk.
  var chunkStart = 0

  var isKey = false
  var key = ""
  var keyFrom: Int?
  var keyBytes: [UInt8] = []

  var captures: [Capture] = []
  var kept: [UInt8] = []
  var keptFrom = 0

  var textWatch: Int?
  var decoder = TextDecoder()
  var unit: UInt32 = 0
  var unitDigits = 0
  var number = NumberState.sign
  var literal = LiteralWord.null
  var literalPosition = 0

  /// At most 64 watches in all.
  ///
  /// With `.tolerant`, a document may open with `[` only if some path begins with an element.
  package init(
    elements: [ElementPath] = [], texts: [ElementPath] = [], surroundings: Surroundings = .tolerant, limits: Limits = Limits()
  ) {
    precondition(elements.count + texts.count <= 64, "more than 64 watches")
    self.watches = elements + texts
    self.elementCount = elements.count
    self.surroundings = surroundings
    self.limits = limits
    self.opensWithArray = watches.contains { path in
      switch path.steps.first {
      case .anyElement, .element: true
      default: false
      }
    }
  }

  /// True once the document's last bracket has come.
  package var isComplete: Bool { state == .trailing && failure == nil }

  /// Takes the next bytes and returns what they made known, in the order of the input.
  ///
  /// After a failure it takes nothing.
  package mutating func push(_ chunk: some Sequence<UInt8>) -> [Event] {
    let done: Void? = chunk.withContiguousStorageIfAvailable { consume($0) }
    if done == nil { Array(chunk).withUnsafeBufferPointer { consume($0) } }
    defer { events.removeAll(keepingCapacity: true) }
    return events
  }

  private mutating func consume(_ bytes: Chunk) {
    guard failure == nil else { return }
    var position = 0
    while position < bytes.count, failure == nil {
      if state == .string {
        position = scanString(bytes, from: position)
      } else if scan(bytes, at: position) {
        position += 1
      }
    }
    let used = failure.map { $0.offset - chunkStart } ?? bytes.count
    flushText()
    keep(Chunk(rebasing: bytes[..<max(0, min(used, bytes.count))]))
    if let failure { events.append(.failed(failure)) }
    chunkStart += max(0, used)
  }

  mutating func fail(_ reason: Failure.Reason, at position: Int) {
    failure = Failure(reason: reason, offset: chunkStart + position)
  }
}
