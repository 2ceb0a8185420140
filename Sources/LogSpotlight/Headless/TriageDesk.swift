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
    let alerts = try await workspace.store.alerts(bearing: wishes.map(\.alert)).filter { $0.source != EmbeddedStore.sampleSource }
    var drafts: [TriageDraft] = []
    for wish in wishes {
      try Task.checkCancellation()
      do {
        drafts.append(try await draft(wish, of: try alert(of: wish, among: alerts), triage))
      } catch let cancelled as CancellationError {
        throw cancelled
      } catch {
        let problem = error as? Problem ?? Problem("It cannot be changed.", cause: "\(error)")
        let title = alerts.first { $0.id == wish.alert }?.title
        drafts.append(TriageDraft(alert: wish.alert, source: wish.source, title: title ?? wish.alert, requests: [], problem: problem))
      }
    }
    return drafts
  }

  /// The requests of one wish. For an undo the service is asked first what the alert is by now, since what is stored here may be older than
  /// a colleague's change; whoever decides is told of one, and that it would be overwritten.
  private func draft(_ wish: TriageWish, of stored: Alert, _ triage: any AlertTriage) async throws -> TriageDraft {
    var alert = stored
    var warnings: [String] = []
    var isOvertaken = false
    if let undoing = wish.undoing {
      do {
        alert = try await triage.present(stored)
      } catch let problem as Problem {
        warnings.append("Whether somebody changed it just now could not be learnt: \(problem.description)")
      }
      let overtaken = undoing.overtaken(on: alert)
      isOvertaken = !overtaken.isEmpty
      if isOvertaken { warnings.append("Somebody changed it since: \(overtaken.joined(separator: " ")) Undoing overwrites that.") }
    }
    if case .to(let name)? = wish.change.assignment, let objection = AlertChange.objection(toAssignee: name, sources: [stored.source]) {
      throw Problem("Nobody can be assigned.", cause: objection, remedy: "Give a user principal name, or - for nobody.", kind: .usage)
    }
    return TriageDraft(
      alert: alert.id, source: alert.source, title: alert.title, requests: try triage.requests(for: wish.change, of: alert),
      change: wish.change, restoring: wish.change.undo(to: alert), isOvertaken: isOvertaken, warnings: warnings + wish.remains)
  }

  /// The one alert that is meant. A change must never go to another source's alert of the same id.
  private func alert(of wish: TriageWish, among alerts: [Alert]) throws -> Alert {
    let meant = alerts.filter { $0.id == wish.alert && (wish.source == nil || $0.source == wish.source) }
    let sources = Set(meant.map(\.source)).sorted()
    guard let alert = meant.first else {
      throw Problem(
        "There is no alert '\(wish.alert)'.", cause: "The workspace '\(workspace.name)' has none of that id.",
        remedy: "List them with `logspotlight alerts`.", kind: .usage)
    }
    guard sources.count == 1 else {
      throw NamedAlerts.several(wish.alert, sources, elsewhere: "; in the workbench unmark it and put the cursor on it")
    }
    return alert
  }

  /// Sends requests one after the other and tells what became of each. After a failure nothing more is sent of the same alert, since what
  /// follows was meant together with it.
  func send(_ requests: [TriageRequest], tell: (TriageRequest, TriageResult) -> Void) async {
    var failed: [TriageRequest] = []
    for request in requests {
      if failed.contains(where: { $0.alert == request.alert && $0.source == request.source }) {
        tell(request, .leftOut)
        continue
      }
      let result = await send(request)
      if case .failed = result { failed.append(request) }
      tell(request, result)
    }
  }

  /// What the service answered, in its own words; the store then has the alert with what was answered of it. What fails here afterwards
  /// does not make the change undone, and is a remark beside the answer.
  private func send(_ request: TriageRequest) async -> TriageResult {
    let hunt = HuntID(at: SystemClock().now())
    var body: JSONObject = [
      "alert": .string(request.alert), "source": .string(request.source), "method": .string(request.method),
      "address": .string(request.address), "request": .string(request.body),
    ]
    let triage: any AlertTriage
    do {
      triage = try port()
      try await journal("alertChangeSent", body, hunt)
    } catch {
      return .failed(TriageDesk.problem(error, "Nothing was sent."))
    }
    let answer: TriageAnswer
    do {
      answer = try await triage.send(request)
    } catch {
      let problem = TriageDesk.problem(error, "The change was not answered.")
      body["problem"] = .string(problem.description)
      try? await journal("alertChangeFailed", body, hunt)
      return .failed(problem)
    }
    body["answer"] = .string(answer.words)
    var remarks: [String] = []
    do { try await journal("alertChanged", body, hunt) } catch {
      remarks.append("The journal did not take the answer: \(TriageDesk.problem(error, "it failed").description)")
    }
    do { try await keep(answer, of: request, triage) } catch {
      remarks.append("The list still has the alert as it was: \(TriageDesk.problem(error, "it could not be stored").description)")
    }
    return .answered(answer.words, remark: remarks.isEmpty ? nil : remarks.joined(separator: " "), isAsAsked: answer.isAsAsked)
  }

  private func journal(_ kind: String, _ body: JSONObject, _ hunt: HuntID) async throws {
    try await workspace.journal.append(hunt: hunt, kind: kind, body: .object(body), at: SystemClock().now())
  }

  /// The alert as it is stored now, which a reading may have brought up to date meanwhile, with what was answered.
  private func keep(_ answer: TriageAnswer, of request: TriageRequest, _ triage: any AlertTriage) async throws {
    guard answer.record != nil else { return }
    let stored = try await workspace.store.alerts(bearing: [request.alert]).first { $0.source == request.source }
    if let stored { try await workspace.store.keep([triage.updated(stored, by: answer)]) }
  }

  private static func problem(_ error: any Error, _ summary: String) -> Problem {
    error as? Problem ?? Problem(summary, cause: String(describing: error))
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
