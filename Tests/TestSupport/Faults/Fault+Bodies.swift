internal import Foundation

extension Fault {
  func playBody(on line: RawConnection) {
    let text = String(decoding: Fault.answer, as: UTF8.self)
    let chunk = "\(String(Fault.answer.count, radix: 16))\r\n\(text)\r\n"
    switch self {
    case .emptyBody: line.answer(200, [])
    case .lengthTooSmall: line.begin(200, "Content-Length: \(Fault.answer.count)", then: text + "and more than was told")
    case .noContentWithBody: line.begin(204, "Content-Length: 4", then: "body")
    case .notModifiedWithBody: line.begin(304, "Content-Length: 4", then: "body")
    case .trailers: line.begin(200, "Transfer-Encoding: chunked", then: chunk + "0\r\nSum: 1\r\nOther: 2\r\n\r\n")
    case .endlessTrailers:
      line.begin(200, "Transfer-Encoding: chunked", then: chunk + "0\r\n")
      while line.write("A: \(String(repeating: "y", count: 1000))\r\n") {}
    case .chunkSizeOfLetters: line.begin(200, "Transfer-Encoding: chunked", then: "zz\r\nab\r\n")
    case .chunkSizeTooLarge: line.begin(200, "Transfer-Encoding: chunked", then: "FFFFFFFFFFFFFFFFFF\r\nab")
    default: playPacked(on: line)
    }
  }

  private func playPacked(on line: RawConnection) {
    let packed = Gzip.packed(Fault.answer)
    switch self {
    case .packed: line.answer(200, packed, "Content-Encoding: gzip")
    case .packedTwice: line.answer(200, Gzip.packed(packed), "Content-Encoding: gzip, gzip")
    case .packedOtherwise: line.answer(200, packed, "Content-Encoding: br")
    case .packedBroken: line.answer(200, Array("this is not packed at all".utf8), "Content-Encoding: gzip")
    case .packedCut: line.answer(200, Array(packed.dropLast(12)), "Content-Encoding: gzip")
    case .packedPadded: line.answer(200, packed + [0, 0, 0, 0], "Content-Encoding: gzip")
    case .bomb: line.answer(200, Gzip.bomb(megabytes: 512), "Content-Encoding: gzip")
    case .smallBomb: line.answer(200, Gzip.bomb(megabytes: 32), "Content-Encoding: gzip")
    default: playContent(on: line)
    }
  }

  private func playContent(on line: RawConnection) {
    switch self {
    case .nonsense: line.flood(first: "", type: "application/json")
    case .endlessEvent: line.flood(first: "data: ", type: "text/event-stream")
    case .wrongType: line.answer(200, Array("<html>Sign in to the network</html>".utf8), type: "text/html; charset=utf-8")
    case .halfJSON: line.answer(200, Array(#"{"choices":[{"index":0,"mess"#.utf8), type: "application/json")
    case .halfEvent: line.answer(200, Array(Fault.answer.prefix(40)))
    case .drippedEvents:
      line.begin(200, "Content-Length: \(Fault.answer.count)", then: "")
      for byte in Fault.answer where line.write([byte]) { usleep(100) }
    default: preconditionFailure("\(rawValue) is played nowhere")
    }
  }
}

extension RawConnection {
  /// A head that tells nothing about the body's length but what `fields` say.
  func begin(_ status: Int, _ fields: String, then body: String = "data") {
    write("HTTP/1.1 \(status) Status\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\(fields)\r\n\r\n\(body)")
  }

  /// A whole answer.
  func answer(_ status: Int, _ body: [UInt8], _ fields: String..., type: String = "text/event-stream") {
    let all = ["Content-Type: \(type)", "Content-Length: \(body.count)", "Connection: close"] + fields
    write(Array("HTTP/1.1 \(status) Status\r\n\(all.joined(separator: "\r\n"))\r\n\r\n".utf8) + body)
  }

  /// An error as model servers send it.
  func refuse(_ status: Int, _ fields: String..., code: String? = nil) {
    let shown = code.map { "\"\($0)\"" } ?? "null"
    let body = Array(#"{"error":{"message":"Not today.","type":"some_error","param":null,"code":\#(shown)}}"#.utf8)
    let all = ["Content-Type: application/json", "Content-Length: \(body.count)", "Connection: close"] + fields
    write(Array("HTTP/1.1 \(status) Status\r\n\(all.joined(separator: "\r\n"))\r\n\r\n".utf8) + body)
  }

  /// A start, and then one piece after the other until the peer is gone.
  func drip(_ start: String, _ piece: String) {
    write(start)
    while write(piece) { usleep(2000) }
  }

  /// A hundred megabytes without a line end.
  func flood(first: String, type: String) {
    write("HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nContent-Length: \(Fault.floodBytes)\r\nConnection: close\r\n\r\n\(first)")
    var state: UInt64 = 42
    let block = (0..<(1 << 16)).map { _ -> UInt8 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(0x20 + (state >> 33) % 0x5E)
    }
    var left = Fault.floodBytes - first.utf8.count
    while left > 0, write(left < block.count ? Array(block.prefix(left)) : block) { left -= block.count }
  }
}
