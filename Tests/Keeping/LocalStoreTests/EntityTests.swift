import Casefile
import HuntPipeline
import KQL
import LocalStore
import Testing

@Suite struct EntityTests {
  private let scratch = Scratch()
  private let noon = moment("2026-11-23T12:00:00Z")
  private static let hash = String(repeating: "0a", count: 32)

  private func backend() async throws -> StoreBackend {
    let store = try scratch.store()
    var rows: [JSONValue] = []
    func process(_ time: String, _ host: String, _ user: String, _ id: Int64, _ name: String, _ parent: Int64, _ parentName: String) {
      rows.append([
        "_table": "DeviceProcessEvents", "TimeGenerated": .string(time), "DeviceName": .string(host), "AccountName": .string(user),
        "ProcessId": .integer(id), "FileName": .string(name), "ProcessCommandLine": .string(name + " -x"),
        "SHA256": .string(EntityTests.hash),
        "InitiatingProcessId": .integer(parent), "InitiatingProcessFileName": .string(parentName),
      ])
    }
    process("2026-11-23T11:50:00Z", "ws-1.contoso.com", "mia", 10, "cmd.exe", 4, "explorer.exe")
    process("2026-11-23T11:51:00Z", "WS-1", "mia", 11, "whoami.exe", 10, "cmd.exe")
    process("2026-11-20T11:51:00Z", "ws-1.contoso.com", "li", 12, "old.exe", 10, "cmd.exe")
    process("2026-11-23T11:52:00Z", "ws-12.contoso.com", "pat", 13, "x.exe", 10, "cmd.exe")
    process("2026-11-23T11:52:30Z", "ws-1.fabrikam.com", "pat", 14, "y.exe", 10, "cmd.exe")
    rows.append([
      "_table": "DeviceNetworkEvents", "TimeGenerated": "2026-11-23T11:53:00Z", "DeviceName": "ws-1.contoso.com",
      "RemoteIP": "2001:DB8:0:0:0:0:0:7", "InitiatingProcessAccountName": "mia",
    ])
    for (user, time) in [
      ("Mia@contoso.com", "11:40"), ("mia@fabrikam.com", "11:41"), ("CONTOSO\\mia", "11:42"), ("samia@contoso.com", "11:43"),
    ] {
      rows.append([
        "_table": "SigninLogs", "TimeGenerated": .string("2026-11-23T\(time):00Z"), "UserPrincipalName": .string(user),
        "IPAddress": "10.1.1.1",
        "ResultType": "0", "AppDisplayName": "Portal",
      ])
    }
    let path = try scratch.file("rows.jsonl", rows.map(\.text).joined(separator: "\n"))
    // A store that has the rows keeps none of them again.
    #expect([0, rows.count].contains(try await Importer(store: store).run([path]).kept))
    return StoreBackend(store: store, clock: FixedClock(moment: noon), includesSample: false)
  }

  private func page(_ subject: EntitySubject, _ window: EntityWindow = .day) async throws -> EntityPage {
    try await backend().dossier(of: EntityQuestion(subject, window: window, moment: noon)).page
  }

  @Test("A host's page gathers the short and the full name, and neither longer names nor another domain's")
  func host() async throws {
    let page = try await page(EntitySubject(.host, "WS-1.contoso.com"))
    #expect(page.tables.map(\.name) == ["DeviceProcessEvents", "DeviceNetworkEvents"])
    #expect(page.tables.map(\.count) == [2, 1])
    #expect(page.tables.first?.total == 3)
    #expect(page.firstSeen == moment("2026-11-20T11:51:00Z"))
    #expect(page.lastSeen == moment("2026-11-23T11:53:00Z"))
    #expect((page.users, page.hosts) == (1, 0))
    #expect((page.count, page.kept) == (3, 3))
    #expect(page.tree.lines(folded: []).map { page.tree.nodes[$0.place].name } == ["explorer.exe", "cmd.exe", "whoami.exe"])
    #expect(page.tables.allSatisfy { $0.bars.reduce(0, +) == $0.count })
  }

  @Test("The short name means every domain's, all times mean all rows")
  func shortHost() async throws {
    let page = try await page(EntitySubject(.host, "ws-1"), .all)
    #expect(page.tables.map(\.count) == [4, 1])
    #expect(page.users == 3)
    #expect(try await self.page(EntitySubject(.host, "ws-9")).firstSeen == nil)
  }

  @Test("Rows come newest first, whole on demand, each with what it says")
  func rows() async throws {
    let dossier = try await backend().dossier(of: EntityQuestion(EntitySubject(.host, "ws-1.contoso.com"), moment: noon))
    let lines = dossier.lines(0..<100)
    #expect(lines.map(\.table) == ["DeviceNetworkEvents", "DeviceProcessEvents", "DeviceProcessEvents"])
    #expect(lines[1].text.contains("whoami.exe -x"))
    #expect(dossier.cells(at: 1)?.contains(EntityCell("ProcessId", "11")) == true)
    #expect(dossier.cells(at: 3) == nil)
    #expect(dossier.lines(2..<1_000_000).count == 1)
  }

