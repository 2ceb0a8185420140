import Casefile
import Foundation
import HuntPipeline
import LanguageModels
import Locking
import TestSupport
import Transport

/// What a byte and an event cost on their way in: throughput beside the `curl` program, events of a language model, cancelling.
///
/// The server is a thread of this process that writes one large block again and again; `curl` and our client read from the same one.
enum TransportBenchmark {
  private static let bodyBytes = 1 << 30
  private static let rounds = 5

  static func run() throws {
    try blocking {
      try await measureEvents(100_000, bytesAWrite: 1)
      try await measureEvents(100_000, bytesAWrite: 64 << 10)
      try await measureEvents(1_000_000, bytesAWrite: 64 << 10)
      try await measureCancelling()
      try await measureThroughput()
    }
  }

  /// Runs async work to its end on the shared pool; the main thread waits.
  private static func blocking(_ work: @escaping @Sendable () async throws -> Void) throws {
    let outcome = Locked<Result<Void, any Error>?>(nil)
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      do {
        try await work()
        outcome.withLock { $0 = .success(()) }
      } catch {
        outcome.withLock { $0 = .failure(error) }
      }
      done.signal()
    }
    done.wait()
    try outcome.withLock { $0 }?.get()
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Double {
    let (seconds, attoseconds) = start.duration(to: .now).components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }

  private static func measureThroughput() async throws {
    let block = (0..<(4 << 20)).map { UInt8(truncatingIfNeeded: $0 % 251) }
    let server = try RawServer { connection in
      while connection.readRequest() != nil {
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(bodyBytes)\r\n\r\n")
        for _ in 0..<(bodyBytes / block.count) where !connection.write(block) { return }
      }
    }
    let client = HTTPClient(.init(environment: [:]))
    var ours: [Double] = []
    var theirs: [Double] = []
    for _ in 0..<rounds {
      theirs.append(try curlSpeed(server.url))
      let start = ContinuousClock.now
      var count = 0
      for try await chunk in try await client.send(HTTPRequest(.get, server.url, maximumBody: 2 << 30)).body { count += chunk.count }
      guard count == bodyBytes else { return print("only \(count) of \(bodyBytes) bytes came") }
      ours.append(Double(count) / seconds(since: start) / 1e6)
    }
    let (our, their) = (Times(ours).quantile(0.5), Times(theirs).quantile(0.5))
    print("a body of \(bodyBytes >> 20) MiB, \(rounds) rounds in turn, MB/s:")
    print("  curl: \(theirs.map { Int($0) }), median \(Int(their))")
    print("  ours: \(ours.map { Int($0) }), median \(Int(our))")
    print("  ratio of the medians: \((our / their * 100).rounded() / 100)")
  }

  /// By curl's own clock, so that its start does not count.
  private static func curlSpeed(_ url: String) throws -> Double {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["curl", "-s", "--noproxy", "*", "-o", "/dev/null", "-w", "%{speed_download}", url]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (Double(text) ?? 0) / 1e6
  }

  /// One token an event, as fast as the server can write them in pieces of about that size.
  private static func measureEvents(_ count: Int, bytesAWrite: Int) async throws {
    let event = Array(
      (#"data: {"id":"c-1","object":"chat.completion.chunk","created":1795000000,"model":"m","choices":"#
        + #"[{"index":0,"delta":{"content":" token"},"finish_reason":null}]}"# + "\n\n").utf8)
    let last = Array((#"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\ndata: [DONE]\n\n").utf8)
    let eventsAWrite = max(1, bytesAWrite / event.count)
    let server = try RawServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
      let block = Array(repeatElement(event, count: eventsAWrite).joined())
      for _ in 0..<(count / eventsAWrite) where !connection.write(block) { return }
      for _ in 0..<(count % eventsAWrite) { connection.write(event) }
      connection.write(last)
    }
    let client = HTTPClient(.init(environment: [:]))
    print("\(count) events of \(event.count) bytes, \(eventsAWrite) a write:")
    try await measure("client and event parser", count) {
      var seen = 0
      for try await _ in try await client.send(HTTPRequest(.get, server.url)).body.serverSentEvents() { seen += 1 }
      return seen - 2
    }
    let model = RemoteModel(
      ProviderConfiguration(name: "bench", dialect: .compatible, baseURL: server.url, credential: .none), sender: client,
      surroundings: .system())
    try await measure("client, event parser and model reader", count) {
      let seen = Locked(0)
      let call = ModelCall(model: "m", messages: [.init(.user, "Count.")], maxOutput: 10)
      let answer = try await model.answer(call) { delta in
        if case .text(let text) = delta { seen.withLock { $0 += text.utf8.count } }
      }
      return answer.finish == .complete && answer.text.utf8.count == 6 * count ? seen.withLock { $0 } / 6 : -1
    }
  }

  private static func measure(_ name: String, _ count: Int, _ work: () async throws -> Int) async throws {
    // Makes the kernel forget the highest memory so far.
    try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
    let before = ProcessFigures(getpid()).residentMegabytes
    let start = ContinuousClock.now
    let seen = try await work()
    let rate = Double(count) / seconds(since: start)
    let growth = ProcessFigures(getpid()).peakMegabytes - before
    print("  \(name): \(Int(rate)) events/s, \(seen == count ? "all came" : "\(seen) came"), peak memory +\(growth) MB")
  }

  private static func measureCancelling() async throws {
    let asked = Signal()
    let server = try RawServer { connection in
      guard connection.readRequest() != nil else { return }
      asked.fire()
      connection.waitForClose()
    }
    let client = HTTPClient(.init(environment: [:]))
    var times: [Double] = []
    for _ in 0..<200 {
      let task = Task { try await client.send(HTTPRequest(.get, server.url)) }
      guard await asked.wait() else { return }
      let start = ContinuousClock.now
      task.cancel()
      _ = try? await task.value
      times.append(seconds(since: start) * 1000)
    }
    print("cancelling a request that waits for its answer: \(Times(times).text)")
  }
}
