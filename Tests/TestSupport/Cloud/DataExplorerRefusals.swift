internal import Casefile

/// Answers of Data Explorer that are no frames.
enum DataExplorerRefusals {
  /// Documented options and what they take.
  static let options: [String: @Sendable (JSONValue) -> Bool] = [
    "servertimeout": { value in value.string.flatMap { TimeSpan($0) }.map { $0 > TimeSpan(ticks: 0) && $0 <= .hours(1) } ?? false },
    "request_readonly": { $0.bool != nil }, "results_progressive_enabled": { $0.bool != nil },
    "results_v2_fragment_primary_tables": { $0.bool != nil }, "results_v2_newlines_between_frames": { $0.bool != nil },
    "results_error_reporting_placement": { ["in_data", "end_of_table", "end_of_dataset"].contains($0.string) },
    "request_app_name": { $0.string != nil }, "query_take_max_records": { ($0.integer ?? 0) > 0 },
  ]

  /// An error as OneApiError has it.
  static func error(
    _ status: Int, _ code: String, inner: String?, _ message: String, isPermanent: Bool = true, headers: [[String]] = []
  ) -> LoopbackCloud.Answer {
    let text = JSONValue.string(message).text
    let innermost = inner.map {
      #","innererror":{"code":"\#($0)","message":\#(text),"@message":\#(text),"@permanent":\#(isPermanent),"@errorCode":"\#($0)"}"#
    }
    return .json(
      #"{"error":{"code":"\#(code)","message":"Request is invalid and cannot be executed.","@type":"Kusto.Data.Exceptions.KustoException","#
        + #""@message":\#(text),"@context":{"activityId":"5a1f0000-0000-4000-8000-000000000004"},"@permanent":\#(isPermanent)\#(innermost ?? "")}}"#,
      status: status, headers: headers)
  }

  /// A v1 answer of one text column.
  static func table(_ column: String, _ rows: [String]) -> String {
    #"{"Tables":[{"TableName":"Table_0","Columns":[{"ColumnName":"\#(column)","DataType":"String","ColumnType":"string"}],"#
      + #""Rows":[\#(rows.joined(separator: ","))]}]}"#
  }

  /// The answer to a fault that is none of the frames; nil for the others.
  static func answer(_ fault: DataExplorerFault) -> LoopbackCloud.Answer? {
    let page = Array("<html><body>Bad Gateway</body></html>".utf8)
    switch fault {
    case .emptyBody, .emptyOnce: return .json("")
    case .page: return LoopbackCloud.Answer(200, headers: [["Content-Type", "text/html"]], body: page)
    case .errorObject:
      var answer = error(200, "General_BadRequest", inner: "SEM0001", "Semantic error: SEM0001: it is odd")
      answer.status = 200
      return answer
    case .reset: return LoopbackCloud.Answer(ending: .reset)
    case .syntax: return error(400, "General_BadRequest", inner: "SYN0002", "Syntax error: SYN0002: line 1:3")
    case .semantic: return error(400, "General_BadRequest", inner: "SEM0100", "Semantic error: SEM0100: 'where': no column 'x'")
    case .unauthorised: return error(401, "Unauthorized", inner: nil, "The token is for another audience.")
    case .forbidden: return error(403, "Forbidden", inner: nil, "Principal 'aaduser=…' is not authorized to read database 'Samples'.")
    case .noDatabase: return error(404, "BadRequest_DatabaseNotExist", inner: nil, "Database 'Samples' could not be found.")
    case .tooLong: return error(413, "RequestEntityTooLarge", inner: nil, "The request is too large.")
    case .throttled:
      return error(429, "TooManyRequests", inner: nil, "The request was throttled.", isPermanent: false, headers: [["Retry-After", "7"]])
    case .throttledOnce:
      return error(429, "TooManyRequests", inner: nil, "The request was throttled.", isPermanent: false, headers: [["Retry-After", "1"]])
    case .timedOut: return error(504, "GatewayTimeout", inner: nil, "The query exceeded its time.", isPermanent: false)
    case .failedForGood: return error(520, "ServiceError", inner: nil, "An internal service error occurred.")
    case .gatewayForGood: return LoopbackCloud.Answer(502, headers: [["Content-Type", "text/html"]], body: page)
    case .failedOnce: return error(500, "InternalServiceError", inner: nil, "It failed.", isPermanent: false)
    case .serviceErrorOnce: return error(520, "ServiceError", inner: nil, "It failed.", isPermanent: false)
    case .gatewayOnce: return LoopbackCloud.Answer(503, headers: [["Content-Type", "text/html"]], body: page)
    default: return nil
    }
  }
}
