package import Casefile
package import HuntPipeline
import MicrosoftData

/// Alerts of one of Graph's lists: `alerts_v2`, incidents with their alerts, or legacy alerts.
package struct GraphAlertSource: AlertSource {
  let connection: GraphConnection
  let endpoint: GraphEndpoint
  private let analyst: String
  private let pageSize: Int

  /// `analyst` is who `assigned:me` means in a filter; `pageSize` is asked for where nothing smaller is wanted.
  package init(_ connection: GraphConnection, _ endpoint: GraphEndpoint = .alerts, analyst: String = "", pageSize: Int? = nil) {
    self.connection = connection
    self.endpoint = endpoint
    self.analyst = analyst
    self.pageSize = min(max(pageSize ?? endpoint.pageSize, 1), endpoint.largestPage)
  }

  /// `graph`, `graph-incidents` or `graph-legacy`.
  package var name: String { endpoint.source }

  /// Delivers page by page, newest first; with `updatedSince` by the time of the update. A page that fails after good ones, and a stop,
  /// keep what came and stand in `partial`.
  package func fetch(
    _ query: AlertQuery, progress: @escaping @Sendable (AlertProgress) -> Void, deliver: @Sendable ([Alert]) async throws -> Void
  ) async throws -> AlertFetch {
    try connection.checkCloud()
    let selection = try AlertSelection(query.filter, analyst: analyst)
    let filter = try GraphFilter(selection, for: endpoint)
    if let limit = query.limit, limit <= 0 { return AlertFetch(count: 0) }
    if endpoint == .incidents { return try await fetchIncidents(query, filter, progress: progress, deliver: deliver) }
    let isLegacy = endpoint == .legacyAlerts
    let source = name
    var fetching = GraphFetching(
      connection, question(query, filter), held: filter.held, limit: query.limit, progress: progress,
      alerts: { item in
        let json = JSONValue.object(item.object)
        return [isLegacy ? LegacyGraphAlert.alert(from: json, source: source) : GraphAlert.alert(from: json, source: source)]
      })
    let ending = try await fetching.run(deliver: deliver)
    if isLegacy, case .broken(let refusal as GraphRefusal) = ending, fetching.pages == 0, let retired = refusal.retired { throw retired }
    return try GraphReport(fetching, ending, limit: query.limit).fetch(notes: filter.notes)
  }

  /// The first question of a fetch.
  func question(_ query: AlertQuery, _ filter: GraphFilter) -> GraphQuery {
    let isBounded = filter.held == nil
    var question = GraphQuery(endpoint: endpoint, top: min(pageSize, isBounded ? query.limit ?? pageSize : pageSize))
    question.filter = filter.text
    if let since = query.updatedSince {
      question.bounds = [GraphQuery.Bound(property: endpoint.updatedProperty, comparison: "ge", moment: since)]
      if endpoint == .alerts, query.limit == nil { question.order = "\(endpoint.updatedProperty) asc" }
    }
    return question
  }
}

/// What is to be said of a run.
struct GraphReport {
  private let fetching: GraphFetching
  private let ending: GraphFetching.Ending
  private let limit: Int?

  init(_ fetching: GraphFetching, _ ending: GraphFetching.Ending, limit: Int?) {
    self.fetching = fetching
    self.ending = ending
    self.limit = limit
  }

  /// Throws where nothing came at all.
  func fetch(notes: [String]) throws -> AlertFetch {
    let partial = try gaps()
    return AlertFetch(
      count: fetching.count, partial: partial.isEmpty ? nil : partial.joined(separator: " "), shortfall: shortfall,
      notes: notes + fetching.walk.notes)
  }

  /// Of what kind the gaps are, where there are some.
  var shortfall: AlertFetch.Shortfall {
    switch ending {
    case .whole: fetching.walk.gaps.isEmpty ? .parts : .rest
    case .limited: fetching.walk.gaps.isEmpty && fetching.gaps.isEmpty ? .beyondLimit : .rest
    case .stopped, .broken: .rest
    }
  }

  /// Why something may be missing, one sentence each. Throws where nothing came at all, nor before this run.
  func gaps(after earlier: Bool = false) throws -> [String] {
    let hasBegun = earlier || fetching.pages > 0
    var gaps = fetching.walk.gaps + fetching.gaps
    switch ending {
    case .whole: break
    case .limited(let mayHaveMore): if mayHaveMore, let limit { gaps.insert("More match; the limit was \(limit).", at: 0) }
    case .stopped:
      guard hasBegun else { throw CancellationError() }
      gaps.insert("Stopped after \(fetching.count) alerts.", at: 0)
    case .broken(let error):
      guard hasBegun else { throw (error as? GraphRefusal)?.problem ?? error }
      gaps.insert("Page \(fetching.pages + 1) did not come: \(GraphReport.words(error))", at: 0)
    }
    return gaps
  }

  static func words(_ error: any Error) -> String {
    guard let problem = (error as? GraphRefusal)?.problem ?? error as? Problem else { return "\(error)" }
    return [problem.summary, problem.cause.map { $0.hasSuffix(".") ? $0 : $0 + "." }].compactMap { $0 }.joined(separator: " ")
  }
}

extension GraphRefusal {
  /// What is to be said where legacy alerts are gone; nil where the refusal says something else.
  fileprivate var retired: Problem? {
    guard kind == .missing || kind == .gone || kind == .permission else { return nil }
    var problem = problem
    problem.summary = "Microsoft retired Graph's legacy alerts; they cannot be read."
    problem.remedy =
      "Use alerts = [\"graph\"], which reads alerts_v2."
      + (kind == .permission ? " Until they are gone, reading the older ones takes SecurityEvents.Read.All." : "")
    return problem
  }
}
