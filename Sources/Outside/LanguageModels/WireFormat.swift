/// The three ways in which language models are spoken to over HTTP.
enum WireFormat: String, Equatable, Sendable, CaseIterable {
  case chatCompletions = "Chat Completions"
  case responses = "the Responses API"
  case messages = "the Messages API"
}
