package import Casefile

/// One event of a `text/event-stream`.
package struct ServerSentEvent: Equatable, Sendable {
  /// The `event:` field, `message` when there was none.
  package var kind: String
  /// The `data:` lines joined by line feeds.
  package var data: String
  /// The last `id:` seen, also from earlier events.
  package var id: String?
  /// True when the stream ended before the blank line that closes an event.
  package var isCut: Bool

  package init(kind: String = "message", data: String, id: String? = nil, isCut: Bool = false) {
    self.kind = kind
    self.data = data
    self.id = id
    self.isCut = isCut
  }
}

/// Reads an event stream from chunks cut anywhere, as the HTML standard has it.
///
/// Lines end in LF, CR LF or CR. Events without data are not handed out. An event over the limit ends the reading.
package struct ServerSentEventParser: Sendable {
  /// An event had more bytes than allowed.
  package struct EventTooLarge: Error, Equatable, Sendable {
    package var limit: Int

    /// What the analyst reads.
    package var problem: Problem {
      Problem(
        "The answer's stream could not be read", cause: "One event has more than \(limit) bytes, and no end was in sight",
        remedy: "Check the address in the configuration, and what stands in between")
    }
  }

  private let limit: Int
  private var line: [UInt8] = []
  private var data: [UInt8] = []
  private var hasData = false
  private var kind = ""
  private var id: String?
  private var skipsLineFeed = false
  private var isAtStart = true
  /// The last `retry:` field, in milliseconds.
  package private(set) var reconnectionTime: Int?

  package init(limit: Int = 8 << 20) { self.limit = limit }

  /// Takes the next bytes and returns the events they closed.
  package mutating func push(_ chunk: [UInt8]) throws -> [ServerSentEvent] {
    var events: [ServerSentEvent] = []
    var rest = chunk[...]
    while let first = rest.first {
      if skipsLineFeed {
        skipsLineFeed = false
        if first == 0x0A {
          rest = rest.dropFirst()
          continue
        }
      }
      let end = rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? rest.endIndex
      line.append(contentsOf: rest[..<end])
      guard line.count + data.count <= limit else { throw EventTooLarge(limit: limit) }
      guard end < rest.endIndex else { break }
      skipsLineFeed = rest[end] == 0x0D
      rest = rest[(end + 1)...]
      endLine(&events)
    }
    return events
  }

  /// The event that was still open when the bytes ended, if it had data; it is marked as cut.
  package mutating func finish() -> ServerSentEvent? {
    var events: [ServerSentEvent] = []
    if !line.isEmpty { endLine(&events) }
    return takeEvent(isCut: true)
  }

  private mutating func endLine(_ events: inout [ServerSentEvent]) {
    defer { line.removeAll(keepingCapacity: true) }
    var text = line[...]
    if isAtStart, text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
    isAtStart = false
    if text.isEmpty {
      if let event = takeEvent(isCut: false) { events.append(event) }
      return
    }
    let colon = text.firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
    if colon == text.startIndex { return }
    var value = text[min(colon + 1, text.endIndex)...]
    if value.first == 0x20 { value = value.dropFirst() }
    take(field: String(decoding: text[..<colon], as: UTF8.self), value)
  }

  private mutating func take(field: String, _ value: ArraySlice<UInt8>) {
    switch field {
    case "data":
      if hasData { data.append(0x0A) }
      data.append(contentsOf: value)
      hasData = true
    case "error":
      // Not of the standard: llama.cpp before September 2025 told errors in a field of this name.
      data.append(contentsOf: value)
      hasData = true
      kind = "error"
    case "event":
      kind = String(decoding: value, as: UTF8.self)
    case "id":
      if !value.contains(0) { id = String(decoding: value, as: UTF8.self) }
    case "retry":
      if !value.isEmpty, value.allSatisfy({ (0x30...0x39).contains($0) }) { reconnectionTime = Int(String(decoding: value, as: UTF8.self)) }
    default:
      return
    }
  }

  private mutating func takeEvent(isCut: Bool) -> ServerSentEvent? {
    defer {
      kind = ""
      hasData = false
      data.removeAll(keepingCapacity: true)
    }
    guard hasData, !data.isEmpty else { return nil }
    return ServerSentEvent(kind: kind.isEmpty ? "message" : kind, data: String(decoding: data, as: UTF8.self), id: id, isCut: isCut)
  }
}
