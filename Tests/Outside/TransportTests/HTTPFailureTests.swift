import Casefile
import Foundation
import Locking
import TestSupport
import Testing

@testable import Transport

@Suite("Servers that fail")
struct HTTPFailureTests {
  @Test(
    "Broken answers are told apart",
    arguments: [
      ("", HTTPFailure.Reason.cut),
      ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfour", .cut),
      ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n", .cut),
      ("\u{1}\u{2} what is this\r\n\r\n", .malformed),
      ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 8\r\n\r\nnot gzip", .undecodable),
    ])
  func brokenAnswers(answer: String, reason: HTTPFailure.Reason) async throws {
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write(answer)
    }
    let seen = try await failure { _ = try await client().send(HTTPRequest.patient(.get, server.url)).body.collect() }
    #expect(seen == reason)
  }

  @Test("What came before the cut is delivered first")
  func partialBody() async throws {
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfour")
    }
    var body: [UInt8] = []
    let seen = try await failure {
      for try await chunk in try await client().send(HTTPRequest.patient(.get, server.url)).body { body += chunk }
    }
    #expect(seen == .cut)
    #expect(body == Array("four".utf8))
  }

  @Test("A reset in the middle is a cut")
  func reset() async throws {
    let wasRead = Signal()
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfour")
      wasRead.block()
      connection.reset()
    }
    let seen = try await failure {
      for try await _ in try await client().send(HTTPRequest.patient(.get, server.url)).body { wasRead.fire() }
    }
    #expect(seen == .cut)
  }

  @Test("A port where nothing listens refuses, and that passes")
  func refused() async throws {
    var server: RawServer? = try RawServer { _ in }
    let url = try #require(server?.url)
    server = nil
    let seen = try await failure { _ = try await client().send(HTTPRequest.patient(.get, url)) }
    #expect(seen == .refused)
  }

  @Test("A server that never answers, stops in the middle or drips for ever runs into its own limit")
  func timeouts() async throws {
    let server = try RawServer { connection in
      guard let request = connection.readRequest() else { return }
      if !request.head.hasPrefix("GET /silent") { connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nx") }
      if request.head.hasPrefix("GET /drip") {
        while connection.write("x") { usleep(2000) }
      }
      connection.waitForClose()
    }
    let expected: [(String, HTTPRequest.Timeouts, HTTPFailure.Stage)] = [
      ("/silent", .init(firstByte: 0.05), .firstByte), ("/stall", .init(idle: 0.05), .idle), ("/drip", .init(idle: 5, total: 0.1), .total),
      ("/drip", .init(idle: 5, progress: 0.1), .progress),
    ]
    for (path, limits, stage) in expected {
      let seen = try await failure {
        _ = try await client().send(HTTPRequest(.get, server.url + path, timeouts: limits)).body.collect()
      }
      #expect(seen == .timedOut(stage))
    }
  }

  @Test("A reader that takes its time is no idle server")
  func slowReader() async throws {
    let length = 4 << 20
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\n")
      connection.write([UInt8](repeating: 7, count: length))
      connection.waitForClose()
    }
    let response = try await client(highWater: 64 << 10).send(HTTPRequest(.get, server.url, timeouts: .init(idle: 0.2)))
    var total = 0
    for try await chunk in response.body {
      if total == 0 { await blockedThread(seconds: 0.5) }
      total += chunk.count
    }
    #expect(total == length)
  }

  /// The reader is busy elsewhere; this is the subject of the test, not a way to wait for something.
  private func blockedThread(seconds: Double) async {
    await withCheckedContinuation { continuation in
      Thread {
        Thread.sleep(forTimeInterval: seconds)
        continuation.resume()
      }.start()
    }
  }

  @Test("Packed bodies are unpacked, and a bomb stops at the limit")
  func compression() async throws {
    let text = Array("rows and rows".utf8)
    let server = try RawServer { connection in
      guard let request = connection.readRequest() else { return }
      let body = request.head.hasPrefix("GET /bomb") ? Gzip.bomb(megabytes: 64) : Gzip.packed(text)
      connection.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(body.count)\r\n\r\n")
      connection.write(body)
    }
    let sender = client()
    #expect(try await sender.send(HTTPRequest.patient(.get, server.url)).body.collect() == text)
    var received = 0
    let seen = try await failure {
      for try await chunk in try await sender.send(HTTPRequest.patient(.get, server.url + "/bomb", maximumBody: 1 << 20)).body {
        received += chunk.count
      }
    }
    #expect(seen == .tooLarge(limit: 1 << 20))
    #expect(received <= 1 << 20)
    #expect(received > 0)
  }

  @Test("A head without end is refused")
  func endlessHead() async throws {
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\n")
      while connection.write("X-Filler: " + String(repeating: "y", count: 4000) + "\r\n") {}
    }
    let seen = try await failure { _ = try await client().send(HTTPRequest.patient(.get, server.url)) }
    #expect(seen == .tooLarge(limit: 256 << 10))
  }

  @Test("A plain server behind an https address is a TLS failure")
  func plainServer() async throws {
    let server = try RawServer { connection in
      connection.write("HTTP/1.1 400 Bad Request\r\n\r\n")
      connection.waitForClose()
    }
    let seen = try await failure { _ = try await client().send(HTTPRequest(.get, "https://127.0.0.1:\(server.port)/")) }
    #expect(seen == .tlsFailed)
  }

  @Test(
    "libcurl's codes become reasons",
    arguments: [
      (6, 0, HTTPFailure.Reason.nameNotResolved), (5, 0, .proxyFailed), (7, Int(ECONNREFUSED), .refused),
      (7, Int(EHOSTUNREACH), .unreachable),
      (28, 0, .timedOut(.connect)), (60, 0, .notTrusted), (35, 0, .tlsFailed), (92, 0, .cut), (8, 0, .malformed), (999, 0, .other),
    ])
  func codes(code: Int, systemError: Int, reason: HTTPFailure.Reason) {
    let failure = HTTPFailure(code: code, systemError: systemError, host: "h")
    #expect(failure.reason == reason)
    #expect(failure.problem.cause?.isEmpty == false)
    #expect(failure.problem.remedy?.isEmpty == false)
  }

  @Test("Requests that would smuggle or lead nowhere are not sent")
  func badRequests() async throws {
    let bad = [
      HTTPRequest(.get, "file:///etc/passwd"), HTTPRequest(.get, "no address"), HTTPRequest(.get, "/relative"),
      HTTPRequest(.get, "http://127.0.0.1:1/", headers: ["a": "b\r\nx: y"]),
      HTTPRequest(.get, "http://127.0.0.1:1/", headers: ["a b": "c"]),
    ]
    for request in bad {
      #expect(try await failure { _ = try await client().send(request) } == .badRequest)
    }
  }
}

