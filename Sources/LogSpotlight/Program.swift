import ArgumentParser

/// The command line. Without a command it opens the workbench.
struct Program: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logspotlight",
    abstract: "From an alert to a proven finding, in a terminal.",
    discussion: """
      Without a command, opens the workbench on the workspace of the configuration, or on the built-in sample workspace.
      Nothing leaves this machine unless the configuration names a provider or a workspace.

      Example: logspotlight hunt "Show suspicious PowerShell activity on host WS-123 in the last day"
      """,
    version: "0.1.0",
    subcommands: [
      WorkbenchCommand.self, AlertsCommand.self, DraftCommand.self, KQLCommand.self, QueryCommand.self, HuntCommand.self,
      TokensCommand.self,
      ModelsCommand.self, ImportCommand.self, FindingsCommand.self, RulesCommand.self, DoctorCommand.self, ConfigCommand.self,
      StoreCommand.self,
    ],
    defaultSubcommand: WorkbenchCommand.self)
}
