import Casefile
import HuntPipeline
import LanguageModels
import Locking
import TestSupport
import Testing

@Suite("The offline analyst does not say the same twice") struct OfflineFollowUpTests {
  /// What it says, and what it finds.
  private static func answer(_ brief: AnalysisBrief) async throws -> (text: String, findings: [Finding]) {
    let said = Locked("")
    let found = Locked<[Finding]>([])
    _ = try await OfflineAnalyst().analyse(brief) { delta in
      switch delta {
      case .text(let text): said.withLock { $0 += text }
      case .finding(let finding): found.withLock { $0.append(finding) }
      case .retrying: break
      }
    }
    return (said.withLock { $0 }, found.withLock { $0 })
  }

  @Test("Asked further of the same rows, it says that it has nothing more than what is shown")
  func nothingMore() async throws {
    var brief = try await AttackedRowsTests.brief(AttackedRows.clean, AttackedRowsTests.offline)
    let first = try await Self.answer(brief)
    #expect(!first.findings.isEmpty)
    brief.earlier = [EarlierQuestion(question: "what happened?", answer: first.text, findings: first.findings.map(\.title))]
    brief.shown = first.findings
    let second = try await Self.answer(brief)
    #expect(second.text.contains("nothing more to say"))
    #expect(second.text.contains("than the findings already shown"))
    #expect(!second.text.contains(first.findings[0].title))
  }

  @Test("What is new is named, and only that")
  func new() async throws {
    var brief = try await AttackedRowsTests.brief(AttackedRows.clean, AttackedRowsTests.offline)
    let first = try await Self.answer(brief)
    brief.earlier = [EarlierQuestion(question: "what happened?", answer: first.text, findings: [])]
    brief.shown = Array(first.findings.dropLast()) + [Finding(rows: [1], title: "Of a model", description: "", source: "model:m")]
    let second = try await Self.answer(brief)
    #expect(second.text.contains("1 finding more than those already shown"))
    #expect(second.text.contains(try #require(first.findings.last).title))
  }

  @Test("After a model answered, it says what it sees, and that nothing of it is new")
  func afterModel() async throws {
    var brief = try await AttackedRowsTests.brief(AttackedRows.clean, AttackedRowsTests.offline)
    let first = try await Self.answer(brief)
    brief.earlier = [EarlierQuestion(question: "what happened?", answer: "A model's words.", findings: [])]
    brief.shown = first.findings
    let second = try await Self.answer(brief)
    #expect(second.text.hasPrefix(first.text))
    #expect(second.text.hasSuffix("than the findings already shown."))
  }
}
