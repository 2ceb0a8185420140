import Casefile
import HuntPipeline

/// What can be said of alerts without a model: what they share, in which order they came, and which techniques they name.
struct AlertAnalysis {
  let brief: AnalysisBrief

  /// One alert as a row of the result set.
  private struct Line {
    var row: Int
    var time: DateTime?
    var title: String
    var severity: Severity
    var techniques: [String]
    var category: String
    /// `incident 20`; empty where the alert belongs to none.
    var incident: String
    var things: [String]
    var text: String
  }

  func deliver(to deliver: @Sendable (AnalysisDelta) async throws -> Void) async throws {
    let all = try await lines()
    let named = asked(in: all)
    let lines = named.isEmpty ? all : named
    let findings = chains(lines) + techniques(lines)
    let text = FollowUpAnswer(brief).text(
      summary(all, lines, isNarrowed: !named.isEmpty), findings, of: RuleFinding.count(lines.count, "alert"))
    try await deliver(.text(text))
    for finding in findings {
      try Task.checkCancellation()
      try await deliver(.finding(finding))
    }
  }

  private func lines() async throws -> [Line] {
    var lines: [Line] = []
    let places = Dictionary(uniqueKeysWithValues: brief.columns.enumerated().map { ($1.name, $0) })
    for start in stride(from: 0, to: brief.rowCount, by: 2000) {
      try Task.checkCancellation()
      for cells in try await brief.pages.rows(of: brief.resultSet, start..<min(start + 2000, brief.rowCount)) {
        func text(_ name: String) -> String { places[name].map { cells[$0].text } ?? "" }
        var time: DateTime?
        if let place = places["TimeGenerated"], case .datetime(let moment) = cells[place] { time = moment }
        lines.append(
          Line(
            row: lines.count + 1, time: time, title: text("Title"), severity: Severity(reading: text("Severity")),
            techniques: text("AttackTechniques").split(separator: " ").map(String.init), category: text("Category"),
            incident: text("IncidentId").isEmpty ? "" : "incident \(text("IncidentId"))",
            things: AlertAnalysis.things(in: text("Evidence")), text: cells.map(\.text).joined(separator: " ").lowercased()))
      }
    }
    return lines
  }

  /// `host WS-123`, `user mlopez`, `address 203.0.113.77`: who and where, without the further facts in brackets.
  private static func things(in evidence: String) -> [String] {
    evidence.split(separator: ";").compactMap { part in
      let label = part.prefix { $0 != "(" }.drop(while: \.isWhitespace)
      guard ["host ", "user ", "address "].contains(where: label.hasPrefix) else { return nil }
      return String(label.reversed().drop(while: \.isWhitespace).reversed())
    }
  }

  /// The alerts that hold something the question names; none when it names nothing that is there.
  private func asked(in lines: [Line]) -> [Line] {
    let entities = RequestEntities(in: brief.request.text)
    let names = (entities.users + entities.hosts + entities.addresses + entities.hashes + entities.files).map { $0.lowercased() }
    return names.isEmpty ? [] : lines.filter { line in names.contains(where: line.text.contains) }
  }

  private func summary(_ all: [Line], _ lines: [Line], isNarrowed: Bool) -> String {
    var text = "The offline analyst (rules, not a model) read \(RuleFinding.count(all.count, "alert"))."
    if isNarrowed { text += " \(lines.count.grouped) of them hold what the question names." }
    let counts = Severity.allCases.reversed().compactMap { severity -> String? in
      let count = lines.filter { $0.severity == severity }.count
      return count == 0 ? nil : "\(count.grouped) \(severity.rawValue)"
    }
    text += " By severity: \(counts.joined(separator: ", "))."
    if let first = lines.compactMap(\.time).min(), let last = lines.compactMap(\.time).max() {
      text += " From \(first.text(decimals: 0)) to \(last.text(decimals: 0))."
    }
    let incidents = AlertAnalysis.shared(lines) { $0.incident.isEmpty ? [] : [$0.incident] }
    let things = AlertAnalysis.shared(lines, by: \.things)
    for (incident, rows) in incidents.prefix(6) { text += "\n- \(incident) holds \(rows.count.grouped) of them, as their source says" }
    if incidents.count > 6 { text += "\n- \((incidents.count - 6).grouped) more incidents hold several" }
    for (thing, rows) in things.prefix(6) { text += "\n- \(thing) is in \(rows.count.grouped) alerts" }
    if things.count > 6 { text += "\n- \((things.count - 6).grouped) more hosts, users or addresses are in several" }
    text += passedOver(lines)
    let linked = Set((incidents + things).flatMap(\.rows))
    let alone = lines.filter { !linked.contains($0.row) }
    if lines.count > 1, linked.isEmpty {
      text += "\nNo two of them share an incident, host, user or address: nothing in the alerts themselves says that they belong together."
    } else if !alone.isEmpty {
      text +=
        "\n- \(alone.count.grouped) share nothing with another: \(alone.prefix(4).map(\.title).joined(separator: "; "))"
        + (alone.count > 4 ? " …" : "")
    }
    return text
  }

