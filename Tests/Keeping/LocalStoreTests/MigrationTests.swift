import Casefile
import GRDB
import HuntPipeline
@testable import LocalStore
import Testing

@Suite("Stores of earlier versions") struct MigrationTests {
  let scratch = Scratch()

  @Test("Alerts kept before filters had a table of their own are found, sorted, changed and deleted as others are, and are no news")
  func alertLines() async throws {
    let queue = try DatabaseQueue(path: scratch.path)
    try await queue.writeWithoutTransaction { database in
      try Migrations.run(database, path: "old", upTo: 2)
      for number in 0..<3 {
        try database.execute(
          sql: """
            INSERT INTO alerts(source, id, title, summary, severity, status, category, techniques, product, created, classification,
              determination, assigned_to, incident_id, web_link, recommended_actions, entity, entities, raw, search, _sample)
            VALUES ('file', ?, ?, '', 4, 'new', 'Initial Access', '["T1078"]', '', ?, '', '', '', '', '', '', 'ws-1',
              '[{"kind":"host","label":"WS-1","verdict":"","role":"","details":[]}]', '{}', 'old text', 0)
            """, arguments: ["id\(number)", "Old alert \(number)", 638_000_000_000_000_000 + number])
      }
    }
    try queue.close()
    let store = try EmbeddedStore(at: scratch.path)
    #expect(try await store.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == Migrations.latest)
    for filter in ["", "old", "host:ws-1", "tactic:initialaccess", "/alert \\d$/", "technique:t1078"] {
      #expect(try await store.alertPage(AlertListing(filter: filter), 0..<9).lines.map(\.id) == ["id2", "id1", "id0"], "\(filter)")
    }
    #expect(try await store.alertPage(AlertListing(filter: "old text"), 0..<9).lines.isEmpty)
    var listing = AlertListing(sort: .tactic)
    listing.newSince = .minimum
    #expect(try await store.alertPage(listing, 0..<9).newCount == 0)
    var alert = try #require(try await store.alerts(withIDs: ["id1"]).first)
    alert.title = "Renamed"
    try await store.keep([alert])
    #expect(try await store.alertPage(AlertListing(filter: "renamed"), 0..<9).lines.map(\.id) == ["id1"])
    #expect(try await store.alertPage(AlertListing(filter: "\"alert 1\""), 0..<9).lines.isEmpty)
    try await store.write { try $0.execute(sql: "DELETE FROM alerts WHERE id = 'id0'") }
    #expect(try await store.alertPage(AlertListing(filter: "old"), 0..<9).matching == 1)
    let isSound = try await store.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
    #expect(isSound == "ok")
  }

  @Test("Hunts kept before names of workspaces were escaped are found under them")
  func keptHunts() async throws {
    let queue = try DatabaseQueue(path: scratch.path)
    try await queue.writeWithoutTransaction { database in
      try Migrations.run(database, path: "old", upTo: 3)
      for key in ["hunt.north/east/1", "hunt.50%/2", "hunt.plain/3", "hunt.a%2Fb/4", "workbench.north/east"] {
        try database.execute(sql: "INSERT INTO session(key, value) VALUES (?, ?)", arguments: [key, key])
      }
    }
    try queue.close()
    let store = try EmbeddedStore(at: scratch.path)
    #expect(try await store.keptHunts(of: "north/east").map(\.text) == ["hunt.north/east/1"])
    #expect(try await store.keptHunts(of: "50%").map(\.text) == ["hunt.50%/2"])
    #expect(try await store.keptHunts(of: "plain").map(\.text) == ["hunt.plain/3"])
    #expect(try await store.keptHunts(of: "a/b").map(\.text) == ["hunt.a%2Fb/4"])
    #expect(try await store.keptHunts(of: "north").isEmpty)
    #expect(try await store.sessionValue(for: "north/east") != nil)
  }
}
