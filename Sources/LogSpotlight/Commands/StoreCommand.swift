import ArgumentParser
import Casefile
import Foundation
import HuntPipeline
import LocalStore

/// `store`: the embedded store.
struct StoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "The embedded store: size and tables; taking the sample out.", subcommands: [Info.self, Purge.self],
    defaultSubcommand: Info.self)

  /// `store info`.
  struct Info: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Where it is, how large, what it holds.", discussion: "Example: logspotlight store info")
    @OptionGroup var common: CommonOptions

    func run() async throws {
      let path = try WorkspaceStore.path(common)
      guard FileManager.default.fileExists(atPath: path) else {
        throw Problem("There is no store at \(path).", remedy: "It is made when the workbench or `import` first runs.")
      }
      let store = try EmbeddedStore(at: path, access: .readOnly)
      let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? nil
      Output.note("\(path), \((size ?? 0).grouped) bytes")
      var printer = RowPrinter(format: common.format ?? (Output.isTerminal ? .table : .jsonl))
      let columns = [Column("table", .string), Column("rows", .long), Column("sample", .long), Column("columns", .long)]
      var rows: [[Value]] = []
      let schemas = try await store.schemas()
      // Rows of the sample are told beside the analyst's own.
      for table in try await store.summary().tables {
        guard let schema = schemas.first(where: { $0.name == table.name }) else { continue }
        let counts = [table.rows - table.sampleRows, table.sampleRows, schema.columns.count]
        rows.append([.string(table.name)] + counts.map { .long(Int64($0)) })
      }
      printer.take(RowBatch(columns: columns, rows: rows))
      printer.finish()
    }
  }

  /// `store purge`.
  struct Purge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take the sample's rows and alerts out; what was imported stays.", discussion: "Example: logspotlight store purge --sample")
    @Flag(help: "Remove the sample workspace.") var sample = false
    @OptionGroup var common: CommonOptions

    func run() async throws {
      guard sample else { throw Problem("Nothing was named to purge.", remedy: "Say --sample.", kind: .usage) }
      try await EmbeddedStore(at: try Surroundings().storePath(common.store)).removeSample()
    }
  }
}
