import ArgumentParser
import Casefile

/// Options that every command takes.
struct CommonOptions: ParsableArguments {
  @Option(help: "Workspace of the configuration; `sample` is built in.") var workspace: String?
  @Option(help: "Configuration file.") var config: String?
  @Option(help: "Store file (SQLite).") var store: String?
  @Option(help: "text, table, json, jsonl or csv.") var format: OutputFormat?
  @Option(help: "auto, always or never.") var color: ColourWish = .auto

  /// The workspace that is meant, by the option, the configuration, or as built in.
  func workspaceName() throws -> String { try ConfigurationFile.open(self, tells: false).workspaceName }
}

/// How data is written.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case table
  case json
  case jsonl
  case csv
}

/// When colours are used.
enum ColourWish: String, ExpressibleByArgument, CaseIterable {
  case auto
  case always
  case never
}
