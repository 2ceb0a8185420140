/// A text as it reads once what hides its letters is undone: escapes (see `LetterEscape`), letters in other clothes and signs that do not show
/// (see `PlainScalars`), and carets and backquotes that shells drop.
struct EscapedReading {
  /// How much is undone. Each step undoes what the one before it does too, so that nothing hides a name by standing beside it.
  enum Step {
    /// Letters that are written as escapes: `\u0061`, `%61`, `&#97;`.
    case escapes
    /// Wide, ringed and mathematical letters, composed accents, and signs that do not show.
    case letters
    /// `zeb^ulon` and `` zeb`ulon ``, as shells read them.
    case shells
  }

  /// The bytes of the reading.
  private(set) var bytes: [UInt8] = []
  /// Where in the original each of them begins and ends.
  private var starts: [Int] = []
  private var ends: [Int] = []

  /// An escape may be written in escapes; deeper is nothing that anybody reads. A name may hold what looks like one, so each depth counts.
  private static let steps: [Step] = [.escapes, .escapes, .escapes, .letters, .shells]

  /// The readings of a text that differ from it and from each other.
  static func all(of original: TermBytes.Bytes) -> [EscapedReading] {
    var readings: [EscapedReading] = []
    for step in steps {
      if let reading = EscapedReading(original, step, after: readings.last) { readings.append(reading) }
    }
    return readings
  }

  /// The reading of one step, which goes on from that of an earlier one; nil where there is nothing to undo in it.
  private init?(_ original: TermBytes.Bytes, _ step: Step, after earlier: EscapedReading?) {
    if let earlier {
      let first = earlier.bytes.withUnsafeBufferPointer { step.first(in: $0) }
      guard let first else { return nil }
      self = earlier
      undo(step, from: first)
    } else {
      guard let first = step.first(in: original) else { return nil }
      bytes = Array(original)
      starts = Array(original.indices)
      ends = starts.map { $0 + 1 }
      undo(step, from: first)
    }
  }

  /// What of the original the bytes of a range stand for.
  func original(_ range: Range<Int>) -> Range<Int> { starts[range.lowerBound]..<ends[range.upperBound - 1] }

  private mutating func undo(_ step: Step, from first: Int) {
    var next = EscapedReading()
    next.bytes = Array(bytes[..<first])
    next.starts = Array(starts[..<first])
    next.ends = Array(ends[..<first])
    bytes.withUnsafeBufferPointer { bytes in
      var place = first
      while place < bytes.count {
        if step.mayBegin(bytes[place]), let (plain, length) = step.undone(bytes, place) {
          for byte in plain { next.append(byte, starts[place], ends[place + length - 1]) }
          place += length
        } else {
          next.append(bytes[place], starts[place], ends[place])
          place += 1
        }
      }
    }
    self = next
  }

  private init() {}

  private mutating func append(_ byte: UInt8, _ start: Int, _ end: Int) {
    bytes.append(byte)
    starts.append(start)
    ends.append(end)
  }
}

extension EscapedReading.Step {
  /// The first place at which something is to be undone.
  fileprivate func first(in bytes: TermBytes.Bytes) -> Int? {
    bytes.indices.first { mayBegin(bytes[$0]) && undone(bytes, $0) != nil }
  }

  /// A quick look: false for a byte with which surely nothing begins that the step undoes.
  @inline(__always)
  fileprivate func mayBegin(_ byte: UInt8) -> Bool {
    switch self {
    case .escapes:
      byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "=") || byte == 0xC2
    case .letters: byte >= 0x80 || byte < 0x20 || byte == 0x7F
    case .shells: byte == UInt8(ascii: "^") || byte == UInt8(ascii: "`")
    }
  }

  /// What stands at a place as it reads, and how many bytes it takes; nil where it stands as it reads.
  fileprivate func undone(_ bytes: TermBytes.Bytes, _ place: Int) -> ([UInt8], Int)? {
    switch self {
    case .escapes: LetterEscape.undone(bytes, place)
    case .letters: PlainScalars.undone(bytes, place)
    case .shells: bytes[place] == UInt8(ascii: "^") || bytes[place] == UInt8(ascii: "`") ? ([], 1) : nil
    }
  }
}
