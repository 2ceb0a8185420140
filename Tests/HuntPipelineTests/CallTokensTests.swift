import Casefile
import HuntPipeline
import Testing

@Suite("Counting a call by its parts") struct CallTokensTests {
  /// A byte is a token here, so that each sum can be done by hand.
  private let recipe = CallRecipe(.o200k) { $0.utf8.count }
  private let call = ModelCall(
    model: "m", messages: [ModelCall.Message(.system, "ab"), ModelCall.Message(.user, "cde ROWS")], maxOutput: 1)

  @Test("Each message costs three tokens and its role, and the answer is begun with three")
  func messages() {
    let tokens = recipe.tokens(of: call)
    #expect(tokens[.system] == 2)
    #expect(tokens[.request] == 8)
    #expect(tokens[.framing] == 3 + (3 + 6) + (3 + 4))
    #expect(tokens.total == 29)
    #expect(tokens.lines.map(\.part) == [.system, .request, .framing])
  }

  @Test("Rows are what a call has more than the same call without them; the parts sum up to the whole")
  func rows() {
    var rowless = call
    rowless.messages[1].text = "cde "
    let tokens = recipe.tokens(of: call, rowless: rowless)
    #expect(tokens[.rows] == 4)
    #expect(tokens[.request] == 4)
    #expect(tokens.total == recipe.tokens(of: call).total)
  }

  @Test("A function is counted by the published constants, choices and what lies inside of its parameters too")
  func tools() {
    var withTool = call
    withTool.tool = ModelCall.Tool(
      name: "f", description: "Do it.",
      parameters: [
        "type": "object",
        "properties": ["a": ["type": "string", "description": "x.", "enum": ["p", "qq"]]],
      ])
    // 7 + "f:Do it" 7, 3 for properties, 3 + "a:string:x" 10, -3 + (3 + 1) + (3 + 2) for the choices, 12 at the end.
    #expect(recipe.tokens(of: withTool)[.tools] == 48)
    #expect(CallRecipe(.cl100k) { $0.utf8.count }.tokens(of: withTool)[.tools] == 51)
    withTool.tool?.parameters = [
      "type": "object",
      "properties": ["a": ["type": "array", "items": ["type": "object", "properties": ["b": ["type": "long"]]]]],
    ]
    // 7 + 7, 3, 3 + "a:array:" 8, then inside 3 + 3 + "b:long:" 7, 12 at the end.
    #expect(recipe.tokens(of: withTool)[.tools] == 53)
  }

  @Test("A schema costs its text")
  func schema() {
    var shaped = call
    shaped.answerSchema = ModelCall.AnswerSchema(name: "s", schema: ["type": "object"])
    #expect(recipe.tokens(of: shaped)[.schema] == 1 + #"{"type":"object"}"#.utf8.count)
  }
}
