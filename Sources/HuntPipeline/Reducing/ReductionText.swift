/// Writes lines down: legend, tables of combinations, dictionary, rows.
struct ReductionText {
  /// What is said once before the lines, without tables and dictionary.
  struct Heading {
    /// Whether the lines have a time.
    var hasTime = false
    /// The shown columns.
    var names: [String] = []
    /// Whole lines about what is said once.
    var remarks: [String] = []
  }

  private(set) var legend = ""
  private(set) var combinationLines: [String] = []
  private(set) var dictionaryLines: [String] = []
  private(set) var lines: [String] = []
  /// What each code stands for, written out.
  private(set) var codes: [String: String] = [:]
  /// Which line of each table each row line names, nested ones included.
  private(set) var references: [TableReference] = []

  var head: String { ([legend] + combinationLines + dictionaryLines + ["rows:"]).joined(separator: "\n") + "\n" }
  var text: String { head + lines.joined(separator: "\n") }

  /// `tables` says which shown columns are told as combinations; none when the step is off.
  init(
    _ drafts: [LineDraft], _ heading: Heading, tables: [Combinations.Table], steps: Set<ReductionStep>, _ count: @escaping (String) -> Int
  ) {
    let grouped = Set(tables.flatMap { $0.parts.flatMap { $0.compactMap { $0 } } })
    let alone = heading.names.indices.filter { !grouped.contains($0) }
    var fillings = tables.map { TableFilling($0) }
    var references = tables.enumerated().flatMap { table, value in value.parts.indices.map { TableReference(table: table, part: $0) } }
    for draft in drafts {
      for place in references.indices {
        references[place].lines.append(fillings[references[place].table].line(for: draft, part: references[place].part))
      }
    }
    TableReference.nest(&references)
    let entries = fillings.enumerated().map { table, filling in
      filling.lines.enumerated().map { line, cells in
        CellDitto.written(cells.map { $0 ?? "" })
          + references.filter { $0.host == table }.map { $0.code(inLine: line + 1, of: references) }
      }
    }
    let book = ReductionText.book(drafts, alone, entries, steps, count)
    writeLegend(heading, tables, references, alone)
    for (place, table) in entries.enumerated() {
      for (number, entry) in table.enumerated() {
        combinationLines.append(
          "\(ReductionText.letter(place))\(number + 1)|" + ReductionText.trimmed(entry.map(book.written)).joined(separator: "|"))
      }
    }
    for (place, entry) in book.entries.enumerated() { dictionaryLines.append("§\(place + 1)=\(entry)") }
    lines = drafts.enumerated().map { line, draft in
      let codes = references.filter { $0.host == nil }.map { $0.code(line) }
      var parts = [(draft.isMarked ? "!" : "") + (draft.isTalking ? "?" : "") + ReductionText.numbers(draft.rows)]
      if heading.hasTime { parts.append(draft.time) }
      return (parts + codes + alone.map { book.written(draft.cells[$0]) } + draft.decoded).joined(separator: "|")
    }
    keepCodes(fillings, book)
    self.references = references
  }

  private static func book(
    _ drafts: [LineDraft], _ alone: [Int], _ tables: [[[String]]], _ steps: Set<ReductionStep>, _ count: @escaping (String) -> Int
  ) -> PhraseBook {
    guard steps.contains(.dictionary) || steps.contains(.prefixes) else { return PhraseBook() }
    var cells: [String: Int] = [:]
    for draft in drafts { for place in alone where !draft.cells[place].isEmpty { cells[draft.cells[place], default: 0] += 1 } }
    for table in tables { for entry in table { for cell in entry where !cell.isEmpty { cells[cell, default: 0] += 1 } } }
    return PhraseBook(cells, steps: steps, count)
  }

  /// Without the empty cells at the end.
  private static func trimmed(_ cells: [String]) -> ArraySlice<String> {
    cells[...((cells.lastIndex { !$0.isEmpty }) ?? 0)]
  }

  private mutating func writeLegend(
    _ heading: Heading, _ tables: [Combinations.Table], _ references: [TableReference], _ alone: [Int]
  ) {
    // Names of our own bear the sign that no column's name can.
    var names = ["§row"]
    if heading.hasTime { names.append("§time") }
    names += references.filter { $0.host == nil }.map(\.name)
    let parts = references.map { reference in
      let columns = tables[reference.table].parts[reference.part].map { $0.map { heading.names[$0] } ?? "" }
      let guests = references.filter { $0.host == reference.table && reference.part == 0 }.map(\.name)
      return "\(reference.name): " + (columns + guests).joined(separator: "|")
    }
    names += alone.map { heading.names[$0] }
    legend = (["columns: " + names.joined(separator: "|")] + parts + heading.remarks).joined(separator: "\n")
  }

