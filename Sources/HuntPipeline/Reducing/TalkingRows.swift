internal import Casefile

/// The rows whose text talks to a model: in a cell, over several cells of a row, or over rows that follow one another.
///
/// Every distinct text is read once; rows are read again only where words of several of their texts can make an order together.
struct TalkingRows {
  /// 0-based.
  private(set) var rows: Set<Int32> = []

  /// Combinations that are read at most.
  private static let mostJoined = 50_000
  /// Rows that one order may be spread over.
  private static let reach = 3
  private static let talks: UInt16 = 1 << 15

  private var joined: [UInt64: Bool] = [:]

  init(_ columns: [RowColumn], count: Int) {
    var hot: [(place: Int, kinds: [UInt16])] = []
    for (place, column) in columns.enumerated() where !column.holdsMoments && !column.column.type.isNumeric {
      let kinds = TalkingRows.kinds(of: column.pool)
      if kinds.contains(where: { $0 != 0 }) { hot.append((place, kinds)) }
    }
    guard !hot.isEmpty else { return }
    for row in 0..<count { take(row, hot, columns) }
    for (place, kinds) in hot { follow(columns[place], kinds, count) }
  }

  /// For each distinct text the kinds of words in it, with `talks` where they are enough.
  private static func kinds(of pool: TextPool) -> [UInt16] {
    (0..<pool.count).map { number in
      guard pool.length(Int32(number)) >= 6 else { return 0 }
      return pool.withBytes(Int32(number)) { bytes in
        var reader = TalkReader()
        reader.read(bytes)
        return reader.kinds | (reader.talks ? talks : 0)
      }
    }
  }

  private mutating func take(_ row: Int, _ hot: [(place: Int, kinds: [UInt16])], _ columns: [RowColumn]) {
    var all: UInt16 = 0
    var parts = 0
    for (place, kinds) in hot {
      let kind = kinds[Int(columns[place].numbers[row])]
      all |= kind
      if kind != 0 { parts += 1 }
    }
    if all & TalkingRows.talks != 0 {
      rows.insert(Int32(row))
    } else if parts > 1, TalkReader.canTalk(all) {
      let texts = hot.compactMap { place, kinds -> (RowColumn, Int32)? in
        let number = columns[place].numbers[row]
        return kinds[Int(number)] == 0 ? nil : (columns[place], number)
      }
      if talk(texts) { rows.insert(Int32(row)) }
    }
  }

  /// Marks rows whose cells of one column talk together.
  private mutating func follow(_ column: RowColumn, _ kinds: [UInt16], _ count: Int) {
    guard count > 1 else { return }
    for row in 0..<(count - 1) where kinds[Int(column.numbers[row])] != 0 {
      let last = min(count, row + TalkingRows.reach)
      let parts = (row..<last).filter { kinds[Int(column.numbers[$0])] != 0 }
      let all = parts.reduce(UInt16(0)) { $0 | kinds[Int(column.numbers[$1])] }
      guard parts.count > 1, all & TalkingRows.talks == 0, TalkReader.canTalk(all) else { continue }
      // Equal texts say no more together than alone.
      guard Set(parts.map { column.numbers[$0] }).count > 1 else { continue }
      if talk(parts.map { (column, column.numbers[$0]) }) { rows.formUnion(parts.map(Int32.init)) }
    }
  }

  private mutating func talk(_ texts: [(column: RowColumn, number: Int32)]) -> Bool {
    let key = texts.reduce(UInt64(texts.count)) { ByteHash.mixed(ByteHash.mixed($0, UInt64($1.number)), UInt64($1.column.pool.count)) }
    if let known = joined[key] { return known }
    guard joined.count < TalkingRows.mostJoined else { return false }
    var reader = TalkReader()
    for (column, number) in texts { column.pool.withBytes(number) { reader.read($0) } }
    joined[key] = reader.talks
    return reader.talks
  }
}
