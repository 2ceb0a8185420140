extension Fault {
  /// Sends what this fault is about; `visit` counts from 1.
  func play(on line: RawConnection, visit: Int) {
    switch self {
    case .healthy: line.answer(200, Fault.answer)
    case .tooManyRequests: line.refuse(429)
    case .tooManyRequestsForSeconds: visit == 1 ? line.refuse(429, "Retry-After: 2") : line.answer(200, Fault.answer)
    case .tooManyRequestsUntilDate:
      visit == 1 ? line.refuse(429, "Retry-After: Sun, 06 Nov 1994 08:49:47 GMT") : line.answer(200, Fault.answer)
    case .tooManyRequestsForMilliseconds:
      visit == 1 ? line.refuse(429, "retry-after-ms: 250", "Retry-After: 9") : line.answer(200, Fault.answer)
    case .tooManyRequestsForAnHour: line.refuse(429, "Retry-After: 3600")
    case .quotaUsedUp: line.refuse(429, code: "insufficient_quota")
    case .internalError: line.refuse(500)
    case .unavailableOnce: visit == 1 ? line.refuse(503) : line.answer(200, Fault.answer)
    case .overloaded: line.refuse(529)
    case .shouldNotRetry: line.refuse(503, "x-should-retry: false")
    case .unauthorised: line.refuse(401)
    case .notFound: line.answer(404, Array("<html>nothing here</html>".utf8), type: "text/html")
    case .redirectInCircles: line.refuse(307, "Location: /\(rawValue)")
    case .redirectElsewhere: line.refuse(302, "Location: http://127.0.0.1:1/")
    case .redirectToFile: line.refuse(302, "Location: file:///etc/hostname")
    case .redirectWithoutTarget: line.refuse(302)
    default: playConnection(on: line)
    }
  }

  private func playConnection(on line: RawConnection) {
    switch self {
    case .closedAtOnce: return
    case .resetAtOnce: line.reset()
    case .cutInHead: line.write("HTTP/1.1 200 OK\r\nContent-Ty")
    case .resetInHead:
      line.write("HTTP/1.1 200 OK\r\nContent-Ty")
      line.reset()
    case .cutInBody: line.begin(200, "Content-Length: 4096")
    case .resetInBody:
      line.begin(200, "Content-Length: 4096")
      line.reset()
    case .cutInChunk: line.begin(200, "Transfer-Encoding: chunked", then: "400\r\nda")
    case .cutAfterEvent:
      line.begin(200, "Content-Length: 4096", then: #"data: {"choices":[{"index":0,"delta":{"content":"fine"}}]}"# + "\n\n")
    case .silent: line.waitForClose()
    case .stalledHead:
      line.write("HTTP/1.1 200 OK\r\nContent-Ty")
      line.waitForClose()
    case .stalledBody:
      line.begin(200, "Content-Length: 4096")
      line.waitForClose()
    case .drippedHead: line.drip("HTTP/1.1 200 OK\r\nA: ", "b")
    case .drippedBody: line.drip("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", ":")
    default: playHead(on: line)
    }
  }

  private func playHead(on line: RawConnection) {
    let flood = String(repeating: "y", count: 4000)
    switch self {
    case .rubbish: line.write("\u{1}\u{2} what is this\r\n\r\n")
    case .bodyWithoutHead: line.write(Fault.answer)
    case .statusOfLetters: line.write("HTTP/1.1 abc\r\n\r\n")
    case .nulInHead: line.write("HTTP/1.1 200 OK\r\nA: b\u{0}c\r\n\r\n")
    case .lineWithoutColon: line.write("HTTP/1.1 200 OK\r\nAbc\r\n\r\n")
    case .endlessHeadLine:
      line.write("HTTP/1.1 200 OK\r\nA: ")
      while line.write(flood) {}
    case .endlessHead:
      line.write("HTTP/1.1 200 OK\r\n")
      while line.write("A: \(flood)\r\n") {}
    case .endlessInterimHeads: while line.write("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n") {}
    case .interimHeads:
      line.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
      line.answer(200, Fault.answer)
    case .switchedProtocol: line.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\n\r\nbytes of another protocol")
    case .negativeLength: line.begin(200, "Content-Length: -5")
    case .twoLengths: line.begin(200, "Content-Length: 3\r\nContent-Length: 4")
    default: playBody(on: line)
    }
  }
}
