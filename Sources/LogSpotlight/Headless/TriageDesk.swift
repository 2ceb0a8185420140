import Casefile
import HuntPipeline
import LocalStore
import Settings

/// Changes alerts where they came from: requests first, then sending them one after the other, each in the journal before it is told.
struct TriageDesk: Sendable {
  let workspace: OpenWorkspace

  /// The requests of each wish, in the order of the wishes. Throws a `Problem` where nothing may be written at all.
  func drafts(_ wishes: [TriageWish]) async throws -> [TriageDraft] {
    let triage = try port()
    let alerts = try await workspace.pages.alerts(withIDs: wishes.map(\.alert))
    return wishes.map { wish in
      guard let alert = alerts.first(where: { $0.id == wish.alert }) else {
        let problem = Problem(
          "There is no alert '\(wish.alert)'.", cause: "The workspace '\(workspace.name)' has none of that id.",
          remedy: "List them with `logspotlight alerts`.", kind: .usage)
        return TriageDraft(alert: wish.alert, title: wish.alert, requests: [], problem: problem)
      }
      do {
        return TriageDraft(
          alert: alert.id, title: alert.title, requests: try triage.requests(for: wish.change, of: alert),
          restoring: wish.change.undo(to: alert).change)
      } catch let problem as Problem {
        return TriageDraft(alert: alert.id, title: alert.title, requests: [], problem: problem)
      } catch {
        return TriageDraft(alert: alert.id, title: alert.title, requests: [], problem: Problem("It cannot be changed.", cause: "\(error)"))
      }
    }
  }

  /// What the service answered, in its own words; the store then has the alert as the service describes it.
  func send(_ request: TriageRequest) async throws -> String {
    let triage = try port()
    let hunt = HuntID(at: SystemClock().now())
    var body: JSONObject = [
      "alert": .string(request.alert), "method": .string(request.method), "address": .string(request.address),
      "request": .string(request.body),
    ]
    try await workspace.journal.append(hunt: hunt, kind: "alertChangeSent", body: .object(body), at: SystemClock().now())
    do {
      let answer = try await triage.send(request)
      body["answer"] = .string(answer.words)
      try await workspace.journal.append(hunt: hunt, kind: "alertChanged", body: .object(body), at: SystemClock().now())
      if let alert = answer.alert { try await workspace.store.keep([alert]) }
      return answer.words
    } catch {
      let problem = error as? Problem ?? Problem("The change was not answered.", cause: String(describing: error))
      body["problem"] = .string(problem.description)
      try? await workspace.journal.append(hunt: hunt, kind: "alertChangeFailed", body: .object(body), at: SystemClock().now())
      throw problem
    }
  }

  private func port() throws -> any AlertTriage {
    guard let cloud = workspace.cloud, let triage = try cloud.triage() else {
      throw Problem(
        "No source of this workspace takes changes.", cause: "Only alerts of Microsoft Graph can be changed at their source.",
        remedy: "Change the alert where it came from.", kind: .refused)
    }
    guard !cloud.workspace.isReadOnly else {
      throw Problem(
        "This workspace only reads.", cause: "read_only is true, which is the default.",
        remedy: "Set [workspaces.\(workspace.name)] read_only = false to write to alerts.", kind: .refused)
    }
    return triage
  }
}
