import AlertSources
import Casefile
import HuntPipeline
import Settings

/// Starts subscriptions of Office 365: what there is, the exact requests, then sending them, each in the journal before and after, as every
/// change of the tenant is.
struct SubscriptionDesk: Sendable {
  let workspace: OpenWorkspace

  /// The source whose subscriptions these are. Throws a usage `Problem` where the workspace has none.
  func source() async throws -> Office365Source {
    guard let cloud = workspace.cloud, cloud.workspace.alerts.contains(.office365) else {
      throw Problem(
        "The workspace '\(workspace.name)' does not read Office 365.", remedy: "Add \"office365\" to its alerts.", kind: .usage)
    }
    return try cloud.office365(state: try await cloud.office365State())
  }

  /// Every content type, how it stands, and the request that would start it.
  func offers() async throws -> [SubscriptionOffer] {
    let source = try await source()
    let listed = try await source.subscriptions.list()
    return Office365ContentType.allCases.map { type in
      let known = listed.first { $0.type == type }
      let request = source.subscriptions.request(for: type)
      return SubscriptionOffer(
        type: type.rawValue, isEnabled: known?.isEnabled ?? false, status: known?.status, method: request.method, address: request.address,
        consequence: request.consequence)
    }
  }

  /// Sends what was shown, one after the other, and tells what became of each; a failure of one does not keep the others back.
  func start(_ offers: [SubscriptionOffer], tell: (SubscriptionResult) -> Void) async {
    for offer in offers {
      do { tell(.started(try await start(offer))) } catch {
        tell(.failed(error as? Problem ?? Problem("The subscription was not started.", cause: String(describing: error))))
      }
    }
  }

  private func start(_ offer: SubscriptionOffer) async throws -> String {
    let source = try await source()
    guard let type = Office365ContentType(reading: offer.type) else {
      throw Problem("There is no content type '\(offer.type)'.", remedy: "Read the subscriptions anew.", kind: .usage)
    }
    let request = source.subscriptions.request(for: type)
    guard request.method == offer.method, request.address == offer.address else {
      throw Problem("This is not the request that was shown.", remedy: "Read the subscriptions anew.", kind: .refused)
    }
    return try await start(request, source)
  }

  /// Starts one and says in words what the service answered. Throws a `Problem`, where the workspace only reads as well.
  func start(_ request: SubscriptionRequest, _ source: Office365Source) async throws -> String {
    guard let cloud = workspace.cloud, !cloud.workspace.isReadOnly else {
      throw Problem(
        "This workspace only reads.", cause: "read_only is true, which is the default, and a subscription is kept in the tenant.",
        remedy: "Set [workspaces.\(workspace.name)] read_only = false to start subscriptions.", kind: .refused)
    }
    let (journal, hunt) = (workspace.journal, HuntID(at: SystemClock().now()))
    var body: JSONObject = [
      "contentType": .string(request.type.rawValue), "method": .string(request.method), "address": .string(request.address),
    ]
    try await journal.append(hunt: hunt, kind: "subscriptionStartSent", body: .object(body), at: SystemClock().now())
    let words: String
    do {
      let started = try await source.start(request)
      words = started.wasEnabledBefore ? "was enabled already" : started.status ?? "started"
    } catch {
      body["problem"] = .string((error as? Problem)?.description ?? String(describing: error))
      try? await journal.append(hunt: hunt, kind: "subscriptionStartFailed", body: .object(body), at: SystemClock().now())
      throw error
    }
    // The service has said yes: what fails from here on is no failure of the start.
    body["answer"] = .string(words)
    do {
      try await journal.append(hunt: hunt, kind: "subscriptionStarted", body: .object(body), at: SystemClock().now())
      try await cloud.keepPositions()
    } catch {
      return words + "; that could not be kept on this machine: " + ((error as? Problem)?.summary ?? String(describing: error))
    }
    return words
  }
}
