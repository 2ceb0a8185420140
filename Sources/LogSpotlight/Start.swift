import ArgumentParser
import Casefile
import Dispatch
import Glibc

/// Where the process begins. The workbench runs on this very thread; other commands run beside it.
@main
enum Start {
  static func main() {
    signal(SIGPIPE, SIG_IGN)
    unblockSignals()
    do {
      // Without arguments the tree of commands, which takes milliseconds to build, is not needed.
      let command = CommandLine.arguments.count == 1 ? try WorkbenchCommand.parse([]) : try Program.parseAsRoot()
      if let workbench = command as? WorkbenchCommand {
        try workbench.runOnThisThread()
        leave(with: 0)
      }
      let boxed = CommandBox(command)
      Task {
        do {
          try await boxed.run()
          leave(with: 0)
        } catch {
          end(after: error)
        }
      }
      dispatchMain()
    } catch {
      end(after: error)
    }
  }

  /// A parent may have started us with signals blocked; without SIGWINCH a resize would never be heard of.
  private static func unblockSignals() {
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
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
      let code = Program.exitCode(for: error)
      let text = Program.fullMessage(for: error)
      if code == .success { Output.write(text + "\n") } else if !text.isEmpty { Output.note(text) }
      leave(with: code == .validationFailure ? 2 : code.rawValue)
    }
  }

  private static func leave(with code: Int32) -> Never {
    fflush(nil)
    exit(code)
  }
}

/// Carries a parsed command into the task that runs it. Sendable by proof: it is made on one thread and used by one task only.
private struct CommandBox: @unchecked Sendable {
  private let command: any ParsableCommand

  init(_ command: any ParsableCommand) { self.command = command }

  func run() async throws {
    if var asynchronous = command as? any AsyncParsableCommand {
      try await asynchronous.run()
    } else {
      var plain = command
      try plain.run()
    }
  }
}
