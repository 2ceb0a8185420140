import Casefile
import MicrosoftData
import Testing

@Suite struct GraphAlertTests {
  static let body = """
    {"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#security/alerts_v2","@odata.nextLink":"https://next","value":[{
    "id":"da1","incidentId":"7","status":"new","severity":"high","classification":null,"determination":"unknown",
    "serviceSource":"microsoftDefenderForEndpoint","detectionSource":"somethingNew","title":"Dump of LSASS memory",
    "description":"A process read the memory of LSASS.","category":"CredentialAccess","mitreTechniques":["T1003.001"],
    "createdDateTime":"2026-11-20T03:14:07.7211305Z","lastUpdateDateTime":"2026-11-20T03:20:00Z","firstActivityDateTime":null,
    "evidence":[
    {"@odata.type":"#microsoft.graph.security.deviceEvidence","verdict":"suspicious","roles":["compromised"],"detailedRoles":["PrimaryDevice"],
     "deviceDnsName":"ws-7.contoso.com","loggedOnUsers":[{"accountName":"mlopez","domainName":"CONTOSO"}],"vmMetadata":null},
    {"@odata.type":"#microsoft.graph.security.userEvidence","userAccount":{"accountName":"mlopez","domainName":"CONTOSO","userPrincipalName":null}},
    {"@odata.type":"#microsoft.graph.security.processEvidence","verdict":"malicious","processId":77,"processCommandLine":"rundll32 comsvcs.dll MiniDump",
     "imageFile":{"fileName":"rundll32.exe","filePath":"C:\\\\Windows\\\\System32","sha256":"ab12"}},
    {"@odata.type":"#microsoft.graph.security.networkConnectionEvidence","destinationAddress":{"ipAddress":"203.0.113.9"},"destinationPort":443,
     "sourceAddress":{"@odata.type":"#microsoft.graph.security.ipEvidence","ipAddress":"10.0.0.7"}},
    {"@odata.type":"#microsoft.graph.security.quantumEvidence","qubitName":"q-1","spin":"up"}
    ]}]}
    """

  private func alerts(_ text: String) throws -> [Alert] {
    guard case .alerts(let alerts, _)? = try MicrosoftBody.read(JSONValue(parsing: text), source: "graph") else { return [] }
    return alerts
  }

  @Test("comments are kept with who wrote them and when, the newest first; legacy alerts have bare texts")
  func comments() throws {
    let body = """
      {"id":"da1","title":"t","createdDateTime":"2026-11-20T03:00:00Z","comments":[
      {"@odata.type":"#microsoft.graph.security.alertComment","comment":"older","createdByDisplayName":"ada@contoso.com","createdDateTime":"2026-11-20T04:00:00Z"},
      {"comment":"newer","createdByDisplayName":null,"createdDateTime":"2026-11-21T04:00:00Z"},{"comment":null},7]}
      """
    let alert = GraphAlert.alert(from: try JSONValue(parsing: body), source: "graph")
    let older = AlertComment("older", author: "ada@contoso.com", time: DateTime("2026-11-20T04:00:00Z"))
    #expect(alert.comments == [AlertComment("newer", time: DateTime("2026-11-21T04:00:00Z")), older])
    #expect(AlertComments.of(raw: alert.raw) == alert.comments)
    let legacy = try JSONValue(parsing: #"{"id":"l","vendorInformation":{"provider":"p"},"comments":["first look","mine"]}"#)
    #expect(LegacyGraphAlert.alert(from: legacy, source: "graph-legacy").comments.map(\.text) == ["first look", "mine"])
  }

  @Test("an alert keeps its fields, and says nothing where Graph says unknown or null")
  func fields() throws {
    let alert = try #require(alerts(Self.body).first)
    #expect(alert.id == "da1")
    #expect(alert.source == "graph")
    #expect(alert.severity == .high)
    #expect(alert.category == "CredentialAccess")
    #expect(alert.techniques == ["T1003.001"])
    #expect(alert.product == "microsoftDefenderForEndpoint")
    #expect(alert.created == DateTime("2026-11-20T03:14:07.7211305Z"))
    #expect(alert.firstActivity == nil)
    #expect(alert.classification.isEmpty && alert.determination.isEmpty)
    #expect(try JSONValue(parsing: alert.raw)["detectionSource"] == "somethingNew")
  }

  @Test("evidence becomes entities, evidence inside evidence too, unknown types by their main fields")
  func evidence() throws {
    let entities = try #require(alerts(Self.body).first).entities
    #expect(entities.map(\.kind) == [.host, .user, .process, .address, .address, .address, .other])
    #expect(
      entities.map(\.label) == [
        "ws-7.contoso.com", #"CONTOSO\mlopez"#, "rundll32 comsvcs.dll MiniDump", "203.0.113.9", "203.0.113.9", "10.0.0.7", "q-1",
      ])
    #expect(entities[0].role == "PrimaryDevice, compromised")
    #expect(entities[0].details.contains(Entity.Detail("loggedOnUsers", #"CONTOSO\mlopez"#)))
    #expect(entities[2].verdict == "malicious")
    #expect(entities[2].details.contains(Entity.Detail("imageFile.sha256", "ab12")))
    #expect(entities[6].details.contains(Entity.Detail("spin", "up")))
  }

