internal import Canvas

extension Model {
  mutating func performAnalysis(_ command: Command) {
    switch command {
    case .searchAnalysis: analysisSearch.editor = TextEditor(analysisSearch.text)
    case .keepAnalysisSearch: analysisSearch.editor = nil
    case .nextMatch: goToAnalysisMatch(1)
    case .previousMatch: goToAnalysisMatch(-1)
    default: break
    }
  }

  /// Looks for the text from what is on screen on.
  mutating func analysisSearchTyped(_ text: String) {
    analysisSearch.text = text
    analysisSearch.follow(analysis)
    analysisSearch.match = analysisSearch.matches.firstIndex { $0 >= analysis.scroll } ?? 0
    showAnalysisMatch()
  }

  private mutating func goToAnalysisMatch(_ step: Int) {
    let count = analysisSearch.matches.count
    guard count > 0 else { return say(Wording.noAnalysisMatch, .note) }
    analysisSearch.match = (analysisSearch.match + step + count) % count
    showAnalysisMatch()
  }

  private mutating func showAnalysisMatch() {
    guard analysisSearch.matches.indices.contains(analysisSearch.match) else { return }
    let line = analysisSearch.matches[analysisSearch.match]
    let height = max(1, ScreenLayout(self).inner(.analysis).height)
    analysis.isFollowing = false
    if line < analysis.scroll || line >= analysis.scroll + height - 1 { analysis.scroll = max(0, line - height / 3) }
  }
}
