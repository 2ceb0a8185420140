internal import Casefile
internal import Locking

/// Ways in which the activity feed goes wrong.
package enum Office365Fault: String, CaseIterable, Sendable {
  // Codes.
  case throttled403, throttled429, throttledWithRetryAfter, bareThrottled, internalError, internalErrorWith200, unavailable
  case auditOff, tenantUnknown, noPermission, noPermission401, noPermissionForDataLoss, subscriptionGone, disabledByAdministrator
  case contentExpired, contentMissing, contentRefused, nextPageRefused, unknownCode
  // Sign-in.
  case unauthorisedBare, unauthorisedJSON
  // Connections and bodies.
  case webPage, resetAtOnce, cutContent, stalledContent, cutJSON, emptyContent, objectInsteadOfList, objectInsteadOfContent
  case nullsInContent, nullsInList
  // Links.
  case nextPageElsewhere, nextPageOnOtherPath, nextPageInCircles, nextPageURL, contentElsewhere, doubledInList, statusMissing
}

extension Office365Service {
  private static let throttled =
    "{\"error\":{\"code\":\"AF429\",\"message\":\"Too many requests. Method=GetBlob, PublisherId=00000000-0000-0000-0000-000000000000\"}}"

  /// What goes wrong instead of an answer; nil where nothing does, or where the fault has happened often enough.
  func fault(_ request: LoopbackCloud.Request, _ operation: String, root: String) -> LoopbackCloud.Answer? {
    guard let fault = state.withLock({ $0.faultsLeft > 0 ? $0.fault : nil }) else { return nil }
    let answer: LoopbackCloud.Answer?
    if operation.hasPrefix("audit/") {
      answer = contentFault(fault) ?? anyFault(fault)
    } else if operation == "subscriptions/content" {
      answer = listFault(fault, request, root: root) ?? anyFault(fault)
    } else {
      answer = fault == .statusMissing ? .json("[{\"contentType\":\"Audit.General\",\"webhook\":null}]") : anyFault(fault)
    }
    if answer != nil { state.withLock { $0.faultsLeft -= 1 } }
    return answer
  }

  private func anyFault(_ fault: Office365Fault) -> LoopbackCloud.Answer? {
    switch fault {
    case .throttled403: .json(Office365Service.throttled, status: 403)
    case .throttled429: .json(Office365Service.throttled, status: 429)
    case .throttledWithRetryAfter: .json(Office365Service.throttled, status: 429, headers: [["Retry-After", "7"]])
    case .bareThrottled: LoopbackCloud.Answer(429)
    case .internalError: Office365Service.error("AF50000", "An internal server error occurred. Retry the request.", status: 500)
    case .internalErrorWith200: Office365Service.error("AF50000", "An internal server error occurred. Retry the request.", status: 200)
    case .unavailable: LoopbackCloud.Answer(503, body: Array("Service Unavailable".utf8))
    case .auditOff: Office365Service.error("DataServiceException", "Tenant \(tenant) does not exist.", status: 400)
    case .tenantUnknown: Office365Service.error("AF20011", "The specified tenant ID does not exist in the system or has been deleted.")
    case .noPermission: Office365Service.error("AF10001", "The permission set () sent in the request is wrong.", status: 403)
    case .noPermission401: Office365Service.error("AF10001", "The permission set () sent in the request is wrong.", status: 401)
    case .unknownCode: Office365Service.error("AF77777", "Something of tomorrow.")
    case .unauthorisedBare: LoopbackCloud.Answer(401)
    case .unauthorisedJSON: .json("{\"Message\":\"Authorization has been denied for this request.\"}", status: 401)
    case .webPage:
      LoopbackCloud.Answer(headers: [["Content-Type", "text/html"]], body: Array("<html><body>Sign in to the proxy</body></html>".utf8))
    case .resetAtOnce: LoopbackCloud.Answer(ending: .reset)
    default: nil
    }
  }

  private func listFault(_ fault: Office365Fault, _ request: LoopbackCloud.Request, root: String) -> LoopbackCloud.Answer? {
    let item = "\"contentType\":\"Audit.General\",\"contentCreated\":\"2026-11-24T11:30:00.000Z\""
    switch fault {
    case .noPermissionForDataLoss where request.query["contentType"] == "DLP.All":
      return Office365Service.error("AF10001", "The permission set () sent in the request is wrong.", status: 403)
    case .subscriptionGone: return Office365Service.error("AF20022", "No subscription found for the specified content type.")
    case .disabledByAdministrator: return Office365Service.error("AF20023", "The subscription was disabled by a tenant admin.")
    case .nextPageRefused where request.query["nextPage"] != nil: return Office365Service.error("AF20031", "Invalid nextPage Input.")
    case .objectInsteadOfList: return .json("{\"value\":[]}")
    case .nullsInList:
      return .json(
        "[null,{\(item),\"contentUri\":null},{\(item),\"contentId\":null,\"contentUri\":\"\(address(of: "a$1", root: root))\"},7]")
    case .nextPageElsewhere: return .json("[]", headers: [["NextPageUri", "https://elsewhere.example/api/v1.0/x?nextPage=1"]])
    case .nextPageOnOtherPath:
      return .json(
        "[]", headers: [["NextPageUri", "\(root)/api/v1.0/\(tenant)/activity/feed/subscriptions/stop?contentType=Audit.General"]])
    case .nextPageInCircles: return .json("[]", headers: [["NextPageUri", root + request.target]])
    case .contentElsewhere: return .json("[{\(item),\"contentId\":\"e$1\",\"contentUri\":\"http://127.0.0.1:1/api/v1.0/audit/e$1\"}]")
    case .doubledInList:
      let one = "{\(item),\"contentId\":\"a$1\",\"contentUri\":\"\(address(of: "a$1", root: root))\"}"
      return .json("[\(one),\(one)]")
    default: return nil
    }
  }

  private func contentFault(_ fault: Office365Fault) -> LoopbackCloud.Answer? {
    let record = "{\"Id\":\"r-1\",\"RecordType\":25,\"CreationTime\":\"2026-11-24T10:00:00\",\"Operation\":\"TeamCreated\"}"
    let whole = Array("[\(record)]".utf8)
    let json = [["Content-Type", "application/json"]]
    switch fault {
    case .contentExpired: return Office365Service.error("AF20051", "Content older than 7 days cannot be retrieved.")
    case .contentMissing: return Office365Service.error("AF20050", "The specified content does not exist.")
    case .contentRefused: return Office365Service.error("AF20052", "The content ID in the URL is invalid.")
    case .cutContent: return LoopbackCloud.Answer(headers: json, body: whole, ending: .cut(after: 20))
    case .stalledContent: return LoopbackCloud.Answer(headers: json, body: whole, ending: .stalled(after: 20))
    case .cutJSON: return LoopbackCloud.Answer(headers: json, body: Array(whole.prefix(20)))
    case .emptyContent: return LoopbackCloud.Answer(headers: json)
    case .objectInsteadOfContent: return .json("{\"records\":[]}")
    case .nullsInContent:
      return .json("[null,5,{\"Id\":null,\"RecordType\":null,\"CreationTime\":null,\"UserId\":null,\"ClientIP\":7},\(record)]")
    default: return nil
    }
  }
}
