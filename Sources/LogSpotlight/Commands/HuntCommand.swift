import ArgumentParser
import Casefile
import HuntPipeline
import LocalStore
import Workbench

/// `hunt`: the whole pipeline without a screen.
struct HuntCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hunt", abstract: "Run a whole hunt: plan, guard, query, analyse, prove.",
    discussion: """
      With --alerts or --all-alerts the question is asked of the alerts, and no KQL runs. --format jsonl prints every event as it happens.

      --preview shows what would be sent to the model, to the letter, and sends nothing. --follow-up asks something more of the same rows.

      Example: logspotlight hunt "Any failed sign-ins for alice@contoso.com over the past 6 hours?"
      """)

  @Argument(help: "The request, in plain words.") var request: String
  @Option(help: "Ask these alerts (ids, separated by commas; may be repeated).") var alerts: [String] = []
  @Option(help: "Whose alerts --alerts names, where several sources use the same id: graph, office365 …") var source: String?
  @Flag(help: "Ask all alerts.") var allAlerts = false
  @Option(help: "Run this KQL instead of drafting a plan; - reads standard input.") var kql: String?
  @Option(help: "Model to use, by its name in the configuration's catalogue; offline for the rules.") var model: String?
  @Option(help: "Leave out a step of the reduction; may be repeated (\(HuntCommand.stepNames)).") var without: [String] = []
  @Option(help: "Ask this of the same rows afterwards; may be repeated.") var followUp: [String] = []
  @Flag(help: "Show what would be sent to the model first asked, and send nothing.") var preview = false
  @Flag(help: "Accept consent and cost questions within the budget.") var yes = false
  @OptionGroup var common: CommonOptions

  func run() async throws {
    guard !request.allSatisfy(\.isWhitespace) else {
      throw Problem("The request is empty.", remedy: "Say in plain words what to look for.", kind: .usage)
    }
    guard source == nil || !alerts.isEmpty else {
      throw Problem(
        "--source tells whose alerts --alerts names, and there is no --alerts.",
        remedy: "Name alerts with --alerts; `logspotlight alerts --source` lists one source's.", kind: .usage)
    }
    let workspace = try await OpenWorkspace.open(common)
    let clock = SystemClock()
    let now = clock.now()
    let subject: AnalystRequest.Subject
    if !alerts.isEmpty {
      let ids = alerts.flatMap { $0.split(separator: ",") }.map { String($0.drop(while: \.isWhitespace)) }.filter { !$0.isEmpty }
      guard !ids.isEmpty else {
        throw Problem("--alerts names no alert.", remedy: "Give ids, separated by commas, or use --all-alerts.", kind: .usage)
      }
      subject = .alerts(try await NamedAlerts(workspace: workspace).ids(ids, source: source))
    } else {
      subject = allAlerts ? .alerts(try await workspace.pages.alertIDs(AlertListing())) : .logs
    }
    let asked = AnalystRequest(text: request, subject: subject, workspace: workspace.name, asked: now)
    var hunt = Hunt(id: HuntID(at: now), request: asked, wantedModel: model, reductionSteps: try steps())
    if let kql { _ = hunt.handle(.queryEdited(try Input.text(kql)), at: now) }
    let ended = await drive(hunt, workspace)
    if preview { return }
    if ended.stage.isAwaitingConsent, ended.consent != nil { Output.note("\(ended.waitingWords): say yes with --yes.") }
    if ended.exitCode != 0 { throw ExitCode(ended.exitCode) }
  }

  private static let stepNames = ReductionStep.allCases.map(\.rawValue).joined(separator: ", ")

  private func steps() throws -> Set<ReductionStep> {
    try without.reduce(into: ReductionStep.all) { steps, name in
      guard let step = ReductionStep(rawValue: name) else {
        throw Problem("'\(name)' is no step of the reduction.", remedy: "Choose among: \(HuntCommand.stepNames).", kind: .usage)
      }
      steps.remove(step)
    }
  }

  private func drive(_ hunt: Hunt, _ workspace: OpenWorkspace) async -> Hunt {
    let prints = common.format == .jsonl || common.format == .json
    var narrator = HuntNarrator()
    return await HeadlessHunt(workspace: workspace, answers: HeadlessHunt.Answers(saysYes: yes, showsCall: preview, followUps: followUp)) {
      stamped, hunt in
      if prints { Output.write(stamped.json.text + "\n") } else { narrator.tell(stamped, hunt) }
    }.run(hunt)
  }
}

extension Hunt {
  /// What was done and what was not, of a hunt that waits for a yes.
  fileprivate var waitingWords: String {
    if followUp != nil { return "The further question was not sent" }
    let drafter = draftChoice.flatMap { $0.model.isOffline ? nil : $0.model.name }
    switch stage {
    case .awaitingQueryConsent:
      return drafter.map { "The plan was drafted by \($0); the query was not run" } ?? "Nothing was sent or run"
    case .awaitingCostConsent:
      let count = rows?.count ?? 0
      let read = request.subject == .logs ? "The query ran (\(Wording.count(count, "row")))" : "\(Wording.count(count, "alert")) read"
      return drafter == nil ? "\(read); nothing was sent to the model" : "\(read); nothing of what came was sent to the model"
    default: return "Nothing was sent or run"
    }
  }
}
