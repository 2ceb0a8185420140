internal import Canvas

extension Model {
  mutating func performAnalysis(_ command: Command) {
    switch command {
    case .searchAnalysis: analysisSearch.editor = TextEditor(analysisSearch.text)
    case .keepAnalysisSearch: analysisSearch.editor = nil
    case .nextHit: goToHit(1)
    case .previousHit: goToHit(-1)
    default: break
    }
  }

  /// Why there is no other place to go to; nil when there is one.
  var whyNoHit: String? { analysisSearch.text.isEmpty ? Wording.nothingSearchedHere : analysisSearch.matches.isEmpty ? Wording.noHit : nil }

  /// Looks for the text from what is on screen on.
  mutating func analysisSearchTyped(_ text: String) {
    analysisSearch.text = text
    analysisSearch.look(in: analysis.lines)
    analysisSearch.match = analysisSearch.matches.firstIndex { $0 >= analysis.scroll } ?? 0
    showHit()
  }

  private mutating func goToHit(_ step: Int) {
    // The text may have grown, or be broken at another width by now.
    analysisSearch.look(in: analysis.lines)
    let count = analysisSearch.matches.count
    guard count > 0 else { return }
    analysisSearch.match = (analysisSearch.match + step + count) % count
    showHit()
  }

  private mutating func showHit() {
    guard analysisSearch.matches.indices.contains(analysisSearch.match) else { return }
    let line = analysisSearch.matches[analysisSearch.match]
    let height = max(1, ScreenLayout(self).inner(.analysis).height)
    analysis.isFollowing = false
    if line < analysis.scroll || line >= analysis.scroll + height - 1 { analysis.scroll = max(0, line - height / 3) }
  }
}
