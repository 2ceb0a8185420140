package import Casefile
import GRDB
import MicrosoftData

/// The sample workspace as it is made: rows of the tables and bodies of the alerts, all before `now`.
struct SampleWorkspace {
  private(set) var rows: SampleRows
  private(set) var bodies: [JSONValue] = []

  init(now: DateTime) {
    rows = SampleRows(now: now)
    var random = SampleRandom(seed: 0x10C5_0071)
    let clock = SampleClock(now: now)
    let intrusion = SampleIntrusion(clock: clock, &random)
    SampleOffice(clock: clock).write(&rows, &random)
    SampleOperations(clock: clock).write(&rows, &random)
    SampleDirectory(clock: clock).write(&rows, &random)
    SampleCloud(clock: clock).write(&rows, &random)
    intrusion.write(&rows, &random)
    let alerts = intrusion.alerts() + SampleNoise(clock: clock).alerts(&random)
    bodies = alerts.enumerated().map { $1.body($0) }
  }
}

extension EmbeddedStore {
  /// The source of the sample's alerts.
  package static let sampleSource = "sample"

  /// Makes the sample in a store that has none, and makes it anew, with the times of today, when its story is no longer told by the
  /// README's requests. Returns true when something was written. Does nothing in a store open for reading only or where the sample was
  /// removed.
  @discardableResult
  package func prepareSample(now: DateTime) async throws -> Bool {
    guard !isReadOnly else { return false }
    let made = try await read { try Session.value(Session.sampleTime, $0) }
    guard EmbeddedStore.isStale(made, now) else { return false }
    let sample = SampleWorkspace(now: now)
    let isMade = try await write { database in
      // Another process may have made it while we did.
      guard EmbeddedStore.isStale(try Session.value(Session.sampleTime, database), now) else { return false }
      try EmbeddedStore.deleteSample(database)
      try EmbeddedStore.insert(sample, database)
      try Session.set(Session.sampleTime, to: String(now.ticks), database)
      return true
    }
    if isMade { settle() }
    return isMade
  }

  /// Takes the sample out for good; imported data stays.
  package func removeSample() async throws {
    try await write { database in
      try EmbeddedStore.deleteSample(database)
      try Session.set(Session.sampleTime, to: "removed", database)
    }
  }

  /// A sample from ahead of time, as after a wrong clock, is stale too; one that was removed never is.
  private static func isStale(_ made: String?, _ now: DateTime) -> Bool {
    guard let made else { return true }
    guard let ticks = Int64(made) else { return false }
    return SampleClock(now: DateTime(ticks: ticks)).isStale(at: now)
  }

  private static func deleteSample(_ database: Database) throws {
    for table in try TableRegistry.tables(database) {
      try database.execute(sql: "DELETE FROM \(table.quoted) WHERE _sample IS NOT NULL")
    }
    try database.execute(sql: "DELETE FROM alerts WHERE _sample = 1")
    try Session.bump(Session.alertStamp, database)
  }

  private static func insert(_ sample: SampleWorkspace, _ database: Database) throws {
    for table in sample.rows.tables.values.sorted(by: { $0.name < $1.name }) {
      guard let schema = TableReference.standard.schema(named: table.name) else { continue }
      var writer = try RowWriter(schema, database, isSample: true)
      let ordinals = table.columns.compactMap(writer.table.ordinal(of:))
      guard ordinals.count == table.columns.count else { preconditionFailure("the sample fills a column that \(table.name) has not") }
      let shape = try writer.shape(ordinals)
      for row in table.rows { try writer.append(shape, row) }
      try writer.finish()
    }
    var writer = AlertWriter(database, isSample: true)
    guard case .alerts(let alerts, _)? = try MicrosoftBody.read(["value": .array(sample.bodies)], source: sampleSource) else { return }
    for alert in alerts { try writer.keep(alert) }
    try writer.finish()
  }
}
