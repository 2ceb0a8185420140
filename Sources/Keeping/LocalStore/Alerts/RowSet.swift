/// Numbers of rows, a bit each: an eighth of a megabyte for a million.
struct RowSet: Equatable, Sendable {
  private var words: [UInt64] = []
  private(set) var count = 0

  mutating func insert(_ row: Int64) {
    guard row >= 0 else { return }
    let (word, bit) = (Int(row >> 6), UInt64(1) << UInt64(row & 63))
    if word >= words.count { words += [UInt64](repeating: 0, count: max(word + 1 - words.count, words.count)) }
    guard words[word] & bit == 0 else { return }
    words[word] |= bit
    count += 1
  }

  func contains(_ row: Int64) -> Bool {
    let word = Int(row >> 6)
    return row >= 0 && word < words.count && words[word] & (1 << UInt64(row & 63)) != 0
  }

  /// All numbers, lowest first.
  var all: [Int64] {
    var rows: [Int64] = []
    rows.reserveCapacity(count)
    for (place, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        rows.append(Int64(place) << 6 + Int64(rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return rows
  }
}
