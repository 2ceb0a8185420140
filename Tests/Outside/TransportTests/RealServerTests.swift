import FlyingFox
import FlyingSocks
import Foundation
import Testing

import Transport

@Suite("Against a real server")
struct RealServerTests {
  @Test("Method, headers and body arrive, and status, headers and body come back")
  func roundTrip() async throws {
    let server = HTTPServer(port: 0, logger: .disabled)
    await server.appendRoute("PATCH /alerts") { request in
      let body = try await request.bodyData
      let key = request.headers[HTTPHeader("X-Thing")] ?? ""
      return HTTPResponse(statusCode: .created, headers: [.contentType: "Text/Plain; charset=utf-8"], body: Data(key.utf8) + body)
    }
    let running = Task { try await server.run() }
    defer { running.cancel() }
    try await server.waitUntilListening()
    let port: UInt16
    switch await server.listeningAddress {
    case .ip4(_, let number), .ip6(_, let number): port = number
    default: throw POSIXError(.EADDRNOTAVAIL)
    }
    let response = try await client().send(
      Transport.HTTPRequest(.patch, "http://127.0.0.1:\(port)/alerts", headers: ["x-thing": "ä"], body: Array("+body".utf8)))
    #expect(response.head.status == 201)
    #expect(response.head.mediaType == "text/plain")
    #expect(response.head.headers["CONTENT-TYPE"] == "Text/Plain; charset=utf-8")
    let body = try await response.body.collect()
    #expect(String(decoding: body, as: UTF8.self) == "ä+body")
  }
}
