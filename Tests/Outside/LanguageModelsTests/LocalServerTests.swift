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
  private func model() throws -> OpenAICompatibleModel {
    OpenAICompatibleModel(
      ProviderConfiguration(name: "local", dialect: .compatible, baseURL: try #require(address), credential: .none), sender: HTTPClient(),
      surroundings: RetrySurroundings(now: { .minimum }, chance: { 1 }, sleep: { try await Task.sleep(for: .seconds($0)) }))
  }

  private let tool = ModelCall.Tool(
    name: "plan_query", description: "Plans a query.",
    parameters: [
      "type": "object", "additionalProperties": false, "required": ["table", "hours"],
      "properties": ["table": ["type": "string", "enum": ["SigninLogs", "AuditLogs"]], "hours": ["type": "integer"]],
    ])

  @Test("A forced function streams arguments of its schema")
  func function() async throws {
    let pieces = Locked(0)
    let call = ModelCall(model: "any", messages: [.init(.user, "Failed sign-ins in the last 6 hours?")], tool: tool, maxOutput: 100)
    let answer = try await model().answer(call) { delta in
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

  @Test("A request over the window is told as too long")
  func tooLong() async throws {
    let call = ModelCall(model: "any", messages: [.init(.user, String(repeating: "log line ", count: 20_000))], maxOutput: 10)
    await #expect(throws: Problem.self) { _ = try await model().answer(call) { _ in } }
    do { _ = try await model().answer(call) { _ in } } catch let problem as Problem {
      #expect(problem.summary == "The request is too long for any.")
    }
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
