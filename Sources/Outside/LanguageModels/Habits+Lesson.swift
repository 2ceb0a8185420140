extension Habits {
  /// What was learnt since, in one sentence for the analyst; nil when nothing was. `dropped` are the fields that had been sent.
  func lesson(since before: Habits, dropped: Set<Field>) -> String? {
    var parts: [String] = []
    if format != before.format { parts.append("asks to be spoken to over \(format.rawValue)") }
    if usesMaxTokens != before.usesMaxTokens {
      parts.append(usesMaxTokens ? "takes max_tokens, not max_completion_tokens" : "takes max_completion_tokens, not max_tokens")
    }
    let left = Field.allCases.filter(dropped.contains).map(\.rawValue)
    if !left.isEmpty { parts.append("takes no \(left.joined(separator: ", ")); sent without") }
    if reasoningEffort != before.reasoningEffort, format == before.format {
      parts.append(reasoningEffort.map { "takes functions only with reasoning effort \($0)" } ?? "takes no reasoning effort; sent without")
    }
    if toolUse != before.toolUse {
      parts.append(
        toolUse == .required
          ? "takes no function by name; told only that one must be called" : "takes no functions here; the plan is asked for as an answer")
    }
    if schemaBounds != before.schemaBounds { parts.append("takes no such bounds in schemas; sent without") }
    if answerForm != before.answerForm { parts.append(answerFormLesson) }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private var answerFormLesson: String {
    switch answerForm {
    case .schema: "takes schemas"
    case .function: "takes no schema for an answer; asked for as a function's arguments"
    case .object: "takes no schema for an answer; asked for any JSON object"
    case .words: "takes no JSON format; asked for in words"
    }
  }
}
