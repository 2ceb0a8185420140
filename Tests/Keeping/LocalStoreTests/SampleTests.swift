import Casefile
import Foundation
import HuntPipeline
@testable import LocalStore
import Testing

@Suite struct SampleTests {
  /// A Monday to a Sunday, at hours that lie at and beside the edges of a day; a Saturday that has just begun too.
  static let openings =
    zip(16...22, ["00:10:00", "09:30:00", "23:59:00", "04:00:00", "13:00:00", "18:20:00", "00:01:00"]).map {
      moment("2026-11-\($0)T\($1)Z")
    } + [moment("2026-11-21T00:05:00Z")]

  private func cells(_ sample: SampleWorkspace, _ table: String, _ columns: String...) -> [[Value]] {
    guard let found = sample.rows.tables[table] else { return [] }
    let places = columns.compactMap { name in found.columns.firstIndex(of: name) }
    return found.rows.map { row in places.map { row[$0] } }
  }

  private func time(_ value: Value) -> DateTime { if case .datetime(let moment) = value { moment } else { .minimum } }

  @Test("There is enough of everything in the past fortnight, whenever it is made", arguments: SampleTests.openings)
  func amounts(now: DateTime) throws { try checkAmounts(SampleWorkspace(now: now), now) }

  @Test("On any weekday the example requests find their part, as long as the sample is not made anew", arguments: SampleTests.openings)
  func requests(made: DateTime) throws {
    let sample = SampleWorkspace(now: made)
    for age in [0, 1.5, 3] {
      let now = made + .hours(age)
      guard !SampleClock(now: made).isStale(at: now) else { continue }
      checkArisa(sample, now)
      checkShells(sample, now)
      checkAlice(sample, now)
      checkBlocked(sample, now)
    }
  }

  private func checkArisa(_ sample: SampleWorkspace, _ now: DateTime) {
    let arisa = cells(sample, "SigninLogs", "TimeGenerated", "UserPrincipalName", "IPAddress", "ResultType").filter {
      $0[1] == .string("arisa@contoso.com") && time($0[0]) >= now - .days(14) && $0[2] == .string(SampleCompany.sprayer)
    }
    #expect(arisa.contains { $0[3] == .string("0") })
    #expect(arisa.contains { $0[3] != .string("0") })
  }

  private func checkShells(_ sample: SampleWorkspace, _ now: DateTime) {
    let shells = cells(sample, "DeviceProcessEvents", "TimeGenerated", "DeviceName", "ProcessCommandLine").filter {
      $0[1] == .string("ws-123.contoso.com") && time($0[0]) >= now - .days(1) && $0[2].text.lowercased().contains("powershell")
    }
    #expect(shells.contains { $0[2].text.contains("-W Hidden") })
    #expect(shells.contains { $0[2].text.contains("AllSigned -EncodedCommand") })
  }

  private func checkAlice(_ sample: SampleWorkspace, _ now: DateTime) {
    let alice = cells(sample, "SigninLogs", "TimeGenerated", "UserPrincipalName", "ResultType").filter {
      $0[1] == .string("alice@contoso.com") && time($0[0]) >= now - .hours(6) && $0[2] != .string("0")
    }
    #expect(alice.count >= 5)
  }

  private func checkBlocked(_ sample: SampleWorkspace, _ now: DateTime) {
    let saturday = now.startOfDay - .days(Double((now.dayOfWeek + 1) % 7))
    let denied = cells(sample, "AzureNetworkAnalytics_CL", "TimeGenerated", "VM_s", "DestPort_d", "DeniedOutFlows_d").filter {
      let moment = time($0[0])
      return $0[1].text.hasSuffix("/web-01") && $0[2] == .real(4444) && $0[3] != .real(0) && moment >= saturday
        && moment < min(saturday + .days(2), now)
    }
    #expect(denied.count >= 5)
  }

