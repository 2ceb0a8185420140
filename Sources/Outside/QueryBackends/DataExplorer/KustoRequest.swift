import Casefile
import Transport

/// The requests of Data Explorer's REST interface.
///
/// Not among the options: `query_now` and `query_datetimescope_*`. Every window stands in the text already, as it was reviewed; what the
/// latter does to a table without that column is not documented, and the former would date a query that waited for consent.
struct KustoRequest: Sendable {
  let cluster: KustoCluster
  /// Program and version, as the service lists it.
  var application = "LogSpotlight"
  /// Seconds the service may take for a query; it allows an hour at most.
  var serverTimeout = 240.0

  /// A query. Rows come in pieces that are only ever added to (fragmented, not progressive), so that each can be handed on at once:
  /// the rows of a progressive answer may be taken back by a later `DataReplace`. Errors come behind the rows, not amid them. With `maxRows`
  /// the service is asked to send no more than those, and one to tell that there are more.
  func query(_ text: String, id: String, maxRows: Int? = nil) -> HTTPRequest {
    var options: JSONObject = [
      "servertimeout": .string(TimeSpan.seconds(min(serverTimeout, 3600)).description),
      "request_readonly": true,
      "request_app_name": .string(application),
      "results_progressive_enabled": false,
      "results_v2_fragment_primary_tables": true,
      "results_v2_newlines_between_frames": true,
      "results_error_reporting_placement": "end_of_table",
    ]
    if let maxRows, maxRows < .max { options["query_take_max_records"] = .integer(Int64(maxRows) + 1) }
    // What brings nothing for longer than the service takes for a whole query brings nothing more.
    let longest = serverTimeout + 30
    return request(
      "/v2/rest/query", text, id: id, options: options, HTTPRequest.Timeouts(firstByte: longest, progress: longest))
  }

  /// A management command that only shows.
  func show(_ command: String, id: String) -> HTTPRequest {
    request(
      "/v1/rest/mgmt", command, id: id,
      options: ["servertimeout": "00:01:00", "request_readonly": true, "request_app_name": .string(application)],
      HTTPRequest.Timeouts(firstByte: 90, total: 300))
  }

  /// Ends a running query; without `request_readonly`, since it changes what runs. It must not take long: a few seconds in all.
  func cancel(_ query: String, id: String) -> HTTPRequest {
    var request = request(
      "/v1/rest/mgmt", ".cancel query \"\(query)\"", id: id, options: [:],
      HTTPRequest.Timeouts(connect: 2, firstByte: 3, idle: 3, total: 5))
    request.headers["x-ms-readonly"] = nil
    return request
  }

  /// `purpose` is `Query`, `Show` or `Cancel`; the whole is what `.show queries` lists and `.cancel query` takes.
  static func id(_ purpose: String, _ unique: String) -> String { "LogSpotlight.\(purpose);\(unique)" }

  private func request(
    _ path: String, _ text: String, id: String, options: JSONObject, _ timeouts: HTTPRequest.Timeouts
  ) -> HTTPRequest {
    var body: JSONObject = ["db": .string(cluster.database), "csl": .string(text)]
    if !options.isEmpty { body["properties"] = .object(["Options": .object(options)]) }
    return HTTPRequest(
      .post, cluster.url + path,
      headers: [
        "accept": "application/json", "content-type": "application/json; charset=utf-8", "x-ms-client-request-id": id,
        "x-ms-app": application, "x-ms-version": "2024-12-12", "x-ms-readonly": "true",
      ],
      body: Array(JSONValue.object(body).text.utf8), timeouts: timeouts,
      // Whether an answer may be asked for again is decided by what its body says.
      isIdempotent: false)
  }
}
