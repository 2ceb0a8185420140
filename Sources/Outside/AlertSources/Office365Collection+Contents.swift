internal import Casefile
internal import HuntPipeline
internal import MicrosoftData
internal import Transport

extension Office365Collection {
  /// Reads content blobs, some at a time; no further one is asked for while the rows of one are being kept.
  mutating func read(_ listed: [Office365Content], of type: Office365ContentType, _ window: TimeRange) async throws {
    var wanted: [Office365Content] = []
    for content in listed where read.insert(content.id).inserted {
      if readAgain.contains(type) || before[type].seen[content.id] == nil { wanted.append(content) }
    }
    wanted.sort { ($0.created ?? .minimum) > ($1.created ?? .minimum) }
    shortfall.contents += wanted.count
    let (caller, retrying) = (caller, retrying)
    typealias Outcome = (place: Int, result: Result<Office365Caller.Answer, Office365Failure>)
    try await withThrowingTaskGroup(of: Outcome.self) { group in
      var next = 0
      func add() {
        let (place, content) = (next, wanted[next])
        next += 1
        group.addTask { (place, try await Office365Collection.fetch(content, caller, retrying)) }
      }
      while next < min(configuration.parallel, wanted.count) { add() }
      while let outcome = try await group.next() {
        try await take(outcome.result, wanted[outcome.place], type, window)
        if stop == nil, next < wanted.count { add() }
      }
      if let stop, next < wanted.count {
        shortfall.miss(stop, count: wanted.count - next)
        leaveOpen(type, from: window.from)
      }
    }
  }

  /// Throws only `CancellationError`.
  private static func fetch(
    _ content: Office365Content, _ caller: Office365Caller, _ retrying: @escaping Office365Caller.Retrying
  ) async throws -> Result<Office365Caller.Answer, Office365Failure> {
    guard let address = caller.feed.following(content.address, .content) else { return .failure(Office365List.elsewhere(content.address)) }
    do { return .success(try await caller.get(address, retrying)) } catch let failure as Office365Failure { return .failure(failure) }
  }

  private mutating func take(
    _ result: Result<Office365Caller.Answer, Office365Failure>, _ content: Office365Content, _ type: Office365ContentType,
    _ window: TimeRange
  ) async throws {
    switch result {
    case .success(let answer):
      guard let items = answer.json.array else {
        let failure = Office365Failure(unreadable: answer.head.status, "The content is no array of records", hope: .none)
        return miss(failure, content, type, window)
      }
      failuresInARow = 0
      try await keep(items, of: content)
      remember(content, of: type)
    case .failure(let failure): miss(failure, content, type, window)
    }
  }

  private mutating func miss(_ failure: Office365Failure, _ content: Office365Content, _ type: Office365ContentType, _ window: TimeRange) {
    shortfall.miss(failure)
    firstFailure = firstFailure ?? failure
    // What is gone is told once and not asked for again.
    if failure.isGone { return remember(content, of: type) }
    leaveOpen(type, from: window.from)
    // A link that was not followed says nothing of the service: the other contents are still read.
    guard failure.problem.kind != .refused else { return }
    failuresInARow += 1
    let lacksDataLoss = failure.code == "AF10001" && type == .dataLoss
    if failure.isGeneral && !lacksDataLoss || failuresInARow >= Office365Collection.mostFailuresInARow { stop = stop ?? failure }
  }

  private mutating func keep(_ items: [JSONValue], of content: Office365Content) async throws {
    var rows: [JSONObject] = []
    for item in items {
      guard let record = Office365Record(item, contentCreated: content.created) else {
        shortfall.missRecords(1)
        continue
      }
      guard ids.insert(record.id) else { continue }
      rows.append(record.row)
      if let alert = Office365Alert.alert(from: record, source: source) {
        alerts[alert.id] = alerts[alert.id].map { Office365Alert.joined($0, alert) } ?? alert
      }
    }
    if let keeper, !rows.isEmpty {
      _ = try await keeper.keep(table: Office365Record.table, rows: rows, identity: Office365Record.identity)
    }
    records += rows.count
    progress(.read(records, of: nil))
  }

  private mutating func remember(_ content: Office365Content, of type: Office365ContentType) {
    state[type].seen[content.id] = content.created ?? caller.surroundings.now()
  }
}
