import Foundation
import TestSupport
import Testing

@testable import Transport

@Suite("Unpacking")
struct UnpackerTests {
  private let text = Array(String(repeating: "rows and rows, ", count: 40).utf8)

  private func unpacked(_ chunks: [[UInt8]]) throws -> (bytes: [UInt8], isAtEnd: Bool) {
    let unpacker = try #require(Unpacker(maximum: 1 << 20))
    var bytes: [UInt8] = []
    for chunk in chunks {
      unpacker.feed(chunk)
      while let piece = try unpacker.next() { bytes += piece }
    }
    return (bytes, unpacker.isAtEnd)
  }

  @Test("Cut into single bytes or in two anywhere it reads the same, and several members read as one")
  func cuts() throws {
    let packed = Gzip.packed(text)
    #expect(try unpacked(packed.map { [$0] }) == (text, true))
    for cut in 1..<packed.count {
      #expect(try unpacked([Array(packed[..<cut]), Array(packed[cut...])]) == (text, true))
      #expect(try unpacked([Array(packed[..<cut])]).isAtEnd == false)
    }
    #expect(try unpacked([packed + packed]) == (text + text, true))
    #expect(try unpacked([]) == ([], true))
  }

  @Test("Which packing a head tells of")
  func packing() {
    func packing(_ values: String...) -> HTTPBody.Packing {
      var headers = HTTPHeaders()
      for value in values { headers.add("Content-Encoding", value) }
      return HTTPBody.Packing(headers)
    }
    #expect(packing() == .none)
    #expect(packing("identity") == .none)
    #expect(packing("GZIP") == .zlib)
    #expect(packing("x-gzip, identity") == .zlib)
    #expect(packing("gzip", "gzip") == .unknown)
    #expect(packing("br") == .unknown)
  }

  @Test("A packed body that unpacks a thousandfold reaches a slow reader whole, in pieces")
  func slowReader() async throws {
    let server = try FaultServer()
    let response = try await client(highWater: 1 << 10).send(HTTPRequest.patient(.get, server.url(.smallBomb)))
    var total = 0
    var largest = 0
    for try await chunk in response.body {
      total += chunk.count
      largest = max(largest, chunk.count)
      await Task.yield()
    }
    #expect(total == 32 << 20)
    #expect(largest <= 256 << 10)
  }

  @Test("The limit on a body counts what it unpacks to")
  func limit() async throws {
    let server = try FaultServer()
    var received = 0
    let seen = try await failure {
      let request = HTTPRequest.patient(.get, server.url(.smallBomb), maximumBody: 4 << 20)
      for try await chunk in try await client().send(request).body { received += chunk.count }
    }
    #expect(seen == .tooLarge(limit: 4 << 20))
    #expect(received <= 4 << 20)
  }
}
