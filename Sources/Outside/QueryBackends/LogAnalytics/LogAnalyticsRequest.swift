import Casefile
import HuntPipeline
import KQL
import Transport

/// One request of the query API.
enum LogAnalyticsRequest {
  /// Workspaces of one query at most.
  static let mostWorkspaces = 100

  /// Throws a `Problem` where no workspace is named, or too many.
  static func make(
    _ query: String, timespan: String?, _ configuration: LogAnalyticsBackend.Configuration, address: String
  ) throws -> HTTPRequest {
    guard let first = configuration.workspaces.first(where: { !$0.isEmpty }) else {
      throw Problem(
        "No Log Analytics workspace is named.", cause: "workspace_ids is empty.",
        remedy: "Put the workspace's id into workspace_ids; the portal shows it on the workspace's overview.", kind: .usage)
    }
    guard configuration.workspaces.count <= mostWorkspaces else {
      throw Problem(
        "Too many workspaces for one query.", cause: "\(configuration.workspaces.count) are named; the service takes 100.",
        remedy: "Name fewer in workspace_ids.", kind: .usage)
    }
    var body: JSONObject = ["query": .string(query)]
    if let timespan { body["timespan"] = .string(timespan) }
    let others = configuration.workspaces.filter { $0 != first && !$0.isEmpty }
    if !others.isEmpty { body["workspaces"] = .array(others.map { .string($0) }) }
    // What brings nothing for longer than the service takes for a whole query brings nothing more.
    let longest = Double(configuration.wait + 15)
    let timeouts = HTTPRequest.Timeouts(firstByte: longest, idle: configuration.idle, progress: longest)
    return HTTPRequest(
      .post, "\(address)/v1/workspaces/\(PercentEncoding.encoded(first))/query",
      headers: [
        "content-type": "application/json", "accept": "application/json",
        "prefer": "wait=\(configuration.wait),include-statistics=true",
      ], body: Array(JSONValue.object(body).text.utf8), timeouts: timeouts, isIdempotent: true)
  }

  /// `start/end` as ISO 8601. Whether the service takes the end in is not documented, so it is moved by 100 ns where the query itself asks
  /// for its last moment; the query's own filter decides then.
  ///
  /// Nil where the text asks for time by another column than the service's own: rows that came late would lie outside.
  static func timespan(of query: ApprovedQuery, column: (_ table: String) -> String) -> String? {
    guard let range = query.range, query.asksTimeOnly(by: column) else { return nil }
    let end = range.to < .maximum && TimespanEnd.isTakenIn(by: KQLQuery(parsing: query.text)) ? range.to + TimeSpan(ticks: 1) : range.to
    return text(range.from) + "/" + text(end)
  }

  /// A moment as a timespan writes it.
  static func text(_ moment: DateTime) -> String {
    moment.text(decimals: moment.ticks % DateTime.ticksPerSecond == 0 ? 0 : 7)
  }
}

/// Whether a query may ask for the very moment at which its range ends.
enum TimespanEnd {
  /// True for `<=`, `==`, `between`, and for `>=` with the moment on its left.
  static func isTakenIn(by query: KQLQuery) -> Bool {
    query.syntax.subtree.contains { node in
      switch node.kind {
      case .between: true
      case .comparison:
        node.ownTokens.contains { token in
          switch token.text {
          case "<=", "==": true
          case ">=": node.children.first.map { $0.nameText == nil } ?? true
          default: false
          }
        }
      default: false
      }
    }
  }
}
