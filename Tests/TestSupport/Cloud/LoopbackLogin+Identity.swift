internal import Casefile
internal import Foundation
internal import Locking

extension LoopbackLogin {
  /// Managed identities and the metadata of Data Explorer; nil for every other path.
  func identity(_ request: LoopbackCloud.Request) -> LoopbackCloud.Answer? {
    switch (request.method, request.path) {
    case ("GET", "/metadata/identity/oauth2/token"): metadata(request)
    case ("GET", "/msi/token"): appService(request)
    case ("GET", "/arc/token"): arc(request)
    case ("POST", "/cloudshell/token"): cloudShell(request)
    case ("GET", "/v1/rest/auth/metadata"): .json(LoopbackLogin.kusto)
    default: nil
    }
  }

  private static let kusto = #"""
    {"AzureAD":{"LoginEndpoint":"https://login.microsoftonline.com","LoginMfaRequired":false,\#
    "KustoClientAppId":"db662dc1-0cfe-4e1c-a843-19a68e65be58","KustoClientRedirectUri":"https://microsoft/kustoclient",\#
    "KustoServiceResourceId":"https://kusto.kusto.windows.net","FirstPartyAuthorityUrl":"https://login.microsoftonline.com/x"}}
    """#

  private static func bad(_ text: String, status: Int = 400) -> LoopbackCloud.Answer {
    .json(#"{"error":"invalid_request","error_description":"\#(text)"}"#, status: status)
  }

  private func metadata(_ request: LoopbackCloud.Request) -> LoopbackCloud.Answer {
    guard request["metadata"] == "true", request["x-forwarded-for"] == nil else {
      return LoopbackLogin.bad("Required metadata header not specified")
    }
    guard request.query["api-version"] == "2018-02-01" else { return LoopbackLogin.bad("Invalid api-version") }
    return identityToken(request.query, idNames: ["client_id", "object_id", "msi_res_id"]) { life, expires, resource, text in
      #"{"access_token":"\#(text)","refresh_token":"","expires_in":"\#(life)","expires_on":"\#(expires)","not_before":"\#(expires - life)","#
        + #""resource":"\#(resource)","token_type":"Bearer"}"#
    }
  }

  /// Says only when a token ends.
  private func appService(_ request: LoopbackCloud.Request) -> LoopbackCloud.Answer {
    guard request["x-identity-header"] == state.withLock({ $0.settings.identityHeader }) else {
      return LoopbackLogin.bad("Wrong header", status: 401)
    }
    guard request.query["api-version"] == "2019-08-01" else { return LoopbackLogin.bad("Invalid api-version") }
    return identityToken(request.query, idNames: ["client_id", "object_id", "mi_res_id"]) { _, expires, resource, text in
      #"{"access_token":"\#(text)","expires_on":"\#(expires)","resource":"\#(resource)","token_type":"Bearer","client_id":"x"}"#
    }
  }

  private func arc(_ request: LoopbackCloud.Request) -> LoopbackCloud.Answer {
    guard request["metadata"] == "true", request.query["api-version"] == "2020-06-01" else { return LoopbackLogin.bad("Bad request") }
    let key = state.withLock { $0.settings.arcKey }
    guard let given = request["authorization"] else {
      return LoopbackCloud.Answer(401, headers: [["WWW-Authenticate", "Basic realm=\(key.path)"]])
    }
    guard given == "Basic \(key.content)" else { return LoopbackLogin.bad("Wrong key", status: 403) }
    return identityToken(request.query, idNames: []) { life, expires, resource, text in
      #"{"access_token":"\#(text)","expires_in":"\#(life)","expires_on":"\#(expires)","resource":"\#(resource)","token_type":"Bearer"}"#
    }
  }

  private func cloudShell(_ request: LoopbackCloud.Request) -> LoopbackCloud.Answer {
    guard request["metadata"] == "true", request["content-type"] == "application/x-www-form-urlencoded" else {
      return LoopbackLogin.bad("Bad request")
    }
    return identityToken(request.form, idNames: []) { life, expires, resource, text in
      #"{"access_token":"\#(text)","expires_in":"\#(life)","expires_on":"\#(expires)","resource":"\#(resource)","token_type":"Bearer"}"#
    }
  }

  private func identityToken(
    _ items: [String: String], idNames: [String], _ body: (_ life: Int, _ expires: Int, _ resource: String, _ text: String) -> String
  ) -> LoopbackCloud.Answer {
    state.withLock { state in
      guard let resource = items["resource"], state.settings.resources.contains(resource) else {
        return LoopbackLogin.bad("AADSTS500011: The resource principal was not found")
      }
      guard idNames.compactMap({ items[$0] }).allSatisfy(state.settings.identities.contains) else {
        return LoopbackLogin.bad("Identity not found")
      }
      let text = LoopbackLogin.newToken(resource, claims: nil, &state)
      let expires = Int(state.settings.now().unixSeconds) + state.settings.life
      return .json(body(state.settings.life, expires, resource, text))
    }
  }
}
