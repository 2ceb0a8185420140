import ArgumentParser
import Casefile
import HuntPipeline

/// `draft`: the plan of a request, as JSON.
struct DraftCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draft", abstract: "Draft a plan and its KQL from a request; nothing is run.",
    discussion: "Example: logspotlight draft \"Were NSG rules blocking outbound 4444 from VM web-01 this weekend?\"")

  @Argument(help: "The request, in plain words.") var request: String
  @Option(help: "Model to use, by its name in the configuration's catalogue; offline for the rules.") var model: String?
  @Flag(help: "Accept cost questions within the budget.") var yes = false
  @OptionGroup var common: CommonOptions

  func run() async throws {
    guard !request.allSatisfy(\.isWhitespace) else {
      throw Problem("The request is empty.", remedy: "Say in plain words what to look for.", kind: .usage)
    }
    let workspace = try await OpenWorkspace.open(common)
    let now = SystemClock().now()
    let hunt = Hunt(
      id: HuntID(at: now), request: AnalystRequest(text: request, workspace: workspace.name, asked: now), wantedModel: model)
    let ended = await HeadlessHunt(workspace: workspace, answers: HeadlessHunt.Answers(saysYes: yes, stopsAtPlan: true)) { stamped, _ in
      switch stamped.event {
      case .failed(let problem): Output.say(problem)
      case .consentNeeded(let question): Output.note("\(question.kind.rawValue): \(question.reasons.joined(separator: "; "))")
      default: break
      }
    }.run(hunt)
    if let plan = ended.plan {
      Output.write((common.format == .jsonl ? plan.json.text : plan.json.prettyText) + "\n")
    }
    if ended.stage == .refused {
      for concern in ended.review?.concerns ?? [] { Output.note("refused: \(concern.reason) \(concern.remedy)") }
    }
    if ended.stage != .ready { throw ExitCode(ended.exitCode) }
  }
}
