import Casefile
import SignIn
import Transport

/// What Graph answered instead of what was asked, read by status and code and never by its words.
struct GraphRefusal: Error, Equatable {
  enum Class: Equatable {
    case request, signIn, permission, missing, gone, conflict, throttled, service, unreadable
  }

  let kind: Class
  let status: Int
  /// The service's own code; empty where it gave none.
  let code: String
  let problem: Problem

  /// An error status, or an error in the body of a good one.
  init(_ answer: GraphAnswer, json: JSONValue?, endpoint: GraphEndpoint, writes: Bool) {
    let body = ServiceReport(json)
    status = answer.head.status
    code = body?.code ?? ""
    let isPage = json == nil && GraphRefusal.isPage(answer)
    kind = isPage && (400..<500).contains(status) ? .unreadable : GraphRefusal.kind(status: status, code: code)
    // Graph refuses in JSON: a page says nothing of permissions or of what is there.
    let words: (summary: String, remedy: String) =
      kind == .unreadable
      ? ("Something else answered in place of Microsoft Graph.", GraphRefusal.pageRemedy)
      : GraphRefusal.words(kind, endpoint: endpoint, writes: writes)
    let cause = GraphRefusal.cause(answer, body, isPage: json == nil && !answer.body.isEmpty)
    var retry = Problem.Retry.never
    if kind == .service { retry = .now }
    if kind == .throttled { retry = .after(seconds: RetryPolicy.askedWait(answer.head.headers, now: answer.came) ?? 60) }
    problem = Problem(words.summary, cause: cause, remedy: words.remedy, retry: retry, kind: kind == .request ? .usage : .failed)
  }

  /// A good status with a body that is no JSON.
  init(unreadable answer: GraphAnswer, endpoint: GraphEndpoint) {
    kind = .unreadable
    status = answer.head.status
    code = ""
    let isPage = GraphRefusal.isPage(answer)
    let isLarge = answer.body.count > 1 << 20
    let other = isLarge ? "something that is not JSON, or more of it than one page may hold" : "something that is not JSON"
    let what = isPage ? "a web page" : answer.body.isEmpty ? "nothing" : other
    problem = Problem(
      "Microsoft Graph answered with \(what).", cause: GraphRefusal.cause(answer, nil, isPage: isPage),
      remedy: isPage ? GraphRefusal.pageRemedy : "Try again; report it if it stays.", retry: .now)
  }

  private static let pageRemedy = "A proxy or a sign-in page may stand between; check https_proxy and the address of graph."

  private static func isPage(_ answer: GraphAnswer) -> Bool {
    answer.head.mediaType == "text/html" || answer.body.prefix(64).contains(UInt8(ascii: "<"))
  }

  /// The status decides; where it says that all is well, the code does.
  private static func kind(status: Int, code: String) -> Class {
    switch status {
    case 401: return .signIn
    case 403: return .permission
    case 404: return .missing
    case 410: return .gone
    case 409, 412, 423: return .conflict
    case 429, 509: return .throttled
    case 500...: return .service
    case 400..<500: return .request
    default: break
    }
    switch code.lowercased() {
    case "invalidauthenticationtoken", "unauthenticated", "unauthorized", "authenticationfailure": return .signIn
    case "authorization_requestdenied", "forbidden", "accessdenied": return .permission
    case "resourcenotfound", "notfound", "request_resourcenotfound", "itemnotfound": return .missing
    case "toomanyrequests", "activitylimitreached", "throttledrequest": return .throttled
    case "conflict", "preconditionfailed", "resourcemodified", "namealreadyexists": return .conflict
    case "badrequest", "invalidrequest", "request_badrequest": return .request
    default: return .service
    }
  }

  private static func words(_ kind: Class, endpoint: GraphEndpoint, writes: Bool) -> (summary: String, remedy: String) {
    let permission = writes ? endpoint.writePermission : endpoint.readPermission
    switch kind {
    case .request:
      let properties = endpoint.filterProperties.sorted().joined(separator: ", ")
      return (
        "Microsoft Graph does not take this request.",
        writes ? "Change what is to be set; the cause says what it minds." : "Change the filter; the service filters by \(properties)."
      )
    case .signIn:
      return ("Microsoft Graph does not accept the sign-in.", "Sign in again; check tenant_id, client_id and the clock of this machine.")
    case .permission:
      return (
        "Microsoft Graph does not allow this.",
        "It takes \(permission): as an application permission where the program signs in by itself, as a delegated one where a person "
          + "does. Add it to the app registration and let an administrator consent."
      )
    case .missing:
      return (
        writes ? "Microsoft Graph does not know this alert any more." : "Microsoft Graph has no \(endpoint.rawValue) here.",
        writes ? "Fetch the alerts again." : "Check the cloud and the address of graph; the list is offered in the global and US clouds."
      )
    case .gone: return ("Microsoft Graph no longer has \(endpoint.rawValue).", "Use alerts = [\"graph\"], which reads alerts_v2.")
    case .conflict:
      return ("Somebody else changed it meanwhile; nothing was set.", "Fetch the alert again, look at it, and decide anew.")
    case .throttled:
      return ("Microsoft Graph asks for patience.", "Wait and try again; it takes 150 requests a minute of one application.")
    case .service, .unreadable: return ("Microsoft Graph could not answer.", "Try again later; give the request-id to Microsoft's support.")
    }
  }

  private static func cause(_ answer: GraphAnswer, _ body: ServiceReport?, isPage: Bool) -> String {
    var parts = ["HTTP \(answer.head.status)"]
    if let code = body?.code, !code.isEmpty { parts[0] += " \(code)" }
    if let words = body?.words, !words.isEmpty { parts[0] += ": \(words)" }
    if isPage { parts.append("its body is no JSON") }
    if let diagnostic = answer.head.headers["warning"] { parts.append("warning \(diagnostic.harmless.prefix(200))") }
    let id = answer.head.headers["request-id"] ?? body?.requestID
    if let id, !id.isEmpty { parts.append("request-id \(id.harmless.prefix(64))") }
    parts.append("client-request-id \(answer.sentID)")
    return parts.joined(separator: "; ")
  }
}
