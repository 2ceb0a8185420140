internal import CCurl

/// One running easy handle; it belongs to the engine's thread, and so do its callbacks.
final class Transfer {
  let exchange: Exchange
  let easy: UnsafeMutableRawPointer
  var headerList: UnsafeMutablePointer<curl_slist>?
  private var head: HTTPResponseHead?
  private var isHeadDelivered = false
  private var headBytes = 0
  private var received = 0
  private var isPaused = false
  private var hasNews = false
  private var failure: HTTPFailure.Reason?
  private let started = ContinuousClock.now
  private var lastActivity = ContinuousClock.now

  /// Where it goes; told apart from the server in failures.
  let route: ProxyRoute

  /// Bytes of all heads and trailers together.
  private static let headLimit = 256 << 10
  /// libcurl's codes for a line of a head that is too long: out of memory in older versions, `CURLE_TOO_LARGE` from 8.6 on.
  private static let lineTooLong: Set<UInt32> = [27, 100]

  /// Nil when the handle cannot be made or the request is malformed.
  init?(_ exchange: Exchange, _ configuration: HTTPClient.Configuration) {
    guard let easy = curl_easy_init() else { return nil }
    self.easy = easy
    self.exchange = exchange
    route = ProxyRoute(exchange.address, environment: configuration.environment)
    guard prepare(configuration) else { return nil }
  }

  deinit {
    curl_easy_cleanup(easy)
    curl_slist_free_all(headerList)
  }

  /// The earliest moment at which this transfer is late, and for what.
  var deadline: (ContinuousClock.Instant, HTTPFailure.Stage)? {
    let limits = exchange.request.timeouts
    var earliest: (ContinuousClock.Instant, HTTPFailure.Stage)?
    func consider(_ start: ContinuousClock.Instant, _ seconds: Double?, _ stage: HTTPFailure.Stage) {
      guard let seconds else { return }
      let moment = start.advanced(by: .milliseconds(Int(min(max(seconds, 0), 1e9) * 1000)))
      if moment < earliest?.0 ?? moment.advanced(by: .seconds(1)) { earliest = (moment, stage) }
    }
    if !isHeadDelivered {
      consider(started, limits.firstByte, .firstByte)
    } else if !isPaused {
      consider(lastActivity, limits.idle, .idle)
      if limits.progress != nil, let last = exchange.lastProgress { consider(last, limits.progress, .progress) }
    }
    consider(started, limits.total, .total)
    return earliest
  }

  func resume() -> CURLcode {
    isPaused = false
    lastActivity = .now
    return curl_easy_pause(easy, CURLPAUSE_CONT)
  }

  func finish(_ result: CURLcode) {
    if let failure {
      exchange.end(.failed(HTTPFailure(failure, host: exchange.address.host, code: Int(result.rawValue))))
    } else if result == CURLE_OK, isHeadDelivered {
      exchange.end(.complete)
    } else if result == CURLE_OK {
      // libcurl takes half a head without a body for a whole answer.
      exchange.end(.failed(HTTPFailure(.cut, host: exchange.address.host)))
    } else {
      exchange.end(.failed(HTTPFailure(reason(result), host: exchange.address.host, code: Int(result.rawValue))))
    }
  }

  /// What libcurl's code means in the light of how far the transfer came.
  private func reason(_ result: CURLcode) -> HTTPFailure.Reason {
    let tunnel = ccurl_get_long(easy, CURLINFO_HTTP_CONNECTCODE)
    if !isHeadDelivered, tunnel >= 300 { return .proxyRefused(status: tunnel) }
    if !isHeadDelivered, Transfer.lineTooLong.contains(result.rawValue) { return .tooLarge(limit: Transfer.headLimit) }
    if result == CURLE_COULDNT_CONNECT, !route.proxy.isEmpty { return .proxyFailed }
    let systemError = ccurl_get_long(easy, CURLINFO_OS_ERRNO)
    // On a bare connection a failed read without a system error is a body whose framing is wrong.
    let isBare = exchange.address.scheme == "http" && route.proxy.isEmpty
    if result == CURLE_RECV_ERROR, systemError == 0, isBare, isHeadDelivered { return .malformed }
    return HTTPFailure(code: Int(result.rawValue), systemError: systemError, host: "").reason
  }

  /// One line of a head; an interim answer (100 to 199) is dropped when the next status line comes.
  func receiveHeaderLine(_ line: UnsafeRawBufferPointer) -> Bool {
    lastActivity = .now
    headBytes += line.count
    guard headBytes <= Transfer.headLimit else {
      failure = .tooLarge(limit: Transfer.headLimit)
      return false
    }
    if isHeadDelivered { return true }
    let text = String(decoding: line, as: UTF8.self)
    let trimmed = text.trimmingBlanks()
    if line.starts(with: "HTTP/".utf8) {
      let status = trimmed.split(separator: " ", maxSplits: 2).dropFirst().first.flatMap { Int($0) }
      head = HTTPResponseHead(status: status ?? 0)
    } else if trimmed.isEmpty {
      guard let head, head.status >= 200 else { return true }
      guard Set(head.headers.values("content-length")).count < 2 else {
        failure = .malformed
        return false
      }
      isHeadDelivered = true
      exchange.deliver(head)
    } else if text.first == " " || text.first == "\t" {
      head?.headers.extendLast(String(trimmed))
    } else if let colon = trimmed.firstIndex(of: ":") {
      head?.headers.add(String(trimmed[..<colon]), String(trimmed[trimmed.index(after: colon)...].trimmingBlanks()))
    }
    return true
  }

  /// True when bytes of the body have come since the last call.
  func takeNews() -> Bool {
    defer { hasNews = false }
    return hasNews
  }

  enum Reception { case taken, full, refused }

  func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Reception {
    lastActivity = .now
    guard isHeadDelivered else {
      failure = .malformed
      return .refused
    }
    let total = received + bytes.count
    guard total <= exchange.request.maximumBody else {
      failure = .tooLarge(limit: exchange.request.maximumBody)
      return .refused
    }
    hasNews = true
    guard exchange.deliver(bytes) else {
      isPaused = true
      return .full
    }
    received = total
    return .taken
  }
}

extension StringProtocol {
  /// Without blanks and line ends at either side.
  func trimmingBlanks() -> SubSequence {
    func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" || character.isNewline }
    guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
      return self[startIndex..<startIndex]
    }
    return self[first...last]
  }
}
