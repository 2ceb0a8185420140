internal import Transport

/// Sends and reads the whole answer, so that a body cut short fails like a connection that was never there and is tried again.
struct CollectingSender: HTTPSending {
  /// No answer of a login service is longer, in bytes.
  private static let mostBody = 1 << 20
  let sender: any HTTPSending

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    var response = try await sender.send(request)
    let body = try await response.body.collect(upTo: CollectingSender.mostBody)
    response.body = HTTPBody(chunks: body.isEmpty ? [] : [body])
    return response
  }
}
