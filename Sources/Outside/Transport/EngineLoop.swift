internal import CCurl

/// The engine's thread: takes commands, lets libcurl work, ends what is done or late.
///
/// Everything here belongs to that one thread.
final class EngineLoop {
  private let inbox: Engine.Inbox
  private let configuration: HTTPClient.Configuration
  private let multi: UnsafeMutableRawPointer
  private var transfers: [ObjectIdentifier: Transfer] = [:]
  private var byEasy: [UnsafeMutableRawPointer: Transfer] = [:]
  private var running: [String: Int] = [:]
  private var waiting: [String: [Exchange]] = [:]

  init(_ inbox: Engine.Inbox, _ configuration: HTTPClient.Configuration) {
    self.inbox = inbox
    self.configuration = configuration
    self.multi = inbox.handle.pointer
  }

  func run() {
    while true {
      for command in inbox.take() {
        switch command {
        case .start(let exchange): enqueue(exchange)
        case .resume(let exchange): resume(exchange)
        case .cancel(let exchange): cancel(exchange)
        case .stop: return close()
        }
      }
      var count: Int32 = 0
      curl_multi_perform(multi, &count)
      flush()
      readMessages()
      let timeout = endLateTransfers()
      curl_multi_poll(multi, nil, 0, timeout, nil)
    }
  }

  /// Exchanges hold the engine, so none can be left when it asks to stop.
  private func close() {
    inbox.close()
    for transfer in transfers.values { remove(transfer) }
    curl_multi_cleanup(multi)
  }

  private func enqueue(_ exchange: Exchange) {
    let origin = exchange.address.origin
    if running[origin, default: 0] < configuration.requestsPerHost {
      start(exchange)
    } else {
      waiting[origin, default: []].append(exchange)
    }
  }

  /// False when the request is malformed and was never sent; it has then ended.
  @discardableResult
  private func start(_ exchange: Exchange) -> Bool {
    guard let transfer = Transfer(exchange, configuration), curl_multi_add_handle(multi, transfer.easy) == CURLM_OK else {
      exchange.end(.failed(HTTPFailure(.badRequest, host: exchange.address.host)))
      return false
    }
    running[exchange.address.origin, default: 0] += 1
    transfers[ObjectIdentifier(exchange)] = transfer
    byEasy[transfer.easy] = transfer
    return true
  }

  /// Going on may end it: libcurl then hands over what it kept, and does not tell of a refusal in any other way.
  private func resume(_ exchange: Exchange) {
    guard let transfer = transfers[ObjectIdentifier(exchange)] else { return }
    repeat {
      let result = transfer.resume()
      guard result == CURLE_OK else {
        transfer.finish(result)
        return remove(transfer)
      }
    } while transfer.takeNews() && exchange.flush()
  }

  private func cancel(_ exchange: Exchange) {
    if let transfer = transfers[ObjectIdentifier(exchange)] {
      remove(transfer)
    } else {
      waiting[exchange.address.origin]?.removeAll { $0 === exchange }
    }
  }

  private func remove(_ transfer: Transfer) {
    curl_multi_remove_handle(multi, transfer.easy)
    transfers[ObjectIdentifier(transfer.exchange)] = nil
    byEasy[transfer.easy] = nil
    let origin = transfer.exchange.address.origin
    let left = running[origin, default: 1] - 1
    running[origin] = left > 0 ? left : nil
    startNext(origin)
  }

  /// Wakes the readers of what the last reading brought.
  private func flush() {
    for transfer in transfers.values where transfer.takeNews() {
      if transfer.exchange.flush() { resume(transfer.exchange) }
    }
  }

  /// The place that became free goes to the one that has waited longest; who cannot be sent takes none.
  private func startNext(_ origin: String) {
    guard var queue = waiting.removeValue(forKey: origin) else { return }
    while !queue.isEmpty {
      if start(queue.removeFirst()) { break }
    }
    if !queue.isEmpty { waiting[origin] = queue }
  }

  private func readMessages() {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      var result = CURLE_OK
      guard let easy = ccurl_finished(message, &result), let transfer = byEasy[easy] else { continue }
      transfer.finish(result)
      remove(transfer)
    }
  }

  /// Ends transfers past a time limit and says how long libcurl may sleep, in milliseconds.
  private func endLateTransfers() -> Int32 {
    let now = ContinuousClock.now
    var sleep = Duration.seconds(60)
    for transfer in transfers.values {
      guard let (deadline, stage) = transfer.deadline else { continue }
      if deadline <= now {
        transfer.exchange.end(.failed(HTTPFailure(.timedOut(stage), host: transfer.exchange.address.host)))
        remove(transfer)
        sleep = .zero
      } else {
        sleep = min(sleep, now.duration(to: deadline))
      }
    }
    let (seconds, attoseconds) = sleep.components
    return Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000 + (sleep == .zero ? 0 : 1))
  }
}
