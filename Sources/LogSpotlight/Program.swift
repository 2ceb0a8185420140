import ArgumentParser
import Casefile
import Glibc

/// The command line. Without a command it opens the workbench.
@main
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
      WorkbenchCommand.self, AlertsCommand.self, DraftCommand.self, KQLCommand.self, QueryCommand.self, HuntCommand.self, TokensCommand.self,
      ModelsCommand.self, ImportCommand.self, FindingsCommand.self, RulesCommand.self, DoctorCommand.self, ConfigCommand.self,
      StoreCommand.self,
    ],
    defaultSubcommand: WorkbenchCommand.self)

  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      end(after: error)
    }
  }

  /// Says what went wrong and leaves with the code of CONTRACTS §2; the argument parser's own code for wrong usage becomes 2.
  private static func end(after error: any Error) -> Never {
    switch error {
    case let problem as Problem:
      Output.say(problem)
      leave(with: Output.exitCode(of: problem))
    case let code as ExitCode: leave(with: code.rawValue)
    case is CancellationError: leave(with: 130)
    default:
      let code = exitCode(for: error)
      let text = fullMessage(for: error)
      if code == .success {
        Output.write(text + "\n")
      } else if !text.isEmpty {
        Output.note(text)
      }
      leave(with: code == .validationFailure ? 2 : code.rawValue)
    }
  }
}

/// Leaves at once, with what was written so far on its way out.
private func leave(with code: Int32) -> Never {
  fflush(nil)
  exit(code)
}
