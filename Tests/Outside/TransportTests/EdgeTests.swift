import Foundation
import Locking
import TestSupport
import Testing

@testable import Transport

@Suite("Connections, turns and redirects at their edges")
struct EdgeTests {
  @Test("A malformed request that waited for its turn does not keep the turn from the next one")
  func malformedInLine() async throws {
    let asked = Signal()
    let goOn = Signal()
    let server = try RawServer { connection in
      while connection.readRequest() != nil {
        asked.fire()
        goOn.block()
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
      }
    }
    let sender = client(requestsPerHost: 1)
    let first = Task { try await sender.send(HTTPRequest.patient(.get, server.url)).body.collect() }
    #expect(await asked.wait())
    let rest = (0..<6).map { number in
      Task {
        let headers: HTTPHeaders = number.isMultiple(of: 2) ? ["bad name": "x"] : [:]
        return try await failure { _ = try await sender.send(HTTPRequest.patient(.get, server.url, headers: headers)).body.collect() }
      }
    }
    for _ in 0..<4 { goOn.fire() }
    #expect(try await first.value.count == 2)
    var seen: [HTTPFailure.Reason?] = []
    for task in rest { seen.append(try await task.value) }
    #expect(seen == [.badRequest, nil, .badRequest, nil, .badRequest, nil])
  }

  @Test("A host whose places are all taken does not hold up another")
  func otherHostIsFree() async throws {
    let asked = Signal()
    let busy = try RawServer { connection in
      _ = connection.readRequest()
      asked.fire()
      connection.waitForClose()
    }
    let free = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    }
    let sender = client(requestsPerHost: 1)
    let waiting = (0..<3).map { _ in Task { try await sender.send(HTTPRequest.patient(.get, busy.url)) } }
    #expect(await asked.wait())
    #expect(try await sender.send(HTTPRequest.patient(.get, free.url)).body.collect().count == 2)
    for task in waiting {
      task.cancel()
      await #expect(throws: CancellationError.self) { _ = try await task.value }
    }
  }

  @Test("Bytes behind an answer without body are never taken for the next answer", arguments: [204, 304])
  func smuggled(status: Int) async throws {
    let server = try RawServer { connection in
      while let request = connection.readRequest() {
        if request.head.hasPrefix("GET /first") {
          connection.write("HTTP/1.1 \(status) Status\r\nContent-Length: 45\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsmuggled")
        } else {
          connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ntrue")
        }
      }
    }
    let sender = client()
    let first = try await sender.send(HTTPRequest.patient(.get, server.url + "/first"))
    #expect(first.head.status == status)
    #expect(try await first.body.collect().isEmpty)
    #expect(try await sender.send(HTTPRequest.patient(.get, server.url + "/second")).body.collect() == Array("true".utf8))
  }

  @Test("A request that must not run twice is sent once, even when a kept connection dies under it")
  func sentOnce() async throws {
    let posts = Locked(0)
    let server = try RawServer { connection in
      while let request = connection.readRequest() {
        if request.head.hasPrefix("POST") {
          posts.withLock { $0 += 1 }
          return
        }
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
      }
    }
    let sender = client()
    #expect(try await sender.send(HTTPRequest.patient(.get, server.url)).body.collect().count == 2)
    let seen = try await failure { _ = try await sender.send(HTTPRequest.patient(.post, server.url, body: Array("x".utf8))) }
    #expect(seen == .cut)
    #expect(posts.withLock { $0 } == 1)
  }

  @Test(
    "After a redirect a POST keeps its method and body, or becomes a GET, by the status",
    arguments: [(301, "GET", 0), (302, "GET", 0), (303, "GET", 0), (307, "POST", 4), (308, "POST", 4)])
  func methods(status: Int, method: String, length: Int) async throws {
    let seen = Locked("")
    let server = try RawServer { connection in
      guard let request = connection.readRequest() else { return }
      if request.head.contains(" /start ") {
        connection.write("HTTP/1.1 \(status) Elsewhere\r\nLocation: /end\r\nContent-Length: 0\r\n\r\n")
      } else {
        seen.withLock { $0 = "\(request.head.prefix { $0 != " " }) \(request.body.count)" }
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
      }
    }
    let request = HTTPRequest.patient(.post, server.url + "/start", headers: ["api-key": "x"], body: Array("body".utf8))
    #expect(try await client().send(request).head.status == 200)
    #expect(seen.withLock { $0 } == "\(method) \(length)")
  }

  @Test("A name that cannot be one is told as not resolved, and a proxy's as the proxy's")
  func names() async throws {
    let name = "http://" + String(repeating: "a", count: 64) + ".invalid/"
    #expect(try await failure { _ = try await client().send(HTTPRequest.patient(.get, name)) } == .nameNotResolved)
    let sender = client(environment: ["http_proxy": name])
    #expect(try await failure { _ = try await sender.send(HTTPRequest.patient(.get, "http://logs.invalid/")) } == .proxyFailed)
  }

  @Test("Over version 6 of the Internet protocol", .enabled(if: RawServer.hasVersionSix, "this machine has no ::1"))
  func versionSix() async throws {
    let server = try RawServer(version: .six) { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    }
    #expect(try await client().send(HTTPRequest.patient(.get, server.url)).body.collect().count == 2)
  }
}
