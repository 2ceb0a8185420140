extension JSONPieces {
  /// A value begins with `byte`.
  mutating func begin(_ byte: UInt8, _ start: Int) throws -> Int {
    let isContainer = byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[")
    if case .enter(let place) = next, isContainer {
      let isArray = byte == UInt8(ascii: "[")
      try receiver.began(place, isArray: isArray)
      let elements = isArray ? receiver.handling(of: nil, in: place) : .pass
      frames.append(Frame(isArray: isArray, place: place, elements: elements))
      phase = isArray ? .value : .firstMember
      next = elements
      return start + 1
    }
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["): piece.form = .nested
    case UInt8(ascii: "\""): piece.form = .string
    // Bare words of other dialects, such as NaN, are left to who reads the value.
    case UInt8(ascii: "-"), 0x30...0x39, UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "I"):
      piece.form = .scalar
    default: throw broken(frames.isEmpty ? "it is not JSON" : "a value is missing", start)
    }
    switch next {
    case .enter(let place), .take(let place): piece = Piece(use: .take(place), form: piece.form)
    case .pass: piece = Piece(use: .pass, form: piece.form)
    }
    phase = .piece
    return start
  }

  /// Looks for the end of the value at hand; hands it out when it is there, keeps what there is of it otherwise.
  mutating func scanPiece(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) throws -> Int {
    let end: Int?
    switch piece.form {
    case .scalar: end = scalarEnd(bytes, start)
    case .string: end = stringEnd(bytes, start)
    case .nested: end = nestedEnd(bytes, start)
    }
    if let end {
      try complete(bytes, start, end)
      return end
    }
    if case .pass = piece.use { return bytes.count }
    guard carried.count + bytes.count - start <= JSONPieces.longest else { throw broken("one value is larger than 64 MiB", start) }
    carried.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
    return bytes.count
  }

  /// The value at hand ends before `end`.
  mutating func complete(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) throws {
    let rest = UnsafeBufferPointer(rebasing: bytes[start..<end])
    guard !carried.isEmpty else { return try use(rest) }
    var whole: [UInt8] = []
    swap(&whole, &carried)
    whole.append(contentsOf: rest)
    try whole.withUnsafeBufferPointer { try use($0) }
    guard whole.capacity <= 1 << 20 else { return }
    whole.removeAll(keepingCapacity: true)
    swap(&whole, &carried)
  }

  private mutating func use(_ bytes: UnsafeBufferPointer<UInt8>) throws {
    switch piece.use {
    case .key:
      guard let frame = frames.last else { return }
      next = receiver.handling(of: try CellScanner.text(ofLiteral: bytes), in: frame.place)
      phase = .colon
      return
    case .take(let place):
      handedOut += 1
      try receiver.took(bytes, at: place)
    case .pass: break
    }
    phase = frames.isEmpty ? .done : .afterValue
  }

  private func scalarEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    bytes[start...].firstIndex { $0 == 0x2C || $0 == 0x5D || $0 == 0x7D || $0 <= 0x20 }
  }

  private mutating func stringEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    var at = start
    if !piece.isInString {
      piece.isInString = true
      at += 1
    }
    return textEnd(bytes, at)
  }

  /// Behind the closing quote of the text that is open; nil when it is not there yet.
  private mutating func textEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    var at = start
    if piece.isEscaped, at < bytes.count {
      piece.isEscaped = false
      at += 1
    }
    while true {
      at = ByteSearch.textStop(bytes, from: at)
      guard at < bytes.count else { return nil }
      switch bytes[at] {
      case UInt8(ascii: "\""):
        piece.isInString = false
        return at + 1
      case UInt8(ascii: "\\"):
        guard at + 1 < bytes.count else {
          piece.isEscaped = true
          return nil
        }
        at += 2
      default: at += 1
      }
    }
  }

  private mutating func nestedEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    var at = start
    var depth = piece.depth
    defer { piece.depth = depth }
    while at < bytes.count {
      if piece.isInString {
        guard let end = textEnd(bytes, at) else { return nil }
        at = end
        continue
      }
      switch bytes[at] {
      case UInt8(ascii: "\""): piece.isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return at + 1 }
      default: break
      }
      at += 1
    }
    return nil
  }
}

/// Looks through bytes eight at a time.
enum ByteSearch {
  /// The first quote, backslash or control character from `start` on; `bytes.count` when there is none.
  static func textStop(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let (ones, highs): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
    let raw = UnsafeRawBufferPointer(bytes)
    var at = start
    while at + 8 <= bytes.count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      let (quotes, slashes) = (word ^ (ones &* 0x22), word ^ (ones &* 0x5C))
      let zeros = ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes) | ((word &- ones &* 0x20) & ~word)
      // A borrow can only mark bytes above the first true one, so the lowest mark is right.
      let marks = zeros & highs
      if marks != 0 { return at + marks.trailingZeroBitCount >> 3 }
      at += 8
    }
    while at < bytes.count, bytes[at] != 0x22, bytes[at] != 0x5C, bytes[at] >= 0x20 { at += 1 }
    return at
  }
}
