import Casefile
import GRDB
import MicrosoftData

/// One table that rows of a file go to: where each of their cells belongs, kept from batch to batch.
struct TableTarget {
  /// Columns beyond these go together into one dynamic column, so that no file can exhaust SQLite's 2000.
  private static let mostColumns = 1200
  private static let mostLayoutCells = 1_000_000
  private static let bag = Casefile.Column("MoreColumns", .dynamic)

  /// Where a source's cell goes.
  private struct Place {
    var ordinal: Int
    var type: ColumnType
    /// A type we guessed: text that the value does not give back is kept beside it.
    var isGuessed: Bool
  }

  let schema: TableSchema
  let encoding: CellReader.DynamicEncoding
  private var layouts: [[String]: [Place?]] = [:]
  /// Cells of all layouts together.
  private var layoutCells = 0
  private(set) var misfits = 0
  /// What names that SQLite cannot keep, and names like their replacements, are called here.
  private var renamed: [String: String] = [:]

  /// Where names of rows wait to be written down.
  private let names: DelayedIdentities

  init(schema: TableSchema, encoding: CellReader.DynamicEncoding, names: DelayedIdentities) {
    self.schema = schema
    self.encoding = encoding
    self.names = names
  }

  /// The table of that name: as the reference knows it, else with no columns of its own.
  init(named name: String, encoding: CellReader.DynamicEncoding, names: DelayedIdentities) {
    let schema = TableReference.standard.schema(named: name) ?? TableSchema(name: name, columns: [])
    self.init(schema: schema, encoding: encoding, names: names)
  }

  /// Writes rows within a transaction. Ordinals learnt in an earlier one hold, since columns are only ever added.
  mutating func write(_ rows: [SourceRow], _ database: Database) throws {
    var writer = try RowWriter(schema, database, identities: names.memory, delay: names)
    for row in rows {
      let layout = try layouts[row.names] ?? arrange(row.names, rows, &writer)
      remember(layout, of: row.names)
      try write(row, layout, &writer)
    }
    try writer.finish()
  }

  /// Rows of ever other widths would otherwise be remembered without end.
  private mutating func remember(_ layout: [Place?], of names: [String]) {
    guard layouts[names] == nil else { return }
    if layoutCells + names.count > TableTarget.mostLayoutCells { (layouts, layoutCells) = ([:], 0) }
    layouts[names] = layout
    layoutCells += names.count
  }

  private mutating func arrange(_ names: [String], _ rows: [SourceRow], _ writer: inout RowWriter) throws -> [Place?] {
    let recognised = TableReference.standard.recognition(of: names, in: schema).places
    var layout: [Place?] = []
    // A file may have a hundred thousand columns, and each of them is looked for.
    var ordinals: [String: Int] = [:]
    for (place, column) in writer.table.columns.enumerated() where ordinals[column.column.name] == nil {
      ordinals[column.column.name] = place
    }
    for (place, name) in names.enumerated() {
      let known = recognised[place].column?.name ?? column(for: name, among: names)
      if ordinals[known] == nil, writer.table.columns.count < TableTarget.mostColumns {
        let cells = rows.prefix(500).compactMap { row in row.names.firstIndex(of: name).map { row.cells[$0] } }
        try writer.add([Casefile.Column(known, ColumnGuess.type(of: cells))])
        ordinals[known] = writer.table.ordinal(of: known)
      }
      let ordinal = ordinals[known]
      layout.append(
        ordinal.map { Place(ordinal: $0, type: writer.table.columns[$0].column.type, isGuessed: schema.column(named: known) == nil) })
    }
    return layout
  }

  /// SQLite ends a name at a NUL, so `␀` stands there; whichever other name is the same then gets another, and nothing is laid over.
  private mutating func column(for name: String, among names: [String]) -> String {
    guard name.hasNUL || name.contains("␀") else { return name }
    if let known = renamed[name] { return known }
    var (candidate, number) = (name.withoutNUL, 1)
    while renamed.values.contains(candidate) || candidate != name && names.contains(candidate) {
      number += 1
      candidate = name.withoutNUL + "_\(number)"
    }
    renamed[name] = candidate
    return candidate
  }

  private mutating func write(_ row: SourceRow, _ layout: [Place?], _ writer: inout RowWriter) throws {
    var cells: [Int: Value] = [:]
    var more: [(key: String, value: JSONValue)] = []
    for (index, place) in layout.enumerated() {
      guard let place else {
        more.append((row.names[index], row.cells[index]))
        continue
      }
      let reading = CellReader.read(json: row.cells[index], as: place.type, dynamicEncoding: encoding)
      switch reading {
      case .value(let value):
        cells[place.ordinal] = value
        if !place.isGuessed, case .real = value, case .string(let text) = row.cells[index], !NumberText.isHeld(text), value.text != text {
          misfits += 1
          try keepText(text, beside: place.ordinal, &cells, &writer)
        }
        if place.isGuessed, place.type != .string, case .string(let text) = row.cells[index], isChanged(text, value) {
          try keepText(text, beside: place.ordinal, &cells, &writer)
        }
      case .misfit(let value):
        misfits += 1
        try keepText(value.text, beside: place.ordinal, &cells, &writer)
      }
    }
    if !more.isEmpty {
      try writer.add([TableTarget.bag])
      if let ordinal = writer.table.ordinal(of: TableTarget.bag.name) { cells[ordinal] = .dynamic(.object(JSONObject(members: more))) }
    }
    evenTimes(&cells, writer.table)
    let filled = cells.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
    try writer.append(filled.map(\.key), filled.map(\.value))
  }

  /// Numbers written in another way than ours; the wording of dates and truth values carries no meaning.
  private func isChanged(_ text: String, _ value: Value) -> Bool {
    switch value {
    case .long, .real: value.text != text
    default: false
    }
  }

  private func keepText(
    _ text: String, beside ordinal: Int, _ cells: inout [Int: Value], _ writer: inout RowWriter
  ) throws {
    let name = writer.table.columns[ordinal].column.name + "_text"
    try writer.add([Casefile.Column(name, .string)])
    if let place = writer.table.ordinal(of: name) { cells[place] = .string(text) }
  }

  /// Tables that have both carry the same moment in `TimeGenerated` and `Timestamp`.
  private func evenTimes(_ cells: inout [Int: Value], _ table: StoredTable) {
    guard let first = table.ordinal(of: "TimeGenerated"), let second = table.ordinal(of: "Timestamp") else { return }
    func isFilled(_ place: Int) -> Bool { cells[place].map { !$0.isNull } ?? false }
    if isFilled(first), !isFilled(second) { cells[second] = cells[first] }
    if isFilled(second), !isFilled(first) { cells[first] = cells[second] }
  }
}
