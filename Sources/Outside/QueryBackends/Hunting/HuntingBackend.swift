package import Casefile
package import HuntPipeline

import MicrosoftData
package import SignIn
package import Transport

/// Runs approved KQL on Defender XDR's advanced hunting, through Microsoft Graph.
///
/// The service keeps 30 days and gives no more than 100,000 rows; what is beyond is asked in parts by time where that changes nothing.
package struct HuntingBackend: QueryBackend {
  /// How it is asked.
  package struct Configuration: Equatable, Sendable {
    package var splitting: SplittingRules
    /// How young rows may be missing because they are still on their way.
    package var latency: TimeSpan
    /// Days the service keeps.
    package var keptDays: Int

    package init(
      splitting: SplittingRules = SplittingRules(longestRange: .days(30), concurrency: 2, mostRequests: 30),
      latency: TimeSpan = .minutes(60), keptDays: Int = 30
    ) {
      self.splitting = splitting
      self.latency = latency
      self.keptDays = keptDays
    }
  }

  /// What the sender of this backend should retry by itself: heavy queries that end in 500 or 504 would only end so again.
  package static let retryPolicy = RetryPolicy(statuses: [408, 425, 429, 502, 503])

  /// Every table has it, but for a few that tell what is and not what happened.
  static let timeColumn = "Timestamp"

  /// The column that the service's own range is about: tables that come from a workspace have another one instead.
  static func timeColumn(of table: String, in query: ApprovedQuery) -> String {
    guard let known = query.knownTables.first(where: { $0.name == table }), known.column(named: timeColumn) == nil else {
      return timeColumn
    }
    return known.timeColumn ?? timeColumn
  }

  let configuration: Configuration
  let sender: AuthorisedSender
  let surroundings: RetrySurroundings

  package var name: String { "advanced-hunting" }

  /// Throws a `Problem` in a cloud that has no advanced hunting. `sender` reaches Graph and should have `retryPolicy`.
  package init(
    _ configuration: Configuration = Configuration(), cloud: CloudAddresses.Cloud, sender: AuthorisedSender,
    surroundings: RetrySurroundings
  ) throws {
    guard cloud != .china else {
      throw Problem(
        "Advanced hunting is not offered in this cloud.", cause: "Graph in China has no security/runHuntingQuery.",
        remedy: "Query a Log Analytics workspace that the Defender tables are sent to.", kind: .usage)
    }
    self.configuration = configuration
    self.sender = sender
    self.surroundings = surroundings
  }

  /// Delivers the rows as they arrive, up to the query's limit. Throws a `Problem` when none came because of an error.
  package func run(
    _ query: ApprovedQuery, progress: @escaping @Sendable (QueryProgress) -> Void, deliver: @Sendable (RowBatch) async throws -> Void
  ) async throws -> QueryOutcome {
    var run = QueryRun(
      self, query, rules: configuration.splitting, timeColumn: HuntingBackend.timeColumn,
      surroundings: surroundings, progress: progress)
    var outcome = try await run.run(deliver: deliver)
    if let from = query.range?.from, from < surroundings.now() - .days(Double(configuration.keptDays)) {
      outcome.notes.append(
        "Advanced hunting keeps \(configuration.keptDays) days; older rows of the range come only where the tenant keeps them longer.")
    }
    return outcome
  }

  /// Asks each table for its newest row and for rows in the range, until one of them explains the emptiness.
  package func explainEmpty(_ query: ApprovedQuery) async throws -> EmptyResult {
    try await EmptyProbe(
      query: query, timeColumn: { query.timeColumn(of: $0) ?? HuntingBackend.timeColumn }, now: surroundings.now(),
      latency: configuration.latency, place: "advanced hunting",
      permission: "the permission ThreatHunting.Read.All and a Defender role that reads the table",
      rangeColumn: { HuntingBackend.timeColumn(of: $0, in: query) }
    ) { text, range in
      let timespan = range.map { LogAnalyticsRequest.text($0.from) + "/" + LogAnalyticsRequest.text($0.to) }
      let request = HuntingRequest.make(text, timespan: timespan, address: sender.address)
      return try await EmptyProbe.Reply(try await sender.send(request)) { response, deliver in
        try await read(response, of: query, limit: 1, deliver: deliver)
      }
    }.explain()
  }
}

/// One request of advanced hunting.
enum HuntingRequest {
  /// The service works on one request for three minutes; what brings nothing for longer brings nothing more.
  static let seconds = 200.0

  static func make(_ query: String, timespan: String?, address: String) -> HTTPRequest {
    var body: JSONObject = ["Query": .string(query)]
    if let timespan { body["Timespan"] = .string(timespan) }
    return HTTPRequest(
      .post, address + "/v1.0/security/runHuntingQuery",
      headers: ["content-type": "application/json; charset=utf-8", "accept": "application/json"],
      body: Array(JSONValue.object(body).text.utf8),
      timeouts: HTTPRequest.Timeouts(firstByte: seconds, idle: 90, progress: seconds), isIdempotent: true)
  }
}
