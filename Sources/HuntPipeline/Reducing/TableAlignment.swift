/// Finds groups of columns that say the same of different things, so that one table can hold both.
///
/// `FileName, SHA256 …` and `InitiatingProcessFileName, InitiatingProcessSHA256 …` name the same files; which columns belong together is told
/// by their names, and whether it is worth it by the values they share.
struct TableAlignment {
  private(set) var tables: [Combinations.Table] = []

  private static let roles = [
    "initiatingprocess", "parentprocess", "processversioninfo", "versioninfo", "process", "source", "destination", "src", "dest", "dst",
    "target", "actor", "remote", "local", "parent", "initiating",
  ]
  /// Columns that two groups must share to be one table.
  private static let leastShared = 3

  init(_ groups: [[Int]], _ lines: [LineDraft], _ names: [String]) {
    var isUsed = [Bool](repeating: false, count: groups.count)
    for place in groups.indices where !isUsed[place] {
      isUsed[place] = true
      var parts: [[Int?]]?
      for other in groups.indices where !isUsed[other] {
        guard let joined = TableAlignment.joined(groups[place], groups[other], lines, names) else { continue }
        isUsed[other] = true
        parts = joined
        break
      }
      let table = Combinations.Table(parts: parts ?? [groups[place]])
      tables.append(TableAlignment.ordered(table, lines))
    }
  }

  /// What a column is of, without whose it is.
  static func stem(_ name: String) -> String {
    var rest = name.lowercased()[...]
    var isCut = true
    while isCut {
      isCut = false
      for role in roles where rest.hasPrefix(role) && rest.count > role.count {
        rest = rest.dropFirst(role.count)
        isCut = true
      }
    }
    return String(rest)
  }

  private static func joined(_ left: [Int], _ right: [Int], _ lines: [LineDraft], _ names: [String]) -> [[Int?]]? {
    var shared: [(Int, Int)] = []
    var free = right
    for column in left {
      guard let place = free.firstIndex(where: { stem(names[$0]) == stem(names[column]) }) else { continue }
      guard overlap(column, free[place], lines) else { continue }
      shared.append((column, free.remove(at: place)))
    }
    guard shared.count >= leastShared else { return nil }
    let own = left.filter { column in !shared.contains { $0.0 == column } }
    let first: [Int?] = shared.map { $0.0 } + own.map { $0 } + free.map { _ in nil }
    let second: [Int?] = shared.map { $0.1 } + own.map { _ in nil } + free.map { $0 }
    return [first, second]
  }

  /// Whether a quarter of the fewer values stand in the other column too.
  private static func overlap(_ left: Int, _ right: Int, _ lines: [LineDraft]) -> Bool {
    let one = Set(lines.map { $0.cells[left] })
    let other = Set(lines.map { $0.cells[right] })
    return one.intersection(other).count * 4 >= min(one.count, other.count)
  }

  /// With the column first whose cells stand in most others, so that these need not say them again.
  private static func ordered(_ table: Combinations.Table, _ lines: [LineDraft]) -> Combinations.Table {
    let width = table.parts[0].count
    func repeats(_ first: Int) -> Int {
      var sum = 0
      for part in table.parts {
        guard let own = part[first] else { return 0 }
        for place in 0..<width where place != first {
          guard let column = part[place] else { continue }
          for line in lines.prefix(256) where CellDitto.stands(line.cells[own], in: line.cells[column]) { sum += 1 }
        }
      }
      return sum
    }
    guard let best = (0..<width).max(by: { (repeats($0), -$0) < (repeats($1), -$1) }), repeats(best) > 0 else { return table }
    return Combinations.Table(parts: table.parts.map { part in [part[best]] + part[..<best] + part[(best + 1)...] })
  }
}

/// Cells that repeat the first cell of their line.
enum CellDitto {
  /// Shorter cells are not worth a sign.
  private static let least = 4

  /// Whether the text is the first cell, or a path that ends with it.
  static func stands(_ first: String, in text: String) -> Bool {
    guard first.utf8.count >= least, text.utf8.count >= first.utf8.count, text.hasSuffix(first), !first.hasSuffix("¬") else { return false }
    let before = text.utf8.dropLast(first.utf8.count).last
    return before == nil || before == UInt8(ascii: "\\") || before == UInt8(ascii: "/")
  }

  /// The line with `¶` in the place of what its first cell says.
  static func written(_ cells: [String]) -> [String] {
    guard let first = cells.first else { return cells }
    return cells.enumerated().map { place, cell in
      place > 0 && stands(first, in: cell) ? cell.dropLast(first.count) + SafeCell.ditto : cell
    }
  }
}
