internal import Casefile
internal import Transport

/// What a provider says went wrong. Status, type, code and parameter decide; its message is shown, and decides only where it is all there is.
struct ProviderError: Error, Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case slowDown, quotaGone, tooLong, filtered, wrongKey, notAllowed, unknownModel, notFound, badRequest, busy, failed
  }

  var status: Int
  var type: String?
  var code: String?
  var parameter: String?
  var message: String?

  init(status: Int, code: String? = nil) {
    self.status = status
    self.code = code
  }

  var kind: Kind {
    for word in [code, type].compactMap({ $0 }) {
      if let kind = ProviderError.kinds[word] { return kind }
    }
    if status == 413 || saysTooLong { return .tooLong }
    switch status {
    case 401: return .wrongKey
    case 402: return .quotaGone
    case 403: return .notAllowed
    case 404: return .notFound
    case 429: return .slowDown
    case 400, 405, 409, 415, 422: return .badRequest
    case 500...: return status == 501 ? .badRequest : .busy
    default: return type == "invalid_request_error" ? .badRequest : .failed
    }
  }

  /// Codes and types that say what is wrong, of every provider we know; all others leave it to the status.
  private static let kinds: [String: Kind] = {
    let words: [(Kind, String)] = [
      (
        .quotaGone,
        """
        insufficient_quota credit_balance_exhausted organization_spend_limit_exceeded project_spend_limit_exceeded \
        organization_usage_limit_exceeded billing_hard_limit_reached access_terminated billing_error enforced_spend_limit_reached \
        contract_spend_limit_reached linked_organization_spend_limit_reached linked_organization_billing_unavailable
        """
      ),
      (
        .tooLong,
        """
        context_length_exceeded context_window_exceeded exceed_context_size_error request_too_large string_above_max_length \
        max_tokens_exceeded request_body_too_large_after_decoding
        """
      ),
      (.filtered, "content_filter content_policy_violation ResponsibleAIPolicyViolation invalid_prompt"),
      (.unknownModel, "model_not_found DeploymentNotFound model_not_available"),
      (.slowDown, "rate_limit_exceeded slow_down rate_limit_error ramp_limit_exceeded"),
      (.wrongKey, "invalid_api_key authentication_error"),
      (.notAllowed, "permission_error organization_on_hold"),
      (.busy, "server_error api_error overloaded_error timeout_error unavailable_error"),
    ]
    return Dictionary(uniqueKeysWithValues: words.flatMap { kind, names in names.split(separator: " ").map { (String($0), kind) } })
  }()

  /// Codes and types that waiting does not cure, though they may come as a 429.
  static let quotaCodes = Set(kinds.filter { $0.value == .quotaGone }.keys)

  /// LM Studio, vLLM and Anthropic have no code for a request over the window. The words change only what the analyst is told and save
  /// senseless attempts; nothing is sent because of them.
  private var saysTooLong: Bool {
    guard code == nil, let message = message?.lowercased() else { return false }
    return ["prompt is too long", "greater than the context length", "maximum context length"].contains { message.contains($0) }
  }

  /// True when another form of the request may be taken.
  var isAboutTheRequest: Bool { kind == .badRequest && status != 409 }

  /// True when the model is there but is not spoken to in this way.
  var isAboutTheFormat: Bool { (status == 400 || status == 404) && parameter == "model" && code.flatMap { ProviderError.kinds[$0] } == nil }

  /// The code that decides about another attempt.
  var retryCode: String? { [code, type].compactMap { $0 }.first { ProviderError.quotaCodes.contains($0) } ?? code }
}

extension ProviderError {
  /// From the body of an answer that is no success; any body will do.
  init(status: Int, body: [UInt8]) {
    let root = try? JSONValue(parsing: body[...])
    if let root, let error = ProviderError(in: root, status: status, isError: true) {
      self = error
    } else {
      self.init(status: status)
      message = ProviderError.shown(String(decoding: body.prefix(300), as: UTF8.self))
    }
  }

  /// From an object that carries an error, in a body or in the middle of a stream; nil where it carries none. `isError` says that it is one
  /// whatever it holds.
  init?(in root: JSONValue, status: Int, isError: Bool = false) {
    if let details = root["detail"] {
      self.init(status: status)
      let first = details[0]
      parameter = first?["loc"]?.array?.compactMap(\.string).last { $0 != "body" }
      message = (first?["msg"]?.string ?? details.string).map(ProviderError.shown)
      return
    }
    guard let error = root["error"], error != .null, error != false, error != "" else {
      guard isError || root["type"]?.string == "error" || root["object"]?.string == "error", root.object != nil else { return nil }
      self.init(flat: root, status: status)
      return
    }
    if let text = error.string {
      self.init(status: status)
      message = ProviderError.shown(text)
      return
    }
    self.init(flat: error, status: status)
    message = message ?? root["message"]?.string.map(ProviderError.shown)
  }

  /// From the members `type`, `code`, `param` and `message`, each of which may be missing or of another kind.
  init(flat error: JSONValue, status: Int) {
    self.init(status: status)
    let type = error["type"]?.string
    self.type = type == "error" ? nil : type
    code = error["code"]?.string ?? error["innererror"]?["code"]?.string ?? error["details"]?["error_code"]?.string
    parameter = error["param"]?.string
    message = error["message"]?.string.map(ProviderError.shown)
    // Several servers put the HTTP status into `code` as a number; in a stream it is the only status there is.
    if let number = error["code"]?.integer ?? error["status"]?.integer, (400...599).contains(number), status == 200 {
      self.status = Int(number)
    }
  }

  /// A server's words on one line, without controls, and not for ever.
  static func shown(_ text: String) -> String {
    let plain = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }
    let line = String(plain).split(separator: " ").joined(separator: " ")
    return line.count > 300 ? line.prefix(300) + "…" : line
  }
}
