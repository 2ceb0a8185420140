import Casefile
import Glibc

/// The cells of one column as keys to sort rows by: numbers as numbers, times as times, texts without regard to case and told apart by
/// their first 512 bytes; rows without a value always come last, and equal ones stay in the order they were delivered.
struct SortKeys {
  private struct Key {
    /// Kinds in a column of mixed values stand behind one another.
    var rank: UInt8
    var row: UInt32
    /// The first bytes of a text, or a number whose bits are in order.
    var prefix: UInt64
    /// What tells apart where the prefixes are the same: the place in `texts`, or the exact integer.
    var rest: Int64
  }

  private static let mostBytes = 512
  private static let lastRank: UInt8 = 255
  private var keys: [Key] = []
  /// Folded texts, each behind its length in two bytes.
  private var texts: [UInt8] = []

  mutating func add(_ cell: RawCell?, row: Int) {
    var key = Key(rank: SortKeys.lastRank, row: UInt32(row), prefix: 0, rest: 0)
    switch cell {
    case .bool(let flag): (key.rank, key.prefix) = (1, flag ? 1 : 0)
    case .long(let number): (key.rank, key.prefix, key.rest) = (0, SortKeys.bits(Double(number)), number)
    case .datetime(let ticks): (key.rank, key.prefix) = (2, SortKeys.bits(ticks))
    case .timespan(let ticks): (key.rank, key.prefix) = (3, SortKeys.bits(ticks))
    case let cell? where cell.number != nil: (key.rank, key.prefix) = (0, SortKeys.bits(cell.number ?? 0))
    case .text(_, let bytes)? where !(cell?.isEmpty ?? true): addText(bytes, &key)
    default: break
    }
    keys.append(key)
  }

  private mutating func addText(_ bytes: UnsafeBufferPointer<UInt8>, _ key: inout Key) {
    key.rank = 4
    key.rest = Int64(texts.count)
    let start = texts.count + 2
    texts += [0, 0]
    let shown = UnsafeBufferPointer(rebasing: bytes.prefix(SortKeys.mostBytes))
    var every: UInt8 = 0
    for byte in shown { every |= byte }
    if every < 0x80 {
      texts.append(contentsOf: shown)
      texts.withUnsafeMutableBufferPointer { all in for place in start..<all.count { all[place] = Needle.fold(all[place]) } }
    } else {
      let text = String(decoding: shown, as: UTF8.self).lowercased()
      texts += Array(text.utf8.prefix(2 * SortKeys.mostBytes))
    }
    let count = texts.count - start
    texts[start - 2] = UInt8(count & 0xFF)
    texts[start - 1] = UInt8(count >> 8)
    for place in 0..<8 { key.prefix = key.prefix << 8 | (place < count ? UInt64(texts[start + place]) : 0) }
  }

  /// Row numbers (0-based) in order.
  mutating func order(isDescending: Bool) -> [UInt32] {
    texts.withUnsafeBufferPointer { texts in
      keys.sort { left, right in
        if left.rank != right.rank {
          // Only the way of the values turns round: what is missing stays last.
          if left.rank == SortKeys.lastRank || right.rank == SortKeys.lastRank { return left.rank < right.rank }
          return (left.rank < right.rank) != isDescending
        }
        if left.prefix != right.prefix { return (left.prefix < right.prefix) != isDescending }
        let difference = SortKeys.difference(left, right, texts)
        return difference == 0 ? left.row < right.row : (difference < 0) != isDescending
      }
    }
    return keys.map(\.row)
  }

  private static func difference(_ left: Key, _ right: Key, _ texts: UnsafeBufferPointer<UInt8>) -> Int {
    guard left.rank == 4 else { return left.rest == right.rest ? 0 : left.rest < right.rest ? -1 : 1 }
    let (one, two) = (Int(left.rest), Int(right.rest))
    let counts = (Int(texts[one]) | Int(texts[one + 1]) << 8, Int(texts[two]) | Int(texts[two + 1]) << 8)
    let end = min(counts.0, counts.1)
    guard end > 8, let base = texts.baseAddress else { return counts.0 - counts.1 }
    let order = memcmp(base + one + 10, base + two + 10, end - 8)
    return order == 0 ? counts.0 - counts.1 : Int(order)
  }

  private static func bits(_ number: Int64) -> UInt64 { UInt64(bitPattern: number) ^ (1 << 63) }

  private static func bits(_ number: Double) -> UInt64 {
    let bits = (number == 0 ? 0 : number).bitPattern
    return bits >> 63 == 1 ? ~bits : bits | 1 << 63
  }
}
