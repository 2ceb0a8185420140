import AlertSources
import Casefile
import Foundation
import HuntPipeline
import SignIn
import TestSupport
import Testing
import Transport

@Suite("Triage written back to Graph") struct GraphTriageTests {
  private let desk: GraphDesk
  private let triage: GraphTriage

  init() throws {
    desk = try GraphDesk(
      LoopbackGraph(
        alerts: GraphDesk.alerts(0..<3), incidents: [LoopbackGraphRecords.incident(7, alerts: [])],
        legacy: [LoopbackGraphRecords.legacyAlert(1)]))
    triage = GraphTriage(desk.connection)
  }

  private func alert(_ endpoint: GraphEndpoint = .alerts, _ id: String = "da0_-1") async throws -> Alert {
    try #require(try await desk.fetch(endpoint).alerts.first { $0.id == id })
  }

  @Test("The requests are shown exactly as they are sent, with only the changed keys")
  func bytes() async throws {
    let alert = try await alert()
    let change = AlertChange(
      status: "in progress", classification: "TruePositive", determination: "malware", assignment: .to("sec@contoso.com"),
      comment: "Looked at \"it\"")
    let requests = try triage.requests(for: change, of: alert)
    let address = desk.cloud.url + "/v1.0/security/alerts_v2/da0_-1"
    #expect(
      requests == [
        TriageRequest(
          alert: "da0_-1", source: "graph", method: "PATCH", address: address,
          body: #"{"assignedTo":"sec@contoso.com","classification":"truePositive","determination":"malware","status":"inProgress"}"#),
        TriageRequest(
          alert: "da0_-1", source: "graph", method: "POST", address: address + "/comments",
          body: #"{"@odata.type":"microsoft.graph.security.alertComment","comment":"Looked at \"it\""}"#),
      ])
    let first = try await triage.send(requests[0])
    #expect(first.words == "assignedTo is sec@contoso.com; classification is truePositive; determination is malware; status is inProgress")
    let changed = triage.updated(alert, by: first)
    #expect(changed.status == "inProgress" && changed.determination == "malware")
    let second = try await triage.send(requests[1])
    #expect(second.words == "the comment is there; the service lists 1 comment")
    #expect(triage.updated(changed, by: second).comments.map(\.text) == ["Looked at \"it\""], "it stands in the detail at once")
    let sent = desk.cloud.requests.suffix(2)
    #expect(sent.map(\.method) == ["PATCH", "POST"])
    #expect(sent.map(\.text) == requests.map(\.body))
    #expect(sent.map { desk.cloud.url + $0.target } == requests.map(\.address))
    #expect(sent.allSatisfy { $0["content-type"] == "application/json" })
    #expect(desk.graph.alert("da0_-1")?["comments"]?.array?.count == 1)
  }

  @Test("What an alert is by now is asked of the service, by its own address, and another's answer is not taken for it")
  func present() async throws {
    for endpoint in [GraphEndpoint.alerts, .incidents, .legacyAlerts] {
      let known = try #require(try await desk.fetch(endpoint).alerts.first)
      desk.cloud.add { request, _ in
        guard request.method == "GET", request.path.split(separator: "/").count == 4 else { return nil }
        let id = request.path.split(separator: "/").last.map(String.init)?.removingPercentEncoding ?? ""
        return .json(JSONValue.object(["id": .string(id), "status": "resolved"]).text)
      }
      let now = try await triage.present(known)
      #expect(now.status == "resolved" && now.title == known.title && now.name == known.name)
      let path = desk.cloud.requests.last?.path ?? ""
      #expect(path.hasPrefix("/v1.0/security/\(endpoint.rawValue)/"), "\(path)")
    }
    desk.cloud.add { request, _ in request.path.hasSuffix("/da0_-1") ? .json(#"{"id":"da1_-1","status":"resolved"}"#) : nil }
    let alert = try await alert()
    await #expect(throws: Problem.self) { try await triage.present(alert) }
  }

  @Test("Nobody is null, and one key alone is sent alone")
  func nobody() async throws {
    let requests = try triage.requests(for: AlertChange(assignment: .nobody), of: try await alert())
    #expect(requests.map(\.body) == [#"{"assignedTo":null}"#])
    #expect(try await triage.send(requests[0]).words == "assignedTo is nobody")
  }

  @Test(
    "Pairs that do not go together are refused before anything is sent",
    arguments: [
      ("falsePositive", "malware", "notMalicious"), ("truePositive", "notMalicious", "phishing"), (nil, "phishing", "truePositive"),
      ("truePositive", "lineOfBusinessApplication", "malware"), ("good", nil, "falsePositive"), ("truePositive", "evil", "malware"),
    ] as [(String?, String?, String)])
  func pairs(classification: String?, determination: String?, hint: String) async throws {
    let alert = try await alert()
    let problem = try #require(throws: Problem.self) {
      try triage.requests(for: AlertChange(classification: classification, determination: determination), of: alert)
    }
    #expect(problem.kind == .usage)
    #expect((problem.remedy ?? "").contains(hint) || (problem.cause ?? "").contains(hint))
    #expect(desk.cloud.requests.count == 1)
  }

  @Test("The former determination counts, where only the classification changes")
  func formerDetermination() async throws {
    var alert = try await alert()
    (alert.classification, alert.determination) = ("truePositive", "malware")
    #expect(throws: Problem.self) { try triage.requests(for: AlertChange(classification: "falsePositive"), of: alert) }
    let change = AlertChange(classification: "falsePositive", determination: "clean")
    #expect(
      try triage.requests(for: change, of: alert).map(\.body) == [#"{"classification":"falsePositive","determination":"notMalicious"}"#])
  }

  @Test("Where the service sets something else, it is said")
  func otherwise() async throws {
    let alert = try await alert()
    let request = try triage.requests(for: AlertChange(status: "resolved"), of: alert)[0]
    desk.graph.insist(on: ["status": "inProgress"])
    let answer = try await triage.send(request)
    #expect(answer.words == "the service says status is inProgress, not resolved" && !answer.isAsAsked)
    #expect(triage.updated(alert, by: answer).status == "inProgress")
  }

  @Test("Conflicts and refusals are problems with a remedy, and sent once", arguments: [409, 412, 403])
  func refusals(status: Int) async throws {
    let request = try triage.requests(for: AlertChange(status: "resolved"), of: try await alert())[0]
    desk.graph.refuseWrites(with: status)
    let problem = try await #require(throws: Problem.self) { try await triage.send(request) }
    #expect(problem.remedy?.contains(status == 403 ? "SecurityAlert.ReadWrite.All" : "Fetch the alert again") == true)
    #expect(desk.cloud.requests.filter { $0.method == "PATCH" }.count == 1)
    #expect(desk.graph.alert("da0_-1")?["status"] == "new")
  }

  @Test("A change whose answer is lost is not sent again, and may have been made", arguments: ["cut", "html", "500"])
  func lost(how: String) async throws {
    let request = try triage.requests(for: AlertChange(comment: "x"), of: try await alert())[0]
    desk.cloud.add { request, _ in
      guard request.method == "POST" else { return nil }
      var answer = LoopbackCloud.Answer.json(#"{"value":[]}"#)
      if how == "cut" { answer.ending = .cut(after: 4) }
      return how == "html" ? LoopbackCloud.Answer(body: Array("<html>".utf8)) : how == "500" ? LoopbackGraph.error(500, "x") : answer
    }
    let problem = try await #require(throws: Problem.self) { try await triage.send(request) }
    #expect(problem.remedy == "The change may have been made: fetch the alert again before sending it once more.")
    #expect(problem.retry == .never)
    #expect(desk.cloud.requests.filter { $0.method == "POST" }.count == 1)
  }

  @Test(
    "An answer that reports an error, or is about another alert, is no answer to the change",
    arguments: [
      #"{"error":"Forbidden","status":"resolved"}"#, #"{"error":{"code":"x"},"value":[],"status":"resolved"}"#,
      #"{"id":"other","status":"resolved"}"#, "[1]",
    ])
  func lies(body: String) async throws {
    let request = try triage.requests(for: AlertChange(status: "resolved"), of: try await alert())[0]
    desk.cloud.add { request, _ in request.method == "PATCH" ? .json(body) : nil }
    let problem = try await #require(throws: Problem.self) { try await triage.send(request) }
    #expect(problem.remedy?.contains("may have been made") == true)
  }

  @Test("What the service does not say of the change is said to be unsaid, and a line feed forges no line")
  func unsaid() async throws {
    let change = AlertChange(status: "resolved", classification: "TruePositive", determination: "malware")
    let request = try triage.requests(for: change, of: try await alert())[0]
    desk.cloud.add { request, _ in request.method == "PATCH" ? .json(#"{"id":"da0_-1","status":"resolved\ndone  zz"}"#) : nil }
    let answer = try await triage.send(request)
    #expect(answer.words.contains("does not say what became of classification, determination") && !answer.words.contains("\n"))
    #expect(!answer.isAsAsked)
  }

  @Test("A change follows no redirect, is not repeated on a vendor's word, and goes to no id that is a step in an address")
  func strayWrites() async throws {
    let alert = try await alert()
    let request = try triage.requests(for: AlertChange(comment: "x"), of: alert)[0]
    desk.cloud.add { request, visit in
      guard request.method == "POST" else { return nil }
      return visit == 1
        ? LoopbackCloud.Answer(500, headers: [["x-should-retry", "true"]])
        : LoopbackCloud.Answer(307, headers: [["Location", "/v1.0/security/alerts_v2/other/comments"]])
    }
    for _ in 0..<2 { await #expect(throws: Problem.self) { try await triage.send(request) } }
    #expect(
      desk.cloud.requests.filter { $0.method == "POST" }.map(\.path)
        == Array(repeating: "/v1.0/security/alerts_v2/da0_-1/comments", count: 2))
    for id in ["..", ".", "", "a\nb"] {
      var stray = alert
      stray.id = id
      #expect(throws: Problem.self) { try triage.requests(for: AlertChange(status: "resolved"), of: stray) }
    }
  }

  @Test("An answer of a few keys takes nothing else away, and the incident an alert was read with stays")
  func fewKeys() async throws {
    var former = try await alert()
    var record = try #require(try JSONValue(parsing: former.raw).object)
    record["incident"] = ["id": "1", "displayName": "Ransomware"]
    former.raw = JSONValue.object(record).text
    let request = try triage.requests(for: AlertChange(status: "resolved"), of: former)[0]
    desk.cloud.add { request, _ in
      guard request.method == "PATCH" else { return nil }
      return .json(
        ##"{"@odata.type":"#microsoft.graph.security.alert","id":"da0_-1","status":"resolved","assignedTo":null,"severity":"low"}"##)
    }
    let answer = try await triage.send(request)
    #expect(answer.words == "status is resolved")
    let alert = triage.updated(former, by: answer)
    #expect(alert.status == "resolved" && alert.severity == .low && alert.assignedTo == "")
    #expect(alert.title == former.title && alert.created == former.created && alert.incidentName == "Ransomware")
    #expect(!alert.entities.isEmpty && alert.entities == former.entities)
    let other = TriageAnswer(record: ["id": "another", "status": "new"], words: "")
    #expect(triage.updated(former, by: other) == former, "what is said of another alert is not taken in")
  }

  @Test("A classification that is taken back is not set, and nobody is a word for people")
  func notSet() async throws {
    let request = try triage.requests(for: AlertChange(classification: "unknown", determination: "unknown"), of: try await alert())[0]
    desk.graph.insist(on: ["classification": nil, "determination": "unknown"])
    #expect(try await triage.send(request).words == "classification is not set; determination is not set")
  }

  @Test("A connection that was refused carried nothing: the change was not made, and nothing else is said")
  func refusedConnection() async throws {
    let sender = AuthorisedSender(
      address: "http://127.0.0.1:1", scope: TokenScope("https://graph.microsoft.com/.default"), tokens: GraphDesk.FixedTokens(),
      sender: HTTPClient(), policy: GraphConnection.retryPolicy,
      surroundings: RetrySurroundings(now: { .minimum }, chance: { 1 }, sleep: { _ in }))
    let triage = GraphTriage(GraphConnection(sender))
    let request = try triage.requests(for: AlertChange(status: "resolved"), of: try await alert())[0]
    let problem = try await #require(throws: Problem.self) { try await triage.send(request) }
    #expect(problem.isUnsent && problem.remedy?.contains("may have been made") == false, "\(problem)")
  }

  @Test("Incidents and older alerts are written in their own words")
  func otherLists() async throws {
    let incident = try triage.requests(for: AlertChange(status: "new", comment: "x"), of: try await alert(.incidents, "7"))
    #expect(
      incident.map(\.address).map { $0.dropFirst(desk.cloud.url.count) } == [
        "/v1.0/security/incidents/7", "/v1.0/security/incidents/7/comments",
      ])
    #expect(incident[0].body == #"{"status":"active"}"#)
    let answered = triage.updated(try await alert(.incidents, "7"), by: try await triage.send(incident[0]))
    #expect(answered.source == "graph-incidents" && answered.title == "Incident 7 on several hosts")
    _ = try await triage.send(incident[1])
    let legacy = try triage.requests(
      for: AlertChange(status: "inProgress", classification: "informationalExpectedActivity", comment: "mine"),
      of: try await alert(.legacyAlerts, "legacy-1"))
    #expect(
      legacy.map(\.body) == [
        #"{"feedback":"benignPositive","status":"inProgress","comments":["first look","mine"],"#
          + #""vendorInformation":{"provider":"IPC","vendor":"Microsoft"}}"#
      ])
    let answer = try await triage.send(legacy[0])
    #expect(answer.words == "feedback is benignPositive; status is inProgress")
    #expect(desk.cloud.requests.last?["prefer"] == "include-unknown-enum-members, return=representation")
  }

  @Test("Sources that take no triage say so, and requests of others are not sent")
  func elsewhere() async throws {
    let alert = Alert(id: "1", source: "office365", title: "t", created: .minimum)
    let problem = try #require(throws: Problem.self) { try triage.requests(for: AlertChange(status: "resolved"), of: alert) }
    #expect(problem.summary == "Alerts of office365 take no triage.")
    let foreign = TriageRequest(alert: "1", source: "graph", method: "PATCH", address: desk.cloud.url + "/v1.0/users/1", body: "{}")
    await #expect(throws: Problem.self) { try await triage.send(foreign) }
    #expect(desk.cloud.requests.isEmpty)
  }

  @Test("Undoing brings the former values back, and says what stays")
  func undo() async throws {
    let former = try await alert()
    let change = AlertChange(
      status: "resolved", classification: "truePositive", determination: "phishing", assignment: .to("x@y"), comment: "c")
    var last = former
    for request in try triage.requests(for: change, of: former) { last = triage.updated(last, by: try await triage.send(request)) }
    let undo = change.undo(to: former)
    #expect(
      undo.remains == [
        "The classification and the determination had no value before: “unknown” is the service's word for none.",
        "The comment stays: the services let nobody take one back.",
      ])
    for request in try triage.requests(for: undo.change, of: last) { last = triage.updated(last, by: try await triage.send(request)) }
    #expect(last.status == "new" && last.classification == "" && last.determination == "")
    #expect(last.assignedTo == "o'neill@contoso.com")
  }
}
