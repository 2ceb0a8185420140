internal import Foundation
internal import Locking

/// Microsoft's services on this machine's loopback address: each part of the cloud answers for its own paths, and every request is kept.
///
/// Connections stay open as a real server's do. A request that no part answers gets 404.
package final class LoopbackCloud: Sendable {
  /// One request as it came.
  package struct Request: Equatable, Sendable {
    package var method: String
    /// Path and query as they were sent.
    package var target: String
    /// In the order sent, names in lower case.
    package var headers: [[String]]
    package var body: [UInt8]

    package subscript(header: String) -> String? { headers.first { $0[0] == header }?[1] }
    package var path: String { String(target.prefix { $0 != "?" }) }
    /// Query items, decoded.
    package var query: [String: String] {
      let items = URLComponents(string: "http://x" + target)?.queryItems ?? []
      return Dictionary(items.map { ($0.name, $0.value ?? "") }) { $1 }
    }
    package var text: String { String(decoding: body, as: UTF8.self) }
    /// The body as a form.
    package var form: [String: String] {
      let items = URLComponents(string: "http://x/?" + text.replacingOccurrences(of: "+", with: "%20"))?.queryItems ?? []
      return Dictionary(items.map { ($0.name, $0.value ?? "") }) { $1 }
    }
  }

  /// What is sent back, and how the connection ends.
  package struct Answer: Sendable {
    package enum Ending: Sendable {
      /// As announced; the connection stays open.
      case whole
      /// The connection is closed after these bytes of the body.
      case cut(after: Int)
      /// After these bytes of the body nothing more comes until the peer closes.
      case stalled(after: Int)
      /// The connection is reset before a byte is sent.
      case reset
    }

    package var status: Int
    package var headers: [[String]]
    package var body: [UInt8]
    package var ending = Ending.whole

    package init(_ status: Int = 200, headers: [[String]] = [], body: [UInt8] = [], ending: Ending = .whole) {
      self.status = status
      self.headers = headers
      self.body = body
      self.ending = ending
    }

    /// JSON, as services send it.
    package static func json(_ text: String, status: Int = 200, headers: [[String]] = []) -> Answer {
      Answer(status, headers: [["Content-Type", "application/json; charset=utf-8"]] + headers, body: Array(text.utf8))
    }
  }

  /// Answers requests of its own; nil leaves one to the next part. `visit` counts requests with this method and path from 1.
  package typealias Part = @Sendable (_ request: Request, _ visit: Int) -> Answer?

  private struct State {
    var parts: [Part] = []
    var requests: [Request] = []
    var visits: [String: Int] = [:]
  }

  private let server: RawServer
  private let state: Locked<State>

  /// Starts listening at once.
  package init(_ parts: [Part] = []) throws {
    let state = Locked(State(parts: parts))
    self.state = state
    server = try RawServer { connection in
      while let received = connection.readRequest() {
        let request = LoopbackCloud.request(received.head, received.body)
        let (parts, visit) = state.withLock { state in
          state.requests.append(request)
          state.visits[request.method + " " + request.path, default: 0] += 1
          return (state.parts, state.visits[request.method + " " + request.path, default: 0])
        }
        // Not `lazy.compactMap.first`, which asks the part twice.
        var answer: Answer?
        for part in parts where answer == nil { answer = part(request, visit) }
        guard LoopbackCloud.write(answer ?? Answer(404), to: connection) else { return }
      }
    }
  }

  /// Its address, without a slash at its end; every service of the cloud is there.
  package var url: String { server.url }

  /// Every request so far, in the order they came.
  package var requests: [Request] { state.withLock { $0.requests } }

  /// Adds a part before all others, so that it answers first.
  package func add(_ part: @escaping Part) { state.withLock { $0.parts.insert(part, at: 0) } }

  private static func request(_ head: String, _ body: [UInt8]) -> Request {
    let lines = head.components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    let headers = lines.dropFirst().compactMap { line -> [String]? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return [line[..<colon].lowercased(), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)]
    }
    return Request(
      method: String(words.first ?? ""), target: words.count > 1 ? String(words[1]) : "", headers: headers, body: body)
  }

  /// False when the connection is over.
  private static func write(_ answer: Answer, to connection: RawConnection) -> Bool {
    if case .reset = answer.ending {
      connection.reset()
      return false
    }
    var head = "HTTP/1.1 \(answer.status) Status\r\n"
    for header in answer.headers { head += "\(header[0]): \(header[1])\r\n" }
    if !answer.headers.contains(where: { $0[0].lowercased() == "content-length" }) { head += "Content-Length: \(answer.body.count)\r\n" }
    guard connection.write(head + "\r\n") else { return false }
    switch answer.ending {
    case .whole: return connection.write(answer.body)
    case .cut(let count):
      connection.write(Array(answer.body.prefix(count)))
      return false
    case .stalled(let count):
      connection.write(Array(answer.body.prefix(count)))
      connection.waitForClose()
      return false
    case .reset: return false
    }
  }
}
