import Casefile
import Foundation
import Locking
import TestSupport
import Testing

@testable import Transport

let quietEnvironment: [String: String] = [:]

func client(requestsPerHost: Int = 8, highWater: Int = 1 << 20, environment: [String: String] = quietEnvironment) -> HTTPClient {
  HTTPClient(.init(environment: environment, requestsPerHost: requestsPerHost, highWater: highWater))
}

extension HTTPRequest {
  /// A request of a test that is not about time: a machine that is busy with other tests may keep its server waiting for minutes.
  static func patient(
    _ method: Method, _ url: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil, redirects: Redirects = .anyHost,
    maximumBody: Int = 1 << 30
  ) -> HTTPRequest {
    HTTPRequest(
      method, url, headers: headers, body: body, timeouts: Timeouts(connect: 600, firstByte: 600, idle: 600), redirects: redirects,
      maximumBody: maximumBody)
  }
}

/// What a request fails with; nil when it succeeds.
func failure(_ body: () async throws -> Void) async throws -> HTTPFailure.Reason? {
  do {
    try await body()
    return nil
  } catch let failure as HTTPFailure {
    return failure.reason
  }
}

@Suite("Sending requests")
struct HTTPClientTests {
  @Test("Chunks are handed over as they come, long before the body ends")
  func streams() async throws {
    let wasRead = Signal()
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n")
      wasRead.block()
      connection.write("3\r\ntwo\r\n0\r\n\r\n")
    }
    let response = try await client().send(HTTPRequest.patient(.get, server.url))
    var chunks = response.body.makeAsyncIterator()
    #expect(try await chunks.next() == Array("one".utf8))
    wasRead.fire()
    #expect(try await chunks.next() == Array("two".utf8))
    #expect(try await chunks.next() == nil)
  }

  @Test("A slow reader never has more than the mark waiting, and gets every byte", arguments: [false, true])
  func backPressure(isChunked: Bool) async throws {
    let length = 3 << 20
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\n\(isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(length)")\r\n\r\n")
      let bytes = (0..<65_536).map { UInt8(truncatingIfNeeded: $0 % 251) }
      let piece = isChunked ? Array("10000\r\n".utf8) + bytes + Array("\r\n".utf8) : bytes
      for _ in 0..<(length / bytes.count) where !connection.write(piece) { return }
      if isChunked { connection.write("0\r\n\r\n") }
    }
    let mark = 128 << 10
    let response = try await client(highWater: mark).send(HTTPRequest.patient(.get, server.url))
    var total = 0
    var largest = 0
    var isExact = true
    for try await chunk in response.body {
      for (index, byte) in chunk.enumerated() where byte != UInt8((total + index) % 65_536 % 251) { isExact = false }
      total += chunk.count
      largest = max(largest, chunk.count)
      await Task.yield()
    }
    #expect(total == length)
    #expect(isExact)
    #expect(largest <= mark)
  }

  @Test("Cancelling a task that waits for the head ends the transfer at once")
  func cancelBeforeHead() async throws {
    let asked = Signal()
    let closed = Signal()
    let server = try RawServer { connection in
      _ = connection.readRequest()
      asked.fire()
      connection.waitForClose()
      closed.fire()
    }
    let sender = client()
    let task = Task { try await sender.send(HTTPRequest.patient(.get, server.url)) }
    #expect(await asked.wait())
    task.cancel()
    await #expect(throws: CancellationError.self) { _ = try await task.value }
    #expect(await closed.wait())
  }

  @Test("Cancelling a task in the middle of a body ends the transfer")
  func cancelInBody() async throws {
    let closed = Signal()
    let started = Signal()
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome")
      connection.waitForClose()
      closed.fire()
    }
    let sender = client()
    let task = Task {
      let response = try await sender.send(HTTPRequest.patient(.get, server.url))
      for try await _ in response.body { started.fire() }
    }
    #expect(await started.wait())
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(await closed.wait())
  }

  @Test("Leaving the loop, or dropping a body unread, ends the transfer", arguments: [true, false])
  func abandon(readsOne: Bool) async throws {
    let closed = Signal()
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome")
      connection.waitForClose()
      closed.fire()
    }
    let sender = client()
    if readsOne {
      let response = try await sender.send(HTTPRequest.patient(.get, server.url))
      for try await _ in response.body { break }
      #expect(await closed.wait())
      #expect(response.head.status == 200)
    } else {
      _ = try await sender.send(HTTPRequest.patient(.get, server.url))
      #expect(await closed.wait())
    }
  }

  @Test("A connection is used again")
  func keepAlive() async throws {
    let connections = Locked(0)
    let server = try RawServer { connection in
      // A port that was free a moment ago may still be sought by another test's client: only our own requests count.
      var isOurs = false
      while let request = connection.readRequest() {
        if request.head.hasPrefix("GET /again "), !isOurs {
          isOurs = true
          connections.withLock { $0 += 1 }
        }
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
      }
    }
    let sender = client()
    for _ in 0..<5 {
      let body = try await sender.send(HTTPRequest.patient(.get, server.url + "/again")).body.collect()
      #expect(body == Array("ok".utf8))
    }
    // Not exactly one: a connection that lay idle for two minutes, as on a machine that is busy, is not trusted again.
    #expect(connections.withLock { $0 } < 5)
  }

  @Test("No more requests than allowed run against one host at a time, and all get their turn")
  func limitPerHost() async throws {
    let counts = Locked((now: 0, most: 0))
    let server = try RawServer { connection in
      while connection.readRequest() != nil {
        counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
        counts.withLock { $0.now -= 1 }
        connection.write("ok")
      }
    }
    let sender = client(requestsPerHost: 2)
    let total = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<40 { group.addTask { try await sender.send(HTTPRequest.patient(.get, server.url)).body.collect().count } }
      return try await group.reduce(0, +)
    }
    #expect(total == 80)
    #expect((1...2).contains(counts.withLock { $0.most }))
  }

  @Test("A request that waits for its turn can be cancelled, and its place goes to the next")
  func cancelWaiting() async throws {
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
    let second = Task { try await sender.send(HTTPRequest.patient(.get, server.url)).body.collect() }
    second.cancel()
    await #expect(throws: CancellationError.self) { _ = try await second.value }
    goOn.fire()
    goOn.fire()
    #expect(try await first.value.count == 2)
    #expect(try await sender.send(HTTPRequest.patient(.get, server.url)).body.collect().count == 2)
  }

  @Test("Interim answers are passed over, folded headers joined")
  func interimHeads() async throws {
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 Fine\r\nA: one\r\n two\r\nContent-Length: 0\r\n\r\n")
    }
    let response = try await client().send(HTTPRequest.patient(.get, server.url))
    #expect(response.head.status == 200)
    #expect(response.head.headers["link"] == nil)
    #expect(response.head.headers["a"] == "one two")
    #expect(try await response.body.collect().isEmpty)
  }
}
