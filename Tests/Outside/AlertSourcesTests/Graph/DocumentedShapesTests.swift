import AlertSources
import Casefile
import HuntPipeline
import TestSupport
import Testing

/// Bodies in the shapes of Microsoft's documentation and metadata, with values of our own.
@Suite("Shapes that Graph documents") struct DocumentedShapesTests {
  private static let list = """
    {"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#security/alerts_v2","value":[{
    "id":"da5d3c_1","providerAlertId":"5d3c_1","incidentId":"41","status":"new","severity":"medium","classification":null,
    "determination":null,"serviceSource":"microsoftDefenderForEndpoint","detectionSource":"antivirus",
    "productName":"Microsoft Defender for Endpoint","detectorId":null,"tenantId":"11111111-2222-3333-4444-555555555555",
    "title":"Encoded command line","description":"A shell ran an encoded command.\\nLook at its parent.",
    "recommendedActions":"1. Read the command.\\n2. Isolate the host.","category":"Execution","assignedTo":null,
    "alertWebUrl":"https://security.microsoft.com/alerts/da5d3c_1","incidentWebUrl":null,"actorDisplayName":null,
    "mitreTechniques":["T1059.001"],"createdDateTime":"2026-11-20T09:53:09.8839373Z","lastUpdateDateTime":"2026-11-20T09:54:07.5Z",
    "resolvedDateTime":null,"firstActivityDateTime":"2026-11-20T09:51:39Z","lastActivityDateTime":"2026-11-20T09:51:41.99Z",
    "additionalData":null,"comments":[],"systemTags":[],"evidence":[
    {"@odata.type":"#microsoft.graph.security.deviceEvidence","createdDateTime":"2026-11-20T09:53:10.2Z","verdict":"unknown",
    "remediationStatus":"none","remediationStatusDetails":null,"roles":[],"detailedRoles":["PrimaryDevice"],"tags":[],
    "deviceDnsName":"ws-7.contoso.com","osBuild":22621,"ipInterfaces":["10.0.0.7","::1"],"vmMetadata":null,
    "loggedOnUsers":[{"accountName":"mira","domainName":"CONTOSO"}]},
    {"@odata.type":"#microsoft.graph.security.userEvidence","createdDateTime":"2026-11-20T09:53:10.2Z","verdict":"unknown",
    "remediationStatus":"none","roles":[],"userAccount":{"accountName":"mira","domainName":"CONTOSO","userSid":"S-1-5-21-1",
    "azureAdUserId":null,"userPrincipalName":"mira@contoso.com","displayName":null}},
    {"@odata.type":"#microsoft.graph.security.urlEvidence","createdDateTime":"2026-11-20T09:53:10.2Z","verdict":"suspicious",
    "remediationStatus":"none","roles":[],"url":"https://bad.example/a"},
    {"@odata.type":"#microsoft.graph.security.ipEvidence","createdDateTime":"2026-11-20T09:53:10.2Z","verdict":"suspicious",
    "remediationStatus":"none","roles":[],"ipAddress":"203.0.113.9","countryLetterCode":null},
    {"@odata.type":"#microsoft.graph.security.processEvidence","createdDateTime":"2026-11-20T09:53:10.2Z","verdict":"suspicious",
    "remediationStatus":"none","roles":[],"processId":4780,"processCommandLine":"powershell.exe -enc SQBFAFgA",
    "imageFile":{"fileName":"powershell.exe","filePath":"C:\\\\Windows\\\\System32","sha1":null},"userAccount":null}]}]}
    """

  /// As many keys as the documentation shows of a changed alert.
  private static let changed = """
    {"@odata.type":"#microsoft.graph.security.alert","id":"da5d3c_1","status":"inProgress","classification":"truePositive",
    "determination":"malware","assignedTo":"mira@contoso.com","severity":"low"}
    """

  private static let comments = """
    {"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#security/alerts_v2('da5d3c_1')/comments","value":[
    {"comment":"first","createdByDisplayName":"mira@contoso.com","createdDateTime":"2026-11-20T10:00:00.1606766Z"},
    {"comment":"looked at","createdByDisplayName":"mira@contoso.com","createdDateTime":"2026-11-20T10:01:00.3825324Z"}]}
    """

