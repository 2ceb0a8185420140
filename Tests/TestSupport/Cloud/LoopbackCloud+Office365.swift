package import Casefile
internal import Foundation
internal import Locking

extension LoopbackCloud {
  /// Adds an Office 365 Management Activity API for one tenant that holds its callers to the documented rules.
  package func addOffice365(_ service: Office365Service) {
    let root = url
    add { request, visit in service.answer(request, root: root, visit: visit) }
  }
}

/// The Office 365 Management Activity API as it is documented: subscriptions with their state, windows with their rules, pages, contents
/// and codes. What breaks a rule is answered with the code for it, so that a careless client fails.
package final class Office365Service: Sendable {
  /// One content blob.
  package struct Content: Equatable, Sendable {
    package var type: String
    package var id: String
    package var created: DateTime
    /// The whole body.
    package var body: String
    /// Nil for seven days after `created`.
    package var expires: DateTime?

    package init(_ type: String, _ id: String, created: DateTime, _ records: [String], expires: DateTime? = nil) {
      self.type = type
      self.id = id
      self.created = created
      body = "[" + records.joined(separator: ",") + "]"
      self.expires = expires
    }
  }

  struct State {
    var now: DateTime
    /// The status by content type.
    var subscriptions: [String: String]
    var contents: [Content] = []
    var pageSize = 2
    var fault: Office365Fault?
    var faultsLeft = Int.max
  }

  package let tenant: String
  package let publisher: String
  package let token: String
  let state: Locked<State>
  static let types = ["Audit.AzureActiveDirectory", "Audit.Exchange", "Audit.SharePoint", "Audit.General", "DLP.All"]

  /// `enabled` are the content types that are subscribed to.
  package init(tenant: String, publisher: String, token: String = "token-1", now: DateTime, enabled: [String] = []) {
    self.tenant = tenant
    self.publisher = publisher
    self.token = token
    state = Locked(State(now: now, subscriptions: Dictionary(enabled.map { ($0, "enabled") }) { first, _ in first }))
  }

  package func set(now: DateTime) { state.withLock { $0.now = now } }
  package func set(status: String?, of type: String) { state.withLock { $0.subscriptions[type] = status } }
  package func set(pageSize: Int) { state.withLock { $0.pageSize = pageSize } }
  package func add(_ contents: Content...) { state.withLock { $0.contents += contents } }
  package func status(of type: String) -> String? { state.withLock { $0.subscriptions[type] } }
  /// From now on that goes wrong, so many times.
  package func set(_ fault: Office365Fault?, times: Int = .max) { state.withLock { ($0.fault, $0.faultsLeft) = (fault, times) } }

  static func error(_ code: String, _ message: String = "", status: Int = 400) -> LoopbackCloud.Answer {
    .json("{\"error\":{\"code\":\"\(code)\",\"message\":\"\(message)\"}}", status: status)
  }

  /// Nil for addresses of other services.
  package func answer(_ request: LoopbackCloud.Request, root: String, visit: Int) -> LoopbackCloud.Answer? {
    let parts = request.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 7, parts[1] == "api", ["v1.0", "v1"].contains(parts[2]), parts[4...5] == ["activity", "feed"] else { return nil }
    let operation = parts[6...].joined(separator: "/")
    if let refusal = refusal(request, tenant: parts[3]) { return refusal }
    if let strange = fault(request, operation, root: root) { return strange }
    switch (request.method, operation) {
    case ("GET", "subscriptions/list"): return list()
    case ("POST", "subscriptions/start"): return start(request)
    case ("GET", "subscriptions/content"): return contents(request, root: root)
    case ("GET", _) where operation.hasPrefix("audit/"): return content(String(operation.dropFirst(6)))
    default: return LoopbackCloud.Answer(404)
    }
  }

  private func refusal(_ request: LoopbackCloud.Request, tenant: String) -> LoopbackCloud.Answer? {
    guard request["authorization"] == "Bearer " + token else {
      return .json("{\"Message\":\"Authorization has been denied for this request.\"}", status: 401)
    }
    guard UUID(uuidString: tenant) != nil else { return Office365Service.error("AF20013", "The tenant ID is not a valid GUID.") }
    guard tenant == self.tenant else { return Office365Service.error("AF20010", "The tenant does not match.", status: 403) }
    let publishers = request.target.components(separatedBy: "PublisherIdentifier=").count - 1
    guard publishers == 1, request.query["PublisherIdentifier"] == publisher else {
      return Office365Service.error("AF20001", "Missing parameter: PublisherIdentifier.")
    }
    return nil
  }

  private func list() -> LoopbackCloud.Answer {
    let all = state.withLock { $0.subscriptions.sorted { $0.key < $1.key } }
    let items = all.map { "{\"contentType\":\"\($0.key)\",\"status\":\"\($0.value)\",\"webhook\":null}" }
    return .json("[" + items.joined(separator: ",") + "]")
  }

  private func start(_ request: LoopbackCloud.Request) -> LoopbackCloud.Answer {
    guard request["content-length"] == "0", request.body.isEmpty else { return LoopbackCloud.Answer(411) }
    guard let type = request.query["contentType"] else { return Office365Service.error("AF20001", "Missing parameter: contentType.") }
    guard Office365Service.types.contains(type) else { return Office365Service.error("AF20020", "Not a valid content type.") }
    return state.withLock { state in
      if state.subscriptions[type] == "enabled" {
        return Office365Service.error("AF20024", "The subscription is already enabled. No property change.")
      }
      state.subscriptions[type] = "enabled"
      return .json("{\"contentType\":\"\(type)\",\"status\":\"enabled\",\"webhook\":null}")
    }
  }

  private func content(_ id: String) -> LoopbackCloud.Answer {
    let (found, now) = state.withLock { state in (state.contents.first { $0.id == id }, state.now) }
    guard id.contains("$") else { return Office365Service.error("AF20052", "The content ID in the URL is invalid.") }
    guard let found else { return Office365Service.error("AF20050", "The specified content does not exist.") }
    guard now < found.expires ?? found.created + .days(7) else {
      return Office365Service.error("AF20051", "Content older than 7 days cannot be retrieved.")
    }
    return .json(found.body)
  }
}
