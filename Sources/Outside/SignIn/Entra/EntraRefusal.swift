package import Casefile
internal import Transport

/// What the login service said when it gave no token. Decided by `error` and `codes`, never by the words.
package struct EntraRefusal: Error, Equatable, Sendable {
  package var status: Int
  /// OAuth's own name, such as `invalid_client`; empty where there was none.
  package var error = ""
  /// The numbers behind `AADSTS`.
  package var codes: [Int] = []
  /// The first line of the description, steering characters as marks.
  package var detail: String?
  package var suberror: String?
  package var traceID: String?
  package var correlationID: String?
  /// What a service or a policy demands, to be sent along with the next request.
  package var claims: String?
  /// Seconds the service asks to wait.
  package var retryAfter: Double?
  /// The clock of the service.
  package var serverTime: DateTime?

  private static let longestDetail = 400

  init(status: Int) { self.status = status }

  /// Nil when the answer speaks of no error.
  init?(_ head: HTTPResponseHead, _ json: JSONValue, now: DateTime) {
    guard let error = json["error"], error != .null else { return nil }
    status = head.status
    // Some managed identities wrap it: {"error":{"code":"…","message":"…"}}.
    self.error = EntraRefusal.word(error) ?? EntraRefusal.word(error["code"]) ?? ""
    codes = (json["error_codes"]?.array ?? []).compactMap { $0.wholeSeconds.flatMap { Int(exactly: $0) } }
    let text = json["error_description"]?.string ?? error["message"]?.string
    detail = text.flatMap { EntraRefusal.firstLine($0) }
    suberror = EntraRefusal.word(json["suberror"])
    traceID = EntraRefusal.word(json["trace_id"])
    correlationID = EntraRefusal.word(json["correlation_id"])
    claims = json["claims"]?.string
    retryAfter = RetryPolicy.askedWait(head.headers, now: now)
    serverTime = head.headers["date"].flatMap(HTTPDate.parse)
  }

  private static func firstLine(_ text: String) -> String? {
    let line = String(text.prefix { !$0.isNewline }).harmless
    return line.isEmpty ? nil : line.count <= longestDetail ? line : line.prefix(longestDetail) + "…"
  }

  private static func word(_ value: JSONValue?) -> String? {
    value?.string.flatMap { $0.isEmpty ? nil : String($0.harmless.replacing("\n", with: " ").prefix(64)) }
  }

  /// True when nobody but a person at a browser can help: consent, a second factor, a policy, a sign-in that ended.
  package var needsPerson: Bool { error == "invalid_grant" || error == "interaction_required" || error == "login_required" }

  /// What the analyst reads.
  package var problem: Problem {
    let row = codes.lazy.compactMap(EntraCode.row).first ?? EntraCode.row(error: error, status: status)
    return Problem(row.summary, cause: cause, remedy: row.remedy, retry: retry(row))
  }

  private func retry(_ row: EntraCode.Row) -> Problem.Retry {
    if let retryAfter { return .after(seconds: retryAfter) }
    return row.isPassing || status == 429 || status >= 500 ? .now : .never
  }

  private var cause: String {
    var parts = [error, suberror ?? ""].filter { !$0.isEmpty }
    parts += codes.filter { !(detail ?? "").contains("AADSTS\($0)") }.map { "AADSTS\($0)" }
    if let traceID { parts.append("trace id \(traceID)") }
    if let correlationID { parts.append("correlation id \(correlationID)") }
    if let retryAfter { parts.append("asks to wait \(retryAfter.roundedUp) s") }
    if parts.isEmpty { parts = ["HTTP \(status)"] }
    return (detail.map { $0 + " " } ?? "") + "(\(parts.joined(separator: ", ")))"
  }
}
