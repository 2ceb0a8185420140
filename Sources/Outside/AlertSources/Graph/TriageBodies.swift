import Casefile
import HuntPipeline

/// Makes the requests of a change, exactly as they are sent but for the token.
struct TriageBodies {
  private let endpoint: GraphEndpoint
  private let alert: Alert
  private let address: String

  init(_ endpoint: GraphEndpoint, _ alert: Alert, address: String) {
    self.endpoint = endpoint
    self.alert = alert
    self.address = address + endpoint.path + "/" + GraphQuery.encodedSegment(alert.id)
  }

  func requests(for change: AlertChange) throws -> [TriageRequest] {
    var body = JSONObject()
    if let assignment = change.assignment { body["assignedTo"] = assigned(assignment) }
    let (classification, determination) = try verdict(change)
    if endpoint == .legacyAlerts {
      if let classification { body["feedback"] = .string(try feedback(classification)) }
      guard determination ?? "unknown" == "unknown" else { throw refusal("determination", "Legacy alerts have none.") }
    } else {
      if let classification { body["classification"] = .string(classification) }
      if let determination { body["determination"] = .string(determination) }
    }
    if let status = change.status { body["status"] = .string(try self.status(status)) }
    let comment = try change.comment.map(self.comment)
    var requests: [TriageRequest] = []
    if endpoint == .legacyAlerts {
      if let comment { body["comments"] = .array(try legacyComments() + [.string(comment)]) }
      body["vendorInformation"] = try vendor()
    }
    if !body.isEmpty { requests.append(request("PATCH", address, body)) }
    if let comment, endpoint != .legacyAlerts {
      requests.append(
        request(
          "POST", address + "/comments",
          ["@odata.type": "microsoft.graph.security.alertComment", "comment": .string(comment)]))
    }
    return requests
  }

  private func request(_ method: String, _ address: String, _ body: JSONObject) -> TriageRequest {
    TriageRequest(alert: alert.id, source: alert.source, method: method, address: address, body: JSONValue.object(body).text)
  }

  private func assigned(_ assignment: AlertChange.Assignment) -> JSONValue {
    switch assignment {
    case .to(let name): .string(name)
    case .nobody: endpoint == .legacyAlerts ? .string("") : .null
    }
  }

  /// Spelled as the wire has it; what will stand there together must go together.
  private func verdict(_ change: AlertChange) throws -> (classification: String?, determination: String?) {
    let classification = try change.classification.map { text -> String in
      if endpoint == .legacyAlerts, text.lowercased() == "benignpositive" { return "informationalExpectedActivity" }
      guard let known = Verdict.classification(text) else { throw unknown("classification", text, Verdict.classifications) }
      return known
    }
    let determination = try change.determination.map { text in
      guard let known = Verdict.determination(text) else { throw unknown("determination", text, Verdict.determinations) }
      return known
    }
    if endpoint != .legacyAlerts, classification != nil || determination != nil {
      // The former determination counts too: sending the classification alone leaves it standing.
      try Verdict.check(
        classification: classification ?? alert.classification, determination: determination ?? alert.determination)
    }
    return (classification, determination)
  }

  private func feedback(_ classification: String) throws -> String {
    classification == "informationalExpectedActivity" ? "benignPositive" : classification
  }

  private func status(_ text: String) throws -> String {
    let settable: [String]
    switch endpoint {
    case .alerts: settable = ["new", "inProgress", "resolved"]
    case .incidents: settable = ["active", "inProgress", "resolved", "awaitingAction"]
    case .legacyAlerts: settable = ["newAlert", "inProgress", "resolved", "dismissed"]
    }
    let wanted = AlertSelection.compact(text.lowercased())
    if let known = settable.first(where: { $0.lowercased() == wanted }) { return known }
    // What is new is called otherwise elsewhere.
    if wanted == "new" || wanted == "active" || wanted == "newalert" { return settable[0] }
    throw unknown("status", text, settable)
  }

  private func comment(_ text: String) throws -> String {
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw Problem("The comment is empty.", remedy: "Write something, or leave the comment out.", kind: .usage)
    }
    return text
  }

  private func legacyComments() throws -> [JSONValue] { try record()["comments"]?.array ?? [] }

  /// The provider must be named, as the alert names it.
  private func vendor() throws -> JSONValue {
    let named = try record()["vendorInformation"]
    guard let provider = named?["provider"]?.string, let vendor = named?["vendor"]?.string else {
      throw refusal("anything", "The record of this alert does not name its provider and vendor, which the service wants to hear.")
    }
    return ["provider": .string(provider), "vendor": .string(vendor)]
  }

  private func record() throws -> JSONValue {
    do throws(JSONSyntaxError) {
      return try JSONValue(parsing: alert.raw)
    } catch {
      throw refusal("anything", "The record of this alert cannot be read.")
    }
  }

  private func refusal(_ what: String, _ cause: String) -> Problem {
    Problem("The alert cannot take \(what).", cause: cause, remedy: "Set it in the portal, or choose something else.", kind: .usage)
  }

  private func unknown(_ what: String, _ text: String, _ known: [String]) -> Problem {
    Problem(
      "There is no \(what) “\(text.harmless)”.", cause: "The service knows \(known.joined(separator: ", ")).",
      remedy: "Choose one of these.", kind: .usage)
  }
}
