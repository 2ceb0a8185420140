import AlertSources
import Casefile
import HuntPipeline
import TestSupport
import Testing

@Suite("Alerts of Graph") struct GraphAlertSourceTests {
  @Test("The first request is exactly as documented, and its answer becomes alerts")
  func firstRequest() async throws {
    let desk = try GraphDesk(LoopbackGraph(alerts: GraphDesk.alerts(0..<3)))
    let result = try await desk.fetch()
    let request = try #require(desk.cloud.requests.first)
    #expect(request.method == "GET")
    #expect(request.target == "/v1.0/security/alerts_v2?$top=200&$count=true")
    #expect(request["accept"] == "application/json")
    #expect(request["prefer"] == "include-unknown-enum-members")
    #expect(request["client-request-id"] == "00000000-0000-0000-0000-000000000001")
    #expect(request["authorization"] == "Bearer token")
    #expect(request.body.isEmpty)
    #expect(desk.cloud.requests.count == 1)
    #expect(result.ids == ["da2_-1", "da1_-1", "da0_-1"])
    #expect(result.alerts.first?.source == "graph")
    #expect(result.fetch == AlertFetch(count: 3))
    #expect(result.progress == [.read(3, of: 3)])
  }

  @Test("A filter and a moment are written as in the service's examples, byte for byte")
  func filterBytes() async throws {
    let desk = try GraphDesk(LoopbackGraph(alerts: GraphDesk.alerts(0..<3)))
    _ = try await desk.fetch(
      .alerts, AlertQuery(filter: "severity eq 'medium'", updatedSince: DateTime("2023-10-20T00:00:00Z")), pageSize: 100)
    #expect(
      desk.targets == [
        "/v1.0/security/alerts_v2?$top=100&$filter=severity%20eq%20'medium'%20and%20lastUpdateDateTime%20ge%202023-10-20T00:00:00Z"
          + "&$orderby=lastUpdateDateTime%20asc&$count=true"
      ])
  }

  @Test("500 alerts come over pages by links that are followed exactly as they stand", arguments: [true, false])
  func pages(counts: Bool) async throws {
    let desk = try GraphDesk(LoopbackGraph(alerts: GraphDesk.alerts(0..<500)) { $0.counts = counts })
    let result = try await desk.fetch(pageSize: 100)
    #expect(result.ids == (0..<500).reversed().map { "da\($0)_-1" })
    #expect(result.fetch == AlertFetch(count: 500))
    #expect(desk.targets.count == 5)
    #expect(desk.targets[1] == "/v1.0/security/alerts_v2?%24skiptoken=p%2B100%3d%3D&$x='0'")
    #expect(result.progress.last == .read(500, of: counts ? 500 : nil))
  }

  @Test(
    "Without links every alert comes once, whatever the service does with the order",
    arguments: [LoopbackGraph.Ordering.kept, .ignored, .refused], [true, false])
  func withoutLinks(ordering: LoopbackGraph.Ordering, counts: Bool) async throws {
    let desk = try GraphDesk(
      LoopbackGraph(alerts: GraphDesk.alerts(0..<437)) { ($0.hasLinks, $0.ordering, $0.counts) = (false, ordering, counts) })
    let result = try await desk.fetch(pageSize: 100)
    #expect(result.ids.count == 437)
    #expect(Set(result.ids).count == 437)
    #expect(result.fetch?.partial == nil)
    #expect(result.fetch?.count == 437)
    #expect(desk.targets.count < 12)
    if ordering == .kept {
      #expect(desk.targets[1] == "/v1.0/security/alerts_v2?$top=100&$orderby=lastUpdateDateTime%20asc&$count=true")
      #expect(desk.targets[2].contains("$filter=lastUpdateDateTime%20ge%202026-11-09T"))
    }
  }

  @Test("A limit without links brings the newest, and says that there are more")
  func limitWithoutLinks() async throws {
    let desk = try GraphDesk(LoopbackGraph(alerts: GraphDesk.alerts(0..<300)) { $0.hasLinks = false })
    let result = try await desk.fetch(.alerts, AlertQuery(limit: 120), pageSize: 50)
    #expect(result.ids == (180..<300).reversed().map { "da\($0)_-1" })
    #expect(result.fetch?.partial == "More match; the limit was 120.")
    #expect(desk.targets[1].contains("$filter=createdDateTime%20le%20"))
  }

  @Test("A limit that all alerts fit into is no partial result")
  func limitThatFits() async throws {
    let desk = try GraphDesk(LoopbackGraph(alerts: GraphDesk.alerts(0..<20)))
    let result = try await desk.fetch(.alerts, AlertQuery(limit: 20))
    #expect(desk.targets == ["/v1.0/security/alerts_v2?$top=20&$count=true"])
    #expect(result.fetch == AlertFetch(count: 20))
  }

  @Test("A refresh asks for what was updated at that moment or later, and goes on in time", arguments: [true, false])
  func refresh(hasLinks: Bool) async throws {
    let records = GraphDesk.alerts(0..<400)
    let desk = try GraphDesk(LoopbackGraph(alerts: records) { $0.hasLinks = hasLinks })
    let since = LoopbackGraphRecords.start + .hours(200) + .seconds(5000)
    let wanted = records.filter { DateTime($0["lastUpdateDateTime"]?.string ?? "") ?? .minimum >= since }.compactMap { $0["id"]?.string }
    let result = try await desk.fetch(.alerts, AlertQuery(updatedSince: since), pageSize: 50)
    #expect(Set(result.ids) == Set(wanted))
    #expect(result.ids.count == wanted.count)
    #expect(result.fetch?.partial == nil)
  }

  @Test("Many alerts of one moment: as many as the service lets be asked for, then past them, and said")
  func oneMoment() async throws {
    let moment = LoopbackGraphRecords.start + .hours(10)
    let same = (0..<1700).map { LoopbackGraphRecords.alert($0, updated: moment) }
    let later = (1700..<1750).map { LoopbackGraphRecords.alert($0, updated: moment + .hours(1)) }
    let desk = try GraphDesk(LoopbackGraph(alerts: same + later) { $0.hasLinks = false })
    let result = try await desk.fetch(.alerts, AlertQuery(updatedSince: moment - .hours(1)), pageSize: 100)
    #expect(result.ids.count == 1550)
    #expect(Set(result.ids).count == 1550)
    #expect(result.ids.contains("da1749_-1"))
    #expect(result.fetch?.partial?.contains("So many bear the lastUpdateDateTime") == true)
    #expect(desk.targets.count < 10)
  }

  @Test("Up to 1,500 alerts of one moment come whole", arguments: [300, 1000, 1400])
  func fewOfOneMoment(count: Int) async throws {
    let moment = LoopbackGraphRecords.start + .hours(10)
    let same = (0..<count).map { LoopbackGraphRecords.alert($0, updated: moment) }
    let later = (count..<count + 20).map { LoopbackGraphRecords.alert($0, updated: moment + .hours(1)) }
    let desk = try GraphDesk(LoopbackGraph(alerts: same + later) { ($0.hasLinks, $0.counts) = (false, false) })
    let result = try await desk.fetch(.alerts, AlertQuery(updatedSince: moment - .hours(1)), pageSize: 100)
    #expect(Set(result.ids).count == count + 20)
    #expect(result.fetch?.partial == nil)
  }

  @Test("A service that gives smaller pages than asked is followed by its count")
  func clamped() async throws {
    let desk = try GraphDesk(LoopbackGraph(alerts: GraphDesk.alerts(0..<170)) { ($0.hasLinks, $0.largestPage) = (false, 30) })
    let result = try await desk.fetch(pageSize: 100)
    #expect(Set(result.ids).count == 170)
    #expect(result.fetch?.partial == nil)
  }

  @Test("A stop keeps what was delivered and says so")
  func stop() async throws {
    let desk = try GraphDesk(LoopbackGraph(alerts: GraphDesk.alerts(0..<500)))
    let source = GraphAlertSource(desk.connection, pageSize: 100)
    let task = Task {
      try await source.fetch(AlertQuery()) { _ in withUnsafeCurrentTask { $0?.cancel() } }
    }
    let fetch = try await task.value
    #expect(fetch.count == 100)
    #expect(fetch.partial == "Stopped after 100 alerts.")
    #expect(desk.targets.count == 1)
  }

  @Test("A failing keeper ends the fetch with its own error")
  func keeperFails() async throws {
    let desk = try GraphDesk(LoopbackGraph(alerts: GraphDesk.alerts(0..<5)))
    await #expect(throws: Problem("The disk is full.")) {
      try await GraphAlertSource(desk.connection).fetch(AlertQuery()) { _ in throw Problem("The disk is full.") }
    }
  }

  @Test("What the service does not filter by is held here, and said")
  func held() async throws {
    let desk = try GraphDesk(LoopbackGraph(alerts: GraphDesk.alerts(0..<60)))
    let result = try await desk.fetch(.alerts, AlertQuery(filter: "severity:high !status:resolved technique:T1003 host:ws-1", limit: 3))
    #expect(
      desk.targets[0] == "/v1.0/security/alerts_v2?$top=200&$filter=severity%20eq%20'high'%20and%20status%20ne%20'resolved'&$count=true")
    #expect(!result.alerts.isEmpty)
    #expect(result.alerts.allSatisfy { $0.severity == .high && $0.status != "resolved" && $0.techniques == ["T1003"] })
    #expect(result.fetch?.notes.first?.hasPrefix("Graph does not filter by technique, host here") == true)
  }
}
