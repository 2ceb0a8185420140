package import Casefile
import Locking

/// Microsoft Graph's security lists, as strict as the service is documented to be: what it does not take, it refuses with 400.
package final class LoopbackGraph: Sendable {
  /// What is done with `$orderby`, which the documentation of alerts does not list.
  package enum Ordering: Sendable { case kept, ignored, refused }

  package struct Settings: Sendable {
    package var token = "token"
    /// False leaves `@odata.nextLink` out, as seen in the field.
    package var hasLinks = true
    package var counts = true
    package var ordering = Ordering.kept
    /// Items of a page at most, whatever `$top` says.
    package var largestPage = 1000
    package var fault: GraphFault?
    /// What `$expand=alerts` is answered with; nil expands.
    package var expandFails: Int?
    /// What legacy alerts are answered with; nil lists them.
    package var legacyStatus: Int?
    /// With a warning, legacy lists are answered with 206.
    package var warning: String?

    package init() {}
  }

  struct Tables {
    var alerts: [JSONObject] = []
    var incidents: [JSONObject] = []
    var legacy: [JSONObject] = []
    var links: [String: (target: String, offset: Int)] = [:]
    var pages = 0
    var faultsPlayed = 0
    /// The next write is answered with this status.
    var refusingWrites: Int?
    /// What a PATCH really sets, whatever is asked.
    var insisting: JSONObject = JSONObject()
  }

  let settings: Settings
  let tables: Locked<Tables>

  package init(
    alerts: [JSONObject] = [], incidents: [JSONObject] = [], legacy: [JSONObject] = [], _ change: (inout Settings) -> Void = { _ in }
  ) {
    var settings = Settings()
    change(&settings)
    self.settings = settings
    tables = Locked(Tables(alerts: alerts, incidents: incidents, legacy: legacy))
  }

  /// The alert of that id as it stands now.
  package func alert(_ id: String) -> JSONObject? { tables.withLock { $0.alerts.first { $0["id"]?.string == id } } }
  /// The next write is answered with this status instead.
  package func refuseWrites(with status: Int) { tables.withLock { $0.refusingWrites = status } }
  /// Every PATCH sets these values over what it asks for.
  package func insist(on values: JSONObject) { tables.withLock { $0.insisting = values } }

  /// To be given to a `LoopbackCloud`.
  package var part: LoopbackCloud.Part {
    { [self] request, _ in request.path.hasPrefix("/v1.0/security/") ? answer(request) : nil }
  }

  /// An error as Graph writes it.
  package static func error(
    _ status: Int, _ code: String, message: String = "It went wrong.", headers: [[String]] = []
  ) -> LoopbackCloud.Answer {
    let inner: JSONValue = [
      "date": "2026-11-20T00:00:00", "request-id": "11111111-2222-3333-4444-555555555555", "client-request-id": "c",
    ]
    let body: JSONValue = ["error": ["code": .string(code), "message": .string(message), "innerError": inner]]
    return .json(body.text, status: status, headers: [["request-id", "11111111-2222-3333-4444-555555555555"]] + headers)
  }

  private func answer(_ request: LoopbackCloud.Request) -> LoopbackCloud.Answer {
    guard request["authorization"] == "Bearer \(settings.token)" else { return Self.error(401, "InvalidAuthenticationToken") }
    let id = request["client-request-id"]?.split(separator: "-").map(\.count)
    guard request["accept"] == "application/json", request["prefer"]?.hasPrefix("include-unknown-enum-members") == true,
      id == [8, 4, 4, 4, 12]
    else { return Self.error(400, "BadRequest", message: "A header is missing.") }
    let segments = request.path.split(separator: "/").map(String.init)
    guard segments.count >= 3 else { return Self.error(404, "ResourceNotFound") }
    if segments.count == 3, request.method == "GET" { return list(segments[2], request) }
    guard segments.count >= 4 else { return Self.error(400, "BadRequest") }
    return write(segments[2], id: segments[3], rest: Array(segments.dropFirst(4)), request)
  }

  private func list(_ name: String, _ request: LoopbackCloud.Request) -> LoopbackCloud.Answer {
    if name == "alerts", let status = settings.legacyStatus { return Self.error(status, status == 410 ? "Gone" : "Forbidden") }
    let isExpanded =
      request.target.contains("expand=alerts") || tables.withLock { $0.links[request.target]?.target.contains("expand") } == true
    if isExpanded, let status = settings.expandFails { return Self.error(status, "InternalServerError") }
    do {
      let page = try page(name, request)
      let isSecond = tables.withLock { $0.pages } == 1
      if isSecond, let fault = settings.fault {
        let isFirstTime = tables.withLock { tables -> Bool in
          tables.faultsPlayed += 1
          return tables.faultsPlayed == 1
        }
        if let answer = fault.answer(isFirstTime: isFirstTime, page: page.text, host: request["host"] ?? "") { return answer }
      }
      tables.withLock { $0.pages += 1 }
      let isPartial = name == "alerts" && settings.warning != nil
      return .json(page.text, status: isPartial ? 206 : 200, headers: isPartial ? [["Warning", settings.warning ?? ""]] : [])
    } catch {
      return Self.error(400, "BadRequest", message: "Invalid filter clause.")
    }
  }
}