  @Test("A user is found by address, account with domain and bare account, not by another's")
  func user() async throws {
    let page = try await page(EntitySubject(.user, "mia@contoso.com"))
    #expect(page.tables.first { $0.name == "SigninLogs" }?.count == 2)
    #expect(page.tables.first { $0.name == "DeviceProcessEvents" }?.count == 2)
    #expect(page.hosts == 1)
    let bare = try await self.page(EntitySubject(.user, "MIA"))
    #expect(bare.tables.first { $0.name == "SigninLogs" }?.count == 3)
  }

  @Test("Hashes count in any case and only in columns of their kind; addresses however they are written")
  func hashAndAddress() async throws {
    let hash = try await page(EntitySubject(.hash, EntityTests.hash.uppercased()))
    #expect(hash.tables.map(\.count) == [4])
    #expect(hash.hosts == 2)
    #expect(try await page(EntitySubject(.hash, String(repeating: "0a", count: 20))).tables.isEmpty)
    #expect(try await page(EntitySubject(.address, "2001:db8::7")).tables.map(\.name) == ["DeviceNetworkEvents"])
    #expect(try await page(EntitySubject(.address, "2001:db8::")).tables.isEmpty)
  }

  @Test("Each pivot is one query that binds, brings rows, and quotes hostile names", arguments: EntitySubject.Kind.allCases)
  func pivots(kind: EntitySubject.Kind) async throws {
    let backend = try await backend()
    let names: [EntitySubject.Kind: String] = [
      .host: "ws-1", .user: "mia@contoso.com", .hash: EntityTests.hash, .address: "10.1.1.1", .file: "cmd.exe",
    ]
    let subject = EntitySubject(kind, try #require(names[kind]))
    guard case .query(_, let kql) = try await backend.draft(EntityPivot(subject, moment: noon)) else {
      Issue.record("no query for \(kind)")
      return
    }
    #expect(try await backend.rows(of: kql).isEmpty == false)
    let hostile = EntitySubject(kind, "x\" or true | take 1 //\n")
    guard case .query(_, let quoted) = try await backend.draft(EntityPivot(hostile, moment: noon)) else { return }
    #expect(try await backend.rows(of: quoted).isEmpty)
  }

  @Test("In a workspace of a service a pivot asks the service's tables, whatever they call their time, and misses none that is absent")
  func overService() async throws {
    let store = StoreBackend(store: try scratch.store(), clock: FixedClock(moment: noon), includesSample: false)
    let tables = [
      TableSchema(
        name: "DeviceProcessEvents",
        columns: [Column("Timestamp", .datetime), Column("DeviceName", .string), Column("FileName", .string)]),
      TableSchema(
        name: "SecurityEvent", columns: [Column("TimeGenerated", .datetime), Column("Computer", .string), Column("EventID", .int)]),
      TableSchema(name: "AlertEvidence", columns: [Column("Timestamp", .datetime), Column("DeviceName", .string)]),
    ]
    let pivot = EntityPivot(EntitySubject(.host, "ws-1"), moment: noon)
    guard case .query(_, let kql) = try await store.draft(pivot, service: tables) else {
      Issue.record("no query")
      return
    }
    #expect(kql.hasPrefix("union isfuzzy=true withsource=Source") && kql.hasSuffix("| sort by Timestamp asc"))
    #expect(kql.contains("Timestamp = TimeGenerated") && !kql.contains("AlertEvidence"))
    guard case .impossible(let why) = try await store.draft(pivot, service: []) else { return }
    #expect(why == "The service has no table of machines that may be read.")
  }

  @Test("Where no table fits, a pivot says why; columns the guardrails keep back are left out")
  func impossible() async throws {
    let store = StoreBackend(store: try scratch.store(), clock: FixedClock(moment: noon), includesSample: false)
    guard case .impossible(let why) = try await store.draft(EntityPivot(EntitySubject(.user, "mia"), moment: noon)) else {
      Issue.record("a query over nothing")
      return
    }
    #expect(why.contains("sign-ins"))
    let kept = try await backend().draft(EntityPivot(EntitySubject(.host, "ws-1"), moment: noon)) { table, column in
      table == "DeviceProcessEvents" && column != "ProcessCommandLine"
    }
    guard case .query(_, let kql) = kept else { return }
    #expect(!kql.contains("ProcessCommandLine,"))
    #expect(!kql.contains("DeviceNetworkEvents"))
  }
}
