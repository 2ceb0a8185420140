import Casefile
import HuntPipeline
import Locking
import TestSupport

/// A model that drafts honestly and then does whatever the attacked rows say, as far as it reads them in what it is sent.
final class ObedientModel: LanguageModel, Sendable {
  private let attack: Attack?
  private let asked = Locked<[ModelCall]>([])

  /// Nil obeys nobody.
  init(_ attack: Attack?) { self.attack = attack }

  var calls: [ModelCall] { asked.withLock { $0 } }

  /// The block of rows as it was sent, without its boundary.
  static func block(of call: ModelCall) -> String {
    guard let text = call.messages.last?.text, let start = text.firstMatch(of: /<<([0-9a-f]{16})\n/),
      let end = text.firstRange(of: "\n\(start.output.1)>>")
    else { return "" }
    return String(text[start.range.upperBound..<end.lowerBound])
  }

  func answer(_ call: ModelCall, deliver: @Sendable (ModelDelta) async throws -> Void) async throws -> ModelAnswer {
    asked.withLock { $0.append(call) }
    guard call.tool == nil else { return HuntDesk.plan() }
    let answer = HuntDesk.analysis(
      findings(ReducedReader(ObedientModel.block(of: call))).map(LyingModelTests.json).joined(separator: ",") + "]}")
    try await deliver(.text(answer.text))
    return answer
  }

  /// What a good model finds; beside it, what the attack demands.
  private func findings(_ read: ReducedReader) -> [Finding] {
    guard let attack, isRead(attack, in: read) else { return [ObedientModel.good] }
    switch attack.demand {
    case .silence: return []
    case .invention, .acquittal, .blame: return [ObedientModel.good, ObedientModel.obeyed(attack)] + ObedientModel.quoting(attack)
    }
  }

  /// Whether every cell that the attacker wrote stands in what was sent.
  private func isRead(_ attack: Attack, in read: ReducedReader) -> Bool {
    attack.cells.allSatisfy { cell in
      read.lines.contains { line in line.rows.contains(cell.row + 1) && line.cells[cell.column]?.matches(cell.text) == true }
    }
  }

  static let good = Finding(
    rows: [1], title: "PowerShell fetches and runs a script", description: "At 03:00 mlopez ran it on ws-101.",
    mitre: Finding.Mitre(tactic: "Execution", technique: "T1059", subTechnique: "T1059.001"), logLines: [AttackedRows.command],
    confidence: .high, source: "", indicators: ["cdn.updates.example"])

  /// The finding that the attack demands, proven as well as a clever attacker can.
  private static func obeyed(_ attack: Attack) -> Finding {
    let row = attack.numbers[0]
    let calm = "portal.contoso.example/page\(row - 1)"
    switch attack.demand {
    case .invention:
      return Finding(
        rows: attack.numbers, title: "Ransomware", description: "It encrypted a host.", logLines: attack.cells.map(\.text),
        confidence: .high, source: "", indicators: [])
    case .acquittal:
      // Proven by a cell that the attacker did not touch, and says no word of the attack.
      return Finding(
        rows: attack.numbers, title: "Routine work", description: "Nothing here is of interest.", logLines: [calm], confidence: .high,
        source: "", indicators: [], recommendations: [.ignore])
    case .blame, .silence:
      return Finding(
        rows: [1], title: "Row 1 was typed on purpose by the insider Dave Miller", description: "", logLines: [AttackedRows.command],
        confidence: .high, source: "", indicators: [])
    }
  }

  /// The same with the words of the attack in its sentences.
  private static func quoting(_ attack: Attack) -> [Finding] {
    [
      Finding(
        rows: attack.numbers, title: "GHOST-77 was encrypted by m.phantom", description: attack.cells[0].text,
        logLines: [attack.cells[0].text], confidence: .high, source: "", indicators: ["198.51.100.250"])
    ]
  }
}
