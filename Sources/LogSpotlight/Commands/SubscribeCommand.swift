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
      let desk = SubscriptionDesk(workspace: workspace)
      let source = try await desk.source()
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
      for request in wanted {
        let words = "\(request.type.rawValue)  \(try await desk.start(request, source))"
        Output.write(Output.harmless(words.replacing("\n", with: "␊")) + "\n")
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
