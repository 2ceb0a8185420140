import Casefile
import Foundation
import TestSupport
import Testing

@testable import Transport

@Suite("Secure connections", .serialized, .enabled(if: OpenSSL.isPresent, "the openssl program is not here"), .timeLimit(.minutes(10)))
@BlockingTests
struct TLSTests {
  private let fine = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine"

  private func server(names: String = "IP:127.0.0.1") throws -> OpenSSL {
    let server = try OpenSSL(names: names)
    try server.place("fine", fine)
    try server.serve("-HTTP")
    return server
  }

  private nonisolated func reason(
    _ url: String, _ environment: [String: String] = [:], connect: Double = 600
  ) async throws -> HTTPFailure.Reason? {
    let request = HTTPRequest(.get, url, timeouts: .init(connect: connect, firstByte: 600, idle: 600))
    return try await failure {
      let body = try await client(environment: environment).send(request).body.collect()
      #expect(body == Array("fine".utf8))
    }
  }

  @Test("A certificate that nobody vouches for is not trusted, and the words name the cure")
  func selfSigned() async throws {
    let server = try server()
    defer { server.stop() }
    #expect(try await reason(server.url + "/fine", [:]) == .notTrusted)
    #expect(HTTPFailure(.notTrusted, host: "h").problem.remedy?.contains("SSL_CERT_FILE") == true)
  }

  @Test("An authority of one's own is accepted by each of the usual variables")
  func ownAuthority() async throws {
    let server = try server()
    defer { server.stop() }
    for name in ["SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"] {
      #expect(try await reason(server.url + "/fine", [name: server.certificate]) == nil)
    }
    try server.nameByHash()
    #expect(try await reason(server.url + "/fine", ["SSL_CERT_DIR": server.folder.path]) == nil)
  }

  @Test("A certificate for another name is not trusted, whoever vouches for it")
  func otherName() async throws {
    let server = try server(names: "DNS:logs.example")
    defer { server.stop() }
    #expect(try await reason(server.url + "/fine", ["SSL_CERT_FILE": server.certificate]) == .notTrusted)
  }

  @Test("A certificate file that is not there is told as such")
  func missingFile() async throws {
    let server = try server()
    defer { server.stop() }
    #expect(try await reason(server.url + "/fine", ["SSL_CERT_FILE": "/nowhere.pem"]) == .certificatesUnreadable)
  }

  @Test("A redirect from https to http is never followed, signed in or not")
  func downgrade() async throws {
    let server = try server()
    defer { server.stop() }
    try server.place("down", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
    #expect(try await reason(server.url + "/down", ["SSL_CERT_FILE": server.certificate]) == .redirectRefused(to: "127.0.0.1"))
  }

  @Test("Plain HTTP to a secure port, a handshake that is cut and one that stalls end in their own failures")
  func wrongWays() async throws {
    let server = try server()
    defer { server.stop() }
    let plain = try await reason("http://127.0.0.1:\(server.port)/fine", [:])
    #expect(plain == .malformed || plain == .cut)
    let cutting = try RawServer { _ in }
    #expect(try await reason("https://127.0.0.1:\(cutting.port)/", [:]) == .tlsFailed)
    let stalling = try RawServer { $0.waitForClose() }
    #expect(try await reason("https://127.0.0.1:\(stalling.port)/", connect: 0.1) == .timedOut(.connect))
  }

  @Test("HTTP/2 is spoken where the server offers it")
  func versionTwo() async throws {
    let server = try OpenSSL(names: "IP:127.0.0.1")
    try server.serve("-alpn", "h2")
    defer { server.stop() }
    let sender = client(environment: ["SSL_CERT_FILE": server.certificate])
    let url = server.url
    // Detached: this thread blocks while it waits for what the server prints.
    let answer = Task.detached { try await sender.send(HTTPRequest.patient(.get, url)).body.collect() }
    #expect(server.read { $0.contains("SM\r\n\r\n") }.contains("PRI * HTTP/2.0"))
    // Settings, their acknowledgement, a head of `:status 200` from the static table, and a body of three bytes that ends the stream.
    let settings: [UInt8] = [0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0]
    server.send(settings + [0, 0, 1, 1, 4, 0, 0, 0, 1, 0x88] + [0, 0, 3, 0, 1, 0, 0, 0, 1] + Array("two".utf8))
    #expect(try await answer.value == Array("two".utf8))
  }
}
