/// A body read as an event stream.
package struct ServerSentEvents: AsyncSequence, Sendable {
  package typealias Element = ServerSentEvent

  let body: HTTPBody
  let limit: Int

  package struct Iterator: AsyncIteratorProtocol {
    var chunks: HTTPBody.Iterator
    var parser: ServerSentEventParser
    var ready: ArraySlice<ServerSentEvent> = []
    var isAtEnd = false

    /// The next event; the body's failures and `ServerSentEventParser.EventTooLarge` pass through.
    package mutating func next() async throws -> ServerSentEvent? {
      while true {
        if let event = ready.popFirst() { return event }
        if isAtEnd { return nil }
        if let chunk = try await chunks.next() {
          ready = try parser.push(chunk)[...]
        } else {
          isAtEnd = true
          ready = parser.finish().map { [$0] } ?? []
        }
      }
    }
  }

  package func makeAsyncIterator() -> Iterator {
    Iterator(chunks: body.makeAsyncIterator(), parser: ServerSentEventParser(limit: limit))
  }
}

extension HTTPBody {
  /// The body as an event stream; `limit` is the most bytes one event may have.
  package func serverSentEvents(limit: Int = 8 << 20) -> ServerSentEvents {
    ServerSentEvents(body: self, limit: limit)
  }
}
