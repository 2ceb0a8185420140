import Casefile

extension LoopbackCloud {
  /// Ways in which advanced hunting goes wrong.
  package enum HuntingFault: String, CaseIterable, Sendable {
    case badQuery, tokenExpired, forbidden, notFound, throttled, throttledOnce, cpuQuota, callQuota, gatewayTimeout, unknownError
    case unavailableOnce, emptyBody, noContent, page, errorInside, neither, schemaLast, rowOfCells, cutAfterRows, cutBeforeRows, brokenJSON
    case resetAtOnce
  }

  /// `runHuntingQuery`: checks each request as Graph does, and answers a good one with what `answer` makes of query and timespan.
  package static func hunting(
    _ answer: @escaping @Sendable (_ query: String, _ timespan: String?, _ visit: Int) -> Answer
  ) -> Part {
    { request, visit in
      guard request.path == "/v1.0/security/runHuntingQuery" else { return nil }
      guard request.method == "POST" else { return graphError(405, "MethodNotAllowed", "Use POST.") }
      guard request["authorization"]?.hasPrefix("Bearer ") == true else {
        return graphError(401, "InvalidAuthenticationToken", "Access token is empty.")
      }
      guard request["content-type"]?.hasPrefix("application/json") == true, let json = try? JSONValue(parsing: request.text),
        let query = (json["Query"] ?? json["query"])?.string
      else { return graphError(400, "BadRequest", "The body is not understood.") }
      return answer(query, (json["Timespan"] ?? json["timespan"])?.string, visit)
    }
  }

  /// The refusal of an answer beyond the limit on its size; a wrong query gets the same status and code.
  package static var huntingTooLarge: Answer {
    graphError(
      400, "BadRequest",
      "Query execution has exceeded the allowed result size. Optimize your query by limiting the number of results and try again.")
  }

  /// That fault, with the table where rows come all the same.
  package static func hunting(_ fault: HuntingFault, _ table: ServedTable, visit: Int) -> Answer {
    switch fault {
    case .badQuery: graphError(400, "BadRequest", "'where' operator: Failed to resolve column 'x'")
    case .tokenExpired: graphError(401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid.")
    case .forbidden: graphError(403, "Forbidden", "Missing application scopes.")
    case .notFound: graphError(404, "ResourceNotFound", "Resource not found.")
    case .throttled: graphError(429, "TooManyRequests", "Too Many Requests", headers: [["Retry-After", "10"]])
    case .throttledOnce where visit == 1: graphError(429, "TooManyRequests", "Too Many Requests", headers: [["Retry-After", "10"]])
    case .cpuQuota: graphError(429, "CpuQuotaExceeded", "Wait for the next cycle.")
    case .callQuota: graphError(429, "CallRateExceeded", "Too many calls.")
    case .gatewayTimeout: graphError(504, "UnknownError", "")
    case .unknownError: graphError(500, "UnknownError", "")
    case .unavailableOnce where visit == 1: graphError(503, "ServiceUnavailable", "Later.")
    case .throttledOnce, .unavailableOnce: .json(table.huntingBody())
    default: huntingBody(fault, table)
    }
  }

  private static func huntingBody(_ fault: HuntingFault, _ table: ServedTable) -> Answer {
    let text = table.huntingBody()
    let whole = Array(text.utf8)
    switch fault {
    case .noContent: return Answer(204)
    case .page: return Answer(200, headers: [["Content-Type", "text/html; charset=utf-8"]], body: Array("<html></html>".utf8))
    case .errorInside: return .json(#"{"error":{"code":"UnknownError","message":"","innerError":{"request-id":"r"}}}"#)
    case .neither: return .json(#"{"value":1}"#)
    case .schemaLast:
      guard let json = try? JSONValue(parsing: text) else { return Answer(500) }
      return .json(JSONValue.object(["results": json["results"] ?? [], "schema": json["schema"] ?? []]).plainText)
    case .rowOfCells: return .json(text.replacingLast("}]}", by: "},[1]]}"))
    case .cutAfterRows: return cut(whole, at: whole.count - 10, Answer.Ending.cut)
    case .cutBeforeRows: return cut(whole, at: 30, Answer.Ending.cut)
    case .brokenJSON: return .json(text.replacingLast("}]}", by: "},{\"a\" 1}]}"))
    case .resetAtOnce: return Answer(200, ending: .reset)
    default: return Answer(200)
    }
  }

  /// An error as Graph sends it.
  package static func graphError(_ status: Int, _ code: String, _ message: String, headers: [[String]] = []) -> Answer {
    let inner: JSONValue = ["date": "2026-01-01T00:00:00", "request-id": "r-1", "client-request-id": "r-1"]
    let error: JSONValue = ["code": .string(code), "message": .string(message), "innerError": inner]
    return .json(JSONValue.object(["error": error]).plainText, status: status, headers: headers)
  }
}
