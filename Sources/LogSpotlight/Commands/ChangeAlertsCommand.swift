import ArgumentParser
import Casefile
import HuntPipeline
import Workbench

extension AlertsCommand {
  /// `alerts set`: writes triage back.
  struct Change: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "set", abstract: "Change alerts at their source: status, classification, assignment, comment.",
      discussion: """
        Shows the exact requests; --yes sends them. Each alert has its own result, in the service's own words.

        Example: logspotlight alerts set da637551227677560813_-961444813 --status inProgress --assign ada@contoso.com --yes
        """)

    @Argument(help: "Ids of alerts.") var ids: [String]
    @Option(help: "graph, graph-incidents or graph-legacy: whose alerts are meant, where several sources use the same id.")
    var source: String?
    @Option(help: "new, inProgress or resolved.") var status: String?
    @Option(help: "truePositive, informationalExpectedActivity or falsePositive.") var classification: String?
    @Option(help: "What goes with the classification, such as phishing.") var determination: String?
    @Option(help: "A user principal name, such as ada@contoso.com; - for nobody.") var assign: String?
    @Option(help: "A comment to add; it cannot be taken back.") var comment: String?
    @Flag(help: "Send the requests.") var yes = false
    @OptionGroup var common: CommonOptions

    func run() async throws {
      let change = AlertChange(
        status: status, classification: classification, determination: determination,
        assignment: assign.map { $0 == "-" || $0.isEmpty ? .nobody : .to($0) }, comment: comment)
      guard !change.isEmpty else {
        throw Problem("Nothing is to be changed.", remedy: "Give --status, --classification, --assign or --comment.", kind: .usage)
      }
      let desk = TriageDesk(workspace: try await OpenWorkspace.open(common))
      let drafts = try await desk.drafts(ids.map { TriageWish(alert: $0, source: source, change: change) })
      var hasFailed = drafts.contains { $0.problem != nil }
      for draft in drafts {
        if let problem = draft.problem { Output.note("\(draft.alert): \(problem.description)") }
        for request in draft.requests { Output.note("\(request.method) \(request.address)\n  \(request.body)") }
      }
      let requests = drafts.flatMap(\.requests)
      guard !requests.isEmpty else { throw ExitCode(drafts.allSatisfy { $0.problem?.kind == .usage } ? 2 : 1) }
      guard yes else {
        Output.note("Nothing was sent: say yes with --yes.")
        throw ExitCode(3)
      }
      var hasDoubt = false
      await desk.send(requests) { request, result in
        switch result {
        case .answered(let words, let remark, let isAsAsked):
          hasDoubt = hasDoubt || !isAsAsked
          tell(request, outcome: isAsAsked ? "done" : "not as asked", words, remark: remark)
        case .failed(let problem):
          hasFailed = true
          tell(request, outcome: "failed", problem.description)
        case .leftOut: tell(request, outcome: "not sent", Wording.requestLeftOut)
        }
      }
      if hasFailed { throw ExitCode(1) }
      if hasDoubt { throw ExitCode(5) }
    }

    private func tell(_ request: TriageRequest, outcome: String, _ words: String, remark: String? = nil) {
      switch common.format {
      case .json, .jsonl:
        var line: JSONObject = [
          "id": .string(request.alert), "source": .string(request.source), "outcome": .string(outcome), "answer": .string(words),
        ]
        if let remark { line["remark"] = .string(remark) }
        Output.write(JSONValue.object(line).text + "\n")
      default:
        Output.write(Output.harmless("\(outcome)  \(request.alert)  \(words)".replacing("\n", with: "␊")) + "\n")
        if let remark { Output.note("\(request.alert): \(remark)") }
      }
    }
  }
}
