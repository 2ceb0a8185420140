/// Status and headers of an answer.
package struct HTTPResponseHead: Equatable, Sendable {
  package var status: Int
  package var headers: HTTPHeaders

  package init(status: Int, headers: HTTPHeaders = [:]) {
    self.status = status
    self.headers = headers
  }

  /// True from 200 to 299.
  package var isSuccess: Bool { (200..<300).contains(status) }

  /// The media type in lower case without its parameters, `application/json`.
  package var mediaType: String? {
    headers["content-type"].map { type in
      let bare = type.prefix { $0 != ";" }
      return bare.filter { $0 != " " && $0 != "\t" }.lowercased()
    }
  }
}

/// An answer whose body is still streaming.
package struct HTTPResponse: Sendable {
  package var head: HTTPResponseHead
  package var body: HTTPBody
  /// The address that answered, after redirects.
  package var url: String

  package init(head: HTTPResponseHead, body: HTTPBody, url: String) {
    self.head = head
    self.body = body
    self.url = url
  }
}

extension HTTPResponse: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Status, address and headers with secrets masked; the body is not touched.
  package var description: String { "\(head.status) \(Secrets.shown(url: url))\n\(head.headers)" }

  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["response": description]) }
}

/// Whoever can send a request: `HTTPClient`, or a stand-in that replays.
package protocol HTTPSending: Sendable {
  /// Returns once the head is there; throws `HTTPFailure`, or `CancellationError` when the task was cancelled.
  func send(_ request: HTTPRequest) async throws -> HTTPResponse
}
