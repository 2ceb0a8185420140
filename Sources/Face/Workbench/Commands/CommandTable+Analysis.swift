extension CommandTable {
  /// Looking for words in the analysis.
  static let analysisSearch: [CommandSpec] = [
    CommandSpec(
      .searchAnalysis, "Search the analysis", hint: "search", help: "Find words in the analysis; n and N go on, Esc forgets them.",
      keys: ["/"], scope: .panes([.analysis]), unavailable: { $0.analysis.lines.isEmpty ? Wording.noAnalysis : nil }),
    CommandSpec(
      .nextHit, "Next place in the analysis", hint: "next", help: "Go to the next place that has the words.", keys: ["n"],
      scope: .panes([.analysis]), unavailable: { $0.whyNoHit }),
    CommandSpec(
      .previousHit, "Place before in the analysis", help: "Go to the place before that has the words.", keys: ["N"],
      scope: .panes([.analysis]), unavailable: { $0.whyNoHit }),
    CommandSpec(
      .keepAnalysisSearch, "Keep the analysis search", hint: "keep", help: "Go back to the analysis with this search.", keys: ["enter"],
      scope: .editor(.analysisSearch)),
  ]
}
