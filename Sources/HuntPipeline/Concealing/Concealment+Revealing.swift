import Casefile

extension Concealment {
  /// The brief as it reads with every name back in its place: what an answer, turned back, is held against.
  func revealed(_ brief: AnalysisBrief) -> AnalysisBrief {
    var brief = brief
    brief.reduction = revealed(brief.reduction)
    return brief
  }

  /// A claim whose stand-ins were written with escapes, which show only once its text is read.
  func revealed(_ finding: Finding) -> Finding {
    var finding = finding
    finding.title = revealed(finding.title)
    finding.description = revealed(finding.description)
    finding.notes = revealed(finding.notes)
    finding.logLines = finding.logLines.map { revealed($0) }
    finding.indicators = finding.indicators.map { revealed($0) }
    finding.tags = finding.tags.map { revealed($0) }
    return finding
  }

  func revealed(_ reduction: Reduction) -> Reduction {
    var whole = reduction
    whole.legend = revealed(whole.legend)
    whole.lines = whole.lines.map { Reduction.Line(rows: $0.rows, text: revealed($0.text)) }
    whole.appendix = revealed(whole.appendix)
    whole.plain = revealed(whole.plain)
    whole.codes = whole.codes.mapValues { revealed($0) }
    whole.names = Set(whole.names.map { revealed($0).lowercased() })
    return whole
  }
}