  private func checkAmounts(_ sample: SampleWorkspace, _ now: DateTime) throws {
    #expect(sample.bodies.count >= 63)
    #expect(sample.rows.count >= 20_000)
    for table in sample.rows.tables.values {
      let place = try #require(table.columns.firstIndex(of: "TimeGenerated"))
      let times = table.rows.map { time($0[place]) }
      #expect(times.max().map { $0 < now } == true, "\(table.name)")
      #expect(times.min().map { $0 >= now - .days(14) } == true, "\(table.name)")
    }
    let newest = sample.rows.tables.values.flatMap { $0.rows.map { time($0[0]) } }.max()
    #expect(try now - #require(newest) < .hours(2))
  }

  @Test("Every parent that an attack names was itself seen, with the same number and moment")
  func ancestry() throws {
    let sample = SampleWorkspace(now: moment("2026-11-23T03:00:00Z"))
    let rows = cells(
      sample, "DeviceProcessEvents", "DeviceName", "ProcessId", "ProcessCreationTime", "InitiatingProcessId",
      "InitiatingProcessCreationTime", "ProcessCommandLine")
    let known = Set(rows.map { [$0[0], $0[1], $0[2]] })
    let attack = rows.filter { $0[5].text.contains("-W Hidden") || $0[5].text.contains("comsvcs") || $0[5].text.contains("edgesync") }
    #expect(attack.count >= 4)
    #expect(attack.allSatisfy { known.contains([$0[0], $0[3], $0[4]]) })
  }

  @Test("The same moment makes the same sample; the text of all addresses is set aside for documentation")
  func fixedSeed() {
    let now = moment("2026-11-23T03:00:00Z")
    let (first, second) = (SampleWorkspace(now: now), SampleWorkspace(now: now))
    #expect(first.bodies == second.bodies)
    #expect(first.rows.tables["SigninLogs"]?.rows == second.rows.tables["SigninLogs"]?.rows)
    let addresses = Set(
      cells(first, "DeviceNetworkEvents", "RemoteIP").map(\.[0].text) + cells(first, "SigninLogs", "IPAddress").map(\.[0].text))
    #expect(addresses.allSatisfy { address in ["10.", "192.0.2.", "198.51.100.", "203.0.113."].contains { address.hasPrefix($0) } })
  }

  @Test("Opening an empty store makes it, opening it again leaves it, opening it late makes it anew; imported data stays")
  func dating() async throws {
    let scratch = Scratch()
    let store = try scratch.store()
    let start = moment("2026-11-20T10:00:00Z")
    try await store.keep([Alert(id: "mine", source: "graph", title: "Mine", created: moment("2020-01-01"))])
    #expect(try await store.prepareSample(now: start))
    #expect(try await !store.prepareSample(now: start + .hours(2.9)))
    let before = try await store.alertPage(AlertListing(), 0..<200)
    #expect(before.total >= 64)
    #expect(try await store.prepareSample(now: start + .hours(60)))
    let after = try await store.alertPage(AlertListing(), 0..<200)
    #expect(after.total == before.total)
    #expect(after.lines.first.map { $0.created > start + .hours(50) } == true)
    #expect(after.lines.last?.id == "mine")
    #expect(after.lines.last?.created == moment("2020-01-01"))
    let own = try await OwnRecords(store).alertPage(AlertListing(), 0..<9)
    #expect(own.lines.map(\.id) == ["mine"])
    #expect(own.total == 1)
    #expect(try await OwnRecords(store).alerts(withIDs: [#require(after.lines.first).name, "mine"]).map(\.id) == ["mine"])
    try await store.removeSample()
    #expect(try await store.alertPage(AlertListing(), 0..<9).lines.map(\.id) == ["mine"])
    #expect(try await !store.prepareSample(now: start + .hours(99)))
  }

  @Test("Alerts of the sample open with their evidence")
  func evidence() async throws {
    let scratch = Scratch()
    let store = try scratch.store()
    try await store.prepareSample(now: moment("2026-11-23T03:00:00Z"))
    let line = try #require(try await store.alertPage(AlertListing(filter: "\"Suspicious PowerShell command line\""), 0..<2).lines.first)
    #expect(line.severity == .high)
    #expect(line.entity.lowercased().hasPrefix("ws-123"))
    let alert = try #require(try await store.alerts(withIDs: [line.name]).first)
    #expect(Set(alert.entities.map(\.kind)).isSuperset(of: [.host, .user, .process, .file, .address, .url]))
    #expect(alert.techniques.contains("T1059.001"))
  }
}
