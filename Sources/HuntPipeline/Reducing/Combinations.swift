/// Columns that vary together, told as tables of their own.
struct Combinations {
  /// One table. Several parts of a row may name lines of it: the process and the one that started it are of one kind.
  struct Table: Equatable {
    /// For each part the shown columns that the table's columns are for it; nil where a column says nothing of this part.
    var parts: [[Int?]]
  }

  private(set) var tables: [Table] = []

  /// Lines that are looked at to find the groups.
  private static let mostLines = 4_000
  private static let mostColumns = 128
  private static let mostGroups = 12
  /// Lines at most for which columns are tried in every group.
  private static let mostRefined = 512

  private struct Candidate {
    var columns: [Int]
    /// For each line the number of its combination.
    var numbers: [Int32]
    /// Tokens of each combination with its own number.
    var costs: [Int]
    var total: Int { costs.reduce(0, +) }
  }

  init() {}

  init(_ lines: [LineDraft], names: [String], _ count: (String) -> Int) {
    guard let width = lines.first?.cells.count, lines.count > 2 else { return }
    let step = max(1, lines.count / Combinations.mostLines)
    let sample = stride(from: 0, to: lines.count, by: step).map { lines[$0] }
    let columns = (0..<width).map { place in Combinations.column(sample.map { $0.cells[place] }, place, count) }
    let heavy = columns.filter { $0.costs.count < sample.count }.sorted { Combinations.plainCost($0) > Combinations.plainCost($1) }
    var found: [Candidate] = []
    for column in heavy.prefix(Combinations.mostColumns) {
      let plain = Combinations.plainCost(column)
      var best: (gain: Int, place: Int?, candidate: Candidate)?
      for (place, group) in found.enumerated() {
        let joined = Combinations.joined(group, column)
        let gain = plain - (joined.total - group.total)
        if gain > best?.gain ?? 0 { best = (gain, place, joined) }
      }
      let alone = plain - column.total - 4 * column.costs.count - 3 * sample.count
      if found.count < Combinations.mostGroups, alone > best?.gain ?? 0 {
        var new = column
        new.costs = column.costs.map { $0 + 4 }
        best = (alone, nil, new)
      }
      guard let best else { continue }
      if let place = best.place { found[place] = best.candidate } else { found.append(best.candidate) }
    }
    if sample.count <= Combinations.mostRefined { Combinations.refine(&found, heavy) }
    let groups = found.filter { $0.columns.count > 1 }.map { $0.columns.sorted() }.sorted { $0[0] < $1[0] }
    tables = TableAlignment(groups, sample, names).tables
  }

  /// Moves columns to groups where they cost less.
  private static func refine(_ groups: inout [Candidate], _ columns: [Candidate]) {
    func total(_ places: [Int]) -> Candidate? {
      let members = columns.filter { places.contains($0.columns[0]) }
      guard let first = members.first else { return nil }
      var start = first
      start.costs = first.costs.map { $0 + 4 }
      return members.dropFirst().reduce(start) { joined($0, $1) }
    }
    for column in columns {
      guard let home = groups.firstIndex(where: { $0.columns.contains(column.columns[0]) }), groups[home].columns.count > 2,
        let without = total(groups[home].columns.filter { $0 != column.columns[0] })
      else { continue }
      let saved = groups[home].total - without.total
      var best: (gain: Int, place: Int, candidate: Candidate)?
      for place in groups.indices where place != home {
        let wider = joined(groups[place], column)
        let gain = saved - (wider.total - groups[place].total)
        if gain > best?.gain ?? 0 { best = (gain, place, wider) }
      }
      guard let best else { continue }
      groups[home] = without
      groups[best.place] = best.candidate
    }
  }

  private static func column(_ cells: [String], _ place: Int, _ count: (String) -> Int) -> Candidate {
    var known: [String: Int32] = [:]
    var costs: [Int] = []
    let numbers = cells.map { cell -> Int32 in
      if let number = known[cell] { return number }
      let number = Int32(costs.count)
      known[cell] = number
      costs.append(count("|" + cell))
      return number
    }
    return Candidate(columns: [place], numbers: numbers, costs: costs)
  }

  private static func plainCost(_ column: Candidate) -> Int { column.numbers.reduce(0) { $0 + column.costs[Int($1)] } }

  private static func joined(_ group: Candidate, _ column: Candidate) -> Candidate {
    var known: [UInt64: Int32] = [:]
    var costs: [Int] = []
    let numbers = zip(group.numbers, column.numbers).map { left, right -> Int32 in
      let key = UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
      if let number = known[key] { return number }
      let number = Int32(costs.count)
      known[key] = number
      costs.append(group.costs[Int(left)] + column.costs[Int(right)])
      return number
    }
    return Candidate(columns: group.columns + column.columns, numbers: numbers, costs: costs)
  }
}
