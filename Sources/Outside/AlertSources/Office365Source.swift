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
  /// True: `state` holds the end of each content type, in the time that records became available.
  package var remembersByItself: Bool { true }
  private let configuration: Office365Configuration
  private let caller: Office365Caller
  private let keeper: (any RowKeeper)?
  private let analyst: String
  private let stored: @Sendable (_ ids: [String]) async throws -> [Alert]
  private let held: Locked<Office365State>
  private static let pageSize = 200

  /// `state` is what an earlier source left behind. `stored` answers alerts that are kept already, so that what later records add to one
  /// does not replace what is known of it. `analyst` is who `assigned:me` means in a filter. Throws a `Problem` where the cloud has no such service or an id is no GUID.
  package init(
    _ configuration: Office365Configuration, clouds: CloudAddresses, tokens: any TokenSource, sender: any HTTPSending,
    surroundings: RetrySurroundings, analyst: String = "", state: Office365State = Office365State(), keeper: (any RowKeeper)? = nil,
    stored: @escaping @Sendable (_ ids: [String]) async throws -> [Alert] = { _ in [] }
  ) throws {
    self.configuration = configuration
    self.keeper = keeper
    self.analyst = analyst
    self.stored = stored
    caller = try Office365Caller(configuration, clouds: clouds, tokens: tokens, sender: sender, surroundings: surroundings)
    held = Locked(state)
  }

  /// How far the last collection came; to be kept and given to the next source.
  package var state: Office365State { held.withLock { $0 } }

  /// Content types that are to come.
  var wantedTypes: [Office365ContentType] { configuration.types ?? Office365ContentType.allCases }

  /// The tenant's subscriptions.
  package var subscriptions: Office365Subscriptions { Office365Subscriptions(caller) }

  /// Sends a request that was shown and agreed to, and remembers when. Throws a `Problem`.
  package func start(_ request: SubscriptionRequest) async throws -> Office365Subscriptions.Started {
    var state = state
    defer { held.withLock { [state] in $0[request.type].lastStart = state[request.type].lastStart } }
    return try await subscriptions.start(request, &state)
  }

  /// `updatedSince` means when a record became available, which is 60 to 90 minutes after it happened and sometimes more. The service takes
  /// no filter: it is held here against the alerts that came. Alerts arrive when all was read, the newest first, since later records add to
  /// earlier alerts; rows are kept as they come. A stop delivers the alerts of what was read, then throws. With a filter, or where alerts
  /// are beyond the limit, the next collection reads them again.
  package func fetch(
    _ query: AlertQuery, progress: @escaping @Sendable (AlertProgress) -> Void, deliver: @Sendable ([Alert]) async throws -> Void
  ) async throws -> AlertFetch {
    let selection = try AlertSelection(query.filter, analyst: analyst)
    let start = state
    var collection = Office365Collection(
      caller, configuration, keeper: keeper, source: name, state: start, progress: progress)
    let failure: (any Error)?
    do {
      try await collection.run(since: query.updatedSince)
      failure = nil
    } catch {
      failure = error
    }
    let matching = collection.alerts.values.filter(selection.matches).sorted(by: Office365Source.isNewer)
    let wanted = matching.prefix(max(0, query.limit ?? matching.count))
    if let failure {
      // Why it ended says more than what may go wrong now.
      try? await deliverPages(Array(wanted), deliver)
      throw failure
    }
    try await deliverPages(Array(wanted), deliver)
    var (notes, shortfall) = (collection.notes, collection.shortfall)
    let isWhole = shortfall.words == nil
    if !selection.isEmpty { notes.append("Office 365 takes no filter; it was held against the alerts that came.") }
    if wanted.count < matching.count { shortfall.say("\(matching.count - wanted.count) more alerts match; the limit was \(wanted.count).") }
    let reached = collection.state
    if selection.isEmpty, wanted.count == matching.count { held.withLock { Office365Source.adopt(reached, in: &$0) } }
    return AlertFetch(count: wanted.count, partial: shortfall.words, shortfall: isWhole ? .beyondLimit : .rest, notes: notes)
  }

  private func deliverPages(_ alerts: [Alert], _ deliver: @Sendable ([Alert]) async throws -> Void) async throws {
    var place = 0
    while place < alerts.count {
      let page = Array(alerts[place..<min(place + Office365Source.pageSize, alerts.count)])
      let (stored, ids) = (stored, page.map(\.id))
      // A task of its own, since what was read is delivered after a stop too.
      let known = try await Task { try await stored(ids) }.value.filter { $0.source == name }
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
}
