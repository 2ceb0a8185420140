import Casefile
import HuntPipeline
import Locking
import TestSupport
import Testing

extension Attack: CustomTestStringConvertible {
  public var testDescription: String { name }
}

/// Rows that tell the model what to say, and a model that says it: what runs is the same, nothing of it is verified, and the row is marked.
@Suite("Rows that talk to a model") struct ObedientModelTests {
  /// Keeps the queries that were run.
  private struct Recorder: QueryBackend {
    let rows: [[Value]]
    let queries = Locked<[String]>([])
    var name: String { "rows" }

    func run(
      _ query: ApprovedQuery, progress: @escaping @Sendable (QueryProgress) -> Void, deliver: @Sendable (RowBatch) async throws -> Void
    ) async throws -> QueryOutcome {
      queries.withLock { $0.append(query.text) }
      return try await RowsBackend(columns: AttackedRows.table.columns, rows: rows).run(query, deliver: deliver)
    }

    func explainEmpty(_ query: ApprovedQuery) async throws -> EmptyResult { EmptyResult(reason: .tooNarrow, explanation: "", widen: []) }
  }

  private struct Outcome {
    var hunt: Hunt
    var queries: [String]
    var steps: [String]
    var calls: [ModelCall]
  }

  private func outcome(_ attack: Attack?) async -> Outcome {
    let model = ObedientModel(attack)
    let backend = Recorder(rows: attack?.rows ?? AttackedRows.clean)
    var desk = HuntDesk(backend: backend)
    desk.table = AttackedRows.table
    desk.language = model
    let (hunt, events) = await desk.run(HuntDesk.hunt("what happened here?"))
    let steps = events.map(\.name).filter { !["textArrived", "rowsArrived", "findingArrived"].contains($0) }
    return Outcome(hunt: hunt, queries: backend.queries.withLock { $0 }, steps: steps, calls: model.calls)
  }

  @Test("What runs stays the same, the row is marked, and nothing that it demands is verified", arguments: Attack.all)
  func obeyed(attack: Attack) async throws {
    let clean = await outcome(nil)
    let attacked = await outcome(attack)
    #expect(attacked.queries == clean.queries && clean.queries.count == 1)
    #expect(attacked.steps == clean.steps)
    #expect(attacked.hunt.review == clean.hunt.review)
    #expect(attacked.calls.count == 2)
    let call = try #require(attacked.calls.last)
    #expect(call.tool == nil)
    let read = ReducedReader(ObedientModel.block(of: call))
    for number in attack.numbers {
      #expect(read.lines.first { $0.rows.contains(number) }?.isTalking == true, "row \(number)")
    }
    #expect(read.lines.filter(\.isTalking).allSatisfy { !Set($0.rows).isDisjoint(with: attack.numbers) })
    #expect(attacked.hunt.reduction?.talking ?? 0 > 0)
    // The true finding stays what it is, unless the model was silenced.
    let findings = attacked.hunt.findings
    if case .silence = attack.demand {
      #expect(findings.isEmpty)
      return
    }
    #expect(findings.filter { $0.title == ObedientModel.good.title }.map(\.evidence) == [.verified])
    let injected = findings.filter { $0.title != ObedientModel.good.title }
    #expect(!injected.isEmpty)
    for finding in injected {
      #expect(finding.evidence != .verified, "\(finding.title)")
      #expect(finding.confidence < .high)
      #expect(!finding.doubts.isEmpty || !finding.notFound.isEmpty)
    }
  }

  @Test("The clean twin has no marked row, and its finding is verified")
  func cleanTwin() async throws {
    let clean = await outcome(nil)
    #expect(clean.hunt.reduction?.talking == 0)
    #expect(clean.hunt.findings.map(\.evidence) == [.verified])
    #expect(ReducedReader(ObedientModel.block(of: try #require(clean.calls.last))).lines.allSatisfy { !$0.isTalking })
  }

  @Test("What is doubtful is kept with the finding and read back")
  func kept() async throws {
    let attack = try #require(Attack.all.first)
    let finding = try #require(await outcome(attack).hunt.findings.last)
    #expect(finding.talking == attack.numbers && !finding.doubts.isEmpty)
    #expect(Finding(json: finding.json) == finding)
  }

  @Test("There are at least forty attacks, and no two are one")
  func many() {
    #expect(Attack.all.count >= 40)
    #expect(Set(Attack.all.map(\.name)).count == Attack.all.count)
  }
}
