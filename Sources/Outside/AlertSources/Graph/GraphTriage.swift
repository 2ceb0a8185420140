package import Casefile
package import HuntPipeline
import MicrosoftData
import SignIn
import Transport

/// Writes triage back to Microsoft Graph: to alerts, to incidents, and to legacy alerts.
package struct GraphTriage: AlertTriage {
  let connection: GraphConnection

  /// Writes through this connection; its sign-in needs the permissions to write.
  package init(_ connection: GraphConnection) { self.connection = connection }

  /// A PATCH with the keys of the change, then a POST of the comment. Throws a usage `Problem` for what the service would not take.
  package func requests(for change: AlertChange, of alert: Alert) throws -> [TriageRequest] {
    guard let endpoint = GraphEndpoint(source: alert.source) else {
      throw Problem(
        "Alerts of \(alert.source) take no triage.", cause: "Only Microsoft Graph lets alerts be changed.",
        remedy: "Choose alerts whose source is graph, or keep the decision in a finding.", kind: .usage)
    }
    guard alert.id != ".", alert.id != "..", !alert.id.isEmpty, alert.id.harmless == alert.id, !alert.id.contains("\n") else {
      throw Problem(
        "The id of this alert cannot stand in an address.", cause: "It is “\(alert.id.harmless.replacing("\n", with: "␊"))”.",
        remedy: "Change it in the portal.", kind: .refused)
    }
    guard !change.isEmpty else {
      throw Problem("Nothing is to be changed.", remedy: "Give a status, a classification, somebody or a comment.", kind: .usage)
    }
    return try TriageBodies(endpoint, alert, address: connection.address).requests(for: change)
  }

  /// Sends one request as it stands. What the service answers comes back as its keys and in words.
  package func send(_ request: TriageRequest) async throws -> TriageAnswer {
    let place = try place(of: request)
    let answer: GraphAnswer
    do {
      answer = try await connection.send(
        request.method == "POST" ? .post : .patch, request.address, body: request.body,
        prefer: place.endpoint == .legacyAlerts ? "return=representation" : nil)
    } catch let problem as Problem where problem.retry == .now && !problem.isUnsent {
      throw GraphTriage.uncertain(problem)
    }
    if answer.head.isSuccess, answer.body.isEmpty {
      return TriageAnswer(record: nil, words: "The service took it and said nothing more (HTTP \(answer.head.status)).")
    }
    do {
      let json = try answer.json(place.endpoint, writes: true)
      let asked = (try? JSONValue(parsing: request.body)) ?? .null
      try GraphTriage.check(json, of: request, isComment: place.isComment)
      return place.isComment ? GraphTriage.read(comments: json, asked: asked) : GraphTriage.read(json, asked: asked)
    } catch let refusal as GraphRefusal {
      throw refusal.kind == .unreadable || refusal.kind == .service ? GraphTriage.uncertain(refusal.problem) : refusal.problem
    }
  }

  /// The keys that were answered go into the record that is kept, and the alert is read from it anew: an answer of a few keys takes nothing
  /// away, and what the service never answers, such as the incident it was read with, stays.
  package func updated(_ alert: Alert, by answer: TriageAnswer) -> Alert {
    guard let answered = answer.record, answered["id"]?.string ?? alert.id == alert.id, let endpoint = GraphEndpoint(source: alert.source),
      var record = (try? JSONValue(parsing: alert.raw))?.object
    else { return alert }
    for (key, value) in answered.pairs where !key.hasPrefix("@odata.") { record[key] = value }
    switch endpoint {
    case .alerts: return GraphAlert.alert(from: .object(record), source: alert.source)
    case .incidents: return GraphIncident(record).alert(source: alert.source)
    case .legacyAlerts: return LegacyGraphAlert.alert(from: .object(record), source: alert.source)
    }
  }

  private func place(of request: TriageRequest) throws -> (endpoint: GraphEndpoint, isComment: Bool) {
    let id = GraphQuery.encodedSegment(request.alert)
    for endpoint in GraphEndpoint.allCases {
      let address = connection.address + endpoint.path + "/" + id
      if request.address == address, request.method == "PATCH" { return (endpoint, false) }
      if request.address == address + "/comments", request.method == "POST" { return (endpoint, true) }
    }
    throw Problem(
      "This request is none of Graph's triage.", cause: "\(request.method) \(SecretText.shown(url: request.address)) is not made here.",
      remedy: "Make the requests of a change anew.", kind: .refused)
  }

  /// An answer that cannot be taken for one to this request.
  private static func check(_ json: JSONValue, of request: TriageRequest, isComment: Bool) throws {
    if let error = json["error"], error != .null {
      let body = ServiceReport(json)
      let words = [body?.code ?? "", body?.words ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
      throw uncertain(
        Problem(
          "The service reports an error.", cause: "Its answer says that all is well, and: \(words.isEmpty ? error.text.harmless : words)."))
    }
    guard !isComment else { return }
    guard json.object != nil else { throw uncertain(Problem("The answer is no alert.", cause: "Its JSON is no record.")) }
    if let id = json["id"], id.string != request.alert {
      throw uncertain(Problem("The service answered about another alert.", cause: "Its id is \(id.text.harmless.prefix(120))."))
    }
  }

  private static func uncertain(_ problem: Problem) -> Problem {
    var problem = problem
    problem.remedy = "The change may have been made: fetch the alert again before sending it once more."
    problem.retry = .never
    return problem
  }
}

extension GraphTriage {
  /// The changed alert in the service's own words, with what differs from what was asked.
  private static func read(_ json: JSONValue, asked: JSONValue) -> TriageAnswer {
    var agreeing: [String] = []
    var differing: [String] = []
    var unsaid: [String] = []
    for (key, wanted) in (asked.object ?? JSONObject()).pairs where key != "vendorInformation" && key != "comments" {
      guard let value = json[key] else {
        unsaid.append(key)
        continue
      }
      let (now, then) = (shown(value, of: key), shown(wanted, of: key))
      if now.lowercased() == then.lowercased() {
        agreeing.append("\(key) is \(now)")
      } else {
        differing.append("the service says \(key) is \(now), not \(then)")
      }
    }
    if !unsaid.isEmpty { agreeing.append("the service does not say what became of \(unsaid.joined(separator: ", "))") }
    return TriageAnswer(
      record: json.object, words: (differing + agreeing).joined(separator: "; "), isAsAsked: differing.isEmpty && unsaid.isEmpty)
  }

  /// Where nobody has judged, services write `unknown` or nothing.
  private static func shown(_ value: JSONValue, of key: String) -> String {
    let isJudgement = ["classification", "determination", "feedback"].contains(key)
    guard value == .null || value.string == "" || isJudgement && value.string?.lowercased() == "unknown" else {
      return (value.string ?? value.text).harmless.replacing("\n", with: "␊")
    }
    return key == "assignedTo" ? "nobody" : "not set"
  }

  /// A POST of a comment is answered with all comments, or with the one.
  private static func read(comments json: JSONValue, asked: JSONValue) -> TriageAnswer {
    let all = json["value"]?.array ?? [json]
    let texts = all.compactMap { $0["comment"]?.string }
    let isThere = asked["comment"]?.string.map { texts.contains($0) } ?? false
    let count = "\(texts.count) comment\(texts.count == 1 ? "" : "s")"
    // A list is all there is of them, so that the alert kept here has them at once.
    let record: JSONObject? = isThere ? json["value"]?.array.map { ["comments": .array($0)] } : nil
    return TriageAnswer(
      record: record,
      words: isThere ? "the comment is there; the service lists \(count)" : "the service lists \(count), but not this one",
      isAsAsked: isThere)
  }
}
