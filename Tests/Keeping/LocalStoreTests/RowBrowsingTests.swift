import Casefile
import Decoding
import Foundation
import HuntPipeline
import LocalStore
import Testing

@Suite("Rows sorted, filtered and counted where they are kept")
struct RowBrowsingTests {
  private let scratch = Scratch()

  private static let columns = [
    Casefile.Column("Timestamp", .datetime), Casefile.Column("Name", .string), Casefile.Column("Size", .long),
    Casefile.Column("Share", .real), Casefile.Column("More", .dynamic), Casefile.Column("event_time", .long),
  ]

  private static let encoded = Data("whoami /all && net group".utf8).base64EncodedString()

  private static func row(_ number: Int, _ name: String, _ size: Int64?, _ share: Double = 0.5, more: JSONValue = .null) -> [Value] {
    [
      .datetime(DateTime(ticks: 638_000_000_000_000_000 + Int64(number) * DateTime.ticksPerSecond)), .string(name),
      size.map { .long($0) } ?? .null, .real(share), .dynamic(more), .long(1_700_000_000 + Int64(number)),
    ]
  }

  private static let rows: [[Value]] = [
    row(5, "beta", 10), row(4, "Alpha", 9), row(3, "", 100), row(2, "älter", nil), row(1, "alpha", -5, 2.25),
    row(0, "echo \(encoded)", 9, more: ["user": "mlopez", "level": 3]),
  ]

  private func filled(_ rows: [[Value]] = RowBrowsingTests.rows, _ body: (EmbeddedStore, RowView) async throws -> Void) async throws {
    let store = try scratch.store()
    let id = ResultSetID(at: DateTime(ticks: 638_000_000_000_000_000))
    try await store.begin(id, hunt: HuntID(at: DateTime(ticks: 0)), query: "T", columns: Self.columns)
    try await store.append(RowBatch(columns: Self.columns, rows: rows), to: id)
    try await body(store, RowView(resultSet: id, rowCount: rows.count))
  }

  private static func numbers(_ store: EmbeddedStore, _ view: RowView) async throws -> [Int] {
    try await store.page(of: view, 0..<100).map(\.number)
  }

  @Test("Numbers sort as numbers, times as times, texts in any case, and what is missing comes last either way")
  func sorting() async throws {
    try await filled { store, view in
      let expected: [(column: Int, isDescending: Bool, order: [Int])] = [
        (0, false, [6, 5, 4, 3, 2, 1]), (1, false, [2, 5, 1, 6, 4, 3]), (1, true, [4, 6, 1, 2, 5, 3]), (2, false, [5, 2, 6, 1, 3, 4]),
        (2, true, [3, 1, 2, 6, 5, 4]), (3, true, [5, 1, 2, 3, 4, 6]),
      ]
      for (column, isDescending, order) in expected {
        var view = view
        view.sort = RowSort(column: column, isDescending: isDescending)
        let seen = try await Self.numbers(store, view)
        #expect(seen == order, "column \(column), descending: \(isDescending)")
      }
    }
  }

  @Test(
    "A filter is read as one types it, and sees what is encoded",
    arguments: [
      ("alpha", [2, 5]), ("ALPHA", [2, 5]), ("!alpha", [1, 3, 4, 6]), ("Name:ALP", [2, 5]), ("name=alpha", [2, 5]), ("Size=9", [2, 6]),
      ("Size>9", [1, 3]), ("Size>=10 beta", [1]), ("Size<0", [5]), ("Name=", [3]), ("Size!=9", [1, 3, 4, 5]), ("Share>2", [5]),
      ("/^al.ha$/", [2, 5]), ("Name:/^B/", [1]), ("!/a/", [3, 4]), ("whoami", [6]), ("\"net group\"", [6]), ("Name:whoami", [6]),
      ("ÄLT", [4]), ("mlopez", [6]), ("Name>b", [1, 4, 6]), ("100", [3]), ("nothing:here", []), ("Timestamp>2022-09-29T00:00:00Z", []),
      ("2022-09-28", [1, 2, 3, 4, 5, 6]), ("\"Name\"=\"beta\"", [1]), ("  ", [1, 2, 3, 4, 5, 6]),
    ])
  func filtering(filter: String, expected: [Int]) async throws {
    try await filled { store, view in
      var view = view
      view.filter = filter
      let progress = try await store.order(view) { _ in }
      #expect(progress.isComplete)
      let seen1 = try await Self.numbers(store, view)
      #expect(seen1 == expected)
      #expect(progress.matching == expected.count)
    }
  }

  @Test("A pattern that is none is told with its reason")
  func badPattern() async throws {
    try await filled { store, view in
      var view = view
      view.filter = "/a(/"
      await #expect(throws: Problem.self) { try await store.order(view) { _ in } }
    }
  }

