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
  private var failure: HTTPFailure.Reason?
  private let started = ContinuousClock.now
  private var lastActivity = ContinuousClock.now

  private static let headLimit = 256 << 10
  /// Below this many bytes no ratio is judged: libcurl counts what came over the wire one read late.
  private static let expansionFloor = 64 << 20

  /// Nil when the handle cannot be made or the request is malformed.
  init?(_ exchange: Exchange, _ configuration: HTTPClient.Configuration) {
    guard let easy = curl_easy_init() else { return nil }
    self.easy = easy
    self.exchange = exchange
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
    }
    consider(started, limits.total, .total)
    return earliest
  }

  func resume() {
    isPaused = false
    lastActivity = .now
    curl_easy_pause(easy, CURLPAUSE_CONT)
  }

  func finish(_ result: CURLcode) {
    if let failure {
      exchange.end(.failed(HTTPFailure(failure, host: exchange.address.host, code: Int(result.rawValue))))
    } else if result == CURLE_OK, isHeadDelivered {
      exchange.end(.complete)
    } else if result == CURLE_OK {
      exchange.end(.failed(HTTPFailure(.malformed, host: exchange.address.host)))
    } else {
      let systemError = ccurl_get_long(easy, CURLINFO_OS_ERRNO)
      exchange.end(.failed(HTTPFailure(code: Int(result.rawValue), systemError: systemError, host: exchange.address.host)))
    }
  }

  /// One line of a head; an interim answer (100 to 199) is dropped when the next status line comes.
  func receiveHeaderLine(_ line: UnsafeRawBufferPointer) -> Bool {
    lastActivity = .now
    if isHeadDelivered { return true }
    headBytes += line.count
    guard headBytes <= Transfer.headLimit else {
      failure = .tooLarge(limit: Transfer.headLimit)
      return false
    }
    let text = String(decoding: line, as: UTF8.self)
    let trimmed = text.trimmingBlanks()
    if line.starts(with: "HTTP/".utf8) {
      let status = trimmed.split(separator: " ", maxSplits: 2).dropFirst().first.flatMap { Int($0) }
      head = HTTPResponseHead(status: status ?? 0)
    } else if trimmed.isEmpty {
      guard let head, head.status >= 200 else { return true }
      isHeadDelivered = true
      exchange.deliver(head)
    } else if text.first == " " || text.first == "\t" {
      head?.headers.extendLast(String(trimmed))
    } else if let colon = trimmed.firstIndex(of: ":") {
      head?.headers.add(String(trimmed[..<colon]), String(trimmed[trimmed.index(after: colon)...].trimmingBlanks()))
    }
    return true
  }

  enum Reception { case taken, full, refused }

  func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Reception {
    lastActivity = .now
    let total = received + bytes.count
    if total > exchange.request.maximumBody || isBomb(total) {
      failure = .tooLarge(limit: min(exchange.request.maximumBody, total))
      return .refused
    }
    guard exchange.deliver(bytes) else {
      isPaused = true
      return .full
    }
    received = total
    return .taken
  }

  private func isBomb(_ total: Int) -> Bool {
    guard total > Transfer.expansionFloor, head?.headers["content-encoding"] != nil else { return false }
    let wire = max(1, Int(ccurl_get_size(easy, CURLINFO_SIZE_DOWNLOAD_T)))
    return total / wire > 200
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
