import Casefile
import KQL
import Locking
import TestSupport
import Testing

@testable import HuntPipeline

@Suite("Drafting with a model") struct DraftingTests {
  private func draft(_ answers: [ModelAnswer]) async throws -> (plan: QueryPlan, calls: [ModelCall], causes: [String]) {
    let model = ScriptedModel(answers)
    let brief = PlanningBrief(
      request: HuntDesk.hunt().request, tables: [HuntDesk.table], policy: GuardrailPolicy(maxRows: 1000), model: HuntDesk.card)
    let causes = Locked<[String]>([])
    let drafted = try await ModelPlanDrafter(model: model).draft(brief) { _, cause in causes.withLock { $0.append(cause) } }
    return (drafted.plan, model.calls, causes.withLock { $0 })
  }

  private func call(_ arguments: String, times: Int = 1) -> ModelAnswer {
    let calls = (0..<times).map { ModelAnswer.ToolCall(id: "\($0)", name: PlanTool.name, arguments: arguments) }
    return ModelAnswer(toolCalls: calls, finish: .complete)
  }

  @Test("A sound call becomes a plan with its KQL, asked with one strict tool")
  func sound() async throws {
    let (plan, calls, causes) = try await draft([HuntDesk.plan()])
    #expect(causes.isEmpty)
    #expect(plan.filters == [QueryPlan.Filter(field: "DeviceName", op: .has, value: "WS-123")])
    #expect(plan.kql.contains("DeviceName has \"WS-123\""))
    #expect(plan.timeWords == "in the last day")
    let schema = try #require(calls[0].tool?.parameters)
    #expect(schema["additionalProperties"] == false)
    #expect(schema["required"]?.array?.count == schema["properties"]?.object?.count)
    #expect(schema["properties"]?["table_name"]?["enum"] == ["DeviceProcessEvents"])
  }

  @Test("A hostile name stays one string in the query")
  func hostile() async throws {
    let (plan, _, _) = try await draft([HuntDesk.plan(host: #"x\\\" or 1==1 or DeviceName startswith \\\""#)])
    #expect(plan.kql.split(separator: "\n").filter { $0.hasPrefix("| where DeviceName") }.count == 1)
    #expect(plan.kql.contains(#"or 1==1"#))
    let review = Guardrails(policy: GuardrailPolicy(), tables: TableNames(), now: HuntDesk.now)
    #expect(review.bound(.init(parsing: plan.kql)).tablesRead == ["DeviceProcessEvents"])
  }

  @Test("A missing, malformed, doubled or inventive call is asked again once, saying what was wrong")
  func repaired() async throws {
    let bad = [
      ModelAnswer(text: "I think so.", finish: .complete), call("{not json"), call(#"{"table_name":"Nope"}"#),
      ModelAnswer(
        toolCalls: [HuntDesk.plan().toolCalls[0], ModelAnswer.ToolCall(id: "2", name: PlanTool.name, arguments: "{}")], finish: .complete),
      ModelAnswer(refusal: "no", finish: .refused),
    ]
    for answer in bad {
      let (plan, calls, causes) = try await draft([answer, HuntDesk.plan()])
      #expect(causes.count == 1, "the analyst hears why it takes longer")
      #expect(plan.table == "DeviceProcessEvents")
      #expect(calls[1].messages.last?.text.contains(PlanTool.name) == true)
    }
  }

  @Test("A comparison the tool does not have is asked again, never taken for another")
  func inventedComparison() async throws {
    let arguments =
      #"{"table_name":"DeviceProcessEvents","filters":[{"field":"DeviceName","op":"sounds like","values":["x"]}],"device_name":"web-1"}"#
    let (plan, _, causes) = try await draft([call(arguments), call(arguments)])
    #expect(causes.first?.contains("sounds like") == true)
    #expect(plan.filters == [QueryPlan.Filter(field: "DeviceName", op: .has, value: "web-1")], "web-1 is not web-10")
    #expect(plan.rationale.fields.contains("sounds like"), "what was left out is said")
  }

  @Test("What a model wrote and nothing was made of is said", arguments: [#""*""#, #""all""#, "7", "[]"])
  func leftOut(host: String) async throws {
    let arguments =
      #"{"table_name":"DeviceProcessEvents","device_name":\#(host),"filters":[{"field":"TimeGenerated","op":">","values":["x"]}],"limit":0}"#
    let plan = try await draft([call(arguments)]).plan
    #expect(plan.filters.isEmpty)
    #expect(plan.limit == 1000)
    #expect(plan.rationale.fields.contains("device_name"))
    #expect(plan.rationale.fields.contains("TimeGenerated"))
  }

  @Test("Two bad answers are handed to the analyst as one problem")
  func givesUp() async {
    let failure = await #expect(throws: DraftFailure.self) { try await draft([call("{}"), call("[]")]) }
    #expect(failure?.error is Problem && failure?.calls == 2)
  }

  @Test("Empty words are no filters, and limits stay in bounds", arguments: ["", "*", "all", "none", "n/a"])
  func emptyWords(word: String) async throws {
    let arguments =
      #"{"table_name":"deviceprocessevents","fields":"ProcessCommandLine","filters":[{"field":"DeviceName","op":"startswith","values":["\#(word)"]}],"device_name":"\#(word)","limit":99999999}"#
    let (plan, _, _) = try await draft([call(arguments)])
    #expect(plan.filters.isEmpty)
    #expect(plan.limit == 1000)
    #expect(plan.fields == ["TimeGenerated", "ProcessCommandLine"])
  }
}
