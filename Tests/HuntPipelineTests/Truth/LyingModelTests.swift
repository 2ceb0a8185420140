import Casefile
import HuntPipeline
import TestSupport
import Testing

/// A model that lies in every way we know, through the whole pipeline: each lie is told, and believed less.
@Suite("A model that lies") struct LyingModelTests {
  /// The finding as a model writes it.
  static func json(_ finding: Finding) -> String {
    let body: JSONValue = [
      "title": .string(finding.title), "description": .string(finding.description), "tactic": .string(finding.mitre.tactic),
      "technique": .string(finding.mitre.technique), "sub_technique": .string(finding.mitre.subTechnique),
      "rows": .array(finding.rows.map { .integer(Int64($0)) }), "log_lines": .array(finding.logLines.map(JSONValue.string)),
      "confidence": .string(finding.confidence.rawValue), "indicators_of_compromise": .array(finding.indicators.map(JSONValue.string)),
      "recommendations": .array(finding.recommendations.map { .string($0.rawValue) }), "tags": .array(finding.tags.map(JSONValue.string)),
      "notes": .string(finding.notes),
    ]
    return body.text
  }

  /// Asks for an analysis of the little result set and gives what became of the model's findings.
  static func told(_ findings: [Finding], rows: [[Value]] = LyingRows.rows) async -> [Finding] {
    let answer = HuntDesk.analysis(findings.map(json).joined(separator: ",") + "]}")
    var desk = HuntDesk(
      model: ScriptedModel([HuntDesk.plan(), answer]), backend: RowsBackend(columns: LyingRows.table.columns, rows: rows))
    desk.table = LyingRows.table
    return await desk.run(HuntDesk.hunt("what happened here?")).hunt.findings
  }

  @Test("Each lie is marked with its place, and evidence and confidence fall", arguments: Lie.all)
  func lies(lie: Lie) async throws {
    let finding = try #require(await Self.told([lie.finding]).first)
    for mark in lie.marks { #expect(finding.notFound.contains(mark), "\(finding.notFound)") }
    #expect(finding.evidence == lie.evidence)
    #expect(finding.confidence < .high)
    #expect(finding.doubts.isEmpty)
  }

  @Test("There are more than forty lies, and no two are one")
  func many() {
    #expect(Lie.all.count >= 40)
    #expect(Set(Lie.all.map(\.name)).count == Lie.all.count)
  }

  @Test("The truthful finding is verified, and nothing in it is marked")
  func truth() async throws {
    let finding = try #require(await Self.told([LyingRows.truth]).first)
    #expect(finding.notFound.isEmpty)
    #expect(finding.evidence == .verified)
    #expect(finding.confidence == .high)
  }

  @Test("What was looked up in vain, or stands elsewhere, is recommended nowhere")
  func indicators() async throws {
    let finding = try #require(
      await Self.told([LyingRows.truth { $0.indicators = ["203.0.113.77", "10.0.0.21", "198.51.100.9"] }]).first)
    #expect(finding.provenIndicators == ["203.0.113.77"])
  }
}