  /// What several alerts have, with their rows, the commonest first.
  private static func shared(_ lines: [Line], by parts: (Line) -> [String]) -> [(thing: String, rows: [Int])] {
    var rows: [String: [Int]] = [:]
    for line in lines { for part in Set(parts(line)) { rows[part, default: []].append(line.row) } }
    return rows.filter { $0.value.count > 1 }.sorted { ($0.value.count, $1.key) > ($1.value.count, $0.key) }.map { ($0.key, $0.value) }
  }

  /// Techniques that no finding is made of, since no grave alert leads with them.
  private func passedOver(_ lines: [Line]) -> String {
    let grave = Set(lines.compactMap(AlertAnalysis.leading))
    let rest = AlertAnalysis.unique(lines.flatMap(\.techniques)).filter { !grave.contains($0) }.sorted()
    guard !rest.isEmpty else { return "" }
    let names = rest.prefix(6).joined(separator: ", ") + (rest.count > 6 ? " and \((rest.count - 6).grouped) more" : "")
    return "\n- no finding is made of \(names): no alert of medium or high severity names it first"
  }

  /// The technique that a grave alert names first; nil for the others.
  private static func leading(_ line: Line) -> String? { line.severity >= .medium ? line.techniques.first : nil }

  /// Alerts about one host or user that name several tactics within three days: perhaps one story.
  private func chains(_ lines: [Line]) -> [Finding] {
    var byThing: [String: [Line]] = [:]
    for line in lines {
      for thing in Set(line.things) where !thing.hasPrefix("address ") { byThing[thing, default: []].append(line) }
    }
    return byThing.sorted { ($0.value.count, $1.key) > ($1.value.count, $0.key) }.compactMap { thing, lines in
      let story = lines.sorted { ($0.time ?? .minimum) < ($1.time ?? .minimum) }
      guard Set(story.map(\.category).filter { !$0.isEmpty }).count >= 2, let first = story.first?.time, let last = story.last?.time,
        last - first <= .days(3), let gravest = story.max(by: { $0.severity < $1.severity }), gravest.severity >= .medium
      else { return nil }
      return Finding(
        rows: story.map(\.row), title: "\(story.count) alerts on \(thing) may be one story",
        description: story.prefix(8).map { "\($0.time?.text(decimals: 0) ?? "") \($0.title)" }.joined(separator: "; "),
        mitre: mitre(gravest), logLines: AlertAnalysis.unique(story.map(\.title)), confidence: .medium, source: "rule:alerts-one-story",
        indicators: AlertAnalysis.addresses(story), recommendations: [.createIncident, .pivot])
    }
  }

  /// One finding for each technique that a grave alert names first, of every alert that names it, however low its severity.
  private func techniques(_ lines: [Line]) -> [Finding] {
    let leading = Dictionary(lines.compactMap { line in AlertAnalysis.leading(line).map { ($0, line) } }) { first, _ in first }
    return leading.sorted { $0.key < $1.key }.map { technique, first in
      let lines = lines.filter { $0.techniques.contains(technique) }
      let isHigh = lines.contains { $0.severity == .high }
      let titles = AlertAnalysis.unique(lines.map(\.title))
      return Finding(
        rows: lines.map(\.row), title: titles.count == 1 ? titles[0] : "\(lines.count) alerts name \(technique)",
        description: AlertAnalysis.unique(lines.flatMap(\.things)).prefix(10).joined(separator: ", "), mitre: mitre(first),
        logLines: titles, confidence: isHigh ? .high : .medium, source: "rule:alerts-by-technique",
        indicators: AlertAnalysis.addresses(lines), recommendations: isHigh ? [.createIncident, .pivot] : [.pivot])
    }
  }

  private func mitre(_ line: Line) -> Finding.Mitre {
    Finding.Mitre(tactic: line.category, id: line.techniques.first ?? "")
  }

  private static func addresses(_ lines: [Line]) -> [String] {
    unique(lines.flatMap(\.things).filter { $0.hasPrefix("address ") }.map { String($0.dropFirst(8)) })
  }

  private static func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}
