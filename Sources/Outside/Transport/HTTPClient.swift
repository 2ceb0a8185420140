internal import Foundation

/// Sends requests over one engine; copies share it.
package struct HTTPClient: HTTPSending {
  /// What holds for every request of a client.
  package struct Configuration: Sendable {
    /// Where proxies and certificate files are named.
    package var environment: [String: String]
    package var userAgent: String
    /// Requests to one host and port at a time; more wait their turn.
    package var requestsPerHost: Int
    /// Bytes of one body that may wait for a slow reader.
    package var highWater: Int

    package init(
      environment: [String: String] = ProcessInfo.processInfo.environment, userAgent: String = "logspotlight",
      requestsPerHost: Int = 8, highWater: Int = 1 << 20
    ) {
      self.environment = environment
      self.userAgent = userAgent
      self.requestsPerHost = max(1, requestsPerHost)
      self.highWater = max(1, highWater)
    }
  }

  private static let redirectLimit = 5
  private let engine: Engine
  private let configuration: Configuration

  package init(_ configuration: Configuration = Configuration()) {
    self.configuration = configuration
    self.engine = Engine(configuration)
  }

  /// Sends the request, follows what redirects it allows, and returns once the head of the answer is there.
  package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    guard var address = WebAddress(request.url) else { throw HTTPFailure(.badRequest, host: "") }
    let first = address
    var request = request
    let started = ContinuousClock.now
    let total = request.timeouts.total
    for _ in 0...HTTPClient.redirectLimit {
      try Task.checkCancellation()
      if let total { request.timeouts.total = total - started.duration(to: .now).seconds }
      let response = try await sendOnce(request, to: address)
      guard let target = try target(of: response.head, from: address, first: first, request) else { return response }
      request = request.following(status: response.head.status)
      address = target
    }
    throw HTTPFailure(.tooManyRedirects, host: first.host)
  }

  private func sendOnce(_ request: HTTPRequest, to address: WebAddress) async throws -> HTTPResponse {
    guard engine.isUsable else { throw HTTPFailure(.clientClosed, host: address.host) }
    let exchange = Exchange(request, address: address, engine: engine, highWater: configuration.highWater)
    engine.post(.start(exchange))
    let head = try await exchange.head()
    return HTTPResponse(head: head, body: HTTPBody(exchange, packing: HTTPBody.Packing(head.headers)), url: address.text)
  }

  /// Nil when the answer is no redirect or none is wanted; then it is the caller's to read.
  private func target(of head: HTTPResponseHead, from address: WebAddress, first: WebAddress, _ request: HTTPRequest) throws -> WebAddress?
  {
    guard [301, 302, 303, 307, 308].contains(head.status), request.redirects != .none, let location = head.headers["location"] else {
      return nil
    }
    guard let target = address.following(location), !target.hasUserInfo else { throw HTTPFailure(.malformed, host: address.host) }
    let isDowngrade = address.scheme == "https" && target.scheme == "http"
    let isElsewhere = target.host != first.host || (target.port != first.port && target.scheme == first.scheme)
    if isDowngrade || (isElsewhere && (request.redirects == .sameHost || request.isAuthorised)) {
      throw HTTPFailure(.redirectRefused(to: target.host), host: first.host)
    }
    return target
  }
}

extension Duration {
  fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

extension HTTPClient.Configuration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Without the environment, which may hold passwords of proxies.
  package var description: String { "\(userAgent), \(requestsPerHost) requests a host, \(highWater) bytes ahead" }

  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["configuration": description]) }
}

extension HTTPRequest {
  /// The request to send after a redirect: 303, and a POST after 301 or 302, become a GET without body.
  fileprivate func following(status: Int) -> HTTPRequest {
    guard status == 303 && method != .head || (status == 301 || status == 302) && method == .post else { return self }
    var next = self
    next.method = .get
    next.body = nil
    next.headers["content-type"] = nil
    return next
  }
}
