import Casefile
import HuntPipeline
import Locking
import Testing
import Transport

@testable import LanguageModels

private let good = ScriptedServer.Answer.events([#"{"choices":[{"index":0,"delta":{"content":"{}"},"finish_reason":"stop"}]}"#])
private let goodCall = ScriptedServer.Answer.events([
  #"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"plan","arguments":"{}"}}]},"finish_reason":"stop"}]}"#
])

func refusal(
  _ status: Int = 400, type: String = "invalid_request_error", code: String? = nil, param: String? = nil
) -> ScriptedServer.Answer {
  func quoted(_ text: String?) -> String { text.map { "\"\($0)\"" } ?? "null" }
  return .json(status, #"{"error":{"message":"no","type":"\#(type)","param":\#(quoted(param)),"code":\#(quoted(code))}}"#)
}

@Suite("What is sent")
struct ChatRequestTests {
  @Test("One strict function, named, without parallel calls, with usage, and the key only in its header")
  func toolRequest() async throws {
    let stage = Stage([goodCall], efforts: ["none", "low"])
    _ = try await stage.answer(.plan)
    let body = try #require(stage.server.bodies.first)
    #expect(body["tools"]?[0]?["function"]?["strict"] == true)
    #expect(body["tool_choice"] == ["type": "function", "function": ["name": "plan"]])
    #expect(body["parallel_tool_calls"] == false)
    #expect(body["stream"] == true)
    #expect(body["stream_options"] == ["include_usage": true])
    #expect(body["max_completion_tokens"] == 500)
    #expect(body["reasoning_effort"] == "none")
    #expect(body["temperature"] == nil)
    let parameters = body["tools"]?[0]?["function"]?["parameters"]
    #expect(parameters?["properties"] == ["maxLength": ["type": "string", "pattern": "^a$"]])
    let request = try #require(stage.server.requests.withLock { $0.first })
    #expect(request.headers["authorization"] == "Bearer sk-s3cret")
    #expect(!request.description.contains("s3cret"))
    #expect(!String(decoding: request.body ?? [], as: UTF8.self).contains("s3cret"))
    #expect(!"\(stage.model.configuration) \(String(reflecting: stage.model.configuration))".contains("s3cret"))
  }

  @Test("A strict schema for an answer; a local server gets every bound, a fixed temperature and the older length field")
  func schemaRequest() async throws {
    let stage = Stage([good], dialect: .compatible, credential: .none)
    _ = try await stage.answer(.analysis)
    let body = try #require(stage.server.bodies.first)
    #expect(body["response_format"]?["type"] == "json_schema")
    #expect(body["response_format"]?["json_schema"]?["strict"] == true)
    #expect(body["response_format"]?["json_schema"]?["schema"]?["properties"]?["a"]?["maxLength"] == 9)
    #expect(body["temperature"] == 0)
    #expect(body["max_tokens"] == 500)
    #expect(body["max_completion_tokens"] == nil)
    #expect(body["tools"] == nil)
    #expect(stage.server.requests.withLock { $0.first?.isAuthorised } == false)
  }

  @Test(
    "Base addresses are understood however they are written",
    arguments: [
      ("https://api.openai.com/v1", ProviderConfiguration.Dialect.openAI, "https://api.openai.com/v1/chat/completions"),
      ("https://api.openai.com", .openAI, "https://api.openai.com/v1/chat/completions"),
      ("http://127.0.0.1:8080/", .compatible, "http://127.0.0.1:8080/v1/chat/completions"),
      ("http://127.0.0.1:8080/v1/", .compatible, "http://127.0.0.1:8080/v1/chat/completions"),
      ("http://h/v1/chat/completions", .compatible, "http://h/v1/chat/completions"),
      ("https://h/api/paas/v4", .compatible, "https://h/api/paas/v4/chat/completions"),
      ("https://v1.example", .compatible, "https://v1.example/v1/chat/completions"),
      (
        "https://r.openai.azure.com", .azure(deployment: "my dep"),
        "https://r.openai.azure.com/openai/deployments/my%20dep/chat/completions?api-version=2024-10-21"
      ),
      (
        "https://r.openai.azure.com/openai/?api-version=2025-01-01", .azure(deployment: "d"),
        "https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2025-01-01"
      ),
      ("https://r.openai.azure.com/openai/v1", .azure(deployment: "d"), "https://r.openai.azure.com/openai/v1/chat/completions"),
      ("https://r.openai.azure.com", .azure(deployment: nil), "https://r.openai.azure.com/openai/v1/chat/completions"),
    ])
  func endpoints(base: String, dialect: ProviderConfiguration.Dialect, address: String) {
    let configuration = ProviderConfiguration(name: "x", dialect: dialect, baseURL: base, credential: .none)
    #expect(Endpoint(configuration).address(.chatCompletions) == address)
  }
}

@Suite("Failures of a provider")
struct ProviderFailureTests {
  @Test(
    "They are told apart by status, type and code",
    arguments: [
      (refusal(401, code: "invalid_api_key"), "luna does not accept the key.", Problem.Retry.never),
      (refusal(429, type: "insufficient_quota", code: "insufficient_quota"), "The quota at luna is used up.", .never),
      (refusal(429, type: "requests", code: "project_spend_limit_exceeded"), "The quota at luna is used up.", .never),
      (refusal(400, code: "context_length_exceeded", param: "messages"), "The request is too long for m-1.", .never),
      (.json(400, #"{"error":{"code":400,"message":"m","type":"exceed_context_size_error"}}"#), "The request is too long for m-1.", .never),
      (refusal(413), "The request is too long for m-1.", .never),
      (
        .json(
          400, #"{"error":{"code":"content_filter","param":"prompt","message":"m","innererror":{"code":"ResponsibleAIPolicyViolation"}}}"#),
        "The content filter of luna blocked the request.", .never
      ),
      (refusal(404, code: "model_not_found"), "luna does not know the model m-1.", .never),
      (.json(404, #"{"error":{"code":"DeploymentNotFound","message":"m"}}"#), "luna does not know the model m-1.", .never),
      (.json(404, "<html>"), "Nothing answers Chat Completions at luna.", .never),
      (refusal(403), "luna does not allow this call.", .never),
    ] as [(ScriptedServer.Answer, String, Problem.Retry)])
  func kinds(answer: ScriptedServer.Answer, summary: String, retry: Problem.Retry) async throws {
    let stage = Stage([answer, answer, answer])
    let problem = try #require(try await stage.problem())
    #expect(problem.summary == summary)
    #expect(problem.retry == retry)
    #expect(problem.remedy?.isEmpty == false)
    #expect(stage.server.bodies.count == 1)
  }

  @Test("Slow down is waited for as asked, told on the way, and given up in the end")
  func slowDown() async throws {
    let busy = ScriptedServer.Answer.json(
      429, #"{"error":{"message":"m","type":"tokens","code":"rate_limit_exceeded","param":null}}"#, ["retry-after": "2"])
    let stage = Stage([busy, good])
    _ = try await stage.answer()
    #expect(stage.waits.withLock { $0 } == [2])
    #expect(stage.deltas.withLock { $0.first } == .retrying(afterSeconds: 2, cause: "too many requests (HTTP 429, rate_limit_exceeded)"))
    let hopeless = Stage([busy, busy, busy, busy])
    #expect(try await hopeless.problem()?.summary == "luna asks to slow down.")
    #expect(hopeless.server.bodies.count == 3)
  }

  @Test("What was refused or never arrived costs nothing; what was sent and broke off may have to be paid for")
  func paid() async throws {
    func paidCalls(_ answers: [ScriptedServer.Answer]) async -> Int {
      let meter = CallMeter { $0.utf8.count }
      var call = ModelCall.question
      call.meter = meter
      _ = try? await Stage(answers).answer(call)
      return meter.paidCalls
    }
    let busy = refusal(429, code: "rate_limit_exceeded")
    #expect(await paidCalls([good]) == 1)
    #expect(await paidCalls([busy, good]) == 1)
    #expect(await paidCalls([busy, busy, busy]) == 0)
    #expect(await paidCalls([refusal(403)]) == 0)
    let cut = ScriptedServer.Answer.events([], done: false, failure: HTTPFailure(.cut, host: "h"))
    #expect(await paidCalls([cut, good]) == 2)
    #expect(await paidCalls([cut, cut, cut]) == 3)
  }

  @Test("A stream that breaks before its first piece is tried again; an error inside it counts by its code")
  func earlyBreak() async throws {
    let stage = Stage([.events([], done: false, failure: HTTPFailure(.cut, host: "h")), .events([], done: false), good])
    #expect(try await stage.answer().text == "{}")
    #expect(stage.waits.withLock { $0 }.count == 2)
    let silent = Stage(Array(repeating: .events([]), count: 3))
    #expect(try await silent.problem()?.summary == "luna ended the answer before it began.")
    let quota = Stage([.events([#"{"error":{"message":"m","type":"insufficient_quota","code":"insufficient_quota"}}"#], done: false)])
    #expect(try await quota.problem()?.summary == "The quota at luna is used up.")
    let loading = Stage([.events([#"{"error":{"code":503,"message":"loading","type":"unavailable_error"}}"#], done: false), good])
    #expect(try await loading.answer().text == "{}")
    let refusing = Stage([.events([#"{"error":{"code":400,"message":"m","type":"exceed_context_size_error"}}"#], done: false)])
    #expect(try await refusing.problem()?.summary == "The request is too long for m-1.")
  }

  @Test("A key never travels unencrypted, except on this machine")
  func keyInClear() async throws {
    let open = Stage([good], baseURL: "http://127.0.0.1@models.example/v1")
    #expect(try await open.problem()?.kind == .refused)
    #expect(open.server.bodies.isEmpty)
    #expect(!open.model.configuration.isOnThisMachine)
    for base in ["http://127.0.0.1:8080", "http://localhost/v1", "http://[::1]:8080/v1"] {
      let local = Stage([good], baseURL: base)
      #expect(try await local.problem() == nil)
      #expect(local.model.configuration.isOnThisMachine)
    }
    #expect(try await Stage([good], baseURL: "http://10.0.0.5/v1", credential: .none).problem() == nil)
  }

  @Test("Rubbish is said to be rubbish, in words that are safe to show")
  func rubbish() async throws {
    let page = ScriptedServer.Answer(headers: ["content-type": "text/html"], chunks: [Array("<html>".utf8)])
    #expect(try await Stage([page]).problem()?.summary == "luna did not answer as a language model does.")
    #expect(try await Stage([.json(200, "{\"choices\":")]).problem()?.cause == "It sent JSON that is not whole.")
    #expect(try await Stage([.json(200, "{}")]).problem()?.cause == "It sent JSON without an answer.")
    let hostile = try #require(try await Stage([.json(401, "\u{1B}[2J\u{7}" + String(repeating: "x", count: 5000))]).problem())
    #expect(hostile.cause.map { !$0.unicodeScalars.contains("\u{1B}") && $0.count < 400 } == true)
  }

  @Test("A server that is not there becomes the problem of the connection")
  func unreachable() async throws {
    let stage = Stage([])
    #expect(try await stage.problem()?.summary == "script refused the connection")
  }

  @Test("Models are listed with their windows, whatever the server calls them")
  func servedModels() async throws {
    let list = #"{"object":"list","data":[{"id":"a","max_model_len":4096},{"id":"b","meta":{"n_ctx":8192}},{"id":"c"},{"x":1}]}"#
    let stage = Stage([.json(200, list), refusal(401)], baseURL: "http://127.0.0.1:9")
    #expect(
      try await stage.model.servedModels() == [
        .init(name: "a", contextWindow: 4096), .init(name: "b", contextWindow: 8192), .init(name: "c"),
      ])
    #expect(stage.server.requests.withLock { $0.first?.url } == "http://127.0.0.1:9/v1/models")
    await #expect(throws: Problem.self) { _ = try await stage.model.servedModels() }
  }

  /// Answers once somebody was told that it lets wait.
  private struct SilentServer: HTTPSending {
    let told: AsyncStream<String>
    let words: Locked<String?>

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
      for await cause in told {
        words.withLock { $0 = cause }
        break
      }
      return HTTPResponse(head: HTTPResponseHead(status: 200), body: HTTPBody(chunks: [Array(#"{"data":[]}"#.utf8)]), url: request.url)
    }
  }

  @Test("A server that lets wait with its list of models is told of")
  func silentList() async throws {
    let (told, feed) = AsyncStream.makeStream(of: String.self)
    let words = Locked<String?>(nil)
    var surroundings = RetrySurroundings(now: { DateTime(unixSeconds: 0) }, chance: { 1 }, sleep: { _ in })
    surroundings.patience = 0.01
    let model = RemoteModel(
      ProviderConfiguration(
        name: "m", dialect: .openAI, baseURL: "http://127.0.0.1:9/v1", credential: .bearer({ "sk-s3cret" }), card: { ModelCard(name: $0) }),
      sender: SilentServer(told: told, words: words), surroundings: surroundings)
    #expect(try await model.servedModels { _, cause in feed.yield(cause) }.isEmpty)
    #expect(words.withLock { $0 }?.hasPrefix("waiting for 127.0.0.1, ") == true)
  }
}
