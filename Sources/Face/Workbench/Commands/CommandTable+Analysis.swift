extension CommandTable {
  /// Looking for words in the analysis.
  static let analysisSearch: [CommandSpec] = [
    CommandSpec(
      .searchAnalysis, "Search the analysis", hint: "search", help: "Find words in the analysis; n and N go on, Esc forgets them.",
      keys: ["/"], scope: .panes([.analysis]), unavailable: { $0.analysis.lines.isEmpty ? Wording.noAnalysis : nil }),
    CommandSpec(
      .keepAnalysisSearch, "Keep the analysis search", hint: "keep", help: "Go back to the analysis with this search.", keys: ["enter"],
      scope: .editor(.analysisSearch)),
  ]
}