  @Test("Rows keep their numbers under any view, and are found in it or said to be hidden")
  func places() async throws {
    try await filled { store, view in
      var view = view
      let seen2 = try await store.place(of: 6, in: view)
      #expect(seen2 == 5)
      view.sort = RowSort(column: 0, isDescending: false)
      let seen3 = try await store.place(of: 6, in: view)
      #expect(seen3 == 0)
      view.filter = "alpha"
      let seen4 = try await store.place(of: 5, in: view)
      #expect(seen4 == 0)
      let seen5 = try await store.place(of: 6, in: view)
      #expect(seen5 == nil)
      let seen6 = try await store.place(of: 0, in: view)
      #expect(seen6 == nil)
      let seen7 = try await store.place(of: 99, in: view)
      #expect(seen7 == nil)
    }
  }

  @Test("A page brings what its cells say when they are decoded")
  func decoded() async throws {
    try await filled { store, view in
      let row = try #require(try await store.page(of: view, 5..<6).first)
      #expect(row.decoded.map(\.column) == [1, 5])
      #expect(row.decoded.first?.texts.first?.text == "whoami /all && net group")
      #expect(row.decoded.last?.texts.first?.text == "2023-11-14T22:13:20Z")
    }
  }

  @Test("Values are counted, the commonest first, of the rows a view shows")
  func frequency() async throws {
    try await filled { store, view in
      let sizes = try await store.frequency(of: 2, in: view) { _ in }
      #expect(sizes.lines.first == ColumnFrequency.Line(value: .long(9), count: 2))
      #expect(sizes.distinct == 4)
      #expect(sizes.nulls == 1)
      #expect(sizes.rows == 6)
      #expect(sizes.spread?.least == .long(-5))
      #expect(sizes.spread?.counts.reduce(0, +) == 5)
      var view = view
      view.filter = "alpha"
      let names = try await store.frequency(of: 1, in: view) { _ in }
      #expect(names.lines.map(\.count) == [1, 1])
      #expect(names.rows == 2)
    }
  }

  @Test("Beyond the cap on different values the rest is counted together, and the middle is left out")
  func frequencyCap() async throws {
    let rows = (0..<ColumnFrequency.mostDistinct + 500).map { Self.row(0, "name \($0)", 1) }
    try await filled(rows) { store, view in
      let names = try await store.frequency(of: 1, in: view) { _ in }
      #expect(names.uncounted == 500)
      #expect(names.lines.count == ColumnFrequency.mostLines)
      #expect(names.leftOut == ColumnFrequency.mostDistinct - ColumnFrequency.mostLines)
    }
  }

  @Test("A cell of megabytes is cut in a page and says so; whoever wants it whole gets it")
  func hugeCell() async throws {
    let huge = String(repeating: "x\u{202E}\u{1B}[31m", count: 500_000)
    try await filled([Self.row(0, huge, 1)]) { store, view in
      let row = try #require(try await store.page(of: view, 0..<1).first)
      guard case .string(let text) = row.cells[1] else { return }
      #expect(text.utf8.count < 1_200_000)
      #expect(text.hasSuffix("[cut here: the value has \(huge.utf8.count.grouped) bytes]"))
      let seen8 = try await store.rows(of: view.resultSet, 0..<1)[0][1]
      #expect(seen8 == .string(huge))
    }
  }

  @Test("What is decoded is cut in a page and marked so, and whole in a row that is read for itself")
  func longDecoded() async throws {
    let script = String(repeating: "Write-Output 'häuser' ; ", count: 2_000)
    let encoded = Data(script.utf8).base64EncodedString()
    try await filled([Self.row(0, "x \(encoded)", 1)]) { store, view in
      let short = try #require(try await store.page(of: view, 0..<1).first?.decoded.first?.texts.first)
      #expect(short.isCut)
      #expect(short.text.utf8.count < 5_000)
      let whole = try #require(try await store.wholeRow(1, of: view.resultSet)?.decoded.first?.texts.first)
      #expect(whole.text == script)
      #expect(!whole.isCut)
      #expect(try await store.wholeRow(2, of: view.resultSet) == nil)
    }
  }

  @Test("Work that is no longer wanted ends, and begins anew when it is asked for again")
  func cancelling() async throws {
    let rows = (0..<30_000).map { Self.row($0, "name \($0 % 7)", 1) }
    try await filled(rows) { store, view in
      var view = view
      view.filter = "\"name 3\""
      let wanted = view
      let task = Task { try await store.order(wanted) { _ in } }
      task.cancel()
      _ = try? await task.value
      let progress = try await store.order(view) { _ in }
      #expect(progress.matching == 4286)
      let seen9 = try await Self.numbers(store, view).first
      #expect(seen9 == 4)
    }
  }
}
