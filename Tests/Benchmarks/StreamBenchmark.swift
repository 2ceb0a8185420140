import Casefile
import Foundation
import HuntPipeline
import LanguageModels
import Locking
import TestSupport
import Transport

/// How many events a second the readers of streamed answers take, alone and through the whole pipeline, and what memory that needs.
enum StreamBenchmark {
  private static let count = 300_000

  static func run() throws {
    for length in [count / 10, count] {
      let chunks = [stream("chat", tokens: length, isJSON: true, isCall: true)]
      let seconds = try wait { try await answer("chat", chunks, isCall: true) }
      print("chat: \(length) pieces of one function's arguments, \(Int(Double(length) / seconds)) a second")
    }
    for format in ["chat", "responses", "messages"] {
      for length in [count / 10, count] {
        let bytes = stream(format, tokens: length, isJSON: false)
        let chunks = stride(from: 0, to: bytes.count, by: 16_384).map { Array(bytes[$0..<min($0 + 16_384, bytes.count)]) }
        let before = ProcessFigures(getpid())
        let seconds = try wait { try await answer(format, chunks) }
        let after = ProcessFigures(getpid())
        print(
          "\(format): \(length) events of one token, \(Int(Double(length) / seconds)) a second; "
            + "\(after.residentMegabytes - before.residentMegabytes) MB more for \(bytes.count >> 20) MB of stream")
      }
      let served = stream(format, tokens: count, isJSON: true)
      let server = try RawServer { connection in
        guard connection.readRequest() != nil else { return }
        connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        connection.write(served)
      }
      let before = ProcessFigures(getpid())
      let seconds = try wait { try await analyse(format, at: server.url) }
      let more = ProcessFigures(getpid()).residentMegabytes - before.residentMegabytes
      print("\(format): over a socket, through the analyst, \(Int(Double(count) / seconds)) a second; \(more) MB more")
    }
  }

  private static func model(_ format: String, at url: String, _ sender: any HTTPSending) -> RemoteModel {
    let dialect: ProviderConfiguration.Dialect = format == "messages" ? .anthropic : .openAI
    let configuration = ProviderConfiguration(
      name: "bench", dialect: dialect, baseURL: url, credential: .bearer({ "sk-benchmark-key" }),
      card: { ModelCard(name: $0, takesChatCompletions: format != "responses") })
    return RemoteModel(configuration, sender: sender, surroundings: .system())
  }

  private static func answer(_ format: String, _ chunks: [[UInt8]], isCall: Bool = false) async throws {
    let call = ModelCall(model: "m", messages: [.init(.user, "x")], maxOutput: 9)
    let length = Locked(0)
    let answer = try await model(format, at: "https://bench.example", Replay(chunks: chunks)).answer(call) { delta in
      switch delta {
      case .text(let text) where !isCall: length.withLock { $0 += text.utf8.count }
      case .toolArguments(_, let text) where isCall: length.withLock { $0 += text.utf8.count }
      default: break
      }
    }
    let whole = isCall ? answer.toolCalls.first?.arguments ?? "" : answer.text
    guard answer.finish == .complete, whole.utf8.count == length.withLock({ $0 }), !whole.isEmpty else {
      throw Problem("the answer is not whole")
    }
  }

  private static func analyse(_ format: String, at url: String) async throws {
    var card = ModelCard(name: "m")
    card.maxOutput = 1 << 30
    let reduction = Reduction(
      legend: "", lines: [], summary: ReductionSummary(rowsIn: 0, rowsSent: 0, groups: 0, tokensBefore: 0, tokensAfter: 0))
    let brief = AnalysisBrief(
      hunt: ULID(at: .minimum), request: AnalystRequest(text: "x", workspace: "bench", asked: .minimum), tables: ["T"], kql: "T",
      resultSet: ULID(at: .minimum), columns: [], rowCount: 0, reduction: reduction, model: card, maxOutput: 1 << 24, pages: NoPages())
    let length = Locked(0)
    let outcome = try await ModelAnalyst(model: model(format, at: url, HTTPClient())).analyse(brief) { delta in
      if case .text(let text) = delta { length.withLock { $0 += text.utf8.count } }
    }
    guard outcome.problem == nil, outcome.cutReason == nil, length.withLock({ $0 }) >= count * 3 else {
      throw Problem("the analysis is not whole", cause: "\(outcome), \(length.withLock { $0 })")
    }
  }

  /// A stream of that many tokens in the documented shape, as the text of a JSON answer where asked.
  private static func stream(_ format: String, tokens: Int, isJSON: Bool, isCall: Bool = false) -> [UInt8] {
    var text = ""
    func event(_ kind: String?, _ data: String) { text += (kind.map { "event: \($0)\n" } ?? "") + "data: \(data)\n\n" }
    func piece(_ words: String) {
      let quoted = JSONValue.string(words).text
      if isCall {
        return event(
          nil, #"{"id":"chatcmpl-1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":\#(quoted)}}]}}]}"#)
      }
      switch format {
      case "responses":
        event(
          "response.output_text.delta",
          #"{"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"content_index":0,"delta":\#(quoted),"#
            + #""sequence_number":7,"logprobs":[],"obfuscation":"kd93"}"#)
      case "messages":
        event("content_block_delta", #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":\#(quoted)}}"#)
      default:
        event(
          nil,
          #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1795000000,"model":"m","service_tier":"default","#
            + #""choices":[{"index":0,"delta":{"content":\#(quoted)},"logprobs":null,"finish_reason":null}],"usage":null}"#)
      }
    }
    if format == "messages" { event(nil, #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#) }
    if isJSON { piece(#"{"answer":""#) }
    for number in 0..<tokens { piece(" t\(number % 10)") }
    if isJSON { piece(#"","findings":[]}"#) }
    switch format {
    case "responses": event("response.completed", #"{"type":"response.completed","response":{"status":"completed"}}"#)
    case "messages":
      event("message_delta", #"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":3}}"#)
      event("message_stop", #"{"type":"message_stop"}"#)
    default:
      event(nil, #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#)
      event(nil, "[DONE]")
    }
    return Array(text.utf8)
  }

  private static func wait(_ work: @escaping @Sendable () async throws -> Void) throws -> Double {
    let done = DispatchSemaphore(value: 0)
    let failure = Locked<String?>(nil)
    let start = DispatchTime.now().uptimeNanoseconds
    Task.detached {
      do { try await work() } catch { failure.withLock { $0 = "\(error)" } }
      done.signal()
    }
    done.wait()
    if let failure = failure.withLock({ $0 }) { print("failed: \(failure)") }
    return Double(DispatchTime.now().uptimeNanoseconds - start) / 1_000_000_000
  }
}

/// Answers every request with the same chunks.
private struct Replay: HTTPSending {
  let chunks: [[UInt8]]

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    HTTPResponse(
      head: HTTPResponseHead(status: 200, headers: ["content-type": "text/event-stream"]),
      body: HTTPBody(chunks: chunks), url: request.url)
  }
}

/// No rows: what is analysed is already in the brief.
private struct NoPages: RecordPages {
  func rows(of resultSet: ResultSetID, _ range: Range<Int>) async throws -> [[Value]] { [] }
  func alerts(withIDs ids: [AlertID]) async throws -> [Alert] { [] }
  func alertPage(_ listing: AlertListing, _ range: Range<Int>) async throws -> AlertPage { throw Problem("no alerts") }
  func alertIDs(_ listing: AlertListing) async throws -> [AlertID] { [] }
  func placeOfJump(_ jump: AlertJump, in listing: AlertListing, from place: Int, isForward: Bool) async throws -> Int? { nil }
}
