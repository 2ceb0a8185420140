package import Casefile

/// Reads a reduced table back by what its own legend says, as a model would have to; knows nothing of how it was made.
package struct ReducedReader {
  /// A cell as it reads: texts, and sets of which one belongs to each row.
  package struct Cell {
    package enum Item: Equatable {
      case text(String)
      case oneOf([String])
    }

    package var items: [Item]

    /// Whether the cell can stand for this text.
    package func matches(_ text: String) -> Bool { Cell.matches(items[...], Array(text.unicodeScalars)[...]) }

    private static func matches(_ items: ArraySlice<Item>, _ text: ArraySlice<Unicode.Scalar>) -> Bool {
      guard let item = items.first else { return text.isEmpty }
      let choices: [String]
      switch item {
      case .text(let text): choices = [text]
      case .oneOf(let members): choices = members
      }
      return choices.contains { choice in
        let scalars = Array(choice.unicodeScalars)
        return text.starts(with: scalars) && matches(items.dropFirst(), text.dropFirst(scalars.count))
      }
    }

    /// The cell read with each member of each set at least once.
    package var readings: [String] {
      let most = items.map { if case .oneOf(let members) = $0 { members.count } else { 1 } }.max() ?? 0
      return (0..<most).map { place in
        items.map { item in
          switch item {
          case .text(let text): text
          case .oneOf(let members): members.isEmpty ? "" : members[place % members.count]
          }
        }.joined()
      }
    }
  }

  package struct Line {
    package var rows: [Int] = []
    package var isMarked = false
    /// Whether its text addresses a reader.
    package var isTalking = false
    /// Seconds after the base of the first and last row.
    package var time: ClosedRange<Int>?
    package var cells: [String: Cell] = [:]
    /// Cells beyond the columns: what is decoded.
    package var beside: [String] = []
  }

  package private(set) var lines: [Line] = []
  /// What every row has.
  package private(set) var constants: [String: Cell] = [:]
  package private(set) var empty: [String] = []
  /// Columns that say what another says.
  package private(set) var twins: [String: String] = [:]
  package private(set) var notShown: [String] = []
  package private(set) var base: DateTime?
  /// Indicators of rows that are not sent.
  package private(set) var appendix: [String] = []

  private var columns: [String] = []
  private var parts: [String: [String]] = [:]
  private var tables: [String: [[Sign]]] = [:]
  private var entries: [Int: [Sign]] = [:]

  package init(_ text: String) {
    var isRows = false
    var isAppendix = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) where !line.isEmpty {
      if isAppendix {
        readAppendix(line)
      } else if line == "indicators of rows not sent:", isRows {
        isAppendix = true
      } else if isRows {
        readRow(line)
      } else if line == "rows:" {
        isRows = true
      } else {
        readLegend(line)
      }
    }
  }

  private mutating func readLegend(_ line: String) {
    func after(_ words: String) -> [[Sign]]? { line.hasPrefix(words) ? Sign.read(String(line.dropFirst(words.count))).cells : nil }
    func names(_ cells: [[Sign]]) -> [String] { cells.map(Sign.text) }
    if let cells = after("columns: ") {
      columns = line.dropFirst(9).isEmpty ? [] : cells.map(Sign.name)
    } else if line.hasPrefix("times: seconds after ") {
      base = DateTime(String(line.dropFirst(21)))
    } else if let cells = after("same in every row: ") {
      for cell in cells {
        guard let equals = cell.firstIndex(of: .plain("=")) else { continue }
        constants[Sign.text(Array(cell[..<equals]))] = self.cell(Array(cell[(equals + 1)...]))
      }
    } else if let cells = after("empty in every row: ") {
      empty = names(cells)
    } else if let cells = after("equal in every row: ") {
      for cell in cells {
        guard let equals = cell.firstIndex(of: .plain("=")) else { continue }
        twins[Sign.text(Array(cell[..<equals]))] = Sign.name(Array(cell[(equals + 1)...]))
      }
    } else if let cells = after("not shown, the row number stands for it: ") {
      notShown = names(cells)
    } else if line.hasPrefix("§"), let colon = line.firstRange(of: ": "), line.dropFirst().first?.isUppercase == true {
      parts[String(line[..<colon.lowerBound])] = Sign.read(String(line[colon.upperBound...])).cells.map(Sign.name)
    } else if line.hasPrefix("§"), let equals = line.firstIndex(of: "="), let number = Int(line.dropFirst().prefix { $0.isNumber }) {
      entries[number] = Sign.read(String(line[line.index(after: equals)...]))
    } else if let bar = line.firstIndex(of: "|") {
      tables[String(line[..<bar])] = Sign.read(String(line[line.index(after: bar)...])).cells
    }
  }

  private mutating func readRow(_ text: String) {
    let cells = Sign.read(text).cells
    var line = Line()
    var numbers = Sign.text(cells[0])
    if numbers.hasPrefix("!") {
      line.isMarked = true
      numbers.removeFirst()
    }
    if numbers.hasPrefix("?") {
      line.isTalking = true
      numbers.removeFirst()
    }
    let list = numbers.split(separator: "×")[0]
    for run in list.split(separator: ",") {
      let ends = run.split(separator: "-").compactMap { Int($0) }
      if ends.count == 2 { line.rows += Array(ends[0]...ends[1]) } else { line.rows += ends }
    }
    for (place, cell) in cells.dropFirst().enumerated() {
      guard place + 1 < columns.count else {
        line.beside.append(Sign.text(cell))
        continue
      }
      put(cell, columns[place + 1], &line)
    }
    lines.append(line)
  }

  private func put(_ cell: [Sign], _ column: String, _ line: inout Line) {
    if column == "§time" {
      let parts = Sign.text(cell).replacing("..", with: " ").split(separator: " ").compactMap { Int($0) }
      if let first = parts.first { line.time = first...(parts.last ?? first) }
    } else if column.hasPrefix("§") {
      let name = Sign.text(cell)
      guard let table = tables[name], let names = parts[column] else { return }
      // Other tables stand behind the first part's columns.
      let own = parts["§\(name.prefix { $0.isLetter })"] ?? []
      for (place, name) in own.enumerated() where name.hasPrefix("§") && column.count == 2 {
        put(place < table.count ? table[place] : [], name, &line)
      }
      for (place, name) in names.enumerated() where !name.isEmpty && !name.hasPrefix("§") {
        let cell = place < table.count ? table[place] : []
        let whole = Sign.withDitto(expanded(cell, depth: 0), first: expanded(table[0], depth: 0))
        line.cells[name] = Cell(items: Sign.items(whole))
      }
    } else {
      line.cells[column] = self.cell(cell)
    }
  }

  private mutating func readAppendix(_ line: String) {
    guard let colon = line.firstRange(of: ": ") else { return }
    for member in Sign.members(Sign.read(String(line[colon.upperBound...]))) { appendix.append(Sign.text(member)) }
  }

  private func cell(_ signs: [Sign]) -> Cell { Cell(items: Sign.items(expanded(signs, depth: 0))) }

  private func expanded(_ signs: [Sign], depth: Int) -> [Sign] {
    guard depth < 6 else { return signs }
    var out: [Sign] = []
    var place = 0
    while place < signs.count {
      guard signs[place] == .code else {
        out.append(signs[place])
        place += 1
        continue
      }
      var end = place + 1
      while end < signs.count, case .plain(let scalar) = signs[end], scalar.properties.numericType == .decimal { end += 1 }
      let number = Int(Sign.text(Array(signs[(place + 1)..<end]))) ?? 0
      var entry = expanded(entries[number] ?? [], depth: depth + 1)
      if entry.contains(.hole), end < signs.count, signs[end] == .setStart, let close = signs[end...].firstIndex(of: .setEnd) {
        var words = Sign.members(Array(signs[(end + 1)..<close]))[...]
        entry = entry.flatMap { $0 == .hole ? words.popFirst() ?? [] : [$0] }
        end = close + 1
      }
      out += entry
      place = end
    }
    return out
  }
}
