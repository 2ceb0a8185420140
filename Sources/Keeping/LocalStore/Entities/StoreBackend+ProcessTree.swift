import Casefile
import HuntPipeline
import KQL
import Locking

extension StoreBackend {
  private static let treeColumns = [
    "DeviceName", "ProcessId", "FileName", "ProcessCommandLine", "AccountName", "ProcessCreationTime", "InitiatingProcessId",
    "InitiatingProcessFileName", "InitiatingProcessCommandLine", "InitiatingProcessCreationTime", "InitiatingProcessParentId",
    "InitiatingProcessParentFileName",
  ]

  /// Reads the newest process starts of a machine or a person into a tree; other entities have none.
  func readTree(_ question: EntityQuestion, _ matches: [EntityMatch], _ page: inout EntityPage) async throws {
    guard question.subject.kind == .host || question.subject.kind == .user,
      let table = page.tables.first(where: { $0.name == "DeviceProcessEvents" }),
      table.count > 0, let match = matches.first(where: { $0.schema.name == table.name }), let time = match.time
    else { return }
    let names = StoreBackend.treeColumns.filter { match.schema.column(named: $0) != nil }
    guard names.contains("ProcessId"), names.contains("FileName") else { return }
    let columns = KQLFragment.joined(([time] + names).map { "\(name: $0)" }, by: ", ")
    let within = StoreBackend.within(question, time)
    let query: KQLFragment =
      "\(name: table.name)\(within) | where \(match.condition) | project \(columns) | top \(StoreBackend.mostProcesses) by \(name: time) desc"
    let starts = Locked<[ProcessStart]>([])
    _ = try await run(text: query.text) { batch in
      try Task.checkCancellation()
      let places = Dictionary(batch.columns.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
      let read = batch.rows.compactMap { ProcessStart($0, places, time: time) }
      starts.withLock { $0 += read }
    }
    page.tree = ProcessTree(starts.withLock { $0 })
    page.processes = table.count
  }
}

extension ProcessStart {
  fileprivate init?(_ cells: [Value], _ places: [String: Int], time: String) {
    func value(_ name: String) -> Value { places[name].map { cells[$0] } ?? .null }
    func text(_ name: String) -> String { String(value(name).text.unicodeScalars.prefix(500)) }
    func number(_ name: String) -> Int64? {
      switch value(name) {
      case .long(let number): number
      case .string(let text): Int64(text)
      default: nil
      }
    }
    func moment(_ name: String) -> DateTime? { if case .datetime(let moment) = value(name) { moment } else { nil } }
    guard let start = moment(time) else { return nil }
    self.init(
      time: start, host: HostName(text("DeviceName")).short, id: number("ProcessId"), name: text("FileName"),
      commandLine: text("ProcessCommandLine"), account: text("AccountName"), created: moment("ProcessCreationTime"),
      parentID: number("InitiatingProcessId"), parentName: text("InitiatingProcessFileName"),
      parentCommandLine: text("InitiatingProcessCommandLine"), parentCreated: moment("InitiatingProcessCreationTime"),
      grandparentID: number("InitiatingProcessParentId"), grandparentName: text("InitiatingProcessParentFileName"))
  }
}
