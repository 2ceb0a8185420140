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

@Suite("Learning what a server takes")
struct HabitTests {
  @Test("A named field is changed once and remembered for the session")
  func remembered() async throws {
    let stage = Stage([refusal(code: "unsupported_parameter", param: "max_completion_tokens"), good, good])
    _ = try await stage.answer()
    _ = try await stage.answer()
    let bodies = stage.server.bodies
    #expect(bodies.map { $0["max_tokens"] } == [nil, 900, 900])
    #expect(bodies.map { $0["max_completion_tokens"] } == [900, nil, nil])
  }

  @Test("A validation error in another shape names its field too")
  func validationShape() async throws {
    let stage = Stage(
      [.json(422, #"{"detail":[{"loc":["body","stream_options"],"msg":"extra fields not permitted","type":"x"}]}"#), good],
      dialect: .compatible)
    _ = try await stage.answer()
    #expect(stage.server.bodies.map { $0["stream_options"] == nil } == [false, true])
  }

  @Test("An error that names nothing costs the optional fields first, then the form of the function")
  func unnamed() async throws {
    let bare = ScriptedServer.Answer.json(400, #"{"error":"Invalid tool_choice type: 'object'"}"#)
    let stage = Stage([bare, bare, goodCall], dialect: .compatible)
    _ = try await stage.answer(.plan)
    let bodies = stage.server.bodies
    #expect(bodies[1]["parallel_tool_calls"] == nil)
    #expect(bodies[1]["tool_choice"]?.object != nil)
    #expect(bodies[2]["tool_choice"] == "required")
  }

  @Test("Models that take functions neither with reasoning nor without are asked over the Responses API, and at last for an answer")
  func asAnswer() async throws {
    let effort = refusal(param: "reasoning_effort")
    let stage = Stage([effort, effort, .json(404, "<html>"), good])
    let answer = try await stage.answer(.plan)
    let bodies = stage.server.bodies
    #expect(bodies.map { $0["reasoning_effort"] } == [nil, "none", nil, nil])
    #expect(stage.server.requests.withLock { $0.map { $0.url.hasSuffix("/responses") } } == [false, false, true, false])
    #expect(bodies[3]["tools"] == nil)
    #expect(bodies[3]["response_format"]?["json_schema"]?["name"] == "plan")
    #expect(answer.toolCalls == [.init(id: "schema", name: "plan", arguments: "{}")])
    #expect(answer.text.isEmpty)
    #expect(stage.arguments == "{}")
  }

  @Test("A server that answers a forced function with words is asked for a schema the next time")
  func ignoredTool() async throws {
    let stage = Stage([good, good], dialect: .compatible)
    #expect(try await stage.answer(.plan).toolCalls.isEmpty)
    #expect(try await stage.answer(.plan).toolCalls.count == 1)
  }

  @Test("A schema that is refused loses its bounds, then becomes words")
  func schemas() async throws {
    let refused = refusal(code: "invalid_value", param: "response_format.json_schema.schema")
    let stage = Stage([refused, refused, refused, good], dialect: .compatible)
    _ = try await stage.answer(.analysis)
    let bodies = stage.server.bodies
    #expect(bodies[1]["response_format"]?["json_schema"]?["schema"]?["properties"]?["a"] == ["type": "string"])
    #expect(bodies[2]["response_format"] == ["type": "json_object"])
    #expect(bodies[3]["response_format"] == nil)
    #expect(bodies[3]["messages"]?.array?.last?["content"]?.string?.contains("\"properties\"") == true)
  }

  @Test("A server that refuses everything is given up after a few forms")
  func givesUp() async throws {
    let stage = Stage(Array(repeating: refusal(), count: 20), dialect: .compatible)
    let problem = try await stage.problem(.plan)
    #expect(problem?.summary == "luna refused the request for m-1.")
    #expect(stage.server.bodies.count <= 7)
  }

  @Test("A model that answers only the Responses API is spoken to over it, and stays so")
  func responsesOnly() async throws {
    let wrongPlace = refusal(404, param: "model")
    let said = ScriptedServer.Answer(chunks: [Dialogue(parts: [.say(["yes"])]).bytes(.responses)])
    let stage = Stage([wrongPlace, said, said])
    #expect(try await stage.answer().text == "yes")
    #expect(try await stage.answer().text == "yes")
    #expect(stage.server.requests.withLock { $0.map { $0.url.hasSuffix("/responses") } } == [false, true, true])
    #expect(stage.lessons == ["luna: this server asks to be spoken to over the Responses API"])
    let copy = Stage([wrongPlace], dialect: .compatible)
    #expect(try await copy.problem()?.summary == "Nothing answers Chat Completions at luna.")
    let unknown = Stage([refusal(404, code: "model_not_found", param: "model")])
    #expect(try await unknown.problem()?.summary == "luna does not know the model m-1.")
  }

  @Test("What the catalogue knows is not learnt: functions of models that always reason go over the Responses API with little effort")
  func catalogue() async throws {
    var card = ModelCard(name: "m-1", reasoningEfforts: ["low", "high"])
    card.takesFunctionsInChat = false
    let (known, call) = (
      card,
      ScriptedServer.Answer(chunks: [
        Dialogue(parts: [.call(id: "c", name: "plan", arguments: ["{}"])]).bytes(.responses)
      ])
    )
    let configuration = ProviderConfiguration(
      name: "luna", dialect: .openAI, baseURL: "https://api.example", credential: .none, card: { _ in known })
    let stage = Stage([call, good], configuration)
    _ = try await stage.answer(.plan)
    _ = try await stage.answer(.analysis)
    #expect(stage.server.requests.withLock { $0.map { $0.url.hasSuffix("/responses") } } == [true, false])
    #expect(stage.server.bodies.map { $0["reasoning"] } == [["effort": "low"], nil])
    for name in ["gpt-6.2-sol", "gpt-6.1-sol", "gpt-6-astra"] {
      #expect(ModelCatalogue.bundled.card(named: name)?.takesFunctionsInChat == false)
    }
  }

  @Test("An effort that is refused over the Responses API is left out")
  func effort() async throws {
    var card = ModelCard(name: "m-1", reasoningEfforts: ["low"])
    card.takesFunctionsInChat = false
    let known = card
    let configuration = ProviderConfiguration(
      name: "luna", dialect: .openAI, baseURL: "https://api.example", credential: .none, card: { _ in known })
    let call = ScriptedServer.Answer(chunks: [Dialogue(parts: [.call(id: "c", name: "plan", arguments: ["{}"])]).bytes(.responses)])
    let stage = Stage([refusal(code: "unsupported_value", param: "reasoning.effort"), call], configuration)
    #expect(try await stage.answer(.plan).toolCalls.count == 1)
    #expect(stage.server.bodies.map { $0["reasoning"] == nil } == [false, true])
    #expect(stage.lessons == ["luna: this server takes no reasoning effort; sent without"])
  }

  @Test(
    "What is learnt is told once, in one sentence",
    arguments: [
      ("temperature", "luna: this server takes no temperature; sent without"),
      ("stream_options", "luna: this server takes no stream_options; sent without"),
      ("max_tokens", "luna: this server takes max_completion_tokens, not max_tokens"),
      ("tool_choice", "luna: this server takes no function by name; told only that one must be called"),
      ("tools[0].function.strict", "luna: this server takes no such bounds in schemas; sent without"),
    ])
  func told(parameter: String, lesson: String) async throws {
    let stage = Stage([refusal(param: parameter), goodCall, goodCall, goodCall], dialect: .compatible)
    for _ in 0..<3 { _ = try await stage.answer(.plan) }
    #expect(stage.lessons == [lesson])
    #expect(stage.server.bodies.count == 4)
  }

  @Test("What was tried in vain is not remembered, and told to nobody")
  func inVain() async throws {
    let stage = Stage(Array(repeating: refusal(), count: 6) + [goodCall], dialect: .compatible)
    #expect(try await stage.problem(.plan) != nil)
    _ = try await stage.answer(.plan)
    #expect(stage.lessons.isEmpty)
    #expect(stage.server.bodies.last?["parallel_tool_calls"] == false)
  }

  @Test("A refusal that no other form can answer costs one request")
  func sameBody() async throws {
    let stage = Stage([.json(400, #"{"type":"error","error":{"type":"invalid_request_error","message":"no"}}"#)], dialect: .anthropic)
    #expect(try await stage.problem()?.summary == "luna refused the request for m-1.")
    #expect(stage.server.bodies.count == 1)
  }

  @Test("Anthropic's models that take no schema are asked for it as a function, whose pieces are the answer's text")
  func schemaAsFunction() async throws {
    let call = Dialogue(parts: [
      .say(["Here it is."]), .call(id: "c", name: "analysis", arguments: [#"{"a""#, #":"b"}"#]),
      .call(id: "d", name: "analysis", arguments: [#"{"a":"again"}"#]),
    ])
    let stage = Stage(
      [
        .json(400, #"{"type":"error","error":{"type":"invalid_request_error","message":"output_config: extra input"}}"#),
        .init(chunks: [call.bytes(.messages)]), .init(chunks: [Dialogue(parts: [.say(["{}"])]).bytes(.messages)]),
      ], dialect: .anthropic)
    let answer = try await stage.answer(.analysis)
    #expect(answer.text == #"{"a":"b"}"#)
    #expect(answer.toolCalls.isEmpty)
    #expect(stage.texts == answer.text)
    #expect(stage.server.bodies[1]["tool_choice"]?["name"] == "analysis")
    #expect(stage.lessons == ["luna: this server takes no schema for an answer; asked for as a function's arguments"])
    #expect(try await stage.answer(.analysis).text == "{}")
  }
}
