import ArgumentParser
import Casefile
import Foundation
import Glibc
import HuntPipeline
import LanguageModels
import LocalStore
import Settings
import SignIn
import Tokens

/// `doctor`: checks everything a hunt needs, each with a remedy.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check terminal, configuration, store, tokens and models; each line ok, warn or fail.",
    discussion: "Example: logspotlight doctor")

  @OptionGroup var common: CommonOptions

  private typealias Check = DoctorCheck

  func run() async throws {
    let report = Report(format: common.format)
    report.tell(terminal())
    report.tell(locale())
    do {
      let file = try ConfigurationFile.open(common, tells: false)
      report.tell(Check(name: "configuration", outcome: .ok, text: file.exists ? file.path : "none; the sample workspace is used"))
      for warning in file.warnings {
        report.tell(Check(name: "configuration", outcome: .warn, text: warning.summary, remedy: warning.remedy))
      }
      for warning in file.accessWarnings { report.tell(Check(name: "configuration", outcome: .warn, warning)) }
      for check in await stores(file) { report.tell(check) }
      for check in await models(file) { report.tell(check) }
      try await cloud(file, report)
    } catch let problem as Problem {
      report.tell(Check(name: "configuration", outcome: .fail, text: problem.summary, remedy: problem.remedy))
    }
    report.tell(vocabularies())
    if report.hasFailure { throw ExitCode(1) }
  }

  /// Writes each line as soon as it is known: some take long, and whoever waits sees how far it is.
  private final class Report {
    private let format: OutputFormat?
    private(set) var hasFailure = false

    init(format: OutputFormat?) { self.format = format }

    func tell(_ check: DoctorCheck) {
      hasFailure = hasFailure || check.outcome == .fail
      switch format {
      case .json, .jsonl: Output.write(check.json.text + "\n")
      default: Output.write(Output.harmless(check.lines) + "\n")
      }
    }
  }

  private func terminal() -> Check {
    let term = Surroundings()["TERM"] ?? ""
    guard isatty(STDOUT_FILENO) == 1 else {
      return Check(
        name: "terminal", outcome: .warn, text: "standard output is no terminal", remedy: "The workbench needs one; commands do not.")
    }
    guard !term.isEmpty, term != "dumb" else {
      return Check(name: "terminal", outcome: .fail, text: "TERM is \(term.isEmpty ? "unset" : term)", remedy: "Set TERM=xterm-256color.")
    }
    return Check(name: "terminal", outcome: .ok, text: term)
  }

  private func locale() -> Check {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { Surroundings()[$0] }
    let isUTF8 = names.first.map { $0.lowercased().replacing("-", with: "").contains("utf8") } ?? false
    return isUTF8
      ? Check(name: "locale", outcome: .ok, text: names[0])
      : Check(
        name: "locale", outcome: .warn, text: names.first ?? "none set", remedy: "Set LC_ALL=C.UTF-8 for lines and marks beyond ASCII.")
  }

  /// The workspace's own store, which holds its alerts and rows, and the one with findings and spending where that is another file.
  private func stores(_ file: ConfigurationFile) async -> [Check] {
    do {
      let (own, shared) = (try WorkspaceStore.path(file, common), try Surroundings().storePath(common.store))
      let check = await store("store", own)
      return own == shared ? [check] : [check, await store("ledger", shared)]
    } catch {
      return [failed("store", error)]
    }
  }

  private func store(_ name: String, _ path: String) async -> Check {
    do {
      guard FileManager.default.fileExists(atPath: path) else {
        return Check(name: name, outcome: .ok, text: "none yet; it will be made at \(path)")
      }
      let store = try EmbeddedStore(at: path)
      let count = try await store.schemas().count
      if store.isReadOnly {
        return Check(name: name, outcome: .warn, text: "\(path) is read-only", remedy: "Nothing will be kept; make it writable.")
      }
      return Check(name: name, outcome: .ok, text: name == "ledger" ? "\(path): findings, spending, sessions" : "\(path), \(count) tables")
    } catch {
      return failed(name, error)
    }
  }

  private func failed(_ name: String, _ error: any Error) -> Check {
    guard let problem = error as? Problem else { return Check(name: name, outcome: .fail, text: String(describing: error)) }
    return Check(name: name, outcome: .fail, text: problem.summary, remedy: problem.remedy)
  }

  /// The services of a workspace of the cloud, each step by itself.
  private func cloud(_ file: ConfigurationFile, _ report: Report) async throws {
    guard file.configuration.workspaces[file.workspaceName]?.usesCloud == true else { return }
    do {
      let workspace = try await OpenWorkspace.open(common)
      guard let cloud = workspace.cloud else { return }
      try await CloudChecks(cloud: cloud, backend: workspace.backend).run(report.tell)
    } catch let problem as Problem {
      report.tell(Check(name: "workspace", outcome: .fail, problem))
    } catch let error as CancellationError {
      throw error
    } catch {
      report.tell(Check(name: "workspace", outcome: .fail, text: String(describing: error)))
    }
  }

  private func models(_ file: ConfigurationFile) async -> [Check] {
    do {
      let shelf = try ModelShelf(file.configuration, workspace: file.workspaceName)
      var checks: [Check] = []
      for card in shelf.cards {
        guard let model = shelf.model(for: card) else {
          checks.append(Check(name: "model", outcome: .ok, text: "\(card.name): nothing leaves this machine"))
          continue
        }
        checks.append(await check(card, model))
      }
      return checks
    } catch let problem as Problem {
      return [Check(name: "model", outcome: .fail, text: problem.summary, remedy: problem.remedy)]
    } catch {
      return [Check(name: "model", outcome: .fail, text: String(describing: error))]
    }
  }

  private func check(_ card: ModelCard, _ model: RemoteModel) async -> Check {
    if card.isShutDown(at: SystemClock().now()) {
      return Check(
        name: "model", outcome: .fail, text: "\(card.name) was shut down on \(card.shutDown ?? "")", remedy: "Configure another.")
    }
    do {
      let served = try await model.servedModels { _, cause in Output.note("\(card.name): \(cause)") }
      let isThere = served.contains { $0.name == card.name }
      return isThere
        ? Check(name: "model", outcome: .ok, text: "\(card.name) answers")
        : Check(
          name: "model", outcome: .warn, text: "the server does not list \(card.name)",
          remedy: "It lists \(served.prefix(5).map(\.name).joined(separator: ", ")).")
    } catch let problem as Problem {
      return Check(name: "model", outcome: .fail, text: "\(card.name): \(problem.summary) \(problem.cause ?? "")", remedy: problem.remedy)
    } catch {
      return Check(name: "model", outcome: .fail, text: "\(card.name): \(error)")
    }
  }

  private func vocabularies() -> Check {
    for encoding in TokenEncoding.allCases {
      do {
        _ = try TokenCounter.shared(for: encoding).count("doctor")
      } catch {
        return Check(
          name: "tokens", outcome: .fail, text: "\(encoding.rawValue): \(error)",
          remedy: "Build the program again; its vocabulary is damaged.")
      }
    }
    return Check(name: "tokens", outcome: .ok, text: "both vocabularies load")
  }
}
