import Casefile
package import Detection
package import HuntPipeline

/// Analyses rows by rules, without a model, and says so. It reads every row, not the shortened ones.
package struct OfflineAnalyst: Analyst {
  package static let name = "offline analyst"
  private let rules: [SigmaRule]

  /// With our own rules.
  package init() { self.init(rules: RuleLibrary.own) }

  package init(rules: [SigmaRule]) { self.rules = rules }

  package func analyse(
    _ brief: AnalysisBrief, deliver: @Sendable (AnalysisDelta) async throws -> Void
  ) async throws -> AnalysisOutcome {
    if case .alerts = brief.request.subject {
      try await AlertAnalysis(brief: brief).deliver(to: deliver)
      return AnalysisOutcome()
    }
    var scanner = TablesScanner(rules: rules, tables: brief.tables, columns: brief.columns.map(\.name))
    var matches: [RuleMatch] = []
    for start in stride(from: 0, to: brief.rowCount, by: 2000) {
      try Task.checkCancellation()
      let rows = try await brief.pages.rows(of: brief.resultSet, start..<min(start + 2000, brief.rowCount))
      matches += scanner.scan(RowBatch(columns: brief.columns, rows: rows), firstRow: start + 1)
    }
    let merged = RuleMatch.merged(matches + scanner.finish()).sorted { ($0.rule.level, $1.rows.count) > ($1.rule.level, $0.rows.count) }
    let findings = merged.map(RuleFinding.finding)
    let text = FollowUpAnswer(brief).text(
      summary(brief, scanner.ruleCount, merged), findings, of: RuleFinding.count(brief.rowCount, "row"))
    try await deliver(.text(text))
    for finding in findings {
      try Task.checkCancellation()
      try await deliver(.finding(finding))
    }
    return AnalysisOutcome()
  }

  private func summary(_ brief: AnalysisBrief, _ ruleCount: Int, _ matches: [RuleMatch]) -> String {
    let scope =
      "The offline analyst (rules, not a model) read \(RuleFinding.count(brief.rowCount, "row")) of \(brief.table) with \(RuleFinding.count(ruleCount, "rule"))."
    guard !matches.isEmpty else {
      let doubt =
        ruleCount == 0
        ? "No rule knows \(brief.tables.count == 1 ? "this table" : "these tables")." : "None matched; that proves nothing by itself."
      return "\(scope) \(doubt) Read the rows, or ask a model."
    }
    let lines = matches.map { match in
      let count = match.rows.count + match.rowsLeftOut
      let rows = RuleFinding.count(count, "row")
      let who = RuleFinding.names(of: match)
      return "- \(match.rule.title): \(rows)\(who.isEmpty ? "" : ", \(who)"), first row \(match.rows.first?.grouped ?? "–")"
    }
    let found = matches.count == 1 ? "One thing stands out:" : "\(matches.count) things stand out:"
    return "\(scope) \(found)\n" + lines.joined(separator: "\n")
  }
}

/// A rule's match as a finding.
enum RuleFinding {
  static func finding(from match: RuleMatch) -> Finding {
    let rule = match.rule
    let technique = rule.techniques.first ?? ""
    let isSub = technique.contains(".")
    return Finding(
      rows: match.rows, title: rule.title, description: description(match),
      mitre: Finding.Mitre(
        tactic: rule.tactics.first ?? "", technique: isSub ? String(technique.prefix(5)) : technique, subTechnique: isSub ? technique : "",
        id: technique),
      logLines: unique(match.quotes.map(\.text)), confidence: confidence(rule.level), source: "rule:\(rule.id)",
      indicators: unique(match.indicators), recommendations: recommendations(rule.level), tags: rule.techniques.dropFirst().map { $0 },
      notes: notes(rule))
  }

  /// `1 row`, `2,000 rows`.
  static func count(_ number: Int, _ noun: String) -> String { "\(number.grouped) \(noun)\(number == 1 ? "" : "s")" }

  private static func description(_ match: RuleMatch) -> String {
    let who = names(of: match)
    let group = match.group.map { " Group: \($0)." } ?? ""
    let hidden = unique(match.quotes.filter(\.isDecoded).map(\.column)).joined(separator: ", ")
    let place = hidden.isEmpty ? "" : " It stands in decoded text of \(hidden)."
    let more = match.rowsLeftOut > 0 ? " \(match.rowsLeftOut.grouped) rows more match than are named." : ""
    return match.rule.description + (who.isEmpty ? "" : " Seen with \(who).") + group + place + more
  }

  /// Hosts and users of a match; how many more there are is said.
  static func names(of match: RuleMatch) -> String {
    let all = unique(match.entities.filter { $0.kind == .host || $0.kind == .user }.map(\.label))
    return all.prefix(6).joined(separator: ", ") + (all.count > 6 ? " and \(all.count - 6) more" : "")
  }

  private static func notes(_ rule: SigmaRule) -> String {
    let doubts = rule.falsePositives.isEmpty ? "" : "May be harmless: \(rule.falsePositives.joined(separator: "; ")). "
    return doubts + (rule.author.isEmpty ? "" : "Rule by \(rule.author).")
  }

  private static func confidence(_ level: SigmaRule.Level) -> Finding.Confidence {
    switch level {
    case .critical, .high: .high
    case .medium: .medium
    default: .low
    }
  }

  private static func recommendations(_ level: SigmaRule.Level) -> [Finding.Recommendation] {
    switch level {
    case .critical, .high: [.createIncident, .pivot]
    case .medium: [.pivot]
    default: [.monitor]
    }
  }

  private static func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { !$0.isEmpty && seen.insert($0).inserted }
  }
}
