import FlyingFox
import Foundation
import Testing

import Transport

@Suite("Against a real server")
struct RealServerTests {
  @Test("Method, headers and body arrive, and status, headers and body come back")
  func roundTrip() async throws {
    let server = HTTPServer(port: 0)
    await server.appendRoute("PATCH /alerts") { request in
      let body = try await request.bodyData
      let key = request.headers[HTTPHeader("X-Thing")] ?? ""
      return HTTPResponse(statusCode: .created, headers: [.contentType: "Text/Plain; charset=utf-8"], body: Data(key.utf8) + body)
    }
    let running = Task { try await server.run() }
    defer { running.cancel() }
    try await server.waitUntilListening(timeout: 600)
    // The address is an enum of a module that FlyingFox does not hand on; its words end in the port.
    let words = "\(try #require(await server.listeningAddress))"
    let port = try #require(Int(words.split { !$0.isNumber }.last ?? ""))
    let response = try await client().send(
      Transport.HTTPRequest.patient(.patch, "http://127.0.0.1:\(port)/alerts", headers: ["x-thing": "ä"], body: Array("+body".utf8)))
    #expect(response.head.status == 201)
    #expect(response.head.mediaType == "text/plain")
    #expect(response.head.headers["CONTENT-TYPE"] == "Text/Plain; charset=utf-8")
    let body = try await response.body.collect()
    #expect(String(decoding: body, as: UTF8.self) == "ä+body")
  }
}