  @Test(
    "every documented type of evidence has a kind and a label of its own",
    arguments: [
      ("activeDirectoryDomain", #"{"activeDirectoryDomainName":"L"}"#), ("aiAgent", #"{"agentName":"L"}"#),
      ("amazonResource", #"{"resourceName":"L"}"#),
      ("analyzedMessage", #"{"subject":"L"}"#), ("azureResource", #"{"resourceName":"L"}"#), ("blobContainer", #"{"name":"L"}"#),
      ("blob", #"{"name":"L"}"#),
      ("cloudApplication", #"{"displayName":"L"}"#), ("cloudLogonRequest", #"{"requestId":"L"}"#),
      ("cloudLogonSession", #"{"sessionId":"L"}"#),
      ("container", #"{"name":"L"}"#), ("containerImage", #"{"imageId":"L"}"#), ("containerRegistry", #"{"registry":"L"}"#),
      ("device", #"{"hostName":"L"}"#),
      ("dns", #"{"domainName":"L"}"#), ("file", #"{"fileDetails":{"fileName":"L"}}"#), ("fileHash", #"{"value":"L"}"#),
      ("gitHubOrganization", #"{"login":"L"}"#),
      ("gitHubRepo", #"{"login":"L"}"#), ("gitHubUser", #"{"login":"L"}"#), ("googleCloudResource", #"{"resourceName":"L"}"#),
      ("hostLogonSession", #"{"sessionId":"L"}"#),
      ("ioTDevice", #"{"deviceName":"L"}"#), ("ip", #"{"ipAddress":"L"}"#), ("kubernetesCluster", #"{"name":"L"}"#),
      ("kubernetesController", #"{"name":"L"}"#),
      ("kubernetesNamespace", #"{"name":"L"}"#), ("kubernetesPod", #"{"name":"L"}"#), ("kubernetesSecret", #"{"name":"L"}"#),
      ("kubernetesServiceAccount", #"{"name":"L"}"#),
      ("kubernetesService", #"{"name":"L"}"#), ("mailCluster", #"{"clusterBy":"L"}"#), ("mailboxConfiguration", #"{"displayName":"L"}"#),
      ("mailbox", #"{"upn":"L"}"#),
      ("malware", #"{"name":"L"}"#), ("networkConnection", #"{"destinationAddress":{"ipAddress":"L"}}"#), ("nic", #"{"macAddress":"L"}"#),
      ("oauthApplication", #"{"displayName":"L"}"#),
      ("process", #"{"imageFile":{"fileName":"L"}}"#), ("registryKey", #"{"registryKey":"L"}"#), ("registryValue", #"{"registryKey":"L"}"#),
      ("sasToken", #"{"signatureHash":"L"}"#),
      ("securityGroup", #"{"displayName":"L"}"#), ("servicePrincipal", #"{"servicePrincipalName":"L"}"#),
      ("submissionMail", #"{"subject":"L"}"#), ("teamsMessage", #"{"subject":"L"}"#),
      ("url", #"{"url":"L"}"#), ("user", #"{"userAccount":{"displayName":"L"}}"#),
    ])
  func allTypes(_ type: String, _ fields: String) throws {
    let own = fields.dropFirst()
    let item = "{\"@odata.type\":\"#microsoft.graph.security.\(type)Evidence\",\"zzz\":\"other\",\(own)"
    let found = try #require(alerts("{\"value\":[{\"id\":\"1\",\"severity\":\"low\",\"evidence\":[\(item)]}]}").first?.entities.first)
    #expect(found.label == "L")
    #expect(found.details.first == Entity.Detail("type", type + "Evidence"))
  }

  @Test("a single alert, an array of them and nulls everywhere are read")
  func tolerance() throws {
    let bare = #"{"id":null,"evidence":null,"severity":"apocalyptic","title":null,"createdDateTime":"soon","mitreTechniques":null}"#
    let alert = try #require(alerts(bare).first)
    #expect(alert.severity == .unknown)
    #expect(alert.title == "(no title)")
    #expect(alert.created == DateTime.minimum)
    #expect(alert.id.hasPrefix("unnamed-"))
    #expect(try alerts("[\(bare),\(bare)]").map(\.id) == [alert.id, alert.id])
  }

  @Test("evidence that holds itself ends", arguments: [200])
  func deep(_ depth: Int) throws {
    let open = String(repeating: #"{"account":"#, count: depth)
    let text = #"{"id":"1","severity":"low","evidence":["# + open + "{}" + String(repeating: "}", count: depth) + "]}"
    #expect(try alerts(text).first?.entities.isEmpty == false)
  }

  @Test("an alert with more evidence than anybody reads keeps ten thousand pieces and says that there are more")
  func endlessEvidence() {
    let items = (0..<10_050).map { ##"{"@odata.type":"#microsoft.graph.security.urlEvidence","url":"u\##($0)"}"## }.joined(separator: ",")
    for evidence in [items, ##"{"@odata.type":"#microsoft.graph.security.fileEvidence","urls":[\##(items)]}"##] {
      let json = try? JSONValue(parsing: #"{"id":"1","evidence":[\#(evidence)]}"#)
      let alert = GraphAlert.alert(from: json ?? .null, source: "s")
      #expect(alert.entities.count == 10_001)
      #expect(alert.entities.last?.label == "more evidence stands in the raw alert only")
    }
  }

  @Test("a broken body says where, what was expected and what was found")
  func wrongShape() throws {
    func error(_ text: String) -> MicrosoftBody.WrongShape? {
      #expect(throws: MicrosoftBody.WrongShape.self) { _ = try MicrosoftBody.read(JSONValue(parsing: text), source: "x") }
    }
    #expect(error(#"{"value":5}"#) == MicrosoftBody.WrongShape(path: "value", expected: "an array", found: "a number"))
    #expect(error(#"{"value":[{"id":"1"},7]}"#)?.path == "value[1]")
    #expect(error(#"{"error":{"code":"Forbidden","message":"no"}}"#)?.found == "the service's error: no")
    #expect(error("7")?.expected == "an object or an array")
  }

  @Test("plain rows are none of Graph's bodies")
  func plainRows() throws {
    #expect(try MicrosoftBody.read(JSONValue(parsing: #"[{"TimeGenerated":"2026-01-01","Computer":"x"}]"#), source: "x") == nil)
    #expect(try MicrosoftBody.read(JSONValue(parsing: #"{"value":[]}"#), source: "x") == nil)
  }

  @Test("a legacy alert's states become entities")
  func legacy() throws {
    let text = #"""
      {"value":[{"id":"L1","title":"Old","severity":"medium","status":"newAlert","category":"Malware","vendorInformation":{"provider":"IPC","vendor":"Microsoft"},
      "eventDateTime":"2020-01-01T00:00:00Z","userStates":[{"accountName":"bob","domainName":"CONTOSO","emailRole":"recipient"}],
      "hostStates":[{"fqdn":"ws.contoso.com","privateIpAddress":"10.0.0.1"}],"networkConnections":[{"destinationAddress":"203.0.113.7"}],
      "recommendedActions":["a","b"],"fileStates":[null,{}]}]}
      """#
    let alert = try #require(alerts(text).first)
    #expect(alert.status == "new")
    #expect(alert.product == "IPC")
    #expect(alert.recommendedActions == "a\nb")
    #expect(alert.entities.map(\.label) == [#"CONTOSO\bob"#, "ws.contoso.com", "203.0.113.7"])
  }
}
