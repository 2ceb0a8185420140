/// What becomes of a value in a document that is read as it arrives.
enum PieceHandling<Place: Sendable>: Sendable {
  /// An object or array whose members are handled one by one. A scalar in its place is taken instead.
  case enter(Place)
  /// Its bytes are handed out once all of them have come.
  case take(Place)
  /// Nobody wants it; its bytes are dropped as they come.
  case pass
}

/// Says what is wanted of a document, and takes it.
///
/// `Place` names the places of its own grammar, such as `tables`, `table`, `rows`, `row`; that a row is large or that there are millions
/// of them costs nothing but the row at hand.
protocol PieceReceiver {
  associatedtype Place: Sendable
  /// What becomes of the value of `key` in the object at `parent`, or of every element of the array there (`key` is nil; asked once an
  /// array). `parent` is nil for the document itself.
  mutating func handling(of key: String?, in parent: Place?) -> PieceHandling<Place>
  /// An object or array that is entered begins. Throwing ends the reading.
  mutating func began(_ place: Place, isArray: Bool) throws
  mutating func ended(_ place: Place) throws
  /// A whole value, valid only during the call; its grammar is not checked but for its brackets and quotes.
  mutating func took(_ bytes: UnsafeBufferPointer<UInt8>, at place: Place) throws
}

/// What came is not the JSON it should be.
struct BrokenAnswer: Error, Equatable, Sendable {
  /// What was expected or found, in words.
  var message: String
  /// Bytes before it in the whole body.
  var offset = 0
}

/// Reads a JSON document in pieces of any size and hands out the values its receiver wants, never holding more than the value at hand.
///
/// How to stream another service's answer: write a `PieceReceiver` that knows the grammar of its body (`LogAnalyticsAnswer` is the
/// model), let it hold an `AnswerTable` and give that columns (`begin`) and rows (`take`), make it `TableReceiver`, and hand it with the
/// response's body to `AnswerStream.read`, which feeds, batches, delivers and says how it ended.
struct JSONPieces<Receiver: PieceReceiver> {
  enum Phase { case value, firstMember, key, colon, afterValue, piece, done }

  struct Frame {
    let isArray: Bool
    let place: Receiver.Place
    /// How elements of an array are handled.
    let elements: PieceHandling<Receiver.Place>
  }

  /// A value whose end is looked for.
  struct Piece {
    enum Use { case key, take(Receiver.Place), pass }
    enum Form { case scalar, string, nested }
    var use = Use.pass
    var form = Form.scalar
    var depth = 0
    var isInString = false
    var isEscaped = false
  }

  /// Bytes of one taken value at most; no service has cells or rows of this size.
  static var longest: Int { 64 << 20 }

  var receiver: Receiver
  var phase = Phase.value
  var frames: [Frame] = []
  var piece = Piece()
  /// The beginning of a taken value that came in earlier chunks.
  var carried: [UInt8] = []
  /// How the next value is handled.
  var next: PieceHandling<Receiver.Place>
  /// Bytes of earlier chunks.
  var before = 0
  /// Values handed out so far: what tells an answer that goes on from one of which only blanks come.
  var handedOut = 0

  init(_ receiver: Receiver) {
    self.receiver = receiver
    next = self.receiver.handling(of: nil, in: nil)
  }

  /// True until the first byte that is no blank.
  var isUntouched: Bool { phase == .value && frames.isEmpty }
  /// True once the document is whole.
  var isWhole: Bool { phase == .done }

  /// Reads the next bytes of the body.
  mutating func feed(_ chunk: [UInt8]) throws {
    try chunk.withUnsafeBufferPointer { bytes in
      var at = 0
      while at < bytes.count { at = try step(bytes, at) }
    }
    before += chunk.count
  }

  /// The body has ended. Throws `BrokenAnswer` when the document has not.
  mutating func finish() throws {
    if phase == .piece, frames.isEmpty, piece.form == .scalar {
      let bytes = carried
      try bytes.withUnsafeBufferPointer { try complete($0, 0, 0) }
    }
    guard phase == .done else { throw BrokenAnswer(message: "the answer ends in the middle", offset: before) }
  }

  /// One step of the grammar; returns where to go on.
  private mutating func step(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) throws -> Int {
    if phase == .piece { return try scanPiece(bytes, start) }
    let byte = bytes[start]
    if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { return start + 1 }
    switch phase {
    case .value:
      if frames.isEmpty, byte == 0xEF || byte == 0xBB || byte == 0xBF { return start + 1 }
      if byte == UInt8(ascii: "]"), frames.last?.isArray == true { return try close(start) }
      return try begin(byte, start)
    case .firstMember, .key:
      if byte == UInt8(ascii: "}"), phase == .firstMember { return try close(start) }
      guard byte == UInt8(ascii: "\"") else { throw broken("a key in quotes is missing", start) }
      piece = Piece(use: .key, form: .string)
      phase = .piece
      return start
    case .colon:
      guard byte == UInt8(ascii: ":") else { throw broken("a colon is missing", start) }
      phase = .value
      return start + 1
    case .afterValue: return try separate(byte, start)
    case .done: throw broken("there is more behind the answer", start)
    case .piece: return start
    }
  }

  private mutating func separate(_ byte: UInt8, _ start: Int) throws -> Int {
    guard let frame = frames.last else { throw broken("there is more behind the answer", start) }
    switch byte {
    case UInt8(ascii: ","):
      phase = frame.isArray ? .value : .key
      next = frame.elements
      return start + 1
    case UInt8(ascii: "]") where frame.isArray, UInt8(ascii: "}") where !frame.isArray: return try close(start)
    default: throw broken("a comma is missing", start)
    }
  }

  private mutating func close(_ start: Int) throws -> Int {
    let frame = frames.removeLast()
    try receiver.ended(frame.place)
    phase = frames.isEmpty ? .done : .afterValue
    return start + 1
  }

  func broken(_ message: String, _ at: Int) -> BrokenAnswer { BrokenAnswer(message: message, offset: before + at) }
}
