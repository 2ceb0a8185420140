import Casefile
package import HuntPipeline
import KQL
import SignIn
import Transport

extension LogAnalyticsBackend {
  /// Asks each table for its newest row and for rows in the range, until one of them explains the emptiness.
  package func explainEmpty(_ query: ApprovedQuery) async throws -> EmptyResult {
    try await EmptyProbe(
      query: query, timeColumn: { query.timeColumn(of: $0) ?? LogAnalyticsBackend.timeColumn }, now: surroundings.now(),
      latency: configuration.latency, place: "the workspace", permission: "the role Log Analytics Reader on the workspace",
      rangeColumn: { _ in LogAnalyticsBackend.timeColumn }
    ) { text, range in
      let timespan = range.map { LogAnalyticsRequest.text($0.from) + "/" + LogAnalyticsRequest.text($0.to) }
      let request = try LogAnalyticsRequest.make(text, timespan: timespan, configuration, address: sender.address)
      return try await EmptyProbe.Reply(try await sender.send(request)) { response, deliver in
        try await read(response, of: query, limit: 1, deliver: deliver)
      }
    }.explain()
  }
}
