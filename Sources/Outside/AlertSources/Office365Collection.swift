internal import Casefile
internal import HuntPipeline
internal import MicrosoftData
internal import Transport

/// One collection: lists the windows of every content type, newest first, reads what they list, and tells what is missing.
struct Office365Collection {
  let caller: Office365Caller
  let configuration: Office365Configuration
  let keeper: (any RowKeeper)?
  let source: String
  let progress: @Sendable (AlertProgress) -> Void

  let before: Office365State
  var state: Office365State
  var shortfall = Office365Shortfall()
  private(set) var notes: [String] = []
  var alerts: [String: Alert] = [:]
  var records = 0
  /// The first failure; thrown where nothing came at all.
  var firstFailure: Office365Failure?
  private(set) var windowsListed = 0
  var ids: Office365RecentTexts
  /// Where a type's list or content is missing, so that the next collection begins there again.
  private var openFrom: [Office365ContentType: DateTime] = [:]
  private var leftOut: Set<Office365ContentType> = []
  var readAgain: Set<Office365ContentType> = []
  /// Contents read in this collection.
  var read: Set<String> = []
  /// Set when nothing more is asked.
  var stop: Office365Failure?
  var failuresInARow = 0
  static let mostFailuresInARow = 20

  init(
    _ caller: Office365Caller, _ configuration: Office365Configuration, keeper: (any RowKeeper)?, source: String, state: Office365State,
    progress: @escaping @Sendable (AlertProgress) -> Void
  ) {
    self.caller = caller
    self.configuration = configuration
    self.keeper = keeper
    self.source = source
    self.progress = progress
    before = state
    self.state = state
    ids = Office365RecentTexts(limit: configuration.remembered)
  }

  var retrying: Office365Caller.Retrying {
    let progress = progress
    return { progress(.retrying(afterSeconds: $0, cause: $1)) }
  }

  /// Throws a `Problem` where no list came, `CancellationError`, or what the keeper of rows throws.
  mutating func run(since: DateTime?) async throws {
    let types: [Office365ContentType]
    do { types = try await enabledTypes() } catch let failure as Office365Failure { throw failure.problem }
    // Only now: a sign-in may have taken minutes, and what is kept for seven days then ends later, too.
    let now = caller.surroundings.now()
    let plan = plan(types, since: since, now: now)
    for (type, window) in plan {
      try Task.checkCancellation()
      try await collect(type, window)
    }
    if windowsListed == 0, !plan.isEmpty, let firstFailure { throw firstFailure.problem }
    for type in types { advance(type, to: now.wholeSecond) }
  }

  /// Types to collect: those that are wanted and subscribed to.
  private mutating func enabledTypes() async throws -> [Office365ContentType] {
    let all = try await Office365Subscriptions(caller).read(retrying)
    let enabled = Set(all.filter(\.isEnabled).compactMap(\.type))
    let strange = all.filter { $0.type == nil }.map { $0.contentType.harmless }
    if !strange.isEmpty { notes.append("Subscriptions of unknown content types were left out: \(strange.joined(separator: ", ")).") }
    let missing = (configuration.types ?? Office365ContentType.allCases).filter { !enabled.contains($0) }
    let names = missing.map(\.rawValue).joined(separator: ", ")
    let types = (configuration.types ?? Office365ContentType.allCases).filter(enabled.contains)
    guard !types.isEmpty else {
      throw Office365Failure(
        Problem(
          "No content of Office 365 is subscribed to.", cause: "There is no enabled subscription of \(names).",
          remedy: "Start them with `logspotlight alerts subscribe`, or in the workbench; the first content may take up to 12 hours."))
    }
    if !missing.isEmpty {
      let words = "Not subscribed to, or disabled: \(names)."
      if configuration.types == nil { notes.append(words) } else { shortfall.say(words) }
    }
    return types
  }

  /// Windows of all types, the newest first.
  private mutating func plan(
    _ types: [Office365ContentType], since: DateTime?, now: DateTime
  ) -> [(type: Office365ContentType, window: TimeRange)] {
    var plan: [(type: Office365ContentType, window: TimeRange)] = []
    for type in types {
      let windows = Office365Windows(position: before[type], since: since, now: now, overlap: configuration.overlap)
      plan += windows.windows.map { (type, $0) }
      if windows.readsAgain { readAgain.insert(type) }
      if let old = windows.tooOld {
        let words = "Office 365 keeps content for 7 days: nothing \(Office365Shortfall.words(old)) was asked for."
        if !notes.contains(words) { notes.append(words) }
      }
      if let lost = windows.lost {
        shortfall.say("Content of \(type.rawValue) \(Office365Shortfall.words(lost)) was not collected in time and is no longer kept.")
      }
    }
    return plan.sorted { ($0.window.to, $1.type) > ($1.window.to, $0.type) }
  }

  private mutating func collect(_ type: Office365ContentType, _ window: TimeRange) async throws {
    if let stop {
      leaveOpen(type, from: window.from)
      return shortfall.missList(of: type, window, stop)
    }
    guard !leftOut.contains(type) else { return leaveOpen(type, from: window.from) }
    // While newer windows were read the oldest may have aged.
    let oldest = Office365Windows.oldest(at: caller.surroundings.now())
    let start = max(window.from, oldest)
    if window.from < start {
      let words = aged(type, window.from, start)
      // A very first reading misses nothing that ever was in the list.
      if before[type].lastEnd == nil { notes.append(words) } else { shortfall.say(words) }
    }
    guard start < window.to else { return }
    let window = TimeRange(from: start, to: window.to)
    let list = try await Office365List.read(type, window, caller, retrying)
    if list.pages > 0 { windowsListed += 1 }
    shortfall.missRecords(list.unreadable)
    if let failure = list.failure { missList(type, window, failure) }
    try await read(list.contents, of: type, window)
  }

  private func aged(_ type: Office365ContentType, _ from: DateTime, _ to: DateTime) -> String {
    "Content of \(type.rawValue) \(Office365Shortfall.words(TimeRange(from: from, to: to))) expired while newer content was read."
  }

  private mutating func missList(_ type: Office365ContentType, _ window: TimeRange, _ failure: Office365Failure) {
    firstFailure = firstFailure ?? failure
    leaveOpen(type, from: window.from)
    shortfall.missList(of: type, window, failure)
    let lacksDataLoss = failure.code == "AF10001" && type == .dataLoss
    if failure.isOfType || lacksDataLoss { leftOut.insert(type) } else if failure.isGeneral { stop = failure }
  }

  mutating func leaveOpen(_ type: Office365ContentType, from start: DateTime) {
    openFrom[type] = min(openFrom[type] ?? start, start)
  }

  /// Moves the end of what was read, back to where something is missing, and forgets contents that will not be listed again.
  private mutating func advance(_ type: Office365ContentType, to end: DateTime) {
    var position = state[type]
    let reached = openFrom[type] ?? end
    position.lastEnd = max(position.lastEnd ?? reached, reached)
    let horizon = (position.lastEnd ?? end) - .seconds(configuration.overlap * 2 + 60)
    position.seen = position.seen.filter { $0.value >= horizon }
    let surplus = position.seen.count - configuration.remembered
    if surplus > 0 { for (id, _) in position.seen.sorted(by: { $0.value < $1.value }).prefix(surplus) { position.seen[id] = nil } }
    state[type] = position
  }
}
