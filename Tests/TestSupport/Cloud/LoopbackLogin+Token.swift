internal import Casefile
internal import Foundation
internal import Locking

/// Why a request was refused, as Entra tells it.
struct LoginRefusal: Error {
  var error: String
  var code: Int
  var status = 400
  var text = "The request was refused."

  func answer(at now: DateTime) -> LoopbackCloud.Answer {
    let trace = "255d1aef-8c98-452f-ac51-23d051240864"
    let correlation = "fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7"
    let time = now.text(decimals: 0).replacing("T", with: " ")
    let body: JSONValue = [
      "error": .string(error),
      "error_description": .string("AADSTS\(code): \(text)\r\nTrace ID: \(trace)\r\nCorrelation ID: \(correlation)\r\nTimestamp: \(time)"),
      "error_codes": [.integer(Int64(code))], "timestamp": .string(time), "trace_id": .string(trace),
      "correlation_id": .string(correlation), "error_uri": .string("https://login.microsoftonline.com/error?code=\(code)"),
    ]
    return .json(body.plainText, status: status)
  }
}

extension LoopbackLogin {
  func token(_ request: LoopbackCloud.Request, tenant: String) -> LoopbackCloud.Answer {
    state.withLock { state in
      let now = state.settings.now() + .seconds(state.settings.skew)
      var answer: LoopbackCloud.Answer
      do throws(LoginRefusal) {
        answer = try LoopbackLogin.answer(request, tenant, now, &state)
      } catch {
        answer = error.answer(at: now)
      }
      answer.headers.append(["Date", LoopbackLogin.httpDate(now)])
      return answer
    }
  }

  private static func answer(
    _ request: LoopbackCloud.Request, _ tenant: String, _ now: DateTime, _ state: inout State
  ) throws(LoginRefusal) -> LoopbackCloud.Answer {
    if !state.faults.isEmpty {
      switch state.faults.removeFirst() {
      case .answer(let answer): return answer
      case .refusal(let error, let code, let status): throw LoginRefusal(error: error, code: code, status: status)
      }
    }
    let form = try form(request, tenant, state)
    let grant = try needed("grant_type", form)
    switch grant {
    case "client_credentials":
      let resource = try resource(form, state, single: true)
      try checkClient(form, request, now, &state)
      return issue(resource, form, &state)
    case "urn:ietf:params:oauth:grant-type:device_code":
      return try redeem(try needed("device_code", form), form, &state)
    case "refresh_token":
      let resource = try resource(form, state, single: false)
      guard try needed("refresh_token", form) == state.refreshToken else { throw LoginRefusal(error: "invalid_grant", code: 700_082) }
      return issue(resource, form, &state, refreshes: true)
    default: throw LoginRefusal(error: "unsupported_grant_type", code: 70_003)
    }
  }

  static func form(_ request: LoopbackCloud.Request, _ tenant: String, _ state: State) throws(LoginRefusal) -> [String: String] {
    guard request.method == "POST", request["content-type"] == "application/x-www-form-urlencoded" else {
      throw LoginRefusal(error: "invalid_request", code: 900_144, text: "The request body must contain 'grant_type'.")
    }
    guard [state.settings.tenant, "organizations", "common"].contains(tenant) else {
      throw LoginRefusal(error: "invalid_request", code: 90_002, text: "Tenant '\(tenant)' not found.")
    }
    guard try needed("client_id", request.form) == state.settings.clientID else {
      throw LoginRefusal(error: "unauthorized_client", code: 700_016)
    }
    return request.form
  }

  static func needed(_ name: String, _ form: [String: String]) throws(LoginRefusal) -> String {
    guard let value = form[name], !value.isEmpty else {
      throw LoginRefusal(error: "invalid_request", code: 900_144, text: "The request body must contain '\(name)'.")
    }
    return value
  }

  /// The one resource of the scopes.
  static func resource(_ form: [String: String], _ state: State, single: Bool) throws(LoginRefusal) -> String {
    let plain: Set<String> = ["offline_access", "openid", "profile"]
    let words = try needed("scope", form).split(separator: " ").map(String.init)
    let scopes = words.filter { !plain.contains($0) }
    guard scopes.count == 1, let scope = scopes.first, scope.hasSuffix("/.default"), !single || words.count == 1 else {
      throw LoginRefusal(error: "invalid_scope", code: single ? 1_002_012 : 70_011)
    }
    let resource = String(scope.dropLast(9))
    guard state.settings.resources.contains(resource) else { throw LoginRefusal(error: "invalid_resource", code: 500_011) }
    return resource
  }

  static func issue(
    _ resource: String, _ form: [String: String], _ state: inout State, refreshes: Bool = false
  ) -> LoopbackCloud.Answer {
    let text = newToken(resource, claims: form["claims"], &state)
    var body: JSONObject = [
      "token_type": "Bearer", "expires_in": .integer(Int64(state.settings.life)), "ext_expires_in": .integer(Int64(state.settings.life)),
      "access_token": .string(text),
    ]
    if let refreshIn = state.settings.refreshIn { body["refresh_in"] = .integer(Int64(refreshIn)) }
    if refreshes {
      body["scope"] = .string(form["scope"] ?? "")
      if (form["scope"] ?? "offline_access").contains("offline_access") {
        let refreshToken = "refresh-\(state.count)"
        state.refreshToken = refreshToken
        body["refresh_token"] = .string(refreshToken)
      }
    }
    return .json(JSONValue.object(body).plainText)
  }

  /// `token-1`, `token-2`, …; with permissions a text of three parts that ends in it.
  static func newToken(_ resource: String, claims: String?, _ state: inout State) -> String {
    state.count += 1
    var text = "token-\(state.count)"
    if !state.settings.permissions.isEmpty {
      var payload: JSONObject = ["aud": .string(resource)]
      if state.settings.isDelegated {
        payload["scp"] = .string(state.settings.permissions.joined(separator: " "))
      } else {
        payload["roles"] = .array(state.settings.permissions.map { .string($0) })
      }
      if let tenant = state.settings.tokenTenant { payload["tid"] = .string(tenant) }
      text = base64URL(#"{"typ":"JWT","alg":"RS256"}"#) + "." + base64URL(JSONValue.object(payload).plainText) + "." + text
    }
    state.tokens[text] = (resource, claims)
    return text
  }

  private static func base64URL(_ text: String) -> String {
    Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  private static func httpDate(_ moment: DateTime) -> String {
    let (days, months) = (
      ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
      ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    )
    let parts = moment.parts
    let clock = String(moment.text(decimals: 0).dropFirst(11).dropLast())
    return String(format: "%@, %02d %@ %d %@ GMT", days[moment.dayOfWeek], parts.day, months[parts.month - 1], parts.year, clock)
  }
}
