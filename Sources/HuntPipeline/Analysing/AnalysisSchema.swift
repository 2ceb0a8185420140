import Casefile

/// The strict shape of an analysis: an answer for people, then findings.
///
/// Lists and texts are bounded so that a small local model comes to an end; providers that do not take a bound leave it out.
enum AnalysisSchema {
  static let answer = ModelCall.AnswerSchema(name: "analysis", schema: schema)

  private static let schema: JSONValue = closed([
    ("answer", text(2000)),
    ("findings", ["type": "array", "items": finding, "maxItems": 20]),
  ])

  private static let finding: JSONValue = closed([
    ("title", text(120)), ("description", text(600)), ("tactic", text(40)), ("technique", pattern("^(T[0-9]{4})?$")),
    ("sub_technique", pattern("^(T[0-9]{4}[.][0-9]{3})?$")),
    ("rows", ["type": "array", "items": ["type": "integer"], "maxItems": 50]), ("log_lines", list(400, 10)),
    ("confidence", choice(Finding.Confidence.allCases.map(\.rawValue))), ("indicators_of_compromise", list(200, 20)),
    ("recommendations", ["type": "array", "items": choice(Finding.Recommendation.allCases.map(\.rawValue)), "maxItems": 4]),
    ("tags", list(40, 8)), ("notes", text(400)),
  ])

  private static func closed(_ members: [(String, JSONValue)]) -> JSONValue {
    var properties = JSONObject()
    for (key, schema) in members { properties[key] = schema }
    return [
      "type": "object", "properties": .object(properties), "required": .array(members.map { .string($0.0) }),
      "additionalProperties": false,
    ]
  }

  private static func text(_ length: Int64) -> JSONValue { ["type": "string", "maxLength": .integer(length)] }
  private static func pattern(_ pattern: String) -> JSONValue { ["type": "string", "pattern": .string(pattern)] }
  private static func choice(_ values: [String]) -> JSONValue { ["type": "string", "enum": .array(values.map(JSONValue.string))] }
  private static func list(_ length: Int64, _ items: Int64) -> JSONValue {
    ["type": "array", "items": text(length), "maxItems": .integer(items)]
  }
}
