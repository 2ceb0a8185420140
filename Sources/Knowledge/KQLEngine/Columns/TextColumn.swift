/// Texts of a column, as UTF-8 laid end to end, so that a filter reads memory in order and allocates nothing.
package struct TextColumn: Sendable {
  /// All texts, one behind the other.
  package private(set) var bytes: [UInt8]
  /// Where each text begins, and at the end where the last one stops: `count + 1` entries.
  package private(set) var offsets: [Int]

  /// An empty column with room for `capacity` texts.
  package init(capacity: Int = 0) {
    bytes = []
    bytes.reserveCapacity(capacity * 16)
    offsets = [0]
    offsets.reserveCapacity(capacity + 1)
  }

  /// The same text `count` times.
  package init(repeating text: String, count: Int) {
    self.init()
    let piece = Array(text.utf8)
    bytes.reserveCapacity(piece.count * count)
    offsets.reserveCapacity(count + 1)
    for _ in 0..<count {
      bytes.append(contentsOf: piece)
      offsets.append(bytes.count)
    }
  }

  /// The number of texts.
  package var count: Int { offsets.count - 1 }

  /// The text at `row` as a string of its own.
  package subscript(row: Int) -> String {
    String(decoding: bytes[offsets[row]..<offsets[row + 1]], as: UTF8.self)
  }

  /// Adds a text at the end.
  package mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    offsets.append(bytes.count)
  }

  /// Adds a text given as UTF-8, which must be well formed.
  package mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.append(contentsOf: text)
    offsets.append(bytes.count)
  }

  /// Adds the empty text.
  package mutating func appendEmpty() { offsets.append(bytes.count) }

  /// Adds bytes to the text that the next `closeText` ends.
  mutating func appendPiece(_ piece: some Collection<UInt8>) { bytes.append(contentsOf: piece) }

  /// Ends a text that was added piece by piece.
  mutating func closeText() { offsets.append(bytes.count) }

  /// The texts of these rows in this order.
  package func gathered(_ rows: [Int]) -> TextColumn {
    var result = TextColumn()
    result.offsets.reserveCapacity(rows.count + 1)
    var total = 0
    for row in rows { total += offsets[row + 1] - offsets[row] }
    result.bytes.reserveCapacity(total)
    bytes.withUnsafeBufferPointer { source in
      for row in rows {
        result.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[offsets[row]..<offsets[row + 1]]))
        result.offsets.append(result.bytes.count)
      }
    }
    return result
  }

  /// Adds all texts of another column behind these.
  mutating func append(contentsOf other: TextColumn) {
    let base = bytes.count
    bytes.append(contentsOf: other.bytes)
    for end in other.offsets.dropFirst() { offsets.append(base + end) }
  }

  /// The first `length` texts.
  func prefix(_ length: Int) -> TextColumn {
    var result = TextColumn()
    result.offsets = Array(offsets[...length])
    result.bytes = Array(bytes[..<offsets[length]])
    return result
  }

  /// Runs `body` for each row with the row's bytes; nothing is copied.
  @inline(__always)
  package func forEach(_ body: (Int, UnsafeBufferPointer<UInt8>) -> Void) {
    bytes.withUnsafeBufferPointer { all in
      offsets.withUnsafeBufferPointer { marks in
        for row in 0..<(marks.count - 1) {
          body(row, UnsafeBufferPointer(rebasing: all[marks[row]..<marks[row + 1]]))
        }
      }
    }
  }
}
