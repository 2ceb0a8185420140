import Casefile
import Foundation
import HuntPipeline

/// A Chat Completions request as somebody wrote it, read to be counted.
enum RequestBody {
  /// Its messages, first function and schema. Throws a `Problem` for anything that is no request.
  static func call(_ bytes: Data, _ path: String) throws -> ModelCall {
    guard let body = try? JSONValue(parsing: Array(bytes)[...]), let messages = body["messages"]?.array else {
      throw Problem(
        "\(path) is no request.", cause: "A JSON object with a list \"messages\" is expected.",
        remedy: "Leave out --parts to count it as text.", kind: .usage)
    }
    let functions = body["tools"]?.array?.compactMap { tool(of: $0["function"] ?? $0) } ?? []
    guard functions.count <= 1 else {
      throw Problem(
        "\(path) has \(functions.count) functions.", cause: "Only requests with one are counted.", remedy: "Take the others out.",
        kind: .usage)
    }
    let schema = body["response_format"]?["json_schema"]
    return ModelCall(
      model: body["model"]?.string ?? "", messages: messages.map(message), tool: functions.first,
      answerSchema: schema.flatMap { schema in
        schema["schema"].map { ModelCall.AnswerSchema(name: schema["name"]?.string ?? "", schema: $0) }
      }, maxOutput: 0)
  }

  private static func message(_ value: JSONValue) -> ModelCall.Message {
    let role = ModelCall.Message.Role(rawValue: value["role"]?.string ?? "") ?? (value["role"]?.string == "developer" ? .system : .user)
    let parts = value["content"]?.array?.compactMap { $0["text"]?.string }.joined()
    return ModelCall.Message(role, value["content"]?.string ?? parts ?? "")
  }

  private static func tool(of value: JSONValue) -> ModelCall.Tool? {
    value["name"]?.string.map {
      ModelCall.Tool(name: $0, description: value["description"]?.string ?? "", parameters: value["parameters"] ?? .null)
    }
  }
}
