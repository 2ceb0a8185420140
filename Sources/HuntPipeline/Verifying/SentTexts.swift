internal import Casefile

/// What an analyst was given to read, part by part, to tell where a claim comes from.
package struct SentTexts: Sendable {
  /// The rows that were sent, every cell written out; empty for an analyst who read all of them.
  let rows: TermText
  /// Indicators of rows that were not sent.
  let appendix: TermText
  /// Our own words round the rows.
  let prompt: TermText
  /// The question, the query and what the analyst's lists say, which a finding may repeat.
  let told: TermText
  let codes: CodeReader
  /// Accounts and hosts in the rows, in lower case.
  let names: Set<String>

  package init(
    rows: String, appendix: String = "", prompt: String = "", told: String = "", codes: [String: String] = [:], names: Set<String> = []
  ) {
    self.rows = TermText(folded: FoldedText.folded(rows, keepsLines: true))
    self.appendix = TermText(folded: FoldedText.folded(appendix, keepsLines: true))
    self.prompt = TermText(folded: FoldedText.folded(prompt))
    self.told = TermText(folded: FoldedText.folded(told))
    self.codes = CodeReader(codes)
    self.names = names
  }

  /// Letters from which on words are told to be the prompt's.
  private static let leastPromptWords = 8

  /// Words that say where a claim stands that is in no row cited; empty when it stands nowhere.
  func place(of claim: Claim) -> String {
    // A true quote of another row is no proof of this finding, and no invention either.
    if claim.isIn(rows) { return " (not in the rows cited)" }
    if claim.isIn(appendix) { return " (only among the indicators of rows not sent)" }
    if claim.text.utf8.count >= SentTexts.leastPromptWords, claim.isIn(prompt) { return " (only in the prompt)" }
    return ""
  }
}

extension EvidenceCheck {
  /// For what a brief gave to an analyst. The offline analyst reads every row, a model only what some sent line stands for.
  package init(of brief: AnalysisBrief) {
    let (pages, resultSet, count) = (brief.pages, brief.resultSet, brief.rowCount)
    let reduction = brief.reduction
    let isWhole = brief.model.isOffline
    let sentRows = isWhole ? [] : Set(reduction.lines.flatMap(\.rows))
    self.init(
      wasSent: { number in number >= 1 && number <= count && (isWhole || sentRows.contains(number)) },
      row: { number in try await pages.rows(of: resultSet, (number - 1)..<number).first },
      sent: SentTexts(
        rows: isWhole ? "" : reduction.readableRows, appendix: isWhole ? "" : reduction.appendix,
        prompt: isWhole ? "" : AnalysisPrompt.ownWords(for: brief),
        told: ([brief.request.text, brief.kql, reduction.context] + brief.tables).joined(separator: "\n"),
        codes: isWhole ? [:] : reduction.codes, names: reduction.names),
      columns: brief.columns, rowCount: count, talking: reduction.talking)
  }
}
