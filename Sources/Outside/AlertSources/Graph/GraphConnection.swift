import Casefile
import Foundation
package import SignIn
package import Transport

/// Sends what Graph is asked, with the headers it wants, and reads its answers to their end.
package struct GraphConnection: Sendable {
  /// For `AuthorisedSender`: as everywhere, and 509, which Graph uses where bandwidth runs out.
  package static let retryPolicy: RetryPolicy = {
    var policy = RetryPolicy()
    policy.statuses.insert(509)
    // A conflict is the caller's to decide.
    policy.statuses.remove(409)
    // A vendor of models may say so; here a change that failed must not be made twice.
    policy.heedsShouldRetry = false
    return policy
  }()

  /// Bytes of one page, unpacked.
  package static let largestBody = 64 << 20

  private let sender: AuthorisedSender
  private let timeouts: HTTPRequest.Timeouts
  private let requestID: @Sendable () -> String

  /// `requestID` makes the `client-request-id` of each request.
  package init(
    _ sender: AuthorisedSender, timeouts: HTTPRequest.Timeouts = .list,
    requestID: @escaping @Sendable () -> String = { UUID().uuidString.lowercased() }
  ) {
    self.sender = sender
    self.timeouts = timeouts
    self.requestID = requestID
  }

  /// The host, without a slash at its end.
  package var address: String { sender.address }

  /// Throws where the cloud is one whose Graph has no security lists.
  func checkCloud() throws {
    guard address.hasSuffix(".chinacloudapi.cn") else { return }
    throw Problem(
      "Microsoft Graph has no alerts in this cloud.", cause: "Its security lists are offered in the global and US clouds alone.",
      remedy: "Read alerts from another source, such as the embedded store.", kind: .usage)
  }

  typealias Retrying = @Sendable (_ afterSeconds: Double, _ cause: String) -> Void

  /// Reads one page. A line that is cut within the body is taken up once more; other failures are the caller's.
  func get(_ url: String, retrying: @escaping Retrying) async throws -> GraphAnswer {
    do {
      return try await send(request(.get, url), retrying)
    } catch let failure as HTTPFailure where failure.reason == .cut {
      retrying(0, failure.problem.summary)
      return try await GraphConnection.withProblems { try await send(request(.get, url), retrying) }
    } catch let failure as HTTPFailure {
      throw failure.problem
    }
  }

  /// Sends a change. It is never sent twice by itself, except where the service says that it did nothing.
  func send(_ method: HTTPRequest.Method, _ url: String, body: String, prefer: String? = nil) async throws -> GraphAnswer {
    var request = request(method, url)
    request.headers["Content-Type"] = "application/json"
    request.redirects = .none
    if let prefer { request.headers["Prefer"] = "include-unknown-enum-members, \(prefer)" }
    request.body = Array(body.utf8)
    return try await GraphConnection.withProblems { [request] in try await send(request) { _, _ in } }
  }

  private func request(_ method: HTTPRequest.Method, _ url: String) -> HTTPRequest {
    HTTPRequest(
      method, url,
      headers: [
        "Accept": "application/json", "Prefer": "include-unknown-enum-members", "client-request-id": requestID(),
      ], timeouts: timeouts, maximumBody: GraphConnection.largestBody)
  }

  private func send(_ request: HTTPRequest, _ retrying: @escaping Retrying) async throws -> GraphAnswer {
    try await SilenceWatch.told(of: WebAddress(address)?.host ?? "Microsoft Graph", every: sender.patience, by: retrying) { retrying in
      let response = try await sender.send(request, retrying: retrying)
      let body = try await response.body.collect(upTo: GraphConnection.largestBody)
      return GraphAnswer(head: response.head, body: body, sentID: request.headers["client-request-id"] ?? "", came: sender.now())
    }
  }

  private static func withProblems<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch let failure as HTTPFailure {
      throw failure.problem
    }
  }
}

/// An answer of Graph, whole.
struct GraphAnswer: Sendable {
  let head: HTTPResponseHead
  let body: [UInt8]
  /// The id under which we asked.
  let sentID: String
  /// When it came: the service may name a moment to wait for.
  let came: DateTime

  /// The body as JSON; throws what is to be said where it is something else, or where it reports an error, whatever the status.
  func json(_ endpoint: GraphEndpoint, writes: Bool = false) throws -> JSONValue {
    let json = try? JSONValue(parsing: body[...])
    if !head.isSuccess || json?["error"]?.object != nil && json?["value"] == nil {
      throw GraphRefusal(self, json: json, endpoint: endpoint, writes: writes)
    }
    if let json { return json }
    throw GraphRefusal(unreadable: self, endpoint: endpoint)
  }
}
