import ArgumentParser
import Casefile
import HuntPipeline
import LocalStore

/// `alerts`: lists alerts, newest first.
struct AlertsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alerts", abstract: "List alerts, newest first.",
    discussion: "Example: logspotlight alerts --filter 'severity:high !status:resolved' --top 20")

  @Option(help: "store; cloud sources come with a configuration.") var source: String?
  @Option(help: "Words, or field:value; ! turns one round.") var filter: String?
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
    let page = try await workspace.pages.alertPage(AlertListing(filter: filter ?? ""), 0..<(top ?? Int(Int32.max)))
    let format = common.format ?? (Output.isTerminal ? .table : .jsonl)
    let printer = RowPrinter(format: format)
    try await print(page, printer, workspace)
    if let remark = page.remark { Output.note("\(remark); it is left out") }
    if page.lines.count < page.matching { Output.note("\((page.matching - page.lines.count).grouped) more match; raise --top") }
  }

  private func print(_ page: AlertPage, _ printer: RowPrinter, _ workspace: OpenWorkspace) async throws {
    var printer = printer
    let columns = [
      Column("id", .string), Column("created", .datetime), Column("severity", .string), Column("title", .string), Column("entity", .string),
      Column("category", .string), Column("status", .string), Column("source", .string),
    ]
    printer.take(
      RowBatch(
        columns: columns,
        rows: page.lines.map { line in
          [
            .string(line.id), .datetime(line.created), .string(line.severity.rawValue), .string(line.title), .string(line.entity),
            .string(line.category), .string(line.status), .string(line.source),
          ]
        }))
    printer.finish()
  }
}
