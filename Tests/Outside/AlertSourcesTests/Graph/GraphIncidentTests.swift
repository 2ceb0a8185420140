import AlertSources
import Casefile
import HuntPipeline
import TestSupport
import Testing

@Suite("Incidents and older alerts of Graph") struct GraphIncidentTests {
  private static func incidents(_ count: Int) -> [JSONObject] {
    (1...count).map { number in
      // Every fifth has no alerts.
      let alerts = number % 5 == 0 ? [] : [number * 2, number * 2 + 1].map { LoopbackGraphRecords.alert($0, incident: String(number)) }
      return LoopbackGraphRecords.incident(number, alerts: alerts)
    }
  }

  @Test("Incidents are asked for with their alerts, which know the incident's id and name; one without alerts stands for itself")
  func expanded() async throws {
    let desk = try GraphDesk(LoopbackGraph(incidents: Self.incidents(120)))
    let result = try await desk.fetch(.incidents)
    #expect(desk.targets[0] == "/v1.0/security/incidents?$top=50&$count=true&$expand=alerts")
    #expect(desk.targets.count == 3)
    #expect(result.ids.count == 96 * 2 + 24)
    #expect(result.fetch?.partial == nil)
    let alert = try #require(result.alerts.first { $0.id == "da6_-1" })
    #expect(alert.source == "graph" && alert.incidentID == "3" && alert.incidentName == "Incident 3 on several hosts")
    let own = try #require(result.alerts.first { $0.id == "5" })
    #expect(own.source == "graph-incidents" && own.title == "Incident 5 on several hosts" && own.incidentID == "5")
    #expect(own.status == "active" && own.severity == .medium && own.classification.isEmpty)
  }

  @Test("Where alerts cannot be expanded, both lists are read and put together, and every alert comes once", arguments: [500, 504])
  func apart(status: Int) async throws {
    let incidents = Self.incidents(60)
    let alerts = incidents.flatMap { $0["alerts"]?.array?.compactMap(\.object) ?? [] } + [LoopbackGraphRecords.alert(900, incident: "999")]
    let desk = try GraphDesk(LoopbackGraph(alerts: alerts, incidents: incidents) { $0.expandFails = status })
    let result = try await desk.fetch(.incidents)
    #expect(result.problem == nil)
    #expect(result.ids.count == 48 * 2 + 12)
    #expect(Set(result.ids).count == result.ids.count)
    #expect(result.alerts.first { $0.id == "da6_-1" }?.incidentName == "Incident 3 on several hosts")
    #expect(!result.ids.contains("da900_-1"))
    #expect(result.fetch?.partial == nil)
    #expect(result.fetch?.notes.contains { $0.contains("put together here") } == true)
    #expect(desk.targets.contains("/v1.0/security/incidents?$top=50&$count=true"))
    #expect(
      desk.targets.contains("/v1.0/security/alerts_v2?$top=200&$filter=lastUpdateDateTime%20ge%202026-10-31T00:01:00Z&$count=true"))
  }

  @Test("Where the second page of incidents fails both ways, the first is kept")
  func brokenInTheMiddle() async throws {
    let desk = try GraphDesk(LoopbackGraph(incidents: Self.incidents(120)) { $0.fault = .failingForEver })
    let result = try await desk.fetch(.incidents)
    #expect(result.problem == nil)
    #expect(result.ids.count == 40 * 2 + 10)
    #expect(result.fetch?.count == 90)
    #expect(result.fetch?.partial?.contains("did not come: Microsoft Graph could not answer.") == true)
  }

  @Test("Where the alerts may not be read, the incidents stand for themselves, and that is said")
  func withoutAlerts() async throws {
    let desk = try GraphDesk(LoopbackGraph(incidents: Self.incidents(4)) { $0.expandFails = 500 })
    desk.cloud.add { request, _ in
      request.path.hasSuffix("alerts_v2") ? LoopbackGraph.error(403, "Authorization_RequestDenied") : nil
    }
    let result = try await desk.fetch(.incidents)
    #expect(result.ids == ["4", "3", "2", "1"])
    #expect(result.fetch?.partial?.hasPrefix("The alerts of the incidents are missing. Page 1 did not come:") == true)
  }

  @Test("A limit counts alerts, with and without expansion", arguments: [nil, 500])
  func limit(status: Int?) async throws {
    let incidents = Self.incidents(30)
    let alerts = incidents.flatMap { $0["alerts"]?.array?.compactMap(\.object) ?? [] }
    let desk = try GraphDesk(LoopbackGraph(alerts: alerts, incidents: incidents) { $0.expandFails = status })
    let result = try await desk.fetch(.incidents, AlertQuery(limit: 7))
    #expect(result.ids.count == 7)
    #expect(result.fetch?.count == 7)
    #expect(result.fetch?.partial == "More match; the limit was 7.")
  }

  @Test("An incident that was merged names the one it is now")
  func redirected() async throws {
    var incident = LoopbackGraphRecords.incident(8, alerts: [])
    incident["status"] = "Redirected"
    incident["redirectIncidentId"] = "9"
    let result = try await GraphDesk(LoopbackGraph(incidents: [incident])).fetch(.incidents)
    let alert = try #require(result.alerts.first)
    #expect(alert.id == "8" && alert.status == "redirected" && alert.incidentID == "9")
    #expect(result.fetch?.notes == ["1 of the incidents were merged into others; each names the one it is now."])
  }

  @Test("A filter is asked of the incidents, and that is said")
  func filtered() async throws {
    let desk = try GraphDesk(LoopbackGraph(incidents: Self.incidents(5)))
    let result = try await desk.fetch(.incidents, AlertQuery(filter: "status eq 'active'"))
    #expect(desk.targets[0] == "/v1.0/security/incidents?$top=50&$filter=status%20eq%20'active'&$count=true&$expand=alerts")
    #expect(result.ids.count == 9)
    #expect(result.fetch?.notes.count == 1)
  }

  @Test("Older alerts: a provider that failed makes the list partial, by its name")
  func legacy() async throws {
    let desk = try GraphDesk(
      LoopbackGraph(legacy: (0..<5).map { LoopbackGraphRecords.legacyAlert($0) }) {
        $0.warning = #"199 - "Microsoft/WDATP/401/228", 199 - "Microsoft/MCAS/503/1000""#
      })
    let result = try await desk.fetch(.legacyAlerts, AlertQuery(filter: "vendorInformation/provider eq 'IPC' and status eq 'new'"))
    #expect(
      desk.targets == [
        "/v1.0/security/alerts?$top=200&$filter=vendorInformation/provider%20eq%20'IPC'%20and%20status%20eq%20'newAlert'&$count=true"
      ])
    #expect(result.ids.count == 5)
    #expect(result.alerts.allSatisfy { $0.source == "graph-legacy" && $0.status == "new" })
    #expect(
      result.fetch?.partial
        == "Microsoft/WDATP did not bring its alerts (status 401). Microsoft/MCAS did not bring its alerts (status 503).")
  }

  @Test("Older alerts that are gone are said to be retired, with what to use instead", arguments: [404, 410, 403])
  func retired(status: Int) async throws {
    let problem = try await GraphDesk(LoopbackGraph { $0.legacyStatus = status }).fetch(.legacyAlerts).problem
    #expect(problem?.summary == "Microsoft retired Graph's legacy alerts; they cannot be read.")
    #expect(problem?.remedy?.contains("alerts_v2") == true)
    #expect(problem?.remedy?.contains("SecurityEvents.Read.All") == (status == 403))
  }
}
