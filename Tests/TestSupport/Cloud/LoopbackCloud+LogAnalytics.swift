package import Casefile

extension LoopbackCloud {
  /// Ways in which the query API goes wrong, by what the service or the line does.
  package enum LogAnalyticsFault: String, CaseIterable, Sendable {
    // Errors that cannot be helped by asking again.
    case syntaxError, semanticError, validationError, unresolvedWorkspace, authenticationFailed, invalidToken, wrongAudience
    case insufficientAccess, badSignature, pathNotFound, workspaceNotFound, payloadTooLarge
    // Passing troubles.
    case throttled, throttledOnce, gatewayTimeout, serverError, unavailableOnce
    // Bodies.
    case emptyBody, noContent, page, errorWithoutTables, neither, partialTooLarge, warning, severalTables, shortRow, odd
    // Lines.
    case cutBeforeRows, cutAfterRows, resetAtOnce, brokenJSON, stalledAfterRows
  }

  /// The query API: checks each request as the service does, and answers a good one with what `answer` makes of query and timespan.
  package static func logAnalytics(
    _ answer: @escaping @Sendable (_ query: String, _ timespan: String?, _ visit: Int) -> Answer
  ) -> Part {
    { request, visit in
      guard request.path.hasPrefix("/v1/workspaces/") else { return nil }
      guard request.path.hasSuffix("/query"), request.method == "POST" else {
        return .json(#"{"error":{"message":"The requested path does not exist","code":"PathNotFoundError"}}"#, status: 404)
      }
      guard request["authorization"]?.hasPrefix("Bearer ") == true else {
        return refusal(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.")
      }
      // Without its type or a body the service answers an empty 200.
      guard request["content-type"] == "application/json", !request.body.isEmpty else { return Answer(200) }
      guard let json = try? JSONValue(parsing: request.text), let query = json["query"]?.string,
        json.object?.keys.allSatisfy({ ["query", "timespan", "workspaces"].contains($0) }) == true
      else { return refusal(400, "BadArgumentError", "The request had some invalid properties", inner: "QueryValidationError") }
      return answer(query, json["timespan"]?.string, visit)
    }
  }

  /// An answer of rows with statistics.
  package static func logAnalytics(_ table: ServedTable, _ more: JSONObject = [:]) -> Answer { .json(table.logAnalyticsBody(more)) }

  /// What the service adds when an answer is too large for it.
  package static let tooLarge: JSONObject = [
    "error": [
      "code": "PartialError", "message": "There were some errors when processing your query.",
      "details": [
        [
          "code": "EngineError", "message": "Something went wrong processing your query on the server.",
          "innererror": [
            "code": "-2133196797", "message": "The answer is beyond the limit (E_QUERY_RESULT_SET_TOO_LARGE, 0x80DA0003).", "severity": 2,
            "severityName": "Error",
          ],
        ]
      ],
    ]
  ]

  /// That fault, with the table where rows come all the same.
  package static func logAnalytics(_ fault: LogAnalyticsFault, _ table: ServedTable, visit: Int) -> Answer {
    switch fault {
    case .syntaxError: refusal(400, "BadArgumentError", "The request had some invalid properties", inner: "SyntaxError")
    case .semanticError: refusal(400, "BadArgumentError", "The request had some invalid properties", inner: "SemanticError")
    case .validationError: refusal(400, "BadArgumentError", "The request had some invalid properties", inner: "QueryValidationError")
    case .unresolvedWorkspace: refusal(400, "BadArgumentError", "The request had some invalid properties", inner: "FailedToResolveResource")
    case .authenticationFailed: refusal(401, "AuthenticationFailed", "Authentication failed.")
    case .invalidToken: refusal(403, "InvalidAuthenticationToken", "The access token is invalid.")
    case .wrongAudience: refusal(403, "InvalidAuthenticationTokenAudience", "The access token has been obtained from wrong audience.")
    case .insufficientAccess: refusal(403, "InsufficientAccessError", "Insufficient access.", inner: "UnauthorizedClient")
    case .badSignature: refusal(403, "InvalidTokenError", "The token is not valid.", inner: "SignatureVerificationFailed")
    case .pathNotFound: refusal(404, "PathNotFoundError", "The requested path does not exist")
    case .workspaceNotFound: refusal(404, "WorkspaceNotFoundError", "The workspace could not be found")
    case .payloadTooLarge: refusal(413, "PayloadTooLarge", "Too large")
    case .throttled: refusal(429, "ThrottledError", "Too many requests", headers: [["Retry-After", "7"]])
    case .throttledOnce where visit == 1: refusal(429, "ThrottledError", "Too many requests", headers: [["Retry-After", "7"]])
    case .gatewayTimeout: refusal(504, "GatewayTimeout", "The query took too long.")
    case .serverError: refusal(500, "InternalServerError", "Something went wrong.")
    case .unavailableOnce where visit == 1: refusal(503, "ServiceUnavailable", "Later.")
    case .throttledOnce, .unavailableOnce: logAnalytics(table)
    default: logAnalyticsBody(fault, table)
    }
  }

  private static func logAnalyticsBody(_ fault: LogAnalyticsFault, _ table: ServedTable) -> Answer {
    let whole = Array(table.logAnalyticsBody().utf8)
    switch fault {
    case .noContent: return Answer(204)
    case .page: return Answer(200, headers: [["Content-Type", "text/html"]], body: Array("<html>Sign in</html>".utf8))
    case .errorWithoutTables:
      return .json(#"{"error":{"code":"BadArgumentError","message":"No.","innererror":{"code":"SemanticError","message":"deep"}}}"#)
    case .neither: return .json(#"{"value":[]}"#)
    case .partialTooLarge: return logAnalytics(table, tooLarge)
    case .warning:
      return logAnalytics(
        table,
        [
          "error": [
            "code": "PartialError",
            "details": [["innererror": ["code": "-2133196790", "message": "A fuzzy leg is unknown.", "severity": 3]]],
          ]
        ])
    case .severalTables:
      let other: JSONValue = ["name": "Second", "columns": [["name": "X", "type": "int"]], "rows": [[1]]]
      return .json(JSONValue.object(["tables": [table.logAnalytics, other]]).plainText)
    case .shortRow: return .json(table.logAnalyticsBody().replacingLast("]]}", by: "],[1]]}"))
    case .odd: return .json(#"{"tables":null,"error":null}"#)
    case .cutBeforeRows: return cut(whole, at: 20, Answer.Ending.cut)
    case .cutAfterRows: return cut(whole, at: whole.count - 30, Answer.Ending.cut)
    case .stalledAfterRows: return cut(whole, at: whole.count - 30, Answer.Ending.stalled)
    case .resetAtOnce: return Answer(200, ending: .reset)
    case .brokenJSON: return .json(table.logAnalyticsBody().replacingLast("]]}", by: "],[tru]]}"))
    default: return Answer(200)
    }
  }

  static func cut(_ body: [UInt8], at count: Int, _ ending: (Int) -> Answer.Ending) -> Answer {
    Answer(200, headers: [["Content-Type", "application/json"]], body: body, ending: ending(count))
  }

  /// An error as the query API sends it.
  package static func refusal(_ status: Int, _ code: String, _ message: String, inner: String? = nil, headers: [[String]] = []) -> Answer {
    var error: JSONObject = ["message": .string(message), "code": .string(code), "correlationId": "c-1"]
    if let inner { error["innererror"] = ["code": .string(inner), "message": .string("inner words of \(inner)")] }
    return .json(JSONValue.object(["error": .object(error)]).plainText, status: status, headers: headers)
  }
}

extension String {
  func replacingLast(_ text: String, by other: String) -> String {
    var (bytes, old) = (Array(utf8), Array(text.utf8))
    for start in stride(from: bytes.count - old.count, through: 0, by: -1) where Array(bytes[start..<start + old.count]) == old {
      bytes.replaceSubrange(start..<start + old.count, with: Array(other.utf8))
      break
    }
    old = []
    return String(decoding: bytes, as: UTF8.self)
  }
}
