package import Casefile
package import HuntPipeline
internal import Locking
internal import MicrosoftData
package import SignIn
package import Transport

/// Alerts and audit records of Office 365.
///
/// Every record becomes a row of OfficeActivity where a keeper of rows is given; alerts of the portals, threats found in mail, links and
/// files, and matches of rules against data loss become alerts as well. A collection goes on where the one before ended.
package struct Office365Source: AlertSource {
  package var name: String { "office365" }
  private let configuration: Office365Configuration
  private let caller: Office365Caller
  private let keeper: (any RowKeeper)?
  private let stored: @Sendable (_ ids: [String]) async throws -> [Alert]
  private let held: Locked<Office365State>
  private static let pageSize = 200

  /// `state` is what an earlier source left behind. `stored` answers alerts that are kept already, so that what later records add to one
  /// does not replace what is known of it. Throws a `Problem` where the cloud has no such service or an id is no GUID.
  package init(
    _ configuration: Office365Configuration, clouds: CloudAddresses, tokens: any TokenSource, sender: any HTTPSending,
    surroundings: RetrySurroundings, state: Office365State = Office365State(), keeper: (any RowKeeper)? = nil,
    stored: @escaping @Sendable (_ ids: [String]) async throws -> [Alert] = { _ in [] }
  ) throws {
    self.configuration = configuration
    self.keeper = keeper
    self.stored = stored
    caller = try Office365Caller(configuration, clouds: clouds, tokens: tokens, sender: sender, surroundings: surroundings)
    held = Locked(state)
  }

  /// How far the last collection came; to be kept and given to the next source.
  package var state: Office365State { held.withLock { $0 } }

  /// The tenant's subscriptions.
  package var subscriptions: Office365Subscriptions { Office365Subscriptions(caller) }

  /// Sends a request that was shown and agreed to, and remembers when. Throws a `Problem`.
  package func start(_ request: SubscriptionRequest) async throws -> Office365Subscriptions.Started {
    var state = state
    defer { held.withLock { [state] in $0[request.type].lastStart = state[request.type].lastStart } }
    return try await subscriptions.start(request, &state)
  }

  /// `updatedSince` means when a record became available, which is 60 to 90 minutes after it happened and sometimes more. The service takes
  /// no filter: its words are held here, each somewhere in the alert. Alerts arrive when all was read, the newest first, since later records
  /// add to earlier alerts; rows are kept as they come. Where alerts are beyond the limit, the next collection reads them again.
  package func fetch(
    _ query: AlertQuery, progress: @escaping @Sendable (AlertProgress) -> Void, deliver: @Sendable ([Alert]) async throws -> Void
  ) async throws -> AlertFetch {
    let start = state
    var collection = Office365Collection(
      caller, configuration, keeper: keeper, source: name, state: start, progress: progress)
    try await collection.run(since: query.updatedSince)
    var (notes, shortfall) = (collection.notes, collection.shortfall)
    let words = query.filter.lowercased().split(separator: " ")
    if !words.isEmpty { notes.append("Office 365 takes no filter; the words were looked for in the alerts that came.") }
    let matching = collection.alerts.values.filter { alert in Office365Source.matches(alert, words) }.sorted(by: Office365Source.isNewer)
    let wanted = matching.prefix(max(0, query.limit ?? matching.count))
    if wanted.count < matching.count { shortfall.say("\(matching.count - wanted.count) more alerts match; the limit was \(wanted.count).") }
    try await deliverPages(Array(wanted), deliver)
    let reached = collection.state
    if wanted.count == matching.count { held.withLock { Office365Source.adopt(reached, in: &$0) } }
    return AlertFetch(count: wanted.count, partial: shortfall.words, notes: notes)
  }

  private func deliverPages(_ alerts: [Alert], _ deliver: @Sendable ([Alert]) async throws -> Void) async throws {
    var place = 0
    while place < alerts.count {
      try Task.checkCancellation()
      let page = Array(alerts[place..<min(place + Office365Source.pageSize, alerts.count)])
      let known = try await stored(page.map(\.id)).filter { $0.source == name }
      let byID = Dictionary(known.map { ($0.id, $0) }) { first, _ in first }
      try await deliver(page.map { alert in byID[alert.id].map { Office365Alert.joined($0, alert) } ?? alert })
      place += page.count
    }
  }

  /// A subscription started meanwhile is not forgotten.
  private static func adopt(_ reached: Office365State, in held: inout Office365State) {
    for (type, position) in reached.positions {
      let lastStart = held[type].lastStart
      held[type] = position
      held[type].lastStart = lastStart
    }
  }

  private static func isNewer(_ one: Alert, _ other: Alert) -> Bool {
    (one.updated ?? one.created, one.id) > (other.updated ?? other.created, other.id)
  }

  private static func matches(_ alert: Alert, _ words: [Substring]) -> Bool {
    guard !words.isEmpty else { return true }
    let labels = alert.entities.map(\.label)
    let text = ([alert.title, alert.summary, alert.category, alert.status, alert.severity.rawValue, alert.product, alert.raw] + labels)
      .joined(separator: "\n").lowercased()
    return words.allSatisfy { text.contains($0) }
  }
}
