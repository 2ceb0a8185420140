import Casefile
import Foundation
import HuntPipeline
import Locking
import Testing
import Transport

@testable import LanguageModels

private let address = ProcessInfo.processInfo.environment["LOGSPOTLIGHT_MODEL_SERVER"]

/// Runs only where LOGSPOTLIGHT_MODEL_SERVER names a model server on this machine.
@Suite("Against a real model server", .enabled(if: address != nil, "LOGSPOTLIGHT_MODEL_SERVER names no server"), .serialized)
struct LocalServerTests {
  /// The same server over any format that it speaks.
  private func model(_ format: WireFormat = .chatCompletions) throws -> RemoteModel {
    let dialects: [WireFormat: ProviderConfiguration.Dialect] = [.chatCompletions: .compatible, .responses: .openAI, .messages: .anthropic]
    return RemoteModel(
      ProviderConfiguration(
        name: "local", dialect: try #require(dialects[format]), baseURL: try #require(address), credential: .none,
        card: { ModelCard(name: $0, takesChatCompletions: format != .responses) }), sender: HTTPClient(), surroundings: .system())
  }

  @Test("Text streams with its usage in every format", arguments: WireFormat.allCases)
  func text(format: WireFormat) async throws {
    let pieces = Locked<[String]>([])
    let call = ModelCall(
      model: "any", messages: [.init(.system, "Be short."), .init(.user, "What is the capital of France?")], maxOutput: 40)
    let answer = try await model(format).answer(call) { delta in
      if case .text(let text) = delta { pieces.withLock { $0.append(text) } }
    }
    #expect(answer.text.contains("Paris"))
    #expect(pieces.withLock { $0.joined() } == answer.text)
    #expect(pieces.withLock { $0.count } > 1)
    #expect(answer.usage.map { $0.input > 10 && $0.output > 1 && $0.cached <= $0.input } == true)
    #expect(answer.finish == .complete)
  }

  @Test("A request over the window is too long in every format", arguments: WireFormat.allCases)
  func tooLong(format: WireFormat) async throws {
    let call = ModelCall(model: "any", messages: [.init(.user, String(repeating: "log line ", count: 20_000))], maxOutput: 20)
    let problem = await #expect(throws: Problem.self) { _ = try await model(format).answer(call) { _ in } }
    #expect(problem?.summary == "The request is too long for any.")
  }

  @Test("A server that passes over how a schema is asked for is asked for a function the next time")
  func ignoredSchema() async throws {
    let schema: JSONValue = [
      "type": "object", "additionalProperties": false, "required": ["hours"], "properties": ["hours": ["type": "integer"]],
    ]
    let call = ModelCall(
      model: "any", messages: [.init(.user, "How long is a day?")], answerSchema: .init(name: "analysis", schema: schema), maxOutput: 200)
    let model = try model(.messages)
    let first = try await model.answer(call) { _ in }
    // Where the first answer was cut by its limit, nothing can be learnt of it.
    guard first.finish == .complete else { return }
    let second = try await model.answer(call) { _ in }
    #expect(try JSONValue(parsing: second.text)["hours"]?.integer != nil)
  }

  private let tool = ModelCall.Tool(
    name: "plan_query", description: "Plans a query.",
    parameters: [
      "type": "object", "additionalProperties": false, "required": ["table", "hours"],
      "properties": ["table": ["type": "string", "enum": ["SigninLogs", "AuditLogs"]], "hours": ["type": "integer"]],
    ])

  @Test("A forced function streams arguments of its schema", arguments: [WireFormat.chatCompletions, .messages])
  func function(format: WireFormat) async throws {
    let pieces = Locked(0)
    let call = ModelCall(model: "any", messages: [.init(.user, "Failed sign-ins in the last 6 hours?")], tool: tool, maxOutput: 100)
    let answer = try await model(format).answer(call) { delta in
      if case .toolArguments = delta { pieces.withLock { $0 += 1 } }
    }
    let arguments = try JSONValue(parsing: try #require(answer.toolCalls.first).arguments)
    // Small servers may repeat the call although parallel calls are switched off; the drafter takes equal ones for one.
    #expect(answer.toolCalls.allSatisfy { $0.name == tool.name })
    #expect(["SigninLogs", "AuditLogs"].contains(arguments["table"]?.string))
    #expect(arguments["hours"]?.integer != nil)
    #expect(pieces.withLock { $0 } > 1)
    #expect(answer.usage.map { $0.input > 0 && $0.output > 0 } == true)
    #expect(answer.finish == .complete)
  }

  @Test("A schema holds the answer, and a short limit ends it as length")
  func schema() async throws {
    let schema: JSONValue = [
      "type": "object", "additionalProperties": false, "required": ["answer", "rows"],
      "properties": [
        "answer": ["type": "string", "maxLength": 40], "rows": ["type": "array", "items": ["type": "integer"], "maxItems": 3],
      ],
    ]
    var call = ModelCall(
      model: "any", messages: [.init(.user, "Which rows are odd?")], answerSchema: .init(name: "analysis", schema: schema), maxOutput: 300)
    let answer = try await model().answer(call) { _ in }
    #expect(try JSONValue(parsing: answer.text)["answer"]?.string != nil)
    call.maxOutput = 4
    #expect(try await model().answer(call) { _ in }.finish == .length)
  }

  @Test("Cancelling ends a running answer at once")
  func cancel() async throws {
    let begun = AsyncStream<Void>.makeStream()
    let model = try model()
    let task = Task {
      let call = ModelCall(model: "any", messages: [.init(.user, "Count from one to a thousand in words.")], maxOutput: 1000)
      return try await model.answer(call) { _ in begun.continuation.yield() }
    }
    for await _ in begun.stream { break }
    let start = ContinuousClock.now
    task.cancel()
    await #expect(throws: CancellationError.self) { _ = try await task.value }
    #expect(ContinuousClock.now - start < .seconds(1))
  }

  @Test("It lists what it serves")
  func models() async throws {
    #expect(try await model().servedModels().isEmpty == false)
  }
}
