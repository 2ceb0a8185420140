import Foundation
import TestSupport
import Testing

@testable import Transport

@Suite("Cancelling", .serialized)
struct CancellationTests {
  enum Stage: CaseIterable { case connecting, handshake, head, body, paused, turn }

  @Test("Within 50 ms, whatever the request is doing; the best of ten, for the machine may be busy", arguments: Stage.allCases)
  func cancel(in stage: Stage) async throws {
    // One client for all tries: its first secure connection reads the certificates of the system.
    let sender = client(requestsPerHost: stage == .turn ? 1 : 8, highWater: 1 << 10)
    var best = Duration.seconds(60)
    for _ in 0..<10 where best > .milliseconds(50) {
      best = min(best, try await cancellation(in: stage, sender))
    }
    #expect(best <= .milliseconds(50))
  }

  /// From the call of `cancel` until the task has ended and, where there is one, the server has seen the connection close.
  private func cancellation(in stage: Stage, _ sender: HTTPClient) async throws -> Duration {
    let reached = Signal()
    let closed = Signal()
    let full = stage == .connecting ? try FullServer() : nil
    defer { full?.stop() }
    let server = try RawServer { connection in
      if stage == .handshake { connection.waitForByte() } else { _ = connection.readRequest() }
      reached.fire()
      if stage == .body { connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome") }
      if stage == .paused {
        connection.write("HTTP/1.1 200 OK\r\n\r\n")
        while connection.write([UInt8](repeating: 7, count: 1 << 16)) {}
      } else {
        connection.waitForClose()
      }
      closed.fire()
    }
    let url = full?.url ?? (stage == .handshake ? "https://127.0.0.1:\(server.port)" : server.url)
    let holder = stage == .turn ? Task { try await sender.send(HTTPRequest.patient(.get, url)) } : nil
    if holder != nil { #expect(await reached.wait()) }
    let isInBody = Signal()
    let task = Task {
      let response = try await sender.send(HTTPRequest.patient(.get, url))
      var chunks = response.body.makeAsyncIterator()
      _ = try await chunks.next()
      isInBody.fire()
      // A paused transfer has a reader that does not read: it waits for its cancellation only.
      if stage == .paused { try await Task.sleep(for: .seconds(600)) }
      while try await chunks.next() != nil {}
    }
    switch stage {
    case .connecting: for _ in 0..<50 where full?.isSought == false { await Task.yield() }
    case .turn: await Task.yield()
    case .handshake, .head: #expect(await reached.wait())
    case .body, .paused: #expect(await isInBody.wait())
    }
    let start = ContinuousClock.now
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    if stage != .connecting, stage != .turn { #expect(await closed.wait()) }
    let duration = ContinuousClock.now - start
    holder?.cancel()
    return duration
  }
}

/// A port whose queue is full, so that whoever connects waits.
final class FullServer: Sendable {
  let url: String
  private let sockets: [Int32]
  private let mark: String
  private let hanging: Int

  init() throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    var sockets = [listener]
    let isReady = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard bind(listener, address, length) == 0, listen(listener, 0) == 0, getsockname(listener, address, &length) == 0 else {
          return false
        }
        for _ in 0..<4 {
          let filler = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
          _ = connect(filler, address, length)
          sockets.append(filler)
        }
        return true
      }
    }
    guard isReady else { throw POSIXError(.EADDRINUSE) }
    self.sockets = sockets
    let port = UInt16(bigEndian: address.sin_port)
    url = "http://127.0.0.1:\(port)"
    let digits = String(port, radix: 16, uppercase: true)
    let mark = ":" + String(repeating: "0", count: 4 - digits.count) + digits + " 02"
    let list = (try? String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)) ?? ""
    self.mark = mark
    hanging = list.split(separator: "\n").count { $0.contains(mark) }
  }

  /// Whether somebody is trying to connect: the kernel lists the attempt in state 2, beside the fillers that hang there too.
  var isSought: Bool {
    let list = (try? String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)) ?? ""
    return list.split(separator: "\n").count { $0.contains(mark) } > hanging
  }

  /// Closes all of it.
  func stop() { for descriptor in sockets { close(descriptor) } }
}
