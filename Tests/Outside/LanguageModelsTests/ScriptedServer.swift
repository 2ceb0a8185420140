import Casefile
import HuntPipeline
import Locking
import Transport

@testable import LanguageModels

/// Answers requests from a list and keeps what was asked.
struct ScriptedServer: HTTPSending {
  struct Answer: Sendable {
    var status = 200
    var headers: HTTPHeaders = ["content-type": "text/event-stream"]
    var chunks: [[UInt8]] = []
    var failure: HTTPFailure?

    static func events(_ lines: [String], done: Bool = true, failure: HTTPFailure? = nil) -> Answer {
      let text = (lines + (done ? ["[DONE]"] : [])).map { "data: \($0)\n\n" }.joined()
      return Answer(chunks: [Array(text.utf8)], failure: failure)
    }

    static func json(_ status: Int, _ body: String, _ headers: HTTPHeaders = [:]) -> Answer {
      var all = headers
      all["content-type"] = "application/json; charset=utf-8"
      return Answer(status: status, headers: all, chunks: [Array(body.utf8)])
    }
  }

  let answers: Locked<[Answer]>
  let requests = Locked<[HTTPRequest]>([])

  init(_ answers: [Answer]) { self.answers = Locked(answers) }

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    requests.withLock { $0.append(request) }
    guard let answer = answers.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { throw HTTPFailure(.refused, host: "script") }
    if answer.chunks.isEmpty, let failure = answer.failure { throw failure }
    return HTTPResponse(
      head: HTTPResponseHead(status: answer.status, headers: answer.headers),
      body: HTTPBody(chunks: answer.chunks, failure: answer.failure), url: request.url)
  }

  /// The bodies that were sent, as values.
  var bodies: [JSONValue] {
    requests.withLock { $0 }.map { request in (try? JSONValue(parsing: (request.body ?? [])[...])) ?? .null }
  }
}

/// One model behind a script, with everything it delivered.
struct Stage {
  let server: ScriptedServer
  let model: RemoteModel
  let deltas = Locked<[ModelDelta]>([])
  let waits: Locked<[Double]>

  init(
    _ answers: [ScriptedServer.Answer], dialect: ProviderConfiguration.Dialect = .openAI, baseURL: String = "https://api.example/v1",
    efforts: [String] = [], credential: ProviderConfiguration.Credential = .bearer({ "sk-s3cret" })
  ) {
    let configuration = ProviderConfiguration(
      name: "luna", dialect: dialect, baseURL: baseURL, credential: credential,
      card: { ModelCard(name: $0, reasoningEfforts: efforts) })
    self.init(answers, configuration)
  }

  /// The clock stands still but for the waiting.
  init(_ answers: [ScriptedServer.Answer], _ configuration: ProviderConfiguration) {
    server = ScriptedServer(answers)
    let waits = Locked<[Double]>([])
    self.waits = waits
    model = RemoteModel(
      configuration, sender: server,
      surroundings: RetrySurroundings(
        now: { DateTime(unixSeconds: 1_795_000_000) + .seconds(waits.withLock { $0.reduce(0, +) }) }, chance: { 1 },
        sleep: { seconds in waits.withLock { $0.append(seconds) } }))
  }

  func answer(_ call: ModelCall = .question) async throws -> ModelAnswer {
    try await model.answer(call) { delta in deltas.withLock { $0.append(delta) } }
  }

  /// The problem a call ends with; nil when it succeeds.
  func problem(_ call: ModelCall = .question) async throws -> Problem? {
    do {
      _ = try await answer(call)
      return nil
    } catch let problem as Problem {
      return problem
    }
  }

  var texts: String {
    deltas.withLock { $0 }.map { if case .text(let text) = $0 { text } else { "" } }.joined()
  }

  var thoughts: String {
    deltas.withLock { $0 }.map { if case .reasoning(let text) = $0 { text } else { "" } }.joined()
  }

  /// Pieces of the arguments of all calls, in order.
  var arguments: String {
    deltas.withLock { $0 }.map { if case .toolArguments(_, let text) = $0 { text } else { "" } }.joined()
  }

  /// What was told as learnt.
  var lessons: [String] {
    deltas.withLock { $0 }.compactMap { if case .learnt(let text) = $0 { text } else { nil } }
  }
}

extension ModelCall {
  static let question = ModelCall(
    model: "m-1", messages: [Message(.system, "Be short."), Message(.user, "Who?")], maxOutput: 900)

  static let plan = ModelCall(
    model: "m-1", messages: [Message(.user, "Plan.")],
    tool: Tool(
      name: "plan", description: "Plans.",
      parameters: [
        "type": "object", "required": ["maxLength"], "additionalProperties": false,
        "properties": ["maxLength": ["type": "string", "maxLength": 9, "pattern": "^a$"]],
      ]), maxOutput: 500)

  static let analysis = ModelCall(
    model: "m-1", messages: [Message(.user, "Analyse.")],
    answerSchema: AnswerSchema(name: "analysis", schema: ["type": "object", "properties": ["a": ["type": "string", "maxLength": 9]]]),
    maxOutput: 500)
}
