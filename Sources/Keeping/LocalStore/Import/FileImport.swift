import Casefile
import Foundation
import GRDB
import MicrosoftData

/// Brings one file into the store, batch by batch, each batch a transaction: what was read before a fault is kept.
final class FileImport {
  static let batchRows = 1000
  private let store: EmbeddedStore
  private let path: String
  /// The table the user named; it wins over everything.
  private let override: String?
  private var targets: [String: TableTarget] = [:]
  /// The table that rows without a `_table` go to, once the first batch has told it.
  private var table: String?
  private var batch: [SourceRow] = []
  private(set) var report: ImportReport.File
  private(set) var rowsSeen = 0

  init(_ path: String, into store: EmbeddedStore, table override: String?) {
    self.path = path
    self.store = store
    self.override = override
    report = ImportReport.File(path: path)
  }

  /// Reads the file to its end; `tick` is told the bytes read and may throw to stop.
  func run(_ tick: (Int, Int, Int) throws -> Void) {
    do {
      var source = try ByteSource(path: path)
      var format: (any FileFormat)?
      var head: [UInt8] = []
      do {
        while let piece = try source.next() {
          if format == nil {
            head += piece
            if FormatSniffer.isEnough(head) { format = try start(&head) }
          } else {
            try format?.feed(piece, self)
          }
          try tick(source.bytesRead, source.length, rowsSeen)
        }
      } catch let problem as Problem {
        // The file broke off: what stands before that place is read as far as it is whole.
        if format == nil { format = try? start(&head) }
        try? format?.finish(self, isCut: true)
        try? flush()
        throw problem
      }
      if format == nil { format = try start(&head) }
      try format?.finish(self, isCut: false)
      try flush()
    } catch let problem as Problem {
      if report.problem == nil { report.problem = problem }
    } catch {
      report.problem = Problem(
        "The import was stopped.", cause: "It was cancelled.", remedy: "Import the file again for the rest.", kind: .interrupted)
    }
  }

  private func start(_ head: inout [UInt8]) throws -> any FileFormat {
    let format = try FormatSniffer.format(of: head, path: path)
    try format.feed(head, self)
    head = []
    return format
  }

  func refuse(line: Int, _ reason: String) { report.refuse(line, reason) }

  /// Says why the file is not whole; the first reason stays.
  func note(_ problem: Problem) { if report.problem == nil { report.problem = problem } }

  func add(_ row: SourceRow) throws {
    rowsSeen += 1
    batch.append(row)
    if batch.count >= FileImport.batchRows { try flush() }
  }

  func flush() throws {
    guard !batch.isEmpty else { return }
    let rows = batch
    batch = []
    let encoding: CellReader.DynamicEncoding = .native
    var groups: [(table: String, rows: [SourceRow])] = []
    for var row in rows {
      let own = override == nil ? row.take("_table") : nil
      let name = own.map(FileImport.known) ?? commonTable(rows)
      if let place = groups.firstIndex(where: { $0.table == name }) {
        groups[place].rows.append(row)
      } else {
        groups.append((name, [row]))
      }
    }
    try store.writeNow { database in
      for group in groups {
        var target = targets[group.table] ?? TableTarget(named: group.table, encoding: encoding)
        try target.write(group.rows, database)
        targets[group.table] = target
        try keepAlerts(group.rows, group.table, database)
      }
    }
    for group in groups { report.count(group.rows.count, in: group.table) }
    report.misfits = targets.values.reduce(0) { $0 + $1.misfits }
  }

  func keep(_ alerts: [Alert]) throws {
    rowsSeen += alerts.count
    try store.writeNow { database in
      var writer = AlertWriter(database)
      for alert in alerts { try writer.keep(alert) }
      try writer.finish()
      report.alerts += writer.count
      report.newAlerts += writer.newCount
    }
    report.kept += alerts.count
  }

  /// Rows of SecurityAlert are alerts too; the stored row stands for them in that table.
  private func keepAlerts(_ rows: [SourceRow], _ table: String, _ database: Database) throws {
    guard table == "SecurityAlert" else { return }
    var writer = AlertWriter(database)
    for row in rows where SentinelAlert.isAlert(columns: row.names) {
      try writer.keep(SentinelAlert.alert(from: row.object, source: FileImport.source), ownTable: table)
    }
    try writer.finish()
    report.alerts += writer.count
    report.newAlerts += writer.newCount
  }

  /// What alerts say they were read from.
  static let source = "file"

  /// A name as the reference spells it.
  private static func known(_ name: String) -> String { TableReference.standard.schema(named: name)?.name ?? name }

  private func commonTable(_ rows: [SourceRow]) -> String {
    if let table { return table }
    let told = override.map(FileImport.known) ?? recognised(rows) ?? fallback
    table = told
    return told
  }

  private func recognised(_ rows: [SourceRow]) -> String? {
    var names: [String] = []
    var seen: Set<String> = []
    for row in rows { for name in row.names where seen.insert(name).inserted { names.append(name) } }
    guard let first = rows.first else { return nil }
    let hint: (String) -> String? = { name in first.names.firstIndex(of: name).flatMap { first.cells[$0].string } }
    return TableReference.standard.tableNamed(byColumns: names, hint: hint)?.table.name
  }

  /// `<file name>_CL`, as custom tables are called.
  private var fallback: String {
    var name = (path as NSString).lastPathComponent
    for suffix in [".gz", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".txt", ".log"] where name.lowercased().hasSuffix(suffix) {
      name.removeLast(suffix.count)
    }
    let word = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    let start = word.first.map { $0.isNumber } ?? true ? "T" + word : word
    return start.hasSuffix("_CL") ? start : start + "_CL"
  }
}