@Suite("Redirects")
struct RedirectTests {
  @Test("On the same host they are followed, and a POST answered with 303 becomes a GET")
  func sameHost() async throws {
    let seen = Locked<[String]>([])
    let server = try RawServer { connection in
      while let request = connection.readRequest() {
        seen.withLock { $0.append(String(request.head.prefix { $0 != "\r\n" }) + " \(request.body.count)") }
        if request.head.contains(" /start ") {
          connection.write("HTTP/1.1 303 See Other\r\nLocation: end?x=1\r\nContent-Length: 0\r\n\r\n")
        } else {
          connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
      }
    }
    let response = try await client().send(
      HTTPRequest.patient(.post, server.url + "/start", headers: ["Authorization": "Bearer x"], body: Array("body".utf8)))
    #expect(response.head.status == 200)
    #expect(response.url == server.url + "/end?x=1")
    #expect(seen.withLock { $0 } == ["POST /start HTTP/1.1 4", "GET /end?x=1 HTTP/1.1 0"])
  }

  @Test("A request that carries a secret never goes to another host; one that carries none may")
  func otherHost() async throws {
    let visits = Locked(0)
    let target = try RawServer { connection in
      _ = connection.readRequest()
      visits.withLock { $0 += 1 }
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    }
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 302 Found\r\nLocation: \(target.url)/\r\nContent-Length: 0\r\n\r\n")
    }
    for name in ["authorization", "API-Key", "x-api-key", "Cookie", "Ocp-Apim-Subscription-Key", "x-functions-key", "X-Vault-Token"] {
      var secret = HTTPHeaders()
      secret[name] = "x"
      let seen = try await failure { _ = try await client().send(HTTPRequest.patient(.get, server.url, headers: secret)) }
      #expect(seen == .redirectRefused(to: "127.0.0.1"))
    }
    #expect(visits.withLock { $0 } == 0)
    #expect(try await client().send(HTTPRequest.patient(.get, server.url)).head.status == 200)
    #expect(try await client().send(HTTPRequest.patient(.get, server.url, redirects: .none)).head.status == 302)
    #expect(visits.withLock { $0 } == 1)
  }

  @Test("Circles end")
  func circle() async throws {
    let server = try RawServer { connection in
      while connection.readRequest() != nil {
        connection.write("HTTP/1.1 307 Again\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")
      }
    }
    #expect(try await failure { _ = try await client().send(HTTPRequest.patient(.get, server.url)) } == .tooManyRedirects)
  }
}
