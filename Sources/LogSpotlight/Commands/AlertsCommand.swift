import ArgumentParser
import Casefile
import HuntPipeline
import LocalStore
import Locking

/// `alerts`: lists alerts, newest first.
struct AlertsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alerts", abstract: "List alerts, newest first.",
    discussion: "Example: logspotlight alerts --filter 'severity:high !status:resolved' --top 20")

  @Option(help: "store; cloud sources come with a configuration.") var source: String?
  @Option(help: "Words, or field:value; ! turns one round. OData too: severity eq 'high' and status ne 'resolved'.") var filter: String?
  @Option(help: "Alerts at most.") var top: Int?
  @OptionGroup var common: CommonOptions

  func run() async throws {
    if let source, source != "store", source != "sample" {
      throw Problem(
        "The source '\(source)' cannot be read yet.", cause: "Only the embedded store can.",
        remedy: "Import saved alerts with `logspotlight import FILE`.", kind: .usage)
    }
    if let top, top < 1 { throw Problem("--top must be at least 1.", remedy: "Leave it out for all.", kind: .usage) }
    let workspace = try await OpenWorkspace.open(common)
    let format = common.format ?? (Output.isTerminal ? .table : .jsonl)
    let printer = RowPrinter(format: format)
    if let filter, AlertSelection.isOData(filter) { return try await printOData(filter, printer, workspace) }
    let page = try await workspace.pages.alertPage(AlertListing(filter: filter ?? ""), 0..<(top ?? Int(Int32.max)))
    print(page.lines, printer)
    if let remark = page.remark { Output.note("\(remark); it is left out") }
    if page.lines.count < page.matching { Output.note("\((page.matching - page.lines.count).grouped) more match; raise --top") }
  }

  /// A filter that compares properties is held against each stored alert.
  private func printOData(_ filter: String, _ printer: RowPrinter, _ workspace: OpenWorkspace) async throws {
    let lines = Locked<[AlertLine]>([])
    let source: any AlertSource = workspace.pages as? OwnRecords ?? workspace.store
    let fetch = try await source.fetch(AlertQuery(filter: filter, limit: top)) { alerts in
      lines.withLock { $0 += alerts.map(AlertLine.init) }
    }
    print(lines.withLock { $0 }, printer)
    if let partial = fetch.partial { Output.note("\(partial) Raise --top") }
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
