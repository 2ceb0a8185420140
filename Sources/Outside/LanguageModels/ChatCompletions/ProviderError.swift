internal import Casefile
internal import Transport

/// What a provider says went wrong. Status, type, code and parameter decide; its message is only shown.
struct ProviderError: Error, Equatable, Sendable {
  var status: Int
  var type: String?
  var code: String?
  var parameter: String?
  var message: String?

  /// Codes and types of a 429 that waiting does not cure.
  static let quotaCodes: Set<String> = [
    "insufficient_quota", "credit_balance_exhausted", "organization_spend_limit_exceeded", "project_spend_limit_exceeded",
    "organization_usage_limit_exceeded", "billing_hard_limit_reached", "access_terminated",
  ]
  private static let lengthCodes: Set<String> = [
    "context_length_exceeded", "context_window_exceeded", "exceed_context_size_error", "request_too_large", "string_above_max_length",
    "max_tokens_exceeded",
  ]
  private static let filterCodes: Set<String> = ["content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation"]
  private static let unknownModelCodes: Set<String> = ["model_not_found", "DeploymentNotFound", "model_not_available"]

  enum Kind: Equatable, Sendable {
    case slowDown, quotaGone, tooLong, filtered, wrongKey, notAllowed, unknownModel, notFound, badRequest, busy, failed
  }

  var kind: Kind {
    let words = Set([type, code].compactMap { $0 })
    if !words.isDisjoint(with: ProviderError.quotaCodes) { return .quotaGone }
    if !words.isDisjoint(with: ProviderError.lengthCodes) || status == 413 { return .tooLong }
    if !words.isDisjoint(with: ProviderError.filterCodes) { return .filtered }
    if !words.isDisjoint(with: ProviderError.unknownModelCodes) { return .unknownModel }
    if words.contains("rate_limit_exceeded") || words.contains("slow_down") || words.contains("rate_limit_error") { return .slowDown }
    switch status {
    case 401: return .wrongKey
    case 402: return .quotaGone
    case 403: return .notAllowed
    case 404: return .notFound
    case 429: return .slowDown
    case 400, 405, 409, 415, 422: return .badRequest
    case 500...: return status == 501 ? .badRequest : .busy
    default: return words.contains("invalid_request_error") ? .badRequest : .failed
    }
  }

  /// True when another form of the request may be taken.
  var isAboutTheRequest: Bool { kind == .badRequest && status != 409 }

  /// The code that decides about another attempt.
  var retryCode: String? { [code, type].compactMap { $0 }.first { ProviderError.quotaCodes.contains($0) } ?? code }

  /// From the body of an answer that is no success; any body will do.
  init(status: Int, body: [UInt8]) {
    let root = try? JSONValue(parsing: body[...])
    if let root, let error = ProviderError(in: root, status: status) {
      self = error
    } else {
      self.init(status: status)
      message = ProviderError.shown(String(decoding: body.prefix(300), as: UTF8.self))
    }
  }

  /// From an object that carries `error`, in a body or in the middle of a stream; nil where it carries none.
  init?(in root: JSONValue, status: Int) {
    if let details = root["detail"] {
      self.init(status: status)
      let first = details[0]
      parameter = first?["loc"]?.array?.compactMap(\.string).last { $0 != "body" }
      message = (first?["msg"]?.string ?? details.string).map(ProviderError.shown)
      return
    }
    guard let error = root["error"], error != .null, error != false, error != "" else { return nil }
    self.init(status: status)
    if let text = error.string {
      message = ProviderError.shown(text)
      return
    }
    type = error["type"]?.string
    code = error["code"]?.string ?? error["innererror"]?["code"]?.string
    parameter = error["param"]?.string
    message = (error["message"]?.string ?? root["message"]?.string).map(ProviderError.shown)
    // Several servers put the HTTP status into `code` as a number; in a stream it is the only status there is.
    if let number = error["code"]?.integer ?? error["status"]?.integer, (400...599).contains(number), status == 200 {
      self.status = Int(number)
    }
  }

  init(status: Int, code: String? = nil) {
    self.status = status
    self.code = code
  }

  /// A server's words on one line, without controls, and not for ever.
  static func shown(_ text: String) -> String {
    let plain = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }
    let line = String(plain).split(separator: " ").joined(separator: " ")
    return line.count > 300 ? line.prefix(300) + "…" : line
  }
}
