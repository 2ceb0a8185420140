import ArgumentParser
import Casefile
import HuntPipeline
import KQL
import LocalStore

/// `query`: guards and runs one query and prints its rows.
struct QueryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query", abstract: "Guard and run one KQL query; prints rows.",
    discussion: "Example: logspotlight query 'DeviceLogonEvents | summarize count() by DeviceName | top 5 by count_' --format csv")

  @Argument(help: "KQL, or - for standard input.") var kql: String
  @Option(help: "Range: 24h, 7d, or ISO 8601 (PT6H, START/END).") var timespan: String?
  @Option(help: "Rows at most.") var limit: Int?
  @Flag(help: "Accept consent questions.") var yes = false
  @OptionGroup var common: CommonOptions

  func run() async throws {
    if let limit, limit < 1 { throw Problem("--limit must be at least 1.", remedy: "Leave it out for no limit of your own.", kind: .usage) }
    let workspace = try await OpenWorkspace.open(common)
    let now = SystemClock().now()
    let range = try timespan.map { try Timespan.range($0, now: now) }
    let asked = KQLQuery(parsing: try Input.text(kql))
    let policy = workspace.rules.policy
    func reviewed() async throws -> Review {
      try await Guardrails.knowingExtents(policy, workspace.backend, now: now, of: asked).review(asked, range: range, limit: limit)
    }
    var review = try await reviewed()
    if case .refused = review, try await namesUnknownTable(asked, workspace) {
      // It may have come since the tables were read; those of the last minute are the service's by any measure.
      do {
        if let read = await workspace.backend.tablesRead(), now - read >= .minutes(1), try await workspace.backend.reread() != nil {
          review = try await reviewed()
        }
      } catch let problem as Problem {
        Output.note("the tables could not be read anew: \(problem.description)")
      }
      if case .refused = review { Output.note(try await workspace.knownTables) }
    }
    for remark in await workspace.backend.remarks() { Output.note(remark) }
    let query = try approved(review)
    let outcome = try await run(query, workspace)
    for note in outcome.notes { Output.note(Output.oneLine(note)) }
    if let scanned = outcome.scanned { Output.note("scanned: \(scanned)") }
    if outcome.rows == 0, outcome.partial == nil, let why = try? await workspace.backend.explainEmpty(query) {
      Output.note("no rows: \(why.explanation)")
      for step in why.widen { Output.note("  do: \(step)") }
    }
    if let partial = outcome.partial {
      Output.note("partial: \(Output.oneLine(partial))")
      // Whoever sets a limit of their own has what they asked for.
      if limit == nil || !outcome.isOnlyLimited { throw ExitCode(5) }
    }
  }

  private func namesUnknownTable(_ query: KQLQuery, _ workspace: OpenWorkspace) async throws -> Bool {
    let known = Set(try await workspace.backend.schemas().map(\.name))
    return query.references.tableNames.contains { !$0.contains("*") && !known.contains($0) }
  }

  private func approved(_ review: Review) throws -> ApprovedQuery {
    if review.concerns.isEmpty || yes { for addition in review.additions { Output.note("added: \(addition)") } }
    switch review {
    case .allowed(let query): return query
    case .consent(let request) where yes: return request.granted()
    case .consent, .refused:
      for concern in review.concerns { Output.note("\(review.verdict): \(concern.reason) \(concern.remedy)") }
      throw ExitCode(3)
    }
  }

  private func run(_ query: ApprovedQuery, _ workspace: OpenWorkspace) async throws -> QueryOutcome {
    let printer = PrintingDesk(RowPrinter(format: common.format ?? (Output.isTerminal ? .table : .jsonl)))
    let outcome = try await workspace.backend.run(
      query,
      progress: { progress in
        switch progress {
        case .retrying(let seconds, let cause): Output.note(seconds > 0 ? "waiting \(seconds.roundedUp) s: \(cause)" : cause)
        case .parts(let done, let total): Output.note("part \(done) of \(total) done")
        case .fraction: break
        }
      }
    ) { await printer.take($0) }
    await printer.finish()
    return outcome
  }
}

/// One printer for batches that may arrive on any thread.
private actor PrintingDesk {
  private var printer: RowPrinter

  init(_ printer: RowPrinter) { self.printer = printer }

  func take(_ batch: RowBatch) { printer.take(batch) }
  func finish() { printer.finish() }
}
