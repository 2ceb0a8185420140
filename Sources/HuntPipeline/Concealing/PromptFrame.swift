/// The words that our own prompts are made of. A name that is one of them would be found in every request; it is hidden where it is a whole
/// cell of identities, and nowhere else.
enum PromptFrame {
  static let words: Set<String> = Set(
    (AnalysisPrompt.fixedWords + PlanPrompt.fixedWords).flatMap { text in
      text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    })
}
