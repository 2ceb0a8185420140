import Casefile
import HuntPipeline
import Transport

/// One run over a list of Graph, page by page, with what came of it.
struct GraphFetching {
  /// How a run ended.
  enum Ending {
    case whole
    /// The limit was reached; whether there is more is told by the page.
    case limited(mayHaveMore: Bool)
    case stopped
    case broken(any Error)
  }

  let connection: GraphConnection
  let endpoint: GraphEndpoint
  /// Held against every alert; nil lets all pass.
  let held: AlertSelection?
  /// Alerts of one item of the list.
  let alerts: @Sendable (GraphPage.Item) -> [Alert]
  let progress: @Sendable (AlertProgress) -> Void
  /// Alerts at most.
  let limit: Int?
  /// Items of the list at most.
  var itemLimit: Int?
  var walk: GraphWalk
  var recent = RecentItems()
  /// Distinct alerts delivered.
  var count = 0
  private(set) var pages = 0
  private var items = 0
  /// What parts of a page said of themselves that is missing, one sentence each, the first few.
  private(set) var gaps: [String] = []
  private var recentAlerts = RecentItems()

  init(
    _ connection: GraphConnection, _ query: GraphQuery, held: AlertSelection?, limit: Int?,
    progress: @escaping @Sendable (AlertProgress) -> Void, alerts: @escaping @Sendable (GraphPage.Item) -> [Alert]
  ) {
    self.connection = connection
    self.held = held
    self.limit = limit
    self.progress = progress
    self.alerts = alerts
    endpoint = query.endpoint
    walk = GraphWalk(query, isLimited: limit != nil)
  }

  /// Reads to the end, the limit, the stop or the first page that does not come. Throws only what `deliver` throws.
  mutating func run(deliver: @Sendable ([Alert]) async throws -> Void) async throws -> Ending {
    var address = connection.address + walk.query.target
    while true {
      if Task.isCancelled { return .stopped }
      let page: GraphPage
      do {
        page = try await read(address)
      } catch is CancellationError {
        return .stopped
      } catch let refusal as GraphRefusal {
        guard case .ask(let query)? = walk.next(afterRefusal: refusal.kind) else { return .broken(refusal) }
        address = connection.address + query.target
        continue
      } catch {
        return Task.isCancelled ? .stopped : .broken(error)
      }
      pages += 1
      let taken = take(page)
      if !taken.alerts.isEmpty { try await deliver(taken.alerts) }
      progress(.read(count, of: expected(page)))
      if taken.isFull || isAtLimit { return .limited(mayHaveMore: taken.isCut || mayHaveMore(after: page)) }
      let hadBegunAnew = walk.hasBegunAnew
      switch walk.next(after: page, hadNews: taken.hadNews) {
      case .follow(let link): address = link
      case .ask(let query): address = connection.address + query.target
      case .end: return .whole
      }
      if walk.hasBegunAnew, !hadBegunAnew { recent.pin() }
    }
  }

  private var isAtLimit: Bool { limit.map { count >= $0 } ?? false || itemLimit.map { items >= $0 } ?? false }

  /// Alerts that will come, where the service counts what is delivered.
  private func expected(_ page: GraphPage) -> Int? {
    guard held == nil, endpoint != .incidents, let total = walk.total ?? page.total else { return nil }
    return max(min(total, limit ?? total), count)
  }

  private func mayHaveMore(after page: GraphPage) -> Bool {
    page.next != nil || held == nil && endpoint != .incidents && (walk.total ?? page.total).map { $0 > count } ?? true
  }

  private mutating func read(_ address: String) async throws -> GraphPage {
    let progress = progress
    let answer = try await connection.get(address) { progress(.retrying(afterSeconds: $0, cause: $1)) }
    let page = try GraphPage(try answer.json(endpoint), endpoint)
    if !page.refused.isEmpty { note("Page \(pages + 1): \(page.refused.prefix(3).joined(separator: ", ")).") }
    for warning in ProviderWarning.read(answer.head) { note(warning.words) }
    return page
  }

  private mutating func note(_ gap: String) {
    if gaps.count < 8, !gaps.contains(gap) { gaps.append(gap) }
  }

  private struct Taken {
    var alerts: [Alert] = []
    var hadNews = false
    /// The limit was reached, and whether something of this page stayed out.
    var isFull = false
    var isCut = false
  }

  private mutating func take(_ page: GraphPage) -> Taken {
    var taken = Taken()
    for item in page.items {
      let novelty = recent.note(item.id, updated: item.updated)
      guard novelty != .known else { continue }
      taken.hadNews = true
      items += 1
      for alert in alerts(item) where held?.matches(alert) ?? true {
        let novelty = recentAlerts.note(alert.source + "\n" + alert.id, updated: alert.updated)
        guard novelty != .known else { continue }
        if novelty == .new, isAtLimit {
          (taken.isFull, taken.isCut) = (true, true)
          return taken
        }
        if novelty == .new { count += 1 }
        taken.alerts.append(alert)
      }
    }
    return taken
  }
}

/// A provider's failure within an answer that came all the same: `199 - "{Vendor}/{Provider}/{Status}/{Milliseconds}"`.
struct ProviderWarning: Equatable {
  var provider: String
  var status: String

  var words: String { "\(provider) did not bring its alerts (status \(status))." }

  static func read(_ head: HTTPResponseHead) -> [ProviderWarning] {
    let texts = head.headers.values("warning").flatMap { $0.split(separator: "\"").enumerated().filter { $0.offset % 2 == 1 } }
    let warnings = texts.compactMap { warning(String($0.element)) }
    if head.status == 206, warnings.isEmpty { return [ProviderWarning(provider: "A provider", status: "206")] }
    return warnings
  }

  private static func warning(_ text: String) -> ProviderWarning? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { String($0).harmless }
    guard parts.count >= 3 else { return nil }
    let isTimed = parts.count >= 4
    let status = parts[parts.count - (isTimed ? 2 : 1)]
    return ProviderWarning(provider: parts.dropLast(isTimed ? 2 : 1).joined(separator: "/"), status: status)
  }
}
