import AlertSources
import ArgumentParser
import Casefile
import HuntPipeline
import Settings

extension AlertsCommand {
  /// `alerts subscribe`: the subscriptions of Office 365.
  struct Subscribe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "subscribe", abstract: "List the Office 365 subscriptions, or start one.",
      discussion: """
        Office 365 keeps audit records ready only for content types that are subscribed to. Without a type the subscriptions are listed;
        with one the exact request is shown, and --yes sends it.

        Example: logspotlight alerts subscribe Audit.General --yes
        """)

    @Argument(help: "Content types: \(Office365ContentType.allCases.map(\.rawValue).joined(separator: ", ")).") var types: [String] = []
    @Flag(help: "Send the requests.") var yes = false
    @OptionGroup var common: CommonOptions

    func run() async throws {
      let workspace = try await OpenWorkspace.open(common)
      guard let cloud = workspace.cloud, cloud.workspace.alerts.contains(.office365) else {
        throw Problem(
          "The workspace '\(workspace.name)' does not read Office 365.", remedy: "Add \"office365\" to its alerts.", kind: .usage)
      }
      let source = try cloud.office365(state: try await cloud.office365State())
      guard !types.isEmpty else { return try await list(source) }
      let wanted = try types.map { name in
        guard let type = Office365ContentType(reading: name) else {
          throw Problem(
            "There is no content type '\(name)'.",
            remedy: "Choose among \(Office365ContentType.allCases.map(\.rawValue).joined(separator: ", ")).",
            kind: .usage)
        }
        return source.subscriptions.request(for: type)
      }
      for request in wanted { Output.note("\(request.method) \(request.address)\n  \(request.consequence)") }
      guard yes else {
        Output.note("Nothing was sent: say yes with --yes.")
        throw ExitCode(3)
      }
      guard !cloud.workspace.isReadOnly else {
        throw Problem(
          "This workspace only reads.", cause: "read_only is true, which is the default, and a subscription is kept in the tenant.",
          remedy: "Set [workspaces.\(workspace.name)] read_only = false to start subscriptions.", kind: .refused)
      }
      for request in wanted {
        let started = try await start(request, source, workspace)
        try await cloud.keepPositions()
        let words = "\(started.type.rawValue)  \(started.wasEnabledBefore ? "was enabled already" : started.status ?? "started")"
        Output.write(Output.harmless(words.replacing("\n", with: "␊")) + "\n")
      }
    }

    /// Starts one with a line in the journal before and after, as every change of the tenant has.
    private func start(
      _ request: SubscriptionRequest, _ source: Office365Source, _ workspace: OpenWorkspace
    ) async throws -> Office365Subscriptions.Started {
      let (journal, hunt) = (workspace.journal, HuntID(at: SystemClock().now()))
      var body: JSONObject = [
        "contentType": .string(request.type.rawValue), "method": .string(request.method), "address": .string(request.address),
      ]
      try await journal.append(hunt: hunt, kind: "subscriptionStartSent", body: .object(body), at: SystemClock().now())
      do {
        let started = try await source.start(request)
        body["answer"] = .string(started.wasEnabledBefore ? "was enabled already" : started.status ?? "started")
        try await journal.append(hunt: hunt, kind: "subscriptionStarted", body: .object(body), at: SystemClock().now())
        return started
      } catch {
        body["problem"] = .string((error as? Problem)?.description ?? String(describing: error))
        try? await journal.append(hunt: hunt, kind: "subscriptionStartFailed", body: .object(body), at: SystemClock().now())
        throw error
      }
    }

    private func list(_ source: Office365Source) async throws {
      let subscriptions = try await source.subscriptions.list()
      if subscriptions.isEmpty { Output.note("There is no subscription: start one with `logspotlight alerts subscribe TYPE --yes`.") }
      for subscription in subscriptions {
        Output.write(
          Output.harmless(
            "\(subscription.contentType)  \(subscription.isEnabled ? "enabled" : subscription.status ?? "")".replacing("\n", with: "␊"))
            + "\n")
      }
    }
  }
}
