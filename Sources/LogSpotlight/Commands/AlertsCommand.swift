import ArgumentParser
import Casefile
import HuntPipeline
import LocalStore
import Locking
import Workbench

/// `alerts`: fetches and lists alerts, newest first, and changes them.
struct AlertsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alerts", abstract: "List alerts, newest first; change them at their source.",
    discussion: """
      Without a subcommand it lists, and takes what `alerts list` takes: --source, --filter, --top, --format and the rest.

      Example: logspotlight alerts --filter 'severity:high !status:resolved' --top 20
      """,
    subcommands: [ListAlerts.self, Change.self, Subscribe.self], defaultSubcommand: ListAlerts.self)
}

/// `alerts list`, which is `alerts`: reads the workspace's sources and prints what matches.
struct ListAlerts: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Read the sources and list alerts, newest first.",
    discussion: "Example: logspotlight alerts --filter 'severity:high !status:resolved' --top 20")

  @Option(help: "graph, graph-incidents, graph-legacy or office365: read this one; store: read none. Absent: all of the workspace.")
  var source: String?
  @Option(help: "Words, or field:value; ! turns one round. OData too: severity eq 'high' and status ne 'resolved'.") var filter: String?
  @Option(help: "Alerts at most.") var top: Int?
  @OptionGroup var common: CommonOptions

  func run() async throws {
    if let top, top < 1 { throw Problem("--top must be at least 1.", remedy: "Leave it out for all.", kind: .usage) }
    let workspace = try await OpenWorkspace.open(common)
    try checkSource(workspace)
    let shortfall = try await fetch(workspace)
    let format = common.format ?? (Output.isTerminal ? .table : .jsonl)
    let printer = RowPrinter(format: format)
    if let filter, AlertSelection.isOData(filter) {
      try await printOData(filter, printer, workspace)
    } else {
      var listing = AlertListing(filter: [sourceWords, filter].compactMap { $0 }.joined(separator: " "))
      listing.analyst = workspace.configuration.analystOnThisMachine
      let page = try await workspace.pages.alertPage(listing, 0..<(top ?? Int(Int32.max)))
      print(page.lines, printer)
      if let remark = page.remark { Output.note("\(remark); it is left out") }
      if page.lines.count < page.matching {
        Output.note("\((page.matching - page.lines.count).grouped) more of the alerts kept here match; raise --top to see them")
      }
    }
    if let shortfall { throw ExitCode(shortfall) }
  }

  /// What `--source` leaves of the list: alerts of that source alone. Incidents bring alerts of Graph, which stand in the list as such.
  private var sourceWords: String? {
    switch source {
    case nil, "store": nil
    case "graph-incidents": "source:/^graph(-incidents)?$/ !incident:none"
    case let source?: "source:/^\(source)$/"
    }
  }

  private func checkSource(_ workspace: OpenWorkspace) throws {
    let known = (workspace.cloud?.sourceNames ?? []) + ["store"] + (workspace.name == OpenWorkspace.sampleName ? ["sample"] : [])
    guard let source, !known.contains(source) else { return }
    throw Problem(
      "The workspace '\(workspace.name)' has no source '\(source)'.", cause: "It has \(known.joined(separator: ", ")).",
      remedy: "Choose one of them, or name it under [workspaces.\(workspace.name)] alerts.", kind: .usage)
  }

  /// Reads the sources; what is stored from before is listed too. The exit code when something is missing: 5, or 1 when every source failed.
  private func fetch(_ workspace: OpenWorkspace) async throws -> Int32? {
    guard workspace.cloud != nil, source != "store" else { return nil }
    let desk = AlertDesk(workspace: workspace)
    let results = try await desk.fetch(source: source, filter: filter ?? "", limit: top) { name, state in
      switch state {
      case .reading(let count, let total): Output.lineInPlace("\(name): \(count.grouped)\(total.map { " of \($0.grouped)" } ?? "")")
      case .retrying(let seconds, let cause): Output.note("\(name): waiting \(seconds.roundedUp) s: \(cause)")
      case .waiting, .read, .stopped, .failed: Output.clearLine()
      }
    }
    for result in results {
      for note in result.notes { Output.note("\(result.name): \(note)") }
      if let partial = result.partial { Output.note("\(result.name): not all: \(partial)") }
      guard let problem = result.problem else { continue }
      Output.note("\(result.name): \(problem.description)")
      let read = await desk.lastReading(of: result.name).map { "was last read at \($0.text(decimals: 0))" } ?? "was never read whole before"
      Output.note("\(result.name): its alerts below are those kept on this machine; it \(read)")
    }
    if !results.isEmpty, results.allSatisfy({ $0.problem != nil }) { return 1 }
    // Whoever sets a limit of their own has what they asked for.
    return results.contains { $0.problem != nil || ($0.partial != nil && $0.shortfall != .beyondLimit) } ? 5 : nil
  }

  /// A filter that compares properties is held against each stored alert.
  private func printOData(_ filter: String, _ printer: RowPrinter, _ workspace: OpenWorkspace) async throws {
    let lines = Locked<[AlertLine]>([])
    let store: any AlertSource = workspace.pages as? OwnRecords ?? workspace.store
    let wanted = try AlertSelection(sourceWords ?? "")
    _ = try await store.fetch(AlertQuery(filter: filter)) { alerts in
      lines.withLock { $0 += alerts.filter(wanted.matches).map(AlertLine.init) }
    }
    let matching = lines.withLock { $0 }
    let shown = Array(matching.prefix(top ?? matching.count))
    print(shown, printer)
    if shown.count < matching.count {
      Output.note("\((matching.count - shown.count).grouped) more of the alerts kept here match; raise --top to see them")
    }
  }

  private func print(_ lines: [AlertLine], _ printer: RowPrinter) {
    var printer = printer
    let columns = [
      Column("id", .string), Column("created", .datetime), Column("severity", .string), Column("title", .string), Column("entity", .string),
      Column("category", .string), Column("status", .string), Column("source", .string),
    ]
    printer.take(
      RowBatch(
        columns: columns,
        rows: lines.map { line in
          [
            .string(line.id), .datetime(line.created), .string(line.severity.rawValue), .string(line.title), .string(line.entity),
            .string(line.category), .string(line.status), .string(line.source),
          ]
        }))
    printer.finish()
  }
}

extension AlertLine {
  fileprivate init(_ alert: Alert) {
    self.init(
      id: alert.id, severity: alert.severity, created: alert.created, title: alert.title, entity: alert.principalEntity?.label ?? "",
      category: alert.category, status: alert.status, source: alert.source)
  }
}
