import Casefile
import Foundation
import TestSupport
import Testing

/// Providers as the configuration names them, against a server of this machine.
@Suite("Providers from the configuration", .serialized) @BlockingTests struct ProviderEndToEndTests {
  nonisolated struct Provider: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// Lines below `[models.m]`, beside `base_url`.
    var lines: String
    var environment: [String: String]
    /// Where plans are drafted, and where answers are given.
    var planPath: String
    var path: String
    /// A line of the request's head, in lower case.
    var header: String
    var stream: @Sendable (_ text: String, _ isCall: Bool, _ input: Int64) -> [JSONValue]
  }

  nonisolated static let providers = [
    Provider(
      testDescription: "anthropic", lines: "provider = \"anthropic\"\nname = \"claude-test\"\napi_key = { env = \"ANTHROPIC_API_KEY\" }",
      environment: ["ANTHROPIC_API_KEY": "sk-own-key"], planPath: "/v1/messages", path: "/v1/messages", header: "x-api-key: sk-own-key"
    ) { text, isCall, input in
      [
        ["type": "message_start", "message": ["model": "claude-test", "usage": ["input_tokens": .integer(input), "output_tokens": 1]]],
        [
          "type": "content_block_start", "index": 0,
          "content_block": isCall
            ? ["type": "tool_use", "id": "t", "name": "plan_log_query", "input": [:]] : ["type": "text", "text": ""],
        ],
        [
          "type": "content_block_delta", "index": 0,
          "delta": isCall
            ? ["type": "input_json_delta", "partial_json": .string(text)] : ["type": "text_delta", "text": .string(text)],
        ],
        ["type": "content_block_stop", "index": 0],
        ["type": "message_delta", "delta": ["stop_reason": "end_turn"], "usage": ["output_tokens": 90]], ["type": "message_stop"],
      ]
    },
    Provider(
      testDescription: "openai, a model that takes functions over the Responses API only",
      lines: "provider = \"openai\"\nname = \"gpt-6.2-sol\"\napi_key = { env = \"OPENAI_API_KEY\" }",
      environment: ["OPENAI_API_KEY": "sk-own-key"], planPath: "/v1/responses", path: "/v1/chat/completions",
      header: "authorization: bearer sk-own-key"
    ) { text, isCall, input in
      guard isCall else {
        return [
          ["choices": [["index": 0, "delta": ["content": .string(text)], "finish_reason": "stop"]]],
          ["choices": [], "usage": ["prompt_tokens": .integer(input), "completion_tokens": 90]],
        ]
      }
      return [
        [
          "type": "response.output_item.done", "output_index": 0,
          "item": ["type": "function_call", "call_id": "c", "name": "plan_log_query", "arguments": .string(text)],
        ],
        [
          "type": "response.completed",
          "response": ["status": "completed", "model": "gpt-6.2-sol", "usage": ["input_tokens": .integer(input), "output_tokens": 90]],
        ],
      ]
    },
    Provider(
      testDescription: "azure-openai, signed in with a token",
      lines: "provider = \"azure-openai\"\nname = \"gpt-4.1\"\ndeployment = \"hunt\"",
      environment: ["AZURE_OPENAI_AD_TOKEN": "own-token"], planPath: "/openai/deployments/hunt/chat/completions?api-version=2024-10-21",
      path: "/openai/deployments/hunt/chat/completions?api-version=2024-10-21",
      header: "authorization: bearer own-token"
    ) { text, isCall, input in
      let function: JSONValue = ["name": "plan_log_query", "arguments": .string(text)]
      return [
        ["choices": [], "id": "", "model": "", "prompt_filter_results": [["prompt_index": 0, "content_filter_results": [:]]]],
        [
          "choices": [
            [
              "index": 0, "finish_reason": "stop", "content_filter_results": [:],
              "delta": isCall
                ? ["tool_calls": [["index": 0, "id": "c", "type": "function", "function": function]]] : ["content": .string(text)],
            ]
          ]
        ], ["choices": [], "usage": ["prompt_tokens": .integer(input), "completion_tokens": 90]],
      ]
    },
  ]

  /// What a request must look like is held here, so that a wrong one is answered with an error.
  private func serve(_ provider: Provider, _ plan: String) throws -> RawServer {
    try RawServer { connection in
      while let (head, body) = connection.readRequest() {
        let request = (try? JSONValue(parsing: body[...])) ?? .null
        let isCall = request["tools"] != nil
        let path = isCall ? provider.planPath : provider.path
        guard head.hasPrefix("POST \(path) "), head.lowercased().contains("\r\n\(provider.header)\r\n") else {
          connection.write("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nno")
          continue
        }
        let analysis =
          #"{"answer":"Nothing else.","findings":[{"title":"Read it","description":"d","rows":[1],"log_lines":[],"confidence":"Low"}]}"#
        let text = provider.stream(isCall ? plan : analysis, isCall, Int64(body.count / 2)).map { event in
          (event["type"]?.string.map { "event: \($0)\n" } ?? "") + "data: \(event.text)\n\n"
        }.joined()
        connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" + text)
        return
      }
    }
  }

  private func plan() -> String {
    let now = Int(Date().timeIntervalSince1970)
    let (from, to) = (DateTime(unixSeconds: Double(now - 86_400)), DateTime(unixSeconds: Double(now)))
    let plan: JSONValue = [
      "table_name": "SigninLogs", "fields": ["TimeGenerated", "UserPrincipalName"], "from": .string(from.description),
      "to": .string(to.description), "time_words": "last day", "filters": [], "device_name": "", "user_principal_name": "", "caller": "",
      "about_individual_user": false, "about_individual_host": false, "about_network_security_group": false, "limit": 100,
      "rationale": ["table": "t", "fields": "f", "range": "r", "filters": "n"],
    ]
    return plan.text
  }

  @Test("A plan is drafted and alerts are analysed through it, and it is paid for by its own numbers", arguments: providers)
  func endToEnd(provider: Provider) throws {
    let program = BuiltProgram.withSample()
    let server = try serve(provider, plan())
    try program.configure(
      "[workspaces.sample]\nmodel = \"m\"\n[models.m]\n\(provider.lines)\nbase_url = \"\(server.url)\"\ncontext = 100000\n"
        + "price = { input = 1.0, cached = 0.1, cache_write = 1.25, output = 10.0 }\n[budget]\nper_hunt_usd = 5.0\nper_day_usd = 50.0\n")
    let drafted = try program.run(["draft", "sign-ins of the last day"], environment: provider.environment)
    #expect(drafted.code == 0, "\(drafted.errors)")
    let plan = try JSONValue(parsing: drafted.output)
    #expect(plan["table"] == "SigninLogs")
    #expect(plan["drafted_by"]?.string?.hasPrefix("model:") == true)
    let hunt = try program.run(
      ["hunt", "what is there?", "--all-alerts", "--yes", "--format", "jsonl"], environment: provider.environment)
    #expect(hunt.code == 0, "\(hunt.errors)")
    let events = try hunt.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    #expect(events.last?["event"] == "finished")
    #expect(events.contains { $0["finding"]?["title"] == "Read it" })
    let usage = try #require(events.last { $0["event"] == "usageReported" })
    #expect(usage["output"] == 90)
    let told = events.compactMap { $0["cause"]?.string }.joined(separator: " / ")
    #expect(usage["estimated"] == false, "\(told)")
    let everything = drafted.output + drafted.errors + hunt.output + hunt.errors
    #expect(!everything.contains("own-key") && !everything.contains("own-token"))
  }

  @Test("The day's cap counts by user: no other store has room of its own")
  func otherStores() throws {
    let program = BuiltProgram.withSample()
    let provider = try #require(Self.providers.first)
    let server = try serve(provider, plan())
    try program.configure(
      "[workspaces.sample]\nmodel = \"m\"\n[models.m]\n\(provider.lines)\nbase_url = \"\(server.url)\"\ncontext = 100000\n"
        + "price = { input = 1.0, output = 10.0 }\n[budget]\nper_day_usd = 0.02\n")
    let codes = try (0..<8).map { number in
      try program.run(
        ["draft", "sign-ins of the last day", "--store", program.home + "/s\(number).sqlite"], environment: provider.environment
      ).code
    }
    #expect(codes.first == 0 && codes.last == 4, "\(codes)")
  }

  @Test("A variable alone sends nothing, and a key that is missing is named")
  func keys() throws {
    let program = BuiltProgram.withSample()
    let alone = try program.run(["draft", "sign-ins of the last day"], environment: ["ANTHROPIC_API_KEY": "sk-own-key"])
    #expect(alone.output.contains("offline"))
    try program.configure(
      "[workspaces.sample]\nmodel = \"m\"\n[models.m]\nprovider = \"anthropic\"\nname = \"claude-test\"\ncontext = 100000\n")
    let missing = try program.run(["doctor"])
    #expect(missing.output.contains("ANTHROPIC_API_KEY") || missing.output.contains("models.m.api_key"))
  }
}