  private static let incident = """
    {"value":[{"@odata.type":"#microsoft.graph.security.incident","id":"2972","redirectIncidentId":null,
    "incidentWebUrl":"https://security.microsoft.com/incidents/2972","displayName":"Several hosts call one address",
    "createdDateTime":"2026-11-13T08:43:35.5533333Z","lastUpdateDateTime":"2026-11-14T09:35:45.1133333Z","assignedTo":null,
    "classification":"truePositive","determination":"multiStagedAttack","status":"active","severity":"medium","customTags":["Demo"],
    "comments":[],"systemTags":[],"alerts":[]}]}
    """

  private func desk(_ body: String, status: Int = 200, headers: [[String]] = []) throws -> GraphDesk {
    let desk = try GraphDesk(LoopbackGraph())
    desk.cloud.add { _, _ in .json(body, status: status, headers: headers) }
    return desk
  }

  @Test("The question is written as the documentation writes it, and a list is read with all of its evidence")
  func alerts() async throws {
    let desk = try desk(Self.list)
    let query = AlertQuery(filter: "severity eq 'medium'", updatedSince: DateTime("2026-11-20T00:00:00Z"))
    let result = try await desk.fetch(.alerts, query, pageSize: 100)
    let filter = "severity%20eq%20'medium'%20and%20lastUpdateDateTime%20ge%202026-11-20T00:00:00Z"
    #expect(
      desk.targets == ["/v1.0/security/alerts_v2?$top=100&$filter=\(filter)&$orderby=lastUpdateDateTime%20asc&$count=true"])
    #expect(result.fetch == AlertFetch(count: 1))
    let alert = try #require(result.alerts.first)
    #expect(alert.severity == .medium && alert.status == "new" && alert.techniques == ["T1059.001"] && alert.incidentID == "41")
    #expect(alert.updated == DateTime("2026-11-20T09:54:07.5Z") && alert.classification.isEmpty)
    #expect(alert.entities.count == 5)
  }

  @Test("A changed alert is answered with a few keys: the stored alert takes them in and stays whole")
  func change() async throws {
    let desk = try desk(Self.list)
    let former = try #require(try await desk.fetch().alerts.first)
    desk.cloud.add { request, _ in .json(request.method == "PATCH" ? Self.changed : Self.comments) }
    let triage = GraphTriage(desk.connection)
    let change = AlertChange(
      status: "inProgress", classification: "truePositive", determination: "malware", assignment: .to("mira@contoso.com"),
      comment: "looked at")
    let requests = try triage.requests(for: change, of: former)
    let answer = try await triage.send(requests[0])
    #expect(
      answer.words == "assignedTo is mira@contoso.com; classification is truePositive; determination is malware; status is inProgress")
    let alert = triage.updated(former, by: answer)
    #expect(alert.status == "inProgress" && alert.assignedTo == "mira@contoso.com" && alert.severity == .low)
    #expect(alert.title == "Encoded command line" && alert.created == former.created && alert.entities == former.entities)
    #expect(requests[1].body == #"{"@odata.type":"microsoft.graph.security.alertComment","comment":"looked at"}"#)
    #expect(try await triage.send(requests[1]).words == "the comment is there; the service lists 2 comments")
  }

  @Test("An incident that came without alerts stands for itself")
  func incidents() async throws {
    let alert = try #require(try await desk(Self.incident).fetch(.incidents).alerts.first)
    #expect(alert.id == "2972" && alert.determination == "multiStagedAttack" && alert.source == "graph-incidents")
  }

  @Test("Errors are read by status and code; a provider that failed within a good answer is missing")
  func errors() async throws {
    func error(_ code: String) -> String {
      """
      {"error":{"code":"\(code)","message":"Said by the service.","innerError":{"date":"2026-11-20T00:00:00",
      "request-id":"11111111-2222-3333-4444-555555555555","client-request-id":"11111111-2222-3333-4444-555555555555"}}}
      """
    }
    #expect(
      try await desk(error("InvalidAuthenticationToken"), status: 401).fetch().problem?.summary.hasSuffix("does not accept the sign-in.")
        == true)
    #expect(
      try await desk(error("TooManyRequests"), status: 429, headers: [["Retry-After", "10"]]).fetch().problem?.retry
        == .after(seconds: 10))
    let partial = try desk(#"{"value":[]}"#, status: 206, headers: [["Warning", "199 - \"Microsoft/WDATP/401/228\""]])
    let fetch = try await partial.fetch(.legacyAlerts).fetch
    #expect(fetch?.partial == "Microsoft/WDATP did not bring its alerts (status 401)." && fetch?.shortfall == .parts)
  }
}