  private mutating func keepCodes(_ fillings: [TableFilling], _ book: PhraseBook) {
    for (place, entry) in book.entries.enumerated() { codes["§\(place + 1)"] = entry }
    for (place, filling) in fillings.enumerated() {
      for (number, entry) in filling.lines.enumerated() {
        codes["\(ReductionText.letter(place))\(number + 1)"] = entry.map { $0 ?? "" }.joined(separator: "|")
      }
    }
  }

  static func letter(_ place: Int) -> String { String(UnicodeScalar(UInt8(65 + place % 26))) }

  /// Runs that are written out at most.
  private static let mostRuns = 64

  /// `3`, `3-5×3`, `3,7,9-12×6`; a very long list ends with the last number.
  static func numbers(_ rows: [Int]) -> String {
    guard rows.count > 1 else { return rows.first.map(String.init) ?? "" }
    var runs: [ClosedRange<Int>] = []
    for row in rows {
      if let last = runs.last, last.upperBound + 1 == row { runs[runs.count - 1] = last.lowerBound...row } else { runs.append(row...row) }
    }
    var text = runs.prefix(mostRuns).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
    if runs.count > mostRuns { text += ",…\(rows[rows.count - 1])" }
    return rows.count > 3 ? "\(text)×\(rows.count)" : text
  }
}

/// Where lines of a table are named: in the rows, or in another table whose lines always name the same one.
struct TableReference {
  let table: Int
  let part: Int
  /// For each row line the line of the table, from 1.
  var lines: [Int] = []
  /// The table in which it stands; nil for the rows.
  private(set) var host: Int?

  init(table: Int, part: Int) {
    self.table = table
    self.part = part
  }

  /// `§A`, and `§A'` for the table's second part.
  var name: String { "§" + ReductionText.letter(table) + String(repeating: "'", count: part) }

  func code(_ row: Int) -> String { "\(ReductionText.letter(table))\(lines[row])" }

  /// The code that stands in a line of the host.
  func code(inLine line: Int, of references: [TableReference]) -> String {
    guard let owner = references.first(where: { $0.table == host }), let row = owner.lines.firstIndex(of: line) else { return "" }
    return code(row)
  }

  /// Puts references into tables whose lines decide them.
  static func nest(_ references: inout [TableReference]) {
    for place in references.indices {
      let candidates = references.indices.filter { other in
        other != place && references[other].host == nil && references[other].table != references[place].table
          && references.filter { $0.table == references[other].table }.count == 1
      }
      let deciding = candidates.filter { decides(references[$0].lines, references[place].lines) }
      let host = deciding.min { (references[$0].lines.max() ?? 0) < (references[$1].lines.max() ?? 0) }
      guard let host, (references[host].lines.max() ?? 0) < references[place].lines.count else { continue }
      references[place].host = references[host].table
    }
  }

  private static func decides(_ left: [Int], _ right: [Int]) -> Bool {
    var known: [Int: Int] = [:]
    for (one, other) in zip(left, right) {
      if let old = known[one], old != other { return false }
      known[one] = other
    }
    return true
  }
}

/// The lines of one table of combinations as they come up.
struct TableFilling {
  let table: Combinations.Table
  /// Nil where no row has said what stands there.
  private(set) var lines: [[String?]] = []
  /// Lines by the cells that all parts have.
  private var known: [String: [Int]] = [:]
  private let shared: [Int]

  init(_ table: Combinations.Table) {
    self.table = table
    shared = table.parts[0].indices.filter { place in table.parts.allSatisfy { $0[place] != nil } }
  }

  /// The number of the line that says what this part of a draft says; a new one where none does.
  mutating func line(for draft: LineDraft, part: Int) -> Int {
    let cells = table.parts[part].map { $0.map { draft.cells[$0] } }
    let key = shared.map { cells[$0] ?? "" }.joined(separator: "|")
    for number in known[key] ?? [] {
      let old = lines[number]
      guard zip(old, cells).allSatisfy({ $0 == nil || $1 == nil || $0 == $1 }) else { continue }
      lines[number] = zip(old, cells).map { $0 ?? $1 }
      return number + 1
    }
    known[key, default: []].append(lines.count)
    lines.append(cells)
    return lines.count
  }
}
