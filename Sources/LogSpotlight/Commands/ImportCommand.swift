import ArgumentParser
import Casefile
import LocalStore

/// `import`: brings files into the embedded store.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Import JSON, JSONL, CSV, gzip of these, folders, and saved service answers.",
    discussion: """
      The table is told by the columns: at least half known means that table with extra columns, else <file name>_CL.

      A file whose very bytes were imported before is left out, and said so; --again imports it once more, which doubles its rows.
      /dev/stdin reads what another program writes.

      Example: logspotlight import alerts.json export.csv.gz --table SecurityEvent
      """)

  @Argument(help: "Files and folders.") var files: [String]
  @Option(help: "Put all rows into this table.") var table: String?
  @Flag(help: "Import files that were imported before once more.") var again = false
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let file = try ConfigurationFile.open(common)
    let store = try EmbeddedStore(at: try WorkspaceStore.path(file, common))
    if file.workspaceName == OpenWorkspace.sampleName { try await store.prepareSample(now: SystemClock().now()) }
    try await ImportRun(store: store, table: table, format: common.format, again: again).run(files)
  }
}
