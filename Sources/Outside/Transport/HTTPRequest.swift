/// One request; its description shows no secret and no body.
package struct HTTPRequest: Sendable {
  package enum Method: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  /// How long to wait, in seconds; nil waits for ever.
  package struct Timeouts: Equatable, Sendable {
    /// Until the connection stands, names and TLS included.
    package var connect: Double
    /// From the start of the request until the head of the answer is whole.
    package var firstByte: Double?
    /// Between two pieces of the body, while the reader keeps up.
    package var idle: Double?
    /// For the whole exchange.
    package var total: Double?
    /// Between two moments at which the reader said that it got on (`HTTPBody.gotOn`), from the head on and while it waits for more: bytes
    /// alone do not count.
    package var progress: Double?

    package init(
      connect: Double = 10, firstByte: Double? = 120, idle: Double? = 90, total: Double? = nil, progress: Double? = nil
    ) {
      self.connect = connect
      self.firstByte = firstByte
      self.idle = idle
      self.total = total
      self.progress = progress
    }
  }

  /// Which redirects are followed; never from https to http, and at most five.
  package enum Redirects: Equatable, Sendable {
    case none
    /// Only to the same host and port, as every request that carries a secret is held to anyway.
    case sameHost
    case anyHost
  }

  package var method: Method
  /// An absolute http or https address.
  package var url: String
  package var headers: HTTPHeaders
  package var body: [UInt8]?
  package var timeouts: Timeouts
  package var redirects: Redirects
  /// Bytes of the answer's body after expansion; a longer one fails as too large.
  package var maximumBody: Int
  /// True when sending it twice does no more than sending it once; decides what may be retried.
  package var isIdempotent: Bool

  package init(
    _ method: Method = .get, _ url: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil, timeouts: Timeouts = Timeouts(),
    redirects: Redirects = .anyHost, maximumBody: Int = 1 << 30, isIdempotent: Bool? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeouts = timeouts
    self.redirects = redirects
    self.maximumBody = maximumBody
    self.isIdempotent = isIdempotent ?? (method != .post && method != .patch)
  }

  /// True when a header or the address signs somebody in.
  package var isAuthorised: Bool {
    headers.fields.contains { Secrets.isSecret(header: $0.name) } || Secrets.isSecret(url: url)
  }
}

extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Method, address and headers with secrets masked, and the body's length.
  package var description: String {
    let fields = headers.fields.isEmpty ? "" : "\n" + headers.description
    let length = body.map { "\n(\($0.count) bytes of body)" } ?? ""
    return "\(method.rawValue) \(Secrets.shown(url: url))\(fields)\(length)"
  }

  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}
