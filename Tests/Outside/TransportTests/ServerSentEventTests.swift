import TestSupport
import Testing

@testable import Transport

private let stream =
  "\u{FEFF}: hello\r\ndata: one\r\n\r\nevent: up\rid: 7\rdata:two\rdata:  three\r\rretry: 1500\nid\ndata\n\ndata: ü😀\nother: x\n\ndata:last"

@Suite("Event streams")
struct ServerSentEventTests {
  private func events(_ chunks: [[UInt8]]) throws -> [ServerSentEvent] {
    var parser = ServerSentEventParser()
    var events = try chunks.flatMap { try parser.push($0) }
    if let last = parser.finish() { events.append(last) }
    return events
  }

  @Test("Comments, all three line ends, several data lines, and a last event that was cut")
  func wholeStream() throws {
    var parser = ServerSentEventParser()
    let events = try parser.push(Array(stream.utf8))
    #expect(
      events == [
        ServerSentEvent(data: "one"), ServerSentEvent(kind: "up", data: "two\n three", id: "7"), ServerSentEvent(data: "ü😀", id: ""),
      ])
    #expect(parser.reconnectionTime == 1500)
    #expect(parser.finish() == ServerSentEvent(data: "last", id: "", isCut: true))
  }

  @Test("Cut at every byte position it reads the same")
  func cuts() throws {
    let bytes = Array(stream.utf8)
    let whole = try events([bytes])
    #expect(whole.count == 4)
    for cut in 0...bytes.count {
      #expect(try events([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole)
    }
    #expect(try events(bytes.map { [$0] }) == whole)
  }

  @Test("An event over the limit ends the reading, whether in one line or many")
  func limit() {
    for text in [String(repeating: "x", count: 200), String(repeating: "data: 12345\n", count: 20)] {
      var parser = ServerSentEventParser(limit: 100)
      #expect(throws: ServerSentEventParser.EventTooLarge.self) { _ = try parser.push(Array(text.utf8)) }
    }
  }

  @Test("A hundred thousand events of a server arrive, each once and in order")
  func hundredThousand() async throws {
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
      for start in stride(from: 0, to: 100_000, by: 1000) {
        connection.write((start..<start + 1000).map { "data: \($0)\n\n" }.joined())
      }
    }
    var next = 0
    for try await event in try await client().send(HTTPRequest.patient(.get, server.url)).body.serverSentEvents() {
      guard event.data == String(next) else { break }
      next += 1
    }
    #expect(next == 100_000)
  }

  @Test("A body reads as events, and its failure comes after them")
  func body() async throws {
    let body = HTTPBody(chunks: [Array("data: a\n\nda".utf8), Array("ta: b\n\n".utf8)], failure: HTTPFailure(.cut, host: "h"))
    var seen: [String] = []
    await #expect(throws: HTTPFailure(.cut, host: "h")) {
      for try await event in body.serverSentEvents() { seen.append(event.data) }
    }
    #expect(seen == ["a", "b"])
  }
}
