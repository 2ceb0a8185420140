import Casefile
import GRDB
import HuntPipeline
@testable import LocalStore
import Testing

@Suite("Names that wait are known before anything is sent") struct DelayedIdentityTests {
  private static let schema = TableSchema(name: "Wait_CL", columns: [Column("AccountName", .string), Column("Text", .string)])

  let scratch = Scratch()

  /// Writes a row in a transaction of its own, its name left waiting where that may be.
  private func write(_ name: String, _ store: EmbeddedStore, _ delay: DelayedIdentities? = nil) throws {
    try store.writeNow { database in
      var writer = try RowWriter(Self.schema, database, identities: store.identities, delay: delay)
      try writer.append([0], [.string(name)])
      try writer.finish()
    }
  }

  private func names(_ store: EmbeddedStore) throws -> [String] {
    try store.readNow { try String.fetchAll($0, sql: "SELECT key FROM known_identities ORDER BY key") }
  }

  private func isCurrent(_ store: EmbeddedStore) throws -> Bool {
    try store.readNow { database in
      let table = try #require(try TableRegistry.table(named: Self.schema.name, database))
      return try IdentityMark(table).isCurrent(database)
    }
  }

  @Test("The mark stays behind while names wait, and moves on when they are written down")
  func settling() throws {
    let store = try scratch.store()
    let delay = DelayedIdentities(store.identities)
    try write("first.person", store)
    try write("second.person", store, delay)
    try write("third.person", store, delay)
    #expect(try names(store) == ["first.person"])
    #expect(try !isCurrent(store))
    try store.writeNow { try delay.settle($0) }
    #expect(try names(store) == ["first.person", "second.person", "third.person"])
    #expect(try isCurrent(store))
  }

  @Test("After a crash the rows are looked through before anything is sent")
  func crash() async throws {
    let store = try scratch.store()
    try write("first.person", store, DelayedIdentities(store.identities))
    try store.close()
    let again = try EmbeddedStore(at: scratch.path)
    #expect(try names(again).isEmpty)
    try await again.bringUpToDate()
    #expect(try names(again) == ["first.person"])
    #expect(try isCurrent(again))
  }

  @Test("A call that leaves while names wait hides them")
  func sending() async throws {
    let store = try scratch.store()
    let hiding = Concealment(reader: IdentityReader { _ in nil }, known: store)
    try write("waiting.person", store, DelayedIdentities(store.identities))
    let call = ModelCall(model: "m", messages: [.init(.user, "what did waiting.person do?")], maxOutput: 1)
    let sent = try await hiding.safelyConcealed(call).messages.map(\.text).joined()
    #expect(!sent.contains("waiting.person"))
    #expect(sent.contains("user-"))
  }

  @Test("Rows of others that come between are known at once, and the mark covers them")
  func others() throws {
    let store = try scratch.store()
    let delay = DelayedIdentities(store.identities)
    try write("mine.one", store, delay)
    try write("theirs", store)
    #expect(try names(store) == ["theirs"])
    #expect(try !isCurrent(store))
    try write("mine.two", store, delay)
    // Whoever delays names second may not.
    let second = DelayedIdentities(store.identities)
    try write("second", store, second)
    #expect(try names(store) == ["second", "theirs"])
    try store.writeNow { try second.settle($0) }
    #expect(try !isCurrent(store))
    try store.writeNow { try delay.settle($0) }
    #expect(try names(store) == ["mine.one", "mine.two", "second", "theirs"])
    #expect(try isCurrent(store))
  }

  @Test("Names that wait do not move a mark that others moved")
  func movedMark() async throws {
    let store = try scratch.store()
    let delay = DelayedIdentities(store.identities)
    try write("mine.one", store, delay)
    try await store.bringUpToDate()
    #expect(try isCurrent(store))
    // Another process leaves names waiting and ends.
    let lost = DelayedIdentities(IdentityMemory())
    try write("lost.person", store, lost)
    try store.writeNow { try delay.settle($0) }
    #expect(try !isCurrent(store))
    try write("mine.two", store, delay)
    try store.writeNow { try delay.settle($0) }
    #expect(try !isCurrent(store))
    try await store.bringUpToDate()
    #expect(try names(store) == ["lost.person", "mine.one", "mine.two"])
  }

  @Test("Who begins anew after all rows of another went keeps that one from moving the mark")
  func emptied() async throws {
    let store = try scratch.store()
    let delay = DelayedIdentities(store.identities)
    try write("mine.one", store, delay)
    try store.writeNow { try $0.execute(sql: "DELETE FROM t_Wait_CL") }
    try write("lost.person", store, DelayedIdentities(IdentityMemory()))
    try write("mine.two", store, delay)
    try store.writeNow { try delay.settle($0) }
    #expect(try !isCurrent(store))
    try await store.bringUpToDate()
    #expect(try names(store).contains("lost.person"))
  }

  @Test("Rows that go while the mark is ahead do not hide new ones from it")
  func deletedRows() async throws {
    let store = try scratch.store()
    for number in 1...5 { try write("person.\(number)", store) }
    try store.writeNow { try $0.execute(sql: "DELETE FROM t_Wait_CL WHERE row_id > 2") }
    try write("after.all", store, DelayedIdentities(store.identities))
    #expect(try !isCurrent(store))
    try await store.bringUpToDate()
    #expect(try names(store).contains("after.all"))
  }

  @Test("An import of many batches and files ends with every name known, and the mark at its last row")
  func importing() async throws {
    let store = try scratch.store()
    let lines = { (from: Int) in (from..<(from + 2500)).map { #"{"AccountName":"own.name\#($0)"}"# }.joined(separator: "\n") }
    let files = [try scratch.file("a.jsonl", lines(0)), try scratch.file("b.jsonl", lines(2500) + "\n" + #"{"DeviceName":"late-host"}"#)]
    _ = try await Importer(store: store, table: "Wait_CL").run(files)
    #expect(try names(store).count == 5001)
    #expect(try isCurrent(store))
    let words = try store.readNow { try Int64.fetchOne($0, sql: "SELECT count(*) FROM known_words") }
    #expect(words == 2)
  }

  @Test("Of one name in two forms the closer one is kept, in whatever order they come in one transaction", arguments: [false, true])
  func forms(isPartFirst: Bool) throws {
    let store = try scratch.store()
    let book = IdentityBook(IdentityMemory())
    let cells = ["report@gmail.com", "Maria Kern", "maria kern", "Ämilie Ö"]
    guard let spot = IdentityBook.Spot(column: "AccountName") else { return }
    for cell in isPartFirst ? cells : cells.reversed() { book.take(cell.databaseValue, .string, spot) }
    try store.writeNow { try book.write($0) }
    let kept = try store.readNow { try String.fetchAll($0, sql: "SELECT key FROM known_identities ORDER BY key") }
    #expect(kept.contains("maria kern") && kept.contains("ämilie ö"))
    #expect(Set(kept).count == kept.count)
    let first = try store.readNow {
      try String.fetchOne($0, sql: "SELECT coalesce(text, key) FROM known_identities WHERE key = 'maria kern'")
    }
    #expect(first == (isPartFirst ? "Maria Kern" : "maria kern"))
  }
}
