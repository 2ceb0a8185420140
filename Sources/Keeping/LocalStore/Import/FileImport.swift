import Casefile
import Foundation
import GRDB
import HuntPipeline
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
  /// Bytes read since rows were written last; large rows are written in smaller batches.
  private var unwritten = 0
  /// Numbers of JSON that no 64-bit integer and no double holds.
  private var numbersAsText = 0
  /// The digest and number of bytes of a file that gave something, once it was read to where it ends or breaks.
  private(set) var fingerprint: (digest: String, bytes: Int)?
  /// True when the store cannot be written to; nothing more is tried.
  private(set) var isStoreFull = false

  /// Where names of rows wait; whoever made it settles it after the last file.
  private let names: DelayedIdentities

  init(_ path: String, into store: EmbeddedStore, table override: String?, names: DelayedIdentities) {
    self.names = names
    self.path = path
    self.store = store
    self.override = override
    report = ImportReport.File(path: path)
  }

  /// Reads the file to its end; `tick` is told how far it is and may throw to stop.
  func run(_ tick: (ImportProgress) throws -> Void) {
    do {
      var source = try ByteSource(path: path)
      var format: (any FileFormat)?
      var (head, sniffer) = ([UInt8](), FormatSniffer())
      do {
        while let piece = try source.next() {
          if format == nil {
            head += piece
            if sniffer.isEnough(head) { format = try start(&head) }
          } else {
            try format?.feed(piece, self)
            unwritten += piece.count
            if unwritten >= ImportLimits.batchBytes { try flush() }
          }
          try tick(
            ImportProgress(
              path: path, bytesRead: source.bytesRead, bytesTotal: source.length, bytesUnpacked: source.bytesUnpacked, rows: rowsSeen))
          report.notUTF8 = source.text.faults
        }
      } catch let problem as Problem {
        // The file broke off: what stands before that place is read as far as it is whole.
        if report.problem == nil { report.problem = problem }
        guard !isStoreFull else { throw problem }
        if format == nil { format = try? start(&head) }
        try? format?.finish(self, isCut: true)
        try? flush()
        remember(source)
        throw problem
      }
      report.notUTF8 = source.text.faults
      if format == nil { format = try start(&head) }
      try format?.finish(self, isCut: false)
      try flush()
      remember(source)
      report.misfits = targets.values.reduce(numbersAsText) { $0 + $1.misfits }
    } catch let problem as Problem {
      if report.problem == nil { report.problem = problem }
    } catch {
      report.problem = Problem(
        "The import was stopped.", cause: "It was cancelled.", remedy: "Import the file again for the rest.", kind: .interrupted)
    }
  }

  private func remember(_ source: ByteSource) {
    if report.kept > 0, !isStoreFull { fingerprint = (source.fingerprint, source.bytesRead) }
  }

  private func start(_ head: inout [UInt8]) throws -> any FileFormat {
    let format = try FormatSniffer.format(of: head, path: path)
    try format.feed(head, self)
    head = []
    return format
  }

  /// Reads JSON so that no number is changed.
  func json(_ bytes: ArraySlice<UInt8>) throws(JSONSyntaxError) -> JSONValue { try JSONValue.exact(bytes, keptAsText: &numbersAsText) }

  func refuse(line: Int, _ reason: String) { report.refuse(line, reason) }

  /// Says why the file is not whole; the first reason stays.
  func note(_ problem: Problem) { if report.problem == nil { report.problem = problem } }

  func add(_ row: SourceRow) throws {
    rowsSeen += 1
    batch.append(row)
    if batch.count >= FileImport.batchRows { try flush() }
  }

  func flush() throws {
    unwritten = 0
    guard !batch.isEmpty else { return }
    guard !isStoreFull else { return }
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
    // What a transaction learns holds only when it is committed.
    var (learnt, alerts, newAlerts) = (targets, 0, 0)
    try write { database in
      for group in groups {
        var target = learnt[group.table] ?? TableTarget(named: group.table, encoding: encoding, names: names)
        try target.write(group.rows, database)
        learnt[group.table] = target
        let kept = try keepAlerts(group.rows, group.table, database)
        alerts += kept.all
        newAlerts += kept.new
      }
      if names.book.isFull { try names.settle(database) }
    }
    targets = learnt
    report.alerts += alerts
    report.newAlerts += newAlerts
    for group in groups { report.count(group.rows.count, in: group.table) }
    report.misfits = targets.values.reduce(numbersAsText) { $0 + $1.misfits }
  }

  /// One transaction. When it fails nothing more is tried: the problem says what was kept before.
  private func write(_ body: (Database) throws -> Void) throws {
    do { try store.writeNow(body) } catch let problem as Problem {
      isStoreFull = true
      var problem = problem
      let kept = report.kept == 0 ? "Nothing of \(path) was kept." : "The first \(report.kept.grouped) rows of \(path) were kept."
      problem.cause = [problem.cause, kept].compactMap { $0 }.joined(separator: " ")
      report.problem = problem
      throw problem
    }
  }

  func keep(_ alerts: [Alert]) throws {
    guard !isStoreFull else { return }
    rowsSeen += alerts.count
    var counts = (all: 0, new: 0)
    try write { database in
      var writer = AlertWriter(database, identities: store.identities)
      for alert in alerts { try writer.keep(alert) }
      try writer.finish()
      counts = (writer.count, writer.newCount)
    }
    report.alerts += counts.all
    report.newAlerts += counts.new
    report.kept += alerts.count
  }

  /// Rows of SecurityAlert are alerts too; the stored row stands for them in that table.
  private func keepAlerts(_ rows: [SourceRow], _ table: String, _ database: Database) throws -> (all: Int, new: Int) {
    guard table == "SecurityAlert" else { return (0, 0) }
    var writer = AlertWriter(database, identities: store.identities)
    for row in rows where SentinelAlert.isAlert(columns: row.names) {
      try writer.keep(SentinelAlert.alert(from: row.object, source: FileImport.source), ownTable: table)
    }
    try writer.finish()
    return (writer.count, writer.newCount)
  }

  /// What alerts say they were read from.
  static let source = "file"

  /// A name as the reference spells it.
  private static func known(_ name: String) -> String { TableReference.standard.schema(named: name)?.name ?? name.withoutNUL }

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
    let found = TableReference.standard.tableNamed(byColumns: names, hint: hint)
    report.couldBe = found?.rivals ?? []
    return found?.table.name
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
